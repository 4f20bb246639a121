/** prepath and postpath, against a model of twisted.web's loop, in random mixed trees. */
import {
  respond,
  type IRequest,
  type IResource as ICoreResource,
  type IResponse,
  type PathCursor,
} from "@headgate/core";
import fc from "fast-check";
import { bridge, Resource, STREAMING, type AnyResource, type Rendered, type Request } from "../src/index";
import { ask } from "./support/connection";
import { Leaf, Page } from "./support/resources";

type Kind = "static" | "dynamic" | "promised" | "core" | "leaf" | "streaming";
type Step = readonly [kind: Kind, prepath: readonly string[], postpath: readonly string[]];

const KINDS: readonly Kind[] = ["static", "dynamic", "promised", "core", "leaf", "streaming"];

function note(trail: Step[], kind: Kind, request: Request): void {
  trail.push([kind, [...request.prepath], [...request.postpath]]);
}

/** A node of each kind, with the rest of the kinds below it. Every child of a node has the same kind. */
function nodeOf(kinds: readonly Kind[], trail: Step[]): AnyResource {
  const [kind = "leaf", ...below] = kinds;
  const child = (): AnyResource => nodeOf(below, trail);
  const answer = (request: Request): Rendered => {
    note(trail, kind, request);
    return "done";
  };
  switch (kind) {
    case "leaf":
      return new Leaf(answer);
    case "static":
      return new StaticNode(answer, child);
    case "dynamic":
    case "promised":
      return new DynamicNode(answer, (request) => {
        note(trail, kind, request);
        return kind === "promised" ? Promise.resolve(child()) : child();
      });
    case "core":
      return new CoreNode(trail, child);
    case "streaming":
      return new StreamingLeaf(trail);
  }
}

class StaticNode extends Page {
  readonly #child: () => AnyResource;

  constructor(answer: (request: Request) => Rendered, child: () => AnyResource) {
    super(answer);
    this.#child = child;
  }

  /** Whatever it is called: it is there. */
  override readonly children = new Map<string, AnyResource>();

  override getChildWithDefault(name: string, request: Request): ReturnType<Resource["getChildWithDefault"]> {
    if (!this.children.has(name)) this.putChild(name, this.#child());
    return super.getChildWithDefault(name, request);
  }
}

class DynamicNode extends Page {
  readonly #child: (request: Request) => AnyResource | Promise<AnyResource>;

  constructor(
    answer: (request: Request) => Rendered,
    child: (request: Request) => AnyResource | Promise<AnyResource>,
  ) {
    super(answer);
    this.#child = child;
  }

  override getChild(_name: string, request: Request): AnyResource | Promise<AnyResource> {
    return this.#child(request);
  }
}

/** Takes one segment, as the legacy ones do, and bridges what comes below. */
class CoreNode implements ICoreResource {
  readonly #trail: Step[];
  readonly #child: () => AnyResource;

  constructor(trail: Step[], child: () => AnyResource) {
    this.#trail = trail;
    this.#child = child;
  }

  locateChild(): ICoreResource {
    const child = this.#child();
    return child instanceof Resource ? bridge(child) : (child as ICoreResource);
  }

  responseForRequest(_request: IRequest, path: PathCursor): IResponse {
    this.#trail.push(["core", path.consumed, path.remaining]);
    return respond(200);
  }
}

class StreamingLeaf extends Leaf {
  static readonly [STREAMING] = true;
  readonly #trail: Step[];

  constructor(trail: Step[]) {
    super(() => "rendered");
    this.#trail = trail;
  }

  override responseForRequest(_request: IRequest, path: PathCursor): IResponse {
    this.#trail.push(["streaming", path.consumed, path.remaining]);
    return respond(200);
  }
}

/** twisted.web.resource.getChildForRequest, on paper. */
function expected(kinds: readonly Kind[], segments: readonly string[]): Step[] {
  const trail: Step[] = [];
  const prepath: string[] = [];
  const postpath = [...segments];
  for (const kind of [...kinds, "leaf" as const]) {
    if (postpath.length === 0 || kind === "leaf" || kind === "streaming") {
      trail.push([kind, [...prepath], [...postpath]]);
      break;
    }
    prepath.push(postpath.shift()!);
    if (kind === "dynamic" || kind === "promised") trail.push([kind, [...prepath], [...postpath]]);
  }
  return trail;
}

const segment = fc.oneof(
  fc.constantFrom("a", "b", "", "..", "sp ace", "a/b", "café", "%", "+", "%41"),
  fc.string({ unit: "grapheme", maxLength: 4 }),
);

describe("a random tree", () => {
  test.each([
    ["without a body", undefined],
    ["with one", "body"],
  ])("%s: every node sees what twisted.web shows it", async (_how, body) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...KINDS), { minLength: 1, maxLength: 5 }),
        fc.array(segment, { minLength: 1, maxLength: 5 }),
        async (kinds, segments) => {
          const trail: Step[] = [];
          // The root is legacy: a Site's bridge stands above it.
          const all: Kind[] = ["dynamic", ...kinds];
          const target = `/${segments.map(encodeURIComponent).join("/")}`;
          const response = await ask(nodeOf(all, trail), `${body ? "POST" : "GET"} ${target}`, {}, body);
          expect(response.code).toBe(200);
          expect(trail).toEqual(expected(all, segments));
        },
      ),
      { numRuns: 150 },
    );
  });
});

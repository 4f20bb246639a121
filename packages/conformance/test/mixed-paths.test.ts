/** Paths and links in mixed trees: the same whichever way a resource was reached. */
import { leaf, respond, Site as CoreSite, type PathCursor } from "@headgate/core";
import { inject } from "@headgate/core/testing";
import { legacyRequest, Resource, Site, type AnyResource, type Request } from "@headgate/legacy-site";
import fc from "fast-check";
import { ALL_PARENTS, ANY, AUTHORIZATION, isCore, PARENTS } from "../src/matrix/parents";
import type { ParentKind } from "../src/matrix/kinds";
import { RecordingLog } from "./support/servers";

const FIELDS = { host: "127.0.0.1:81", authorization: AUTHORIZATION };
const PLAIN = PARENTS.find(({ name }) => name === "own getChild, [CONTENT_BLIND]")!;

function seenBy(request: Request): unknown {
  const { prepath, postpath, sitepath } = request;
  const links = [request.childLink("child"), request.sibLink("sibling")];
  return { prepath, postpath, sitepath, links, urls: [request.prePathURL(), request.URLPath().toString()] };
}

class LegacyLeaf extends Resource {
  override readonly isLeaf = true;

  override render(request: Request): string {
    return JSON.stringify(seenBy(request));
  }
}

function cursorOf(path: PathCursor): unknown {
  return {
    url: path.url(),
    child: path.url("a b", "c/d"),
    consumed: path.consumed,
    remaining: path.remaining,
  };
}

const coreLeaf = (): AnyResource => leaf((_, path) => respond(200, {}, JSON.stringify(cursorOf(path))));

/** Core's, with what its legacy request says where there is one. */
const coreLeafBelowLegacy = (): AnyResource =>
  leaf((request, path) => {
    return respond(200, {}, JSON.stringify([cursorOf(path), seenBy(legacyRequest(request))]));
  });

async function ask(
  parents: readonly ParentKind[],
  below: AnyResource,
  target: string,
  body?: string,
): Promise<unknown> {
  const root = parents.reduceRight((child, parent) => parent.above(child), below);
  const log = new RecordingLog();
  const site = isCore(root) ? new CoreSite(root, { log }) : new Site(root, { log });
  const options = body === undefined ? {} : { method: "POST", body };
  const answer = await inject(site, { target, headers: FIELDS, ...options });
  expect(answer.code).toBe(200);
  return JSON.parse(answer.body.toString());
}

const name = fc.oneof(
  fc.constantFrom("b", "", "sp ace", "a/b", "caf\u00e9", "%", "+"),
  fc.string({ maxLength: 3 }),
);
/** Rewriters change the path, and are seen to. */
const mixed = ALL_PARENTS.filter((parent) => !parent.name.startsWith("Rewriter"));

test.each([
  ["a legacy leaf", (): AnyResource => new LegacyLeaf(), false],
  ["a core leaf", coreLeaf, false],
  ["a core leaf below a legacy root", coreLeafBelowLegacy, true],
])("%s sees what it sees below plain parents", async (_, makeLeaf, isRootLegacy) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...mixed), { minLength: 1, maxLength: 4 }),
      fc.array(name, { minLength: 12, maxLength: 12 }),
      fc.array(name, { maxLength: 3 }),
      fc.constantFrom(undefined, "body"),
      async (drawn, names, rest, body) => {
        const parents = isRootLegacy ? [PLAIN, ...drawn] : drawn;
        const slots = parents.flatMap(({ segments }) => segments);
        const walked = slots.map((segment, at) => (segment === ANY ? names[at]! : segment));
        const segments = [...walked, ...rest];
        const target = `/${segments.map(encodeURIComponent).join("/")}`;
        // A path is never without a segment: of "/", it is the empty one.
        const plain = walked.map(() => PLAIN);
        expect(await ask(parents, makeLeaf(), target, body)).toEqual(await ask(plain, makeLeaf(), target));
      },
    ),
    { numRuns: 200 },
  );
});

test.each(PARENTS.filter((parent) => parent.name.startsWith("Rewriter")))(
  "$name: prepath is what was rewritten",
  async (parent) => {
    const seen = await ask([parent], new LegacyLeaf(), "/alias/x");
    expect(seen).toMatchObject({
      prepath: ["real"],
      postpath: ["x"],
      sitepath: [],
      links: ["child", "../sibling"],
    });
  },
);

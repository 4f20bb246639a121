/** Resources for tests: functions in the place of methods. */
import { Resource, type AnyResource, type Rendered, type Request } from "../../src/index";

type Render = (request: Request) => Rendered | PromiseLike<Rendered>;

/** Answers every method, and everything below it. */
export class Leaf extends Resource {
  override isLeaf = true;
  readonly #render: Render;

  constructor(render: Render) {
    super();
    this.#render = render;
  }

  override render(request: Request): Rendered | PromiseLike<Rendered> {
    return this.#render(request);
  }
}

/** Not a leaf: at its own place it answers too. */
export class Page extends Resource {
  readonly #render: Render;

  constructor(render: Render = () => "page") {
    super();
    this.#render = render;
  }

  override render(request: Request): Rendered | PromiseLike<Rendered> {
    return this.#render(request);
  }
}

/** A tree of names; `""` is the child at a trailing slash. */
export function branch(children: Record<string, AnyResource>): Resource {
  const resource = new Resource();
  for (const [name, child] of Object.entries(children)) resource.putChild(name, child);
  return resource;
}

/** It looks, as far as anybody knows, so that the body is collected before what is below is asked. */
export class Looking extends Resource {
  readonly #child: AnyResource;

  constructor(child: AnyResource) {
    super();
    this.#child = child;
  }

  override getChild(_name: string, _request: Request): AnyResource {
    return this.#child;
  }
}

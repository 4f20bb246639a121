/** Children by name, by getChild and by accident. */
import { Resource, type AnyResource, type Request } from "@headgate/legacy-site";
import type { Twin } from "../../src/answers/twin";

class Named extends Resource {
  readonly name: string;

  constructor(name: string) {
    super();
    this.name = name;
  }

  render_GET(request: Request): string {
    return `${this.name}: prepath ${request.prepath.join("|")}, postpath ${request.postpath.join("|")}`;
  }
}

class Leaf extends Named {
  override readonly isLeaf = true;
}

/** Makes a child of every name but one. */
class Spelled extends Resource {
  override getChild(name: string, request: Request): ReturnType<Resource["getChild"]> {
    if (name === "none") return super.getChild(name, request);
    return new Leaf(`spelled ${name}`);
  }
}

class Broken extends Resource {
  override getChild(name: string): never {
    throw new TypeError(`no child for ${name}`);
  }
}

function tree(): AnyResource {
  const root = new Named("root");
  root.putChild("", new Named("index"));
  const shelf = new Named("shelf");
  root.putChild("shelf", shelf);
  shelf.putChild("", new Named("shelf index"));
  shelf.putChild("book.html", new Named("book"));
  root.putChild("leaf", new Leaf("leaf"));
  root.putChild("two words", new Named("two words"));
  root.putChild("a/b", new Named("slash"));
  root.putChild("..", new Named("dots"));
  root.putChild("1+1", new Named("plus"));
  root.putChild("spelled", new Spelled());
  root.putChild("broken", new Broken());
  root.putChild("empty", new Resource());
  return root;
}

export const treeApp: Twin = { tree };

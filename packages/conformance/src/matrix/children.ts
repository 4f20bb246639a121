/** The kinds of leaves. Each answers with what it read of the body. */
import { leaf, respond, type IRequest, type IResponse } from "@headgate/core";
import { mark, RENDERS_BLIND, Resource, STREAMING, type Request } from "@headgate/legacy-site";
import { UNREAD, type ChildKind, type Witness } from "./kinds";

abstract class Leaf extends Resource {
  override readonly isLeaf = true;
  protected readonly witness: Witness;

  constructor(witness: Witness) {
    super();
    this.witness = witness;
  }
}

/** As twisted.web knows it. */
class Buffered extends Leaf {
  override render(request: Request): Buffer {
    this.witness.asked(request.uri);
    return request.content.read();
  }
}

/** Has its own `responseForRequest`, and needs no marker. */
class Overriding extends Leaf {
  override responseForRequest(request: IRequest): IResponse {
    return echo(this.witness, request);
  }
}

class Marked extends Overriding {
  static readonly [STREAMING] = true;
}

/** Renders, as far as its class says. */
class Rendering extends Overriding {
  override render(request: Request): Buffer {
    this.witness.asked(request.uri);
    return request.content.read();
  }
}

class PutOnly extends Rendering {
  static readonly [STREAMING] = ["PUT"];
}

class Blind extends Leaf {
  static readonly [RENDERS_BLIND] = true;

  override render(request: Request): string {
    this.witness.asked(request.uri);
    return UNREAD;
  }
}

function echo(witness: Witness, request: IRequest): IResponse {
  witness.asked(request.uri);
  return respond(200, {}, request);
}

function kind(name: string, method: string, way: ChildKind["way"], make: ChildKind["make"]): ChildKind {
  return { name, method, way, make };
}

export const CHILDREN: readonly ChildKind[] = [
  kind("legacy, buffered", "PUT", "renders", (witness) => new Buffered(witness)),
  kind("[STREAMING] class", "PUT", "streams", (witness) => new Marked(witness)),
  kind("mark()ed object", "PUT", "streams", (witness) => mark(new Rendering(witness), STREAMING)),
  kind("the same, not marked", "PUT", "renders", (witness) => new Rendering(witness)),
  kind("[STREAMING] = [PUT], PUT", "PUT", "streams", (witness) => new PutOnly(witness)),
  kind("[STREAMING] = [PUT], POST", "POST", "renders", (witness) => new PutOnly(witness)),
  kind("own responseForRequest", "PUT", "streams", (witness) => new Overriding(witness)),
  kind("core leaf", "PUT", "streams", (witness) => leaf((request) => echo(witness, request))),
  kind("[RENDERS_BLIND]", "PUT", "renders blind", (witness) => new Blind(witness)),
];

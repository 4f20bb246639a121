/** Resources that look at bodies or do not, and requests whose body has not come. */
import { CONTENT_BLIND, ErrorPage, Resource, type AnyResource } from "../../src/index";
import { Connection } from "./connection";
import { Leaf } from "./resources";

export const LENGTH = { "Content-Length": "5" };

/** Sends the head of a POST and nothing of its body: what is answered then was answered without it. */
export function early(resource: AnyResource, line = "POST /a/b"): Connection {
  return Connection.to(resource).send(line, LENGTH);
}

export const echo = new Leaf((request) => request.content.read());

/** A getChild that does not look, and does not say so. */
export class Dynamic extends Resource {
  override getChild(name: string): AnyResource {
    return new ErrorPage(418, name, "");
  }
}

export class Blind extends Dynamic {
  static readonly [CONTENT_BLIND] = true;
}

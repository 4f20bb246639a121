/** Whatever can be a body, told apart by its shape. */
import type { IBody } from "../interfaces/message";
import { BytesBody } from "./bytes-body";
import { iterableBody } from "./iterable-body";
import { octetsOf } from "./octets";
import type { Piece } from "./octets";
import { readableBody } from "./readable-body";
import type { NodeReadable } from "./readable-body";
import { webStreamBody } from "./web-stream-body";

/** Octets, text (sent as UTF-8), or anything that yields pieces of either: used once, released when it is stopped. */
export type BodySource =
  Piece | IBody | NodeReadable | ReadableStream<Piece> | AsyncIterable<Piece> | (Iterable<Piece> & object);

/** @throws TypeError for what is no source of octets */
export function bodyOf(source: BodySource): IBody {
  if (typeof source === "string" || source instanceof Uint8Array) return new BytesBody(octetsOf(source));
  if ("deliverBody" in source) return source;
  // Both kinds of stream are async iterables too, but slower and, before the first read, not released by `return`.
  if ("on" in source && "destroy" in source) return readableBody(source);
  if ("getReader" in source) return webStreamBody(source);
  if (Symbol.asyncIterator in source || Symbol.iterator in source) return iterableBody(source);
  throw new TypeError("a body is text, octets, an iterable or a stream of them, or another body");
}

/** Octets that are all there, as a body: delivered any number of times, with the same pauses and ends as any other. */
import { BodyDone } from "../errors";
import type { IBody } from "../interfaces/message";
import type { IProtocol } from "../interfaces/transport";
import { BodyPipe } from "./body-pipe";
import type { IBodySource } from "./body-pipe";

/** Nobody writes: all that is left to do is to hand on what the reader throws. */
export const NOBODY: IBodySource = {
  bodyClaimed: () => undefined,
  bodyWanted() {},
  bodyUnwanted() {},
  bodyTaken() {},
  bodyEnded() {},
  readerFailed(error) {
    throw error;
  },
};

/** Delivers `bytes` whole; a reader that doesn't borrow gets a copy, since a chunk belongs to its receiver. */
export function deliverBytes(bytes: Buffer, protocol: IProtocol): void {
  const pipe = new BodyPipe(NOBODY, bytes.length, Infinity);
  pipe.write(protocol.borrowsData === true ? bytes : Buffer.from(bytes));
  pipe.end(BodyDone.instance);
  pipe.deliverBody(protocol);
}

export class BytesBody implements IBody {
  readonly #bytes: Buffer;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get length(): number {
    return this.#bytes.length;
  }

  deliverBody(protocol: IProtocol): void {
    deliverBytes(this.#bytes, protocol);
  }
}

/**
 * A body as a WHATWG stream. The first read claims it; it is paused whenever no read waits, and stopped by `cancel`.
 *
 * A default stream, not a byte stream: those cost five times as much per chunk.
 */
import { BodyDone } from "../errors";
import type { BodyEnd } from "../interfaces/body-end";
import type { IBody } from "../interfaces/message";
import type { IBodyTransport, IProtocol } from "../interfaces/transport";
import { discardBody } from "./discard";

export function toWebStream(body: IBody): ReadableStream<Uint8Array> {
  // Nothing is fetched ahead of a read, so that an unread stream never claims its body.
  return new ReadableStream(new BodyStreamSource(body), { highWaterMark: 0 });
}

class BodyStreamSource implements IProtocol {
  readonly #body: IBody;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  #transport: IBodyTransport | undefined;
  #isCancelled = false;

  constructor(body: IBody) {
    this.#body = body;
  }

  // ---- the stream --------------------------------------------------------------------------------------

  pull(controller: ReadableStreamDefaultController<Uint8Array>): void {
    if (this.#controller !== undefined) {
      this.#transport?.resumeProducing();
      return;
    }
    this.#controller = controller;
    this.#body.deliverBody(this);
  }

  cancel(): void {
    this.#isCancelled = true;
    if (this.#controller === undefined) discardBody(this.#body);
    else this.#transport?.stopProducing();
  }

  // ---- IProtocol ---------------------------------------------------------------------------------------

  makeConnection(transport: IBodyTransport): void {
    this.#transport = transport;
  }

  dataReceived(data: Buffer): void {
    this.#controller?.enqueue(data);
    this.#transport?.pauseProducing();
  }

  connectionLost(reason: BodyEnd): void {
    if (this.#isCancelled) return;
    if (reason instanceof BodyDone) this.#controller?.close();
    else this.#controller?.error(reason);
  }
}

/**
 * A body as a Readable of node's, for whatever takes one. The first read claims it; it is paused while the Readable
 * is full, and stopped if the Readable is destroyed. A body that breaks off is its "error".
 */
import { Readable } from "node:stream";
import { BodyDone, discardBody } from "@headgate/core";
import type { BodyEnd, IBody, IBodyTransport, IProtocol } from "@headgate/core";

export function toNodeReadable(body: IBody): Readable {
  return new BodyReadable(body);
}

class BodyReadable extends Readable implements IProtocol {
  readonly #body: IBody;
  #transport: IBodyTransport | undefined;
  #isClaimed = false;
  #hasEnded = false;

  constructor(body: IBody) {
    super();
    this.#body = body;
  }

  // ---- Readable ----------------------------------------------------------------------------------------

  override _read(): void {
    if (this.#isClaimed) this.#transport?.resumeProducing();
    else {
      this.#isClaimed = true;
      this.#body.deliverBody(this);
    }
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    if (!this.#isClaimed) discardBody(this.#body);
    else if (!this.#hasEnded) this.#transport?.stopProducing();
    callback(error);
  }

  // ---- IProtocol ---------------------------------------------------------------------------------------

  makeConnection(transport: IBodyTransport): void {
    this.#transport = transport;
  }

  dataReceived(data: Buffer): void {
    if (!this.push(data)) this.#transport?.pauseProducing();
  }

  connectionLost(reason: BodyEnd): void {
    this.#hasEnded = true;
    if (reason instanceof BodyDone) this.push(null);
    else this.destroy(reason);
  }
}

/**
 * Bodies as founts, and founts as bodies (tubes). A drain borrows what it receives.
 *
 *     requestToFount(request).flowTo(drain)
 */
import { BodyAlreadyClaimed, BodyDone } from "../errors";
import type { BodyEnd } from "../interfaces/body-end";
import type { IBodyConsumer, IBodyProducer } from "../interfaces/body-producer";
import { UNKNOWN_LENGTH } from "../interfaces/message";
import type { IBody, IRequest, IResponse, UnknownLength } from "../interfaces/message";
import type { IBodyTransport, IProtocol } from "../interfaces/transport";
import type { IDrain, IFount, IPause } from "../interfaces/tube";
import { bodyProducer } from "./body-producer";
import { discardBody } from "./discard";
import { octetsOf } from "./octets";
import type { Piece } from "./octets";

/** The content of a request. Claims it when it flows. */
export function requestToFount(request: IRequest): IFount {
  return new BodyFount(request);
}

/** The content of a response. Claims it when it flows. */
export function responseToFount(response: IResponse): IFount {
  return new BodyFount(response);
}

/** A body that flows from a fount. */
export function fountBody(fount: IFount<Piece>, length: number | UnknownLength = UNKNOWN_LENGTH): IBody {
  return bodyProducer(new FountProducer(fount, length));
}

class BodyFount implements IFount {
  readonly #body: IBody;
  #transport: IBodyTransport | undefined;
  #hasBegun = false;
  #pauses = 0;

  constructor(body: IBody) {
    this.#body = body;
  }

  flowTo<R>(drain: IDrain<Buffer, R>): R {
    if (this.#hasBegun) throw new BodyAlreadyClaimed();
    this.#hasBegun = true;
    const reader = new DrainingProtocol(this, drain, (transport) => {
      this.#transport = transport;
      if (this.#pauses > 0) transport.pauseProducing();
    });
    this.#body.deliverBody(reader);
    return reader.next as R;
  }

  pauseFlow(): IPause {
    if (this.#pauses++ === 0) this.#transport?.pauseProducing();
    let isGivenBack = false;
    return {
      unpause: () => {
        if (isGivenBack) return;
        isGivenBack = true;
        if (--this.#pauses === 0) this.#transport?.resumeProducing();
      },
    };
  }

  stopFlow(): void {
    if (this.#hasBegun) {
      this.#transport?.stopProducing();
      return;
    }
    this.#hasBegun = true;
    discardBody(this.#body);
  }
}

/** A drain, as the reader of a body. */
class DrainingProtocol<R> implements IProtocol {
  readonly borrowsData = true;
  /** What the drain's `flowingFrom` returned. */
  next: R | undefined;
  readonly #fount: IFount;
  readonly #drain: IDrain<Buffer, R>;
  readonly #connected: (transport: IBodyTransport) => void;

  constructor(fount: IFount, drain: IDrain<Buffer, R>, connected: (transport: IBodyTransport) => void) {
    this.#fount = fount;
    this.#drain = drain;
    this.#connected = connected;
  }

  makeConnection(transport: IBodyTransport): void {
    this.#connected(transport);
    this.next = this.#drain.flowingFrom(this.#fount);
  }

  dataReceived(data: Buffer): void {
    this.#drain.receive(data);
  }

  connectionLost(reason: BodyEnd): void {
    this.#drain.flowStopped(reason);
  }
}

/** A fount, as the producer of a body. */
class FountProducer implements IBodyProducer, IDrain<Piece> {
  readonly length: number | UnknownLength;
  readonly #fount: IFount<Piece>;
  #consumer: IBodyConsumer | undefined;
  #pause: IPause | undefined;

  constructor(fount: IFount<Piece>, length: number | UnknownLength) {
    this.#fount = fount;
    this.length = length;
  }

  startProducing(consumer: IBodyConsumer): void {
    this.#consumer = consumer;
    this.#fount.flowTo(this);
  }

  pauseProducing(): void {
    this.#pause ??= this.#fount.pauseFlow();
  }

  resumeProducing(): void {
    const pause = this.#pause;
    this.#pause = undefined;
    pause?.unpause();
  }

  stopProducing(): void {
    this.#fount.stopFlow();
  }

  flowingFrom(): void {}

  receive(item: Piece): void {
    this.#consumer?.write(typeof item === "string" ? item : Buffer.from(octetsOf(item)));
  }

  flowStopped(reason: BodyEnd): void {
    if (reason instanceof BodyDone) this.#consumer?.finish();
    else this.#consumer?.fail(reason);
  }
}

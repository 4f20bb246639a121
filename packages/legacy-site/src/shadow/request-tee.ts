/**
 * A request's body for two readers: the old resource's, which alone decides when the client may send, and the new
 * one's, for which a stated number of octets is held, and no more.
 */
import {
  BodyAborted,
  BodyDone,
  BodyPipe,
  type BodyEnd,
  type IBodySource,
  type IBodyTransport,
  type IProtocol,
  type IBody,
  type IRequest,
  type UnknownLength,
} from "@headgate/core";

/** What happens to the new resource's copy. */
export interface ITeeOwner {
  /** The new resource reads more slowly than may be. */
  requestTooFarBehind(): void;
  /** All that will come has come. */
  requestEnded(): void;
  /** It asked for a body that it can't have as a whole. */
  requestIncomplete(reason: BodyEnd): void;
}

export class RequestTee implements IBody, IBodySource {
  readonly #owner: ITeeOwner;
  readonly #maxBehindOctets: number;
  readonly #pipe: BodyPipe;
  #isClaimedByOld = false;
  /** How it ended for the old resource. */
  #sourceEnd: BodyEnd | undefined;
  /** Its reader has had enough, or nobody is left who could read. */
  #isOver = false;

  constructor(request: IRequest, maxBehindOctets: number, owner: ITeeOwner) {
    this.#owner = owner;
    this.#maxBehindOctets = maxBehindOctets;
    this.#pipe = new BodyPipe(this, request.length, maxBehindOctets);
    if (request.length === 0) this.#pipe.end(BodyDone.instance);
  }

  get length(): number | UnknownLength {
    return this.#pipe.length;
  }

  /** For the new resource. Does not make the client send. */
  deliverBody(protocol: IProtocol): void {
    this.#pipe.deliverBody(protocol);
  }

  /** The reader that the old resource gives to the body, with an eye on it. */
  observing(protocol: IProtocol): IProtocol {
    this.#isClaimedByOld = true;
    return new TeeProtocol(protocol, this);
  }

  /** More may come: whoever keeps the new resource from reading has too much to hold in the end. */
  get isFlowing(): boolean {
    return this.#pipe.length !== 0 && this.#sourceEnd === undefined && !this.#isOver;
  }

  /** Whether what comes is to be copied. */
  get isOpen(): boolean {
    return !this.#isOver && !this.#pipe.hasEnded;
  }

  write(octets: Buffer): void {
    if (!this.isOpen) return;
    this.#pipe.write(octets);
    // Who has ended meanwhile holds nothing.
    if (this.#pipe.heldOctets > this.#maxBehindOctets) this.#owner.requestTooFarBehind();
  }

  end(reason: BodyEnd): void {
    this.#sourceEnd = reason;
    this.#pipe.end(reason);
    this.#owner.requestEnded();
  }

  /** The old answer is complete: who has not asked for the body by now will not. */
  oldAnswered(): void {
    if (this.#isClaimedByOld) return;
    this.end(new BodyAborted("the old resource answered, and did not take the body"));
  }

  /** Nothing more is held, or delivered. */
  close(reason: BodyAborted): void {
    this.#isOver = true;
    this.#pipe.abort(reason);
  }

  // ---- IBodySource -------------------------------------------------------------------------------------

  bodyClaimed(): undefined {}

  bodyWanted(): void {}

  bodyUnwanted(): void {}

  bodyTaken(): void {}

  /** Who stops its body knows what it does. */
  bodyEnded(reason: BodyEnd): void {
    const isIncomplete = reason === this.#sourceEnd && !(reason instanceof BodyDone);
    this.#isOver = true;
    if (isIncomplete) this.#owner.requestIncomplete(reason);
  }

  /** Readers of a shadow are guarded. */
  readerFailed(error: unknown): void {
    throw error;
  }
}

/** Hands everything on as it comes: the copy is delivered when the old resource has had its turn. */
class TeeProtocol implements IProtocol {
  readonly borrowsData: boolean;
  readonly collectsBody: boolean;
  readonly #protocol: IProtocol;
  readonly #tee: RequestTee;

  constructor(protocol: IProtocol, tee: RequestTee) {
    this.borrowsData = protocol.borrowsData === true;
    this.collectsBody = protocol.collectsBody === true;
    this.#protocol = protocol;
    this.#tee = tee;
  }

  makeConnection(transport: IBodyTransport): void {
    this.#protocol.makeConnection(transport);
  }

  dataReceived(data: Buffer): void {
    const copy = this.#tee.isOpen ? Buffer.from(data) : undefined;
    this.#protocol.dataReceived(data);
    if (copy !== undefined) this.#tee.write(copy);
  }

  connectionLost(reason: BodyEnd): void {
    try {
      this.#protocol.connectionLost(reason);
    } finally {
      this.#tee.end(reason);
    }
  }
}

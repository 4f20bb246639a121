/**
 * Whoever reads the body for the new resource, behind a guard: what it throws goes no further, and it gets no more than
 * its own resource takes, as it will when nobody stands before it.
 */
import {
  BodyAborted,
  LimitExceeded,
  type BodyEnd,
  type IBodyTransport,
  type IProtocol,
  type UnknownLength,
} from "@headgate/core";

/** The body that it reads. */
export interface IGuardedBody {
  readonly length: number | UnknownLength;
  /** The reader has got its end. */
  bodyEnded(reason: BodyEnd): void;
  /** It threw, and was stopped. */
  readerFailed(error: unknown): void;
}

export class GuardedReader implements IProtocol {
  readonly borrowsData: boolean;
  readonly #protocol: IProtocol;
  readonly #body: IGuardedBody;
  readonly #maxOctets: number;
  #received = 0;
  #refusal: BodyAborted | undefined;
  #transport: IBodyTransport | undefined;

  constructor(protocol: IProtocol, body: IGuardedBody, maxOctets = Infinity) {
    this.borrowsData = protocol.borrowsData === true;
    this.#protocol = protocol;
    this.#body = body;
    this.#maxOctets = maxOctets;
  }

  makeConnection(transport: IBodyTransport): void {
    const { length } = this.#body;
    this.#transport = transport;
    this.#call(() => this.#protocol.makeConnection(transport));
    if (typeof length === "number" && length > this.#maxOctets) this.#refuse(length);
  }

  dataReceived(data: Buffer): void {
    this.#received += data.length;
    if (this.#received > this.#maxOctets) this.#refuse(this.#received);
    else this.#call(() => this.#protocol.dataReceived(data));
  }

  connectionLost(reason: BodyEnd): void {
    const end = this.#refusal ?? reason;
    this.#transport = undefined;
    this.#body.bodyEnded(end);
    this.#call(() => this.#protocol.connectionLost(end));
  }

  #refuse(octets: number): void {
    const message = `${octets} octets of content came; ${this.#maxOctets} are taken`;
    const cause = new LimitExceeded("maxBodyOctets", message, 413);
    this.#refusal = new BodyAborted(message, { cause });
    this.#transport?.stopProducing();
  }

  #call(code: () => void): void {
    try {
      code();
    } catch (error) {
      this.#transport?.stopProducing();
      this.#body.readerFailed(error);
    }
  }
}

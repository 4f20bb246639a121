/** The old answer, on its way to the client, with an eye on it: handed on as it is. */
import {
  BodyDone,
  type BodyEnd,
  type Headers,
  type IBodyTransport,
  type IProtocol,
  type IResponse,
  type UnknownLength,
} from "@headgate/core";

export interface IAnswerObserver {
  /** Its body is on its way. */
  oldBegun(): void;
  /** Before the client's side has it. Must not call code of anybody. */
  oldOctets(data: Buffer): void;
  /** The client's side had its turn. */
  proceed(): void;
  oldEnded(isComplete: boolean): void;
}

export class ObservedAnswer implements IResponse {
  readonly code: number;
  readonly phrase?: string;
  readonly headers: Headers;
  readonly trailers?: () => Headers | PromiseLike<Headers>;
  readonly #response: IResponse;
  readonly #observer: IAnswerObserver;

  constructor(response: IResponse, observer: IAnswerObserver) {
    this.code = response.code;
    if (response.phrase !== undefined) this.phrase = response.phrase;
    this.headers = response.headers;
    const { trailers } = response;
    if (trailers !== undefined) this.trailers = () => trailers.call(response);
    this.#response = response;
    this.#observer = observer;
  }

  get length(): number | UnknownLength {
    return this.#response.length;
  }

  deliverBody(protocol: IProtocol): void {
    this.#observer.oldBegun();
    try {
      this.#response.deliverBody(new AnswerProtocol(protocol, this.#observer));
    } catch (error) {
      this.#observer.oldEnded(false);
      throw error;
    }
  }
}

class AnswerProtocol implements IProtocol {
  readonly borrowsData: boolean;
  readonly #protocol: IProtocol;
  readonly #observer: IAnswerObserver;

  constructor(protocol: IProtocol, observer: IAnswerObserver) {
    this.borrowsData = protocol.borrowsData === true;
    this.#protocol = protocol;
    this.#observer = observer;
  }

  makeConnection(transport: IBodyTransport): void {
    this.#protocol.makeConnection(transport);
  }

  dataReceived(data: Buffer): void {
    this.#observer.oldOctets(data);
    this.#protocol.dataReceived(data);
    this.#observer.proceed();
  }

  connectionLost(reason: BodyEnd): void {
    try {
      this.#protocol.connectionLost(reason);
    } finally {
      this.#observer.oldEnded(reason instanceof BodyDone);
    }
  }
}

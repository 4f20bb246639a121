/**
 * The response of a core resource below legacy ones: the fields that those have set are added, and its end is
 * seen, for the access log and `notifyFinish`.
 */
import {
  BodyDone,
  Headers,
  type BodyEnd,
  type IBodyTransport,
  type IProtocol,
  type IResponse,
  type UnknownLength,
} from "@headgate/core";

/** @param isComplete as far as the source of the body can tell */
export type ResponseEnded = (octets: number, isComplete: boolean) => void;

export class ObservedResponse implements IResponse {
  readonly code: number;
  readonly phrase?: string;
  readonly headers: Headers;
  readonly trailers?: () => Headers | PromiseLike<Headers>;
  readonly #response: IResponse;
  readonly #ended: ResponseEnded;

  /** @param fields are set where the response has none of that name, and cookies where it sets none of theirs */
  constructor(
    response: IResponse,
    fields: readonly (readonly [name: string, value: string])[],
    ended: ResponseEnded,
  ) {
    this.code = response.code;
    if (response.phrase !== undefined) this.phrase = response.phrase;
    const { trailers } = response;
    if (trailers !== undefined) this.trailers = () => trailers.call(response);
    this.headers = new Headers(response.headers);
    const cookies = new Set(response.headers.getAll("set-cookie").map(cookieName));
    for (const [name, value] of fields) {
      const isCookie = name.toLowerCase() === "set-cookie";
      const isSet = isCookie ? cookies.has(cookieName(value)) : response.headers.has(name);
      if (!isSet) this.headers.append(name, value);
    }
    this.#response = response;
    this.#ended = ended;
  }

  get length(): number | UnknownLength {
    return this.#response.length;
  }

  deliverBody(protocol: IProtocol): void {
    this.#response.deliverBody(new Observer(protocol, this.#ended));
  }
}

function cookieName(cookie: string): string {
  return cookie.slice(0, cookie.indexOf("="));
}

class Observer implements IProtocol {
  readonly borrowsData: boolean;
  readonly #protocol: IProtocol;
  readonly #ended: ResponseEnded;
  #octets = 0;

  constructor(protocol: IProtocol, ended: ResponseEnded) {
    this.borrowsData = protocol.borrowsData === true;
    this.#protocol = protocol;
    this.#ended = ended;
  }

  makeConnection(transport: IBodyTransport): void {
    this.#protocol.makeConnection(transport);
  }

  dataReceived(octets: Buffer): void {
    this.#octets += octets.length;
    this.#protocol.dataReceived(octets);
  }

  /** Seen first: afterwards the next request of the connection may be under way. */
  connectionLost(reason: BodyEnd): void {
    this.#ended(this.#octets, reason instanceof BodyDone);
    this.#protocol.connectionLost(reason);
  }
}

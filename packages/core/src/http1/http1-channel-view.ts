/** `request.channel` of one HTTP/1.1 exchange: a view, so that no exchange can touch another. */
import { Headers } from "../fields/headers";
import type { HeadersInit } from "../fields/headers-init";
import type { IHTTP1_1Channel } from "../interfaces/channel";
import type { IResponse } from "../interfaces/message";
import type { Address, IProtocol, ITransport } from "../interfaces/transport";
import type { IHttp1ViewedExchange } from "./exchange-roles";

export class Http1ChannelView implements IHTTP1_1Channel {
  readonly httpVersion: "1.0" | "1.1";
  readonly peer: Address;
  readonly host: Address;
  readonly isSecure: boolean;
  readonly #exchange: IHttp1ViewedExchange;

  constructor(
    exchange: IHttp1ViewedExchange,
    httpVersion: "1.0" | "1.1",
    peer: Address,
    host: Address,
    isSecure: boolean,
  ) {
    this.#exchange = exchange;
    this.httpVersion = httpVersion;
    this.peer = peer;
    this.host = host;
    this.isSecure = isSecure;
  }

  get persistent(): boolean {
    return this.#exchange.isPersistent;
  }

  sendInterim(code: number, headers?: HeadersInit): void {
    this.#exchange.sendInterim(code, headers === undefined ? undefined : new Headers(headers));
  }

  takeOver(protocol: IProtocol<ITransport>, headers?: HeadersInit): IResponse {
    return this.#exchange.takeOver(protocol, new Headers(headers));
  }

  abort(): void {
    this.#exchange.abort();
  }
}

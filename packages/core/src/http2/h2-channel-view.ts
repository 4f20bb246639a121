/** `request.channel` of one stream: a view, so that no exchange can touch another. */
import { Headers } from "../fields/headers";
import type { HeadersInit } from "../fields/headers-init";
import type { IHTTP2_0Channel } from "../interfaces/channel";
import type { IResponse } from "../interfaces/message";
import type { Address, IProtocol, ITransport } from "../interfaces/transport";
import type { Priority } from "./priority";
import type { IViewedStream } from "./stream-roles";

export class H2ChannelView implements IHTTP2_0Channel {
  readonly httpVersion = "2.0";
  readonly peer: Address;
  readonly host: Address;
  readonly isSecure: boolean;
  readonly #stream: IViewedStream;

  constructor(stream: IViewedStream, peer: Address, host: Address, isSecure: boolean) {
    this.#stream = stream;
    this.peer = peer;
    this.host = host;
    this.isSecure = isSecure;
  }

  get streamId(): number {
    return this.#stream.streamId;
  }

  get priority(): Priority {
    return this.#stream.priority;
  }

  sendInterim(code: number, headers?: HeadersInit): void {
    this.#stream.sendInterim(code, headers === undefined ? undefined : new Headers(headers));
  }

  takeOver(protocol: IProtocol<ITransport>, headers?: HeadersInit): IResponse {
    return this.#stream.takeOver(protocol, new Headers(headers));
  }

  reset(errorCode: number): void {
    if (!Number.isInteger(errorCode) || errorCode < 0 || errorCode >= 2 ** 32) {
      throw new RangeError(`${errorCode} is no error code of HTTP/2`);
    }
    this.#stream.reset(errorCode);
  }

  abort(): void {
    this.#stream.abort();
  }
}

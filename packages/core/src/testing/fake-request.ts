/** A request without a connection, for the unit tests of resources. */
import { BytesBody } from "../body/bytes-body";
import { UpgradeRefused, type ClientGone } from "../errors";
import { Headers } from "../fields/headers";
import type { HeadersInit } from "../fields/headers-init";
import type { IHTTPChannel } from "../interfaces/channel";
import { UNKNOWN_LENGTH, type IBody, type IRequest } from "../interfaces/message";
import { bodyOf, type BodySource } from "../body/body-sources";
import { Request } from "../message/request";

export interface FakeRequestInit {
  readonly method?: string;
  /** Request target: path and query. */
  readonly target?: string;
  readonly headers?: HeadersInit;
  readonly body?: string | Uint8Array | BodySource;
  readonly httpVersion?: "1.0" | "1.1" | "2.0";
  readonly scheme?: "http" | "https";
  readonly authority?: string;
  readonly upgrade?: string;
  readonly channel?: IHTTPChannel;
}

const NOWHERE = { type: "memory", host: "client", port: 0 } as const;

const FAKE_CHANNEL: IHTTPChannel = {
  httpVersion: "1.1",
  peer: NOWHERE,
  host: { ...NOWHERE, host: "server" },
  isSecure: false,
  persistent: true,
  sendInterim() {
    /* nobody listens */
  },
  takeOver() {
    throw new UpgradeRefused("a fake request has no connection to take over");
  },
  abort() {
    /* nothing to end */
  },
};

function bodyFrom(body: FakeRequestInit["body"]): IBody | undefined {
  if (body === undefined || body === "") return undefined;
  if (typeof body === "string") return new BytesBody(Buffer.from(body));
  return body instanceof Uint8Array ? new BytesBody(body) : bodyOf(body);
}

/** `fakeRequest({ method: "PUT", target: "/a?b=c", body: "octets" })`: what is not given is a plain GET of `/`. */
export function fakeRequest(init: FakeRequestInit = {}): IRequest {
  const target = init.target ?? "/";
  const mark = target.indexOf("?");
  const body = bodyFrom(init.body);
  const authority = init.authority ?? "localhost";
  const lines = [...new Headers(init.headers)].flat();
  const length = body?.length ?? 0;
  const goneReason: ClientGone | undefined = undefined;
  return new Request(
    {
      method: init.method ?? "GET",
      uri: target,
      path: mark === -1 ? target : target.slice(0, mark),
      query: mark === -1 ? "" : target.slice(mark + 1),
      scheme: init.scheme ?? "http",
      authority,
      httpVersion: init.httpVersion ?? "1.1",
      upgrade: init.upgrade,
      length: length === UNKNOWN_LENGTH ? UNKNOWN_LENGTH : length,
    },
    lines,
    {
      channelView: init.channel ?? FAKE_CHANNEL,
      goneReason,
      bodyEnd: undefined,
      trailerLines: [],
      deliverBody(protocol) {
        (body ?? new BytesBody(Buffer.alloc(0))).deliverBody(protocol);
      },
    },
  );
}

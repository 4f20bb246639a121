/** A request without a connection, for the unit tests of resources. */
import { BytesBody } from "../body/bytes-body";
import { BodyAlreadyClaimed, BodyDone, UpgradeRefused } from "../errors";
import { Headers } from "../fields/headers";
import type { HeadersInit } from "../fields/headers-init";
import type { IHTTPChannel } from "../interfaces/channel";
import type { IBody, IRequest } from "../interfaces/message";
import type { BodyEnd } from "../interfaces/body-end";
import type { IProtocol } from "../interfaces/transport";
import { bodyOf, type BodySource } from "../body/body-sources";
import { parseRequestTarget } from "../message/request-target";
import { Request, type IRequestCarrier } from "../message/request";

export interface FakeRequestInit {
  readonly method?: string;
  /** Request target, of any form. */
  readonly target?: string;
  readonly headers?: HeadersInit;
  readonly body?: string | Uint8Array | BodySource;
  readonly httpVersion?: "1.0" | "1.1" | "2.0";
  readonly scheme?: "http" | "https";
  /** Absent: that of the target, or of the Host field, or "localhost". */
  readonly authority?: string;
  readonly upgrade?: string;
  readonly channel?: IHTTPChannel;
}

const NO_OCTETS = Buffer.alloc(0);
const NOWHERE = { type: "memory", host: "client", port: 0 } as const;

function fakeChannel(version: "1.0" | "1.1" | "2.0", isSecure: boolean): IHTTPChannel {
  const common = {
    peer: NOWHERE,
    host: { ...NOWHERE, host: "server" },
    isSecure,
    sendInterim() {
      /* nobody listens */
    },
    takeOver(): never {
      throw new UpgradeRefused("a fake request has no connection to take over");
    },
    abort() {
      /* nothing to end */
    },
  };
  if (version !== "2.0") return { ...common, httpVersion: version, persistent: version === "1.1" };
  const priority = { urgency: 3, incremental: false };
  return { ...common, httpVersion: version, streamId: 1, priority, reset() {} };
}

/** Delivers a body once, as a channel does, and keeps how it ended. */
class FakeCarrier implements IRequestCarrier {
  readonly channelView: IHTTPChannel;
  readonly goneReason = undefined;
  readonly trailerLines = [];
  bodyEnd: BodyEnd | undefined;
  /** Called when `bodyEnd` is known. */
  ended: () => void = () => undefined;
  readonly #body: IBody;
  #isClaimed = false;

  constructor(channelView: IHTTPChannel, body: IBody | undefined) {
    this.channelView = channelView;
    this.#body = body ?? new BytesBody(NO_OCTETS);
    if (body === undefined) this.bodyEnd = BodyDone.instance;
  }

  deliverBody(protocol: IProtocol): void {
    if (this.#isClaimed) throw new BodyAlreadyClaimed();
    this.#isClaimed = true;
    const { borrowsData, collectsBody } = protocol;
    this.#body.deliverBody({
      ...(borrowsData === undefined ? {} : { borrowsData }),
      ...(collectsBody === undefined ? {} : { collectsBody }),
      makeConnection: (transport) => protocol.makeConnection(transport),
      dataReceived: (data) => protocol.dataReceived(data),
      connectionLost: (reason) => {
        this.bodyEnd = reason;
        protocol.connectionLost(reason);
        this.ended();
      },
    });
  }
}

function bodyFrom(body: FakeRequestInit["body"]): IBody | undefined {
  return body === undefined || body === "" ? undefined : bodyOf(body);
}

/** `fakeRequest({ method: "PUT", target: "/a?b=c", body: "octets" })`: what is not given is a plain GET of `/`. */
export function fakeRequest(init: FakeRequestInit = {}): IRequest {
  const { method = "GET", target = "/", httpVersion = "1.1", upgrade } = init;
  const headers = new Headers(init.headers);
  const parsed = parseRequestTarget(method, target);
  const scheme = init.scheme ?? parsed.scheme ?? "http";
  const body = bodyFrom(init.body);
  const carrier = new FakeCarrier(init.channel ?? fakeChannel(httpVersion, scheme === "https"), body);
  const request = new Request(
    {
      method,
      uri: target,
      path: parsed.path,
      query: parsed.query,
      scheme,
      authority: init.authority ?? parsed.authority ?? headers.get("host") ?? "localhost",
      httpVersion,
      upgrade,
      length: body?.length ?? 0,
    },
    [...headers].flat(),
    carrier,
  );
  carrier.ended = () => {
    request.bodyEnded();
  };
  return request;
}

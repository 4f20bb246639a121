/** node:http2 (nghttp2) as a client. */
import * as http2 from "node:http2";
import { HTTP2Stream, requestFields, type Fields, type GoAway, type IHTTP2Client } from "./http2-client";

const open = new Set<http2.ClientHttp2Session>();

/** After each test. */
export function closeNodeHTTP2Clients(): void {
  for (const session of open) session.destroy();
  open.clear();
}

export class NodeHTTP2Client implements IHTTP2Client {
  readonly session: http2.ClientHttp2Session;
  readonly goAways: GoAway[] = [];
  readonly #url: URL;

  constructor(url: string, options: http2.ClientSessionOptions = {}) {
    this.#url = new URL(url);
    this.session = http2.connect(url, {
      ...options,
      rejectUnauthorized: false,
    } as http2.ClientSessionOptions);
    open.add(this.session);
    this.session.on("goaway", (errorCode: number, lastStreamId: number) => {
      this.goAways.push({ lastStreamId, errorCode });
    });
    this.session.on("error", () => undefined);
  }

  get canConnect(): boolean {
    const { connecting, remoteSettings } = this.session;
    return !connecting && (remoteSettings as http2.Settings | null)?.enableConnectProtocol === true;
  }

  get isClosed(): boolean {
    return this.session.destroyed;
  }

  open(fields: Fields, isEnd = false): HTTP2Stream {
    const { protocol, host } = this.#url;
    const all = requestFields(fields, protocol.slice(0, -1), host);
    return new NodeHTTP2Stream(
      this.session.request(toObject(all), { endStream: isEnd, waitForTrailers: !isEnd }),
    );
  }

  close(): void {
    this.session.close();
  }
}

class NodeHTTP2Stream extends HTTP2Stream {
  readonly #stream: http2.ClientHttp2Stream;
  #trailers: Fields | undefined;

  constructor(stream: http2.ClientHttp2Stream) {
    super();
    this.#stream = stream;
    stream.on("headers", (_: unknown, _flags: number, raw: string[]) => this.interims.push(pairs(raw)));
    stream.on("response", (_: unknown, _flags: number, raw: string[]) => (this.head = pairs(raw)));
    stream.on("trailers", (_: unknown, _flags: number, raw: string[]) => (this.trailers = pairs(raw)));
    stream.on("data", (data: Buffer) => this.pieces.push(data));
    stream.on("end", () => (this.hasEnded = stream.rstCode === http2.constants.NGHTTP2_NO_ERROR));
    stream.on("wantTrailers", () => stream.sendTrailers(toObject(this.#trailers ?? [])));
    stream.on("error", () => undefined);
    stream.on("close", () => (this.resetCode = stream.rstCode === 0 ? undefined : stream.rstCode));
  }

  write(data: Buffer | string): void {
    this.#stream.write(data);
  }

  end(trailers?: Fields): void {
    this.#trailers = trailers;
    this.#stream.end();
  }

  reset(errorCode: number): void {
    this.#stream.close(errorCode);
  }
}

/** Of field lines: a name that comes twice has an array. */
function toObject(fields: Fields): http2.OutgoingHttpHeaders {
  const object = Object.create(null) as Record<string, string[]>;
  for (const [name, value] of fields) (object[name] ??= []).push(value);
  return Object.assign(
    Object.create(null),
    Object.fromEntries(
      Object.entries(object).map(([name, values]) => [name, values.length > 1 ? values : values[0]]),
    ),
  ) as http2.OutgoingHttpHeaders;
}

function pairs(raw: readonly string[]): Fields {
  return raw.flatMap((name, i) => (i % 2 === 0 ? [[name, raw[i + 1] ?? ""] as const] : []));
}

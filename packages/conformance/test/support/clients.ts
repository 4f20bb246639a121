/** Clients that people use, each asked in the same way. */
import { once } from "node:events";
import * as http from "node:http";
import { Readable } from "node:stream";
import { Agent, fetch as undiciFetch, H2CClient, request as undiciRequest, type Dispatcher } from "undici";
import { curl } from "./curl";
import type { IHTTP2Client } from "./http2-client";
import { NodeHTTP2Client } from "./node-http2-client";
import { PythonHTTP2Client } from "./python-http2-client";
import { hasTool } from "./tools";
import { until } from "./until";

export interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Streamed, piece by piece, with no length announced. */
  readonly body?: readonly Buffer[];
}

export interface Got {
  readonly code: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** Redirects are not followed. */
export type Visitor = (url: string, sent?: Sent) => Promise<Got>;

export interface ClientRow {
  readonly name: string;
  readonly version: "1.1" | "2.0";
  readonly isSecure: boolean;
  readonly visit: Visitor;
}

function lowerCased(pairs: Iterable<[string, string]>): Record<string, string> {
  return Object.fromEntries([...pairs].map(([name, value]) => [name.toLowerCase(), value]));
}

const TRUSTING = { connect: { rejectUnauthorized: false } };
const builtInFetch = fetch as unknown as typeof undiciFetch;

/** @param dispatcher undefined: the one of all fetches */
async function withFetch(
  fetch: typeof undiciFetch,
  dispatcher: Dispatcher | undefined,
  url: string,
  sent: Sent,
): Promise<Got> {
  const { body, ...rest } = sent;
  const streamed = body === undefined ? {} : { body: Readable.from(body), duplex: "half" as const };
  const through = dispatcher === undefined ? {} : { dispatcher };
  const response = await fetch(url, { redirect: "manual", ...rest, ...streamed, ...through });
  const octets = Buffer.from(await response.arrayBuffer());
  return { code: response.status, headers: lowerCased(response.headers), body: octets };
}

async function withUndici(dispatcher: Dispatcher, url: string, sent: Sent): Promise<Got> {
  const { body, method = "GET", headers = {} } = sent;
  const streamed = body === undefined ? {} : { body: Readable.from(body) };
  const options = { dispatcher, method: method as "GET", headers, ...streamed };
  const response = await undiciRequest(url, options);
  const octets = Buffer.from(await response.body.arrayBuffer());
  return { code: response.statusCode, headers: response.headers, body: octets };
}

/** Whoever sends is closed when it has the answer. */
async function closing<T extends Dispatcher>(
  dispatcher: T,
  visit: (dispatcher: T) => Promise<Got>,
): Promise<Got> {
  try {
    return await visit(dispatcher);
  } finally {
    await dispatcher.close();
  }
}

const withNodeHTTP: Visitor = async (url, { method = "GET", headers = {}, body } = {}) => {
  const request = http.request(url, { method, headers, agent: false });
  if (body === undefined) request.end();
  else Readable.from(body).pipe(request);
  const [response] = (await once(request, "response")) as [http.IncomingMessage];
  const pieces: Buffer[] = [];
  for await (const piece of response) pieces.push(piece as Buffer);
  return { code: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(pieces) };
};

async function withCurl(args: readonly string[], url: string, sent: Sent): Promise<Got> {
  const { method = "GET", headers = {}, body } = sent;
  const options = [...args, ...(method === "HEAD" ? ["--head"] : ["-X", method])];
  for (const [name, value] of Object.entries(headers)) options.push("-H", `${name}: ${value}`);
  if (body !== undefined) options.push("-T", "-");
  const answer = await curl([...options, url], body);
  return { code: answer.code, headers: Object.fromEntries(answer.fields), body: answer.body };
}

async function withStream(client: IHTTP2Client, url: string, sent: Sent): Promise<Got> {
  const { method = "GET", headers = {}, body } = sent;
  const fields = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  const { pathname, search } = new URL(url);
  const path = `${pathname}${search}`;
  const stream = client.open([[":method", method], [":path", path], ...fields], body === undefined);
  for (const piece of body ?? []) stream.write(piece);
  if (body !== undefined) stream.end();
  await until(() => stream.hasEnded);
  client.close();
  return { code: stream.code, headers: Object.fromEntries(stream.head ?? []), body: stream.body };
}

function row(name: string, version: "1.1" | "2.0", isSecure: boolean, visit: Visitor): ClientRow {
  return { name, version, isSecure, visit };
}

export const CLIENTS: ClientRow[] = [
  row("node:http", "1.1", false, withNodeHTTP),
  row("fetch", "1.1", false, (url, sent = {}) => withFetch(builtInFetch, undefined, url, sent)),
  row("undici's fetch", "1.1", false, (url, sent = {}) => withFetch(undiciFetch, undefined, url, sent)),
  row("undici's request", "1.1", false, (url, sent = {}) =>
    closing(new Agent(), (agent) => withUndici(agent, url, sent)),
  ),
  row("node:http2", "2.0", false, (url, sent = {}) => withStream(new NodeHTTP2Client(url), url, sent)),
  row("node:http2 over TLS", "2.0", true, (url, sent = {}) =>
    withStream(new NodeHTTP2Client(url), url, sent),
  ),
  row("undici's H2CClient", "2.0", false, (url, sent = {}) =>
    closing(new H2CClient(new URL(url).origin), (client) => withUndici(client, url, sent)),
  ),
  row("undici's request over TLS", "2.0", true, (url, sent = {}) =>
    closing(new Agent({ allowH2: true, ...TRUSTING }), (agent) => withUndici(agent, url, sent)),
  ),
  row("undici's fetch over TLS", "2.0", true, (url, sent = {}) =>
    closing(new Agent({ allowH2: true, ...TRUSTING }), (agent) => withFetch(undiciFetch, agent, url, sent)),
  ),
];

if (hasTool("curl")) {
  CLIENTS.push(
    row("curl", "1.1", false, (url, sent = {}) => withCurl([], url, sent)),
    row("curl --http2-prior-knowledge", "2.0", false, (url, sent = {}) =>
      withCurl(["--http2-prior-knowledge"], url, sent),
    ),
    row("curl --http2 over TLS", "2.0", true, (url, sent = {}) => withCurl(["--http2", "-k"], url, sent)),
    row("curl --http1.1 over TLS", "1.1", true, (url, sent = {}) => withCurl(["--http1.1", "-k"], url, sent)),
  );
}

if (hasTool("python3-h2")) {
  CLIENTS.push(
    row("python3-h2", "2.0", false, (url, sent = {}) => withStream(new PythonHTTP2Client(url), url, sent)),
  );
}

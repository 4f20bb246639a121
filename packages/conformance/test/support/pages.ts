/** The small site that every client visits: one page for each thing that HTTP can do. */
import { createHash } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import {
  byMethod,
  collect,
  Headers,
  HttpError,
  leaf,
  readBody,
  redirect,
  respond,
  tree,
  type IProtocol,
  type IRequest,
  type IResource,
  type IResponse,
  type ITransport,
} from "@headgate/core";

const PIECE_OCTETS = 64 * 1024;
export const EPOCH_ETAG = '"2026-11-22"';

/** The octet at `at` of what `/big` sends: nothing that repeats in step with a buffer. */
function patternOctet(at: number): number {
  return (at * 31 + (at >>> 8)) & 0xff;
}

export function pattern(from: number, octets: number): Buffer {
  const piece = Buffer.allocUnsafe(octets);
  for (let i = 0; i < octets; i++) piece[i] = patternOctet(from + i);
  return piece;
}

async function* bigBody(octets: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < octets; at += PIECE_OCTETS) yield pattern(at, Math.min(PIECE_OCTETS, octets - at));
}

async function hashOf(request: IRequest): Promise<IResponse> {
  const hash = createHash("sha256");
  let octets = 0;
  await collect(request, (chunk) => {
    octets += chunk.length;
    hash.update(chunk);
  });
  return respond(200, {}, `${octets} ${hash.digest("hex")}\n`);
}

/** The content comes back as it comes in, and so do its trailers. */
function echo(request: IRequest): IResponse {
  const type = request.headers.get("content-type");
  const announced = request.headers.has("trailer");
  return respond(
    200,
    type === undefined ? {} : { "Content-Type": type },
    request,
    announced ? { trailers: () => request.trailers } : {},
  );
}

async function* lines(): AsyncGenerator<string> {
  for (const word of ["one", "two", "three"]) {
    yield `${word}\n`;
    await setTimeout(1);
  }
}

async function* events(): AsyncGenerator<string> {
  for (let id = 1; id <= 3; id++) {
    yield `id: ${id}\ndata: tick ${id}\n\n`;
    await setTimeout(1);
  }
}

function cached(request: IRequest): IResponse {
  const headers = { ETag: EPOCH_ETAG, "Cache-Control": "max-age=60" };
  return request.headers.get("if-none-match") === EPOCH_ETAG
    ? respond(304, headers)
    : respond(200, headers, "fresh\n");
}

function hinted(request: IRequest): IResponse {
  request.channel.sendInterim(103, { Link: "</style.css>; rel=preload; as=style" });
  return respond(200, {}, "with a hint\n");
}

function withTrailers(): IResponse {
  const trailers = (): Headers => new Headers({ "X-Checksum": "abc123" });
  return respond(200, { Trailer: "X-Checksum" }, lines(), { trailers });
}

/** Octets come back until the client closes its side. */
class Echo implements IProtocol<ITransport> {
  #transport: ITransport | undefined;

  makeConnection(transport: ITransport): void {
    this.#transport = transport;
  }

  dataReceived(data: Buffer): void {
    this.#transport?.write(data);
  }

  connectionLost(): void {}
}

export function tunnel(request: IRequest): IResponse {
  return request.channel.takeOver(new Echo());
}

export const PAGES: IResource = tree({
  "": leaf(() => respond(200, {}, "hello\n")),
  version: leaf(({ httpVersion, scheme }) => respond(200, {}, `${httpVersion} ${scheme}\n`)),
  echo: byMethod({ POST: echo, PUT: echo }),
  stream: byMethod({ GET: () => respond(200, {}, lines()) }),
  big: byMethod({
    GET: ({ searchParams }) => respond(200, {}, bigBody(Number(searchParams.get("octets")))),
  }),
  hash: byMethod({ POST: hashOf, PUT: hashOf }),
  cached: byMethod({ GET: cached }),
  moved: byMethod({ GET: () => redirect("/stream"), POST: () => redirect("/echo", 307) }),
  hinted: byMethod({ GET: hinted }),
  trailers: byMethod({ GET: withTrailers }),
  events: byMethod({ GET: () => respond(200, { "Content-Type": "text/event-stream" }, events()) }),
  /** Answers without a look at the content. */
  forbidden: leaf(() => {
    throw new HttpError(403, "not here");
  }),
  /** Takes at most 1,000 octets. */
  limited: byMethod({
    POST: async (request) => respond(200, {}, await readBody(request, { limit: 1_000 })),
  }),
  private: leaf(() => {
    throw new HttpError(401, "who are you?", { "WWW-Authenticate": 'Basic realm="private"' });
  }),
  later: leaf(async () => {
    await setTimeout(200);
    return respond(200, {}, "later\n");
  }),
  tunnel: leaf(tunnel),
});

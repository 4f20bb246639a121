/**
 * `npm run show:streams`: streams of one HTTP/2 connection that nobody reads hold their first window and no more, and
 * starve nobody. (a) Eight uploads are parked, a ninth completes. (b) One is parked, a sibling uploads --gib 1; then
 * the first is read, and is octet by octet what was sent. The client is node:http2, the server a process of its own.
 */
import { createHash } from "node:crypto";
import { once } from "node:events";
import * as http2 from "node:http2";
import { join } from "node:path";
import type { ExchangeInfo } from "@headgate/core";
import { Child } from "../../src/child";
import { pause } from "./peer";
import { mib, numberOption, row } from "./report";

const WINDOW_OCTETS = 65_535;
const POOL_OCTETS = 4 * 1024 * 1024;
const MEMORY_BOUND_OCTETS = 64 * 1024 * 1024;
const MEBIOCTET = 1024 * 1024;
const PIECE = Buffer.alloc(256 * 1024, "The water waits at the gate. ");
const LOOK_EVERY_MS = 20;

/** As many octets as there is room for, then on as it is made. @returns the answer: the server's hash */
async function upload(session: http2.ClientHttp2Session, path: string, octets: number): Promise<string> {
  const stream = session.request({ ":method": "POST", ":path": path });
  let answer = "";
  stream.setEncoding("latin1").on("data", (text: string) => (answer += text));
  const closed = once(stream, "close");
  for (let at = 0; at < octets; at += PIECE.length) {
    if (!stream.write(PIECE.subarray(0, octets - at))) await once(stream, "drain");
  }
  stream.end();
  await closed;
  return answer;
}

function hashOf(octets: number): string {
  const hash = createHash("sha256");
  for (let at = 0; at < octets; at += PIECE.length) hash.update(PIECE.subarray(0, octets - at));
  return hash.digest("hex");
}

/** What the server holds and how large it is, looked at again and again. */
class Watch {
  mostBuffered = 0;
  mostMemory = 0;
  readonly #child: Child;
  #isOver = false;
  readonly #watching: Promise<void>;

  constructor(child: Child) {
    this.#child = child;
    this.#watching = this.#look();
  }

  async end(): Promise<void> {
    this.#isOver = true;
    await this.#watching;
  }

  async #look(): Promise<void> {
    while (!this.#isOver) {
      const buffered = (await exchanges(this.#child)).reduce((sum, at) => sum + at.received - at.taken, 0);
      this.mostBuffered = Math.max(this.mostBuffered, buffered);
      this.mostMemory = Math.max(this.mostMemory, await this.#child.memory());
      await pause(LOOK_EVERY_MS);
    }
  }
}

function exchanges(child: Child): Promise<ExchangeInfo[]> {
  return child.ask("exchanges");
}

async function parked(child: Child): Promise<ExchangeInfo[]> {
  return (await exchanges(child)).filter(({ target }) => target === "/parked");
}

/** Until so many have come as far as they can, or long enough to say that they don't. */
async function waitForParked(child: Child, count: number): Promise<ExchangeInfo[]> {
  for (let tries = 0; ; tries++) {
    const streams = await parked(child);
    const full = streams.filter(({ received }) => received >= WINDOW_OCTETS);
    if (full.length === count || tries === 500) return streams;
    await pause(LOOK_EVERY_MS);
  }
}

async function visit(
  play: (child: Child, session: http2.ClientHttp2Session) => Promise<void>,
): Promise<void> {
  const child = await Child.listening(join(__dirname, "streams-server.ts"));
  const session = http2.connect(`http://127.0.0.1:${child.port}`);
  session.on("error", () => undefined);
  try {
    // What is compiled and allocated once is not what is measured.
    await upload(session, "/hash", 64 * MEBIOCTET);
    await play(child, session);
  } finally {
    session.destroy();
    await child.stop();
  }
}

async function eightParked(child: Child, session: http2.ClientHttp2Session): Promise<void> {
  console.log("-- eight unread uploads and a ninth, on one connection");
  const before = await child.memory();
  const ends = Array.from({ length: 8 }, () => upload(session, "/parked", MEBIOCTET));
  const streams = await waitForParked(child, 8);
  const received = streams.map((stream) => stream.received);
  row(
    received.length === 8 && received.every((octets) => octets === WINDOW_OCTETS),
    "each parked stream stops at its window",
    `received ${received.join(" ")}, taken ${streams.map(({ taken }) => taken).join(" ")}`,
  );
  const watch = new Watch(child);
  const ninth = await upload(session, "/hash", 8 * MEBIOCTET);
  await watch.end();
  row(ninth === hashOf(8 * MEBIOCTET), "the ninth, of 8 MiB, completes", `sha256 ${ninth}`);
  const bound = 9 * WINDOW_OCTETS + POOL_OCTETS;
  row(watch.mostBuffered <= bound, "buffered octets", `${watch.mostBuffered} at most (bound ${bound})`);
  showMemory(before, watch);
  await child.ask("resume");
  const hashes = await Promise.all(ends);
  const isExact = hashes.every((hash) => hash === hashOf(MEBIOCTET));
  row(isExact, "resumed, all eight are what was sent", `sha256 ${hashOf(MEBIOCTET)}`);
}

async function oneParked(child: Child, session: http2.ClientHttp2Session, gib: number): Promise<void> {
  const octets = Math.floor(gib * 1024) * MEBIOCTET;
  console.log(`-- one unread upload, and a sibling of ${mib(octets)} on the same connection`);
  const before = await child.memory();
  const end = upload(session, "/parked", 16 * MEBIOCTET);
  await waitForParked(child, 1);
  const watch = new Watch(child);
  const began = performance.now();
  const sibling = await upload(session, "/hash", octets);
  const seconds = (performance.now() - began) / 1000;
  await watch.end();
  const still = (await parked(child)).map(({ received, taken }) => ({ received, taken }));
  row(
    sibling === hashOf(octets),
    "the sibling completes",
    `${seconds.toFixed(1)} s, ${(octets / MEBIOCTET / seconds).toFixed(0)} MiB/s, sha256 ${sibling}`,
  );
  row(
    still.length === 1 && still.every(({ received }) => received === WINDOW_OCTETS),
    "the parked stream stays at its window",
    JSON.stringify(still),
  );
  const bound = 2 * WINDOW_OCTETS + POOL_OCTETS;
  row(watch.mostBuffered <= bound, "buffered octets", `${watch.mostBuffered} at most (bound ${bound})`);
  showMemory(before, watch);
  await child.ask("resume");
  const hash = await end;
  row(hash === hashOf(16 * MEBIOCTET), "resumed, it is octet by octet what was sent", `sha256 ${hash}`);
}

function showMemory(before: number, { mostMemory }: Watch): void {
  row(
    mostMemory - before <= MEMORY_BOUND_OCTETS,
    "the server's memory",
    `grew by ${mib(mostMemory - before)} (bound ${mib(MEMORY_BOUND_OCTETS)}) from ${mib(before)}`,
  );
}

async function main(): Promise<void> {
  const gib = numberOption("gib", 1);
  await visit(eightParked);
  await visit((child, session) => oneParked(child, session, gib));
}

void main();

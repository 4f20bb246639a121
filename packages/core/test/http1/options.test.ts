/** A row for every option of a Site, and none is forgotten: what happens at the limit, and what past it. */
import { readBody } from "../../src/body/read-body";
import type { IResponse } from "../../src/interfaces/message";
import type { Handler } from "../../src/interfaces/resource";
import { DEFAULT_OPTIONS, type Options, type SiteOptions } from "../../src/options";
import { respond } from "../../src/message/response";
import { ManualClock } from "../../src/testing/manual-clock";
import { type Client, RecordingLog, atRest, chunked, get, post, requestHead, serve } from "../support/serve";

const reads: Handler = async (request) => respond(200, {}, await readBody(request));
const never = (): Promise<IResponse> => new Promise(() => undefined);

/** Sends octets to a site with these options; what came back. */
async function sent(octets: string, options: SiteOptions, handler: Handler = reads): Promise<Client> {
  const client = serve(handler, options).client().send(octets);
  await atRest();
  return client;
}

/** Sends octets, waits by the site's clock, and says how the connection looks then. */
async function waited(octets: string, ms: number, options: SiteOptions, handler = reads): Promise<Client> {
  const { client, clock } = serve(handler, options);
  const one = client().send(octets);
  await atRest();
  clock.advance(ms);
  await atRest();
  return one;
}

const CHUNKS = requestHead("POST", "/", "Transfer-Encoding: chunked");
const SHORT_HEAD = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

/** What each option does to a connection, at its limit and past it. */
const ROWS: Partial<Record<keyof Options, () => Promise<void>>> = {
  async maxHeadOctets() {
    const maxHeadOctets = SHORT_HEAD.length;
    expect((await sent(SHORT_HEAD, { maxHeadOctets })).codes).toEqual([200]);
    const past = await sent(SHORT_HEAD.replace("a", "aa"), { maxHeadOctets });
    expect(past).toMatchObject({ codes: [431], state: "lingering" });
  },
  async maxRequestLineOctets() {
    const maxRequestLineOctets = "GET / HTTP/1.1".length;
    expect((await sent(get("/"), { maxRequestLineOctets })).codes).toEqual([200]);
    expect(await sent(get("/a"), { maxRequestLineOctets })).toMatchObject({
      codes: [414],
      state: "lingering",
    });
  },
  async maxFieldCount() {
    expect((await sent(get("/", "A: 1"), { maxFieldCount: 2 })).codes).toEqual([200]);
    const past = await sent(get("/", "A: 1", "B: 2"), { maxFieldCount: 2 });
    expect(past).toMatchObject({ codes: [431], state: "lingering" });
  },
  async maxChunkLineOctets() {
    const maxChunkLineOctets = 5;
    expect((await sent(`${CHUNKS}1;a=b\r\nx\r\n0\r\n\r\n`, { maxChunkLineOctets })).codes).toEqual([200]);
    const past = await sent(`${CHUNKS}1;a=bc\r\nx\r\n0\r\n\r\n`, { maxChunkLineOctets });
    expect(past).toMatchObject({ codes: [400], state: "lingering" });
  },
  async maxTrailerOctets() {
    expect((await sent(`${CHUNKS}0\r\nA: b\r\n\r\n`, { maxTrailerOctets: 8 })).codes).toEqual([200]);
    const past = await sent(`${CHUNKS}0\r\nA: bcd\r\n\r\n`, { maxTrailerOctets: 8 });
    expect(past).toMatchObject({ codes: [400], state: "lingering" });
  },
  async maxBodyOctets() {
    expect((await sent(post("abc"), { maxBodyOctets: 3 })).codes).toEqual([200]);
    expect((await sent(post("abcd"), { maxBodyOctets: 3 })).codes).toEqual([413]);
    expect((await sent(CHUNKS + chunked("ab", "cd"), { maxBodyOctets: 3 })).codes).toEqual([413]);
  },
  async headTimeoutMs() {
    expect((await waited("GET", 1_000, { headTimeoutMs: 1_000 })).codes).toEqual([]);
    expect((await waited("GET", 2_000, { headTimeoutMs: 1_000 })).codes).toEqual([408]);
  },
  async bodyIdleTimeoutMs() {
    expect((await waited(CHUNKS, 1_000, { bodyIdleTimeoutMs: 1_000 })).codes).toEqual([]);
    expect((await waited(CHUNKS, 2_000, { bodyIdleTimeoutMs: 1_000 })).codes).toEqual([408]);
  },
  async keepAliveTimeoutMs() {
    expect((await waited(get(), 1_000, { keepAliveTimeoutMs: 1_000 })).state).toBe("open");
    expect(await waited(get(), 2_000, { keepAliveTimeoutMs: 1_000 })).toMatchObject({
      codes: [200],
      state: "closed",
    });
  },
  async writeStallTimeoutMs() {
    const { client, clock } = serve(() => respond(200, {}, "x".repeat(100)), { writeStallTimeoutMs: 1_000 });
    const one = client({ capacity: 10 }).send(get());
    clock.advance(1_000);
    expect(one.state).toBe("open");
    clock.advance(1_000);
    expect(one.state).toBe("aborted");
  },
  async requestTimeoutMs() {
    expect((await waited(get(), 1_000, { requestTimeoutMs: 1_000 }, never)).codes).toEqual([]);
    expect((await waited(get(), 2_000, { requestTimeoutMs: 1_000 }, never)).codes).toEqual([408]);
  },
  async minBodyRate() {
    const slow = CHUNKS + chunked("x".repeat(3_000));
    expect((await waited(slow, 9_900, { minBodyRate: { collected: 1_000, streaming: 0 } })).codes).toEqual(
      [],
    );
    expect((await waited(slow, 11_000, { minBodyRate: { collected: 1_000, streaming: 0 } })).codes).toEqual([
      408,
    ]);
    expect((await waited(slow, 11_000, { minBodyRate: { collected: 100, streaming: 0 } })).codes).toEqual([]);
    expect((await waited(slow, 11_000, { minBodyRate: 1_000 })).codes).toEqual([408]);
  },
  async unreadBody() {
    const declared = requestHead("POST", "/", "Content-Length: 10");
    const refuses: Handler = () => respond(403);
    const unreadBody = { maxOctets: 10, timeoutMs: 1_000 };
    expect((await waited(declared, 1_000, { unreadBody }, refuses)).state).toBe("open");
    expect((await waited(declared, 2_000, { unreadBody }, refuses)).state).toBe("lingering");
    expect((await sent(declared, { unreadBody: { maxOctets: 9, timeoutMs: 0 } }, refuses)).state).toBe(
      "lingering",
    );
  },
  async linger() {
    const linger = { idleMs: 1_000, totalMs: 5_000 };
    expect((await waited("BAD\r\n", 1_000, { linger })).state).toBe("lingering");
    expect((await waited("BAD\r\n", 2_000, { linger })).state).toBe("aborted");
  },
  async unclaimedBodyWarningMs() {
    const log = new RecordingLog();
    await waited(CHUNKS, 1_000, { unclaimedBodyWarningMs: 1_000, log }, never);
    expect(log.lines).toEqual([]);
    await waited(CHUNKS, 2_000, { unclaimedBodyWarningMs: 1_000, log }, never);
    expect(log.lines).toEqual([expect.stringContaining("nobody has read the body")]);
  },
  async strictUnclaimed() {
    expect((await waited(CHUNKS, 11_000, {}, never)).codes).toEqual([]);
    expect((await waited(CHUNKS, 11_000, { strictUnclaimed: true }, never)).codes).toEqual([500]);
  },
  async maxRequestsPerConnection() {
    const client = await sent(get() + get() + get(), { maxRequestsPerConnection: 2 });
    expect(client.responses().map(({ headers }) => headers.get("connection"))).toEqual([undefined, "close"]);
    expect(client.isClosed).toBe(true);
  },
  async readAheadOctets() {
    const ahead = get() + "x".repeat(9);
    expect((await sent(ahead, { readAheadOctets: 10 }, never)).transport.isPaused).toBe(false);
    expect((await sent(`${ahead}x`, { readAheadOctets: 10 }, never)).transport.isPaused).toBe(true);
  },
  async serverHeader() {
    expect((await sent(get(), {})).received).not.toContain("Server:");
    for (const octets of [get(), "BAD\r\n\r\n"]) {
      const client = await sent(octets, { serverHeader: "gate" });
      expect(client.responses()[0]?.headers.get("server")).toBe("gate");
    }
  },
  async unknownExpectation() {
    const expecting = get("/", "Expect: tea");
    expect((await sent(expecting, {})).codes).toEqual([417]);
    expect((await sent(expecting, { unknownExpectation: "ignore" })).codes).toEqual([200]);
  },
  async silentTimeouts() {
    expect((await waited("GET", 21_000, {})).codes).toEqual([408]);
    expect(await waited("GET", 21_000, { silentTimeouts: true })).toMatchObject({
      codes: [],
      state: "closed",
    });
  },
  async clock() {
    const clock = new ManualClock();
    const one = serve(reads, { clock }).client();
    clock.advance(61_000);
    expect(one.state).toBe("closed");
  },
  async log() {
    const log = new RecordingLog();
    await sent(get(), { log }, () => {
      throw new Error("thrown");
    });
    expect(log.lines).toHaveLength(1);
  },
};

/** Options that no HTTP/1.1 connection of the core looks at, and who does. */
const ELSEWHERE: Partial<Record<keyof Options, string>> = {
  maxFormOctets: "whoever parses forms",
  maxFormParts: "whoever parses forms",
  maxFormPairs: "whoever parses forms",
  maxConnections: "the listener",
  backlog: "the listener",
  receiveWindowOctets: "HTTP/2",
  connectionWindowOctets: "HTTP/2",
  http2: "HTTP/2",
};

test.each(Object.entries(ROWS))("%s", async (_name, row) => {
  await row();
});

test("every option has a row", () => {
  const known = [...Object.keys(ROWS), ...Object.keys(ELSEWHERE)].sort();
  expect(known).toEqual(Object.keys(DEFAULT_OPTIONS).sort());
});

test("what has no limit by default says so, and everything else has one", () => {
  const endless = Object.entries(DEFAULT_OPTIONS).filter(([, value]) => value === Infinity);
  expect(endless.map(([name]) => name).sort()).toEqual([
    "maxBodyOctets",
    "maxConnections",
    "maxRequestsPerConnection",
    "requestTimeoutMs",
  ]);
});

/**
 * Every clock of an HTTP/1.1 connection, by a clock that is moved by hand; write-stall.test.ts has one more.
 *
 * None ends anything early, and none later than 1 s or a quarter of its time, whichever is more.
 */
import { readBody } from "../../src/body/read-body";
import type { IResponse } from "../../src/interfaces/message";
import type { Handler } from "../../src/interfaces/resource";
import type { SiteOptions } from "../../src/options";
import { respond } from "../../src/message/response";
import { RecordingProtocol } from "../../src/testing/recording-protocol";
import { RecordingProducer } from "../support/recording-producer";
import { type Client, atRest, chunked, get, requestHead, serve } from "../support/serve";
import { whenOver } from "../support/when-over";

const UPLOAD = requestHead("POST", "/", "Transfer-Encoding: chunked");
const never = (): Promise<IResponse> => new Promise(() => undefined);
const fine: Handler = () => respond(200, {}, "fine");
const reads: Handler = async (request) => respond(200, {}, String((await readBody(request)).length));

interface ClockRow {
  readonly name: string;
  readonly timeoutMs: number;
  readonly options: SiteOptions;
  readonly handler?: Handler;
  readonly begin: (client: Client) => void;
  /** What the client sees at the end: a code, or nothing; and the connection's state. */
  readonly codes: readonly number[];
  readonly state: Client["state"];
  readonly silent: Client["state"];
}

const ROWS: readonly ClockRow[] = [
  {
    name: "headTimeoutMs",
    timeoutMs: 20_000,
    options: { headTimeoutMs: 20_000 },
    begin: (client) => client.send("GET / HT"),
    codes: [408],
    state: "lingering",
    silent: "closed",
  },
  {
    name: "keepAliveTimeoutMs, before the first request",
    timeoutMs: 5_000,
    options: { keepAliveTimeoutMs: 5_000 },
    begin: () => undefined,
    codes: [],
    state: "closed",
    silent: "closed",
  },
  {
    name: "keepAliveTimeoutMs, between requests",
    timeoutMs: 60_000,
    options: {},
    begin: (client) => client.send(get()).transport.clear(),
    codes: [],
    state: "closed",
    silent: "closed",
  },
  {
    name: "keepAliveTimeoutMs, behind a stray empty line",
    timeoutMs: 60_000,
    options: {},
    begin: (client) => client.send("\r\n"),
    codes: [],
    state: "closed",
    silent: "closed",
  },
  {
    name: "bodyIdleTimeoutMs",
    timeoutMs: 30_000,
    options: { bodyIdleTimeoutMs: 30_000, minBodyRate: 0 },
    handler: reads,
    begin: (client) => client.send(UPLOAD, chunked("a")),
    codes: [408],
    state: "lingering",
    silent: "lingering",
  },
  {
    name: "minBodyRate, at its tenth second",
    timeoutMs: 10_000,
    options: { minBodyRate: 200 },
    handler: reads,
    begin: (client) => client.send(UPLOAD, chunked("a".repeat(1_000))),
    codes: [408],
    state: "lingering",
    silent: "lingering",
  },
  {
    name: "requestTimeoutMs, before the answer",
    timeoutMs: 3_000,
    options: { requestTimeoutMs: 3_000 },
    handler: never,
    begin: (client) => client.send(get()),
    codes: [408],
    state: "closed",
    silent: "lingering",
  },
];

describe.each(ROWS)("$name", ({ timeoutMs, options, handler = fine, begin, codes, state, silent }) => {
  const isOver = (client: Client): boolean => client.isClosed || client.codes.length > 0;

  test.each([0, 1, 124, 249, 250, 333])(
    "begun %i ms after a tick: neither early nor late",
    async (offset) => {
      const served = serve(handler, options);
      served.client();
      served.clock.advance(1_000 + offset);
      const client = served.client();
      begin(client);
      const after = await whenOver(served, 2 * timeoutMs + 5_000, () => isOver(client));
      expect(after).toBeGreaterThanOrEqual(timeoutMs);
      expect(after).toBeLessThanOrEqual(timeoutMs + Math.max(1_000, timeoutMs / 4));
      expect({ codes: client.codes, state: client.state }).toEqual({ codes, state });
    },
  );

  test("Infinity: never", async () => {
    const name = Object.keys(options)[0] ?? "keepAliveTimeoutMs";
    const endless = {
      ...options,
      [name]: name === "minBodyRate" ? 0 : Infinity,
      bodyIdleTimeoutMs: Infinity,
    };
    const served = serve(handler, endless);
    const client = served.client();
    begin(client);
    served.clock.advance(3_600_000);
    await atRest();
    expect(client).toMatchObject({ codes: [], state: "open" });
  });

  test("silentTimeouts: closes without a 408", async () => {
    const served = serve(handler, { ...options, silentTimeouts: true });
    const client = served.client();
    begin(client);
    served.clock.advance(timeoutMs + 1_000);
    await atRest();
    expect(client).toMatchObject({ codes: [], state: silent });
  });
});

describe("the head's clock", () => {
  test("is absolute: a drip can't stretch it", () => {
    const { client, clock } = serve(fine, { headTimeoutMs: 20_000 });
    const one = client().send("GET / HTTP/1.1\r\nX-Drip: ");
    for (let second = 0; second < 21; second++) {
      one.send("x");
      clock.advance(1_000);
    }
    expect(one.codes).toEqual([408]);
    expect(one.received).toContain("Connection: close");
  });

  test("of a pipelined head begins when its turn has come", async () => {
    const producer = new RecordingProducer();
    const { client, clock } = serve(() => respond(200, {}, producer.body), { headTimeoutMs: 20_000 });
    const one = client().send(get() + "GET / HT");
    clock.advance(30_000);
    producer.consumer.finish();
    clock.advance(19_000);
    expect(one.codes).toEqual([200]);
    clock.advance(2_000);
    expect(one.codes).toEqual([200, 408]);
  });
});

describe("requestTimeoutMs", () => {
  test("cuts an answer that has begun", () => {
    const producer = new RecordingProducer();
    const { client, clock } = serve(() => respond(200, {}, producer.body), { requestTimeoutMs: 3_000 });
    const one = client().send(get());
    producer.consumer.write("abc");
    clock.advance(4_000);
    expect(one.responses()).toMatchObject([{ code: 200, isComplete: false }]);
    expect(producer.stops).toBe(1);
  });

  test("starts anew with each request", () => {
    const { client, clock } = serve(fine, { requestTimeoutMs: 3_000 });
    const one = client();
    for (let i = 0; i < 5; i++) {
      one.send(get());
      clock.advance(2_900);
    }
    expect(one.codes).toEqual([200, 200, 200, 200, 200]);
    expect(one.state).toBe("open");
  });
});

test("no timer is left behind when all connections are gone", () => {
  const { client, clock } = serve(fine);
  const clients = [client(), client()];
  clock.advance(1_000);
  expect(clock.pendingCalls).toBe(1);
  for (const one of clients) one.transport.lose();
  clock.advance(1_000);
  expect(clock.pendingCalls).toBe(0);
});

test("an exchange that a clock cuts is over for its handler, too: signal, body and producer", () => {
  const reader = new RecordingProtocol();
  const producer = new RecordingProducer();
  const aborted = jest.fn();
  const { client, clock } = serve(
    (request) => {
      request.signal.addEventListener("abort", aborted);
      request.deliverBody(reader);
      return respond(200, {}, producer.body);
    },
    { requestTimeoutMs: 3_000 },
  );
  const one = client().send(UPLOAD);
  clock.advance(4_000);
  expect(reader.end).toMatchObject({ code: "BODY_ABORTED", cause: { clock: "requestTimeoutMs" } });
  expect(aborted).toHaveBeenCalledTimes(1);
  expect(producer.stops).toBe(1);
  expect(one.state).toBe("lingering");
});

/** Nothing that happens in the shadow reaches the client; and nothing there lasts for ever. */
import {
  BodyDone,
  BodyPipe,
  iterate,
  leaf,
  readBody,
  respond,
  UNKNOWN_LENGTH,
  type IBodySource,
  type IProtocol,
} from "@headgate/core";
import { inject, ManualClock } from "@headgate/core/testing";
import { NOT_DONE_YET, shadow, Site, type AnyResource, type ShadowOptions } from "../../src/index";
import { Connection, Journal, turn, until } from "../support/connection";
import { branch, Leaf } from "../support/resources";
import { counts, DIFFERENT, droppedFor, FAILED, observe, observeInCore, SAME } from "./support";

const PLAIN = { "content-type": "text/plain" };
const old = leaf(async (request) => respond(200, PLAIN, `old ${(await readBody(request)).length}`));
const never = new Promise<never>(() => undefined);

/** A body whose writer and reader the test is between. */
class Tap implements IBodySource {
  readonly pipe = new BodyPipe(this, UNKNOWN_LENGTH, Infinity);
  isWanted = true;
  bodyClaimed(): undefined {}
  bodyWanted(): void {
    this.isWanted = true;
  }
  bodyUnwanted(): void {
    this.isWanted = false;
  }
  bodyTaken(): void {}
  bodyEnded(): void {
    this.isWanted = false;
  }
  readerFailed(error: unknown): void {
    throw error;
  }
}

const throwing = (at: keyof IProtocol): IProtocol => {
  const reader = { makeConnection() {}, dataReceived() {}, connectionLost() {} };
  return {
    ...reader,
    [at]: () => {
      throw new Error(`${at} threw`);
    },
  };
};

const reads = (at: keyof IProtocol): AnyResource =>
  leaf((request) => {
    request.deliverBody(throwing(at));
    return never;
  });

async function* breaking(): AsyncGenerator<string> {
  yield await Promise.resolve("old");
  throw new Error("broke off");
}

const MISBEHAVING: [string, AnyResource][] = [
  [
    "throws",
    leaf(() => {
      throw new Error("threw");
    }),
  ],
  ["rejects", leaf(() => Promise.reject(new Error("rejected")))],
  ["answers with nothing", leaf(() => undefined as never)],
  ["throws in makeConnection", reads("makeConnection")],
  ["throws in dataReceived", reads("dataReceived")],
  ["throws in connectionLost", reads("connectionLost")],
  ["breaks its answer off", leaf(() => respond(200, PLAIN, breaking()))],
  [
    "throws when its body is asked for",
    leaf(() => ({
      ...respond(200, PLAIN),
      length: 5,
      deliverBody: () => {
        throw new Error("no body");
      },
    })),
  ],
  [
    "aborts the exchange",
    leaf((request) => {
      request.channel.abort();
      return never;
    }),
  ],
  ["takes the connection over", leaf((request) => request.channel.takeOver(throwing("dataReceived")))],
  [
    "renders, and throws",
    new Leaf(() => {
      throw new Error("rendered");
    }),
  ],
  [
    "loses its connection",
    new Leaf((request) => {
      request.loseConnection();
      return NOT_DONE_YET;
    }),
  ],
];

describe.each(["1.1", "2.0"] as const)(
  "over HTTP/%s the client has the old answer when the new resource",
  (httpVersion) => {
    test.each(MISBEHAVING)("%s", async (what, young) => {
      for (const look of [observe, observeInCore]) {
        const { answer, report } = await look(old, young, {}, { method: "PUT", body: "hello", httpVersion });
        expect(answer).toMatchObject({
          code: 200,
          body: Buffer.from("old 5"),
          interim: [],
          isComplete: true,
        });
        // What has a status is an answer: an error page of a legacy site, a 400 for UpgradeRefused.
        const hasStatus = what === "renders, and throws" || what === "takes the connection over";
        expect(counts(report)).toEqual(hasStatus ? DIFFERENT : FAILED);
      }
    });

    test("fails, and the log says that it was in a shadow", async () => {
      const young = new Leaf(() => {
        throw new Error("rendered");
      });
      for (const look of [observe, observeInCore]) {
        const { log } = await look(old, young, {}, { httpVersion });
        expect(log.messages).toEqual(["in a shadow: GET /a failed"]);
      }
    });

    test("sends interim answers, cookies and a session", async () => {
      const young = leaf((request) => {
        request.channel.sendInterim(103, { link: "</x>" });
        return respond(200, { ...PLAIN, "set-cookie": "a=b" }, "old 0");
      });
      const { answer, report } = await observe(old, young, {}, { httpVersion });
      expect(answer.interim).toEqual([]);
      expect(answer.headers.has("set-cookie")).toBe(false);
      expect(report.differences[0]!.details).toEqual([
        { kind: "header", name: "set-cookie", old: [], new: ["a=b"] },
      ]);
    });

    test("hangs, and the clock ends that", async () => {
      const clock = new ManualClock();
      let gone: AbortSignal | undefined;
      const young = leaf((request) => {
        gone = request.signal;
        return never;
      });
      const shadowed = shadow(old, young, { clock, timeoutMs: 5_000 });
      const answer = await inject(new Site(branch({ a: shadowed }), { log: new Journal() }), {
        target: "/a",
        httpVersion,
      });
      expect(answer.body.toString()).toBe("old 0");
      clock.advance(4_999);
      expect(shadowed.report().active).toBe(1);
      clock.advance(1);
      expect(counts(shadowed.report())).toEqual(droppedFor("timeout"));
      expect(gone!.aborted).toBe(true);
      expect(clock.pendingCalls).toBe(0);
    });
  },
);

describe("what is held", () => {
  const MAX = { maxBehindOctets: 100 };

  /** Both answer with a tap. */
  async function taps(
    options: ShadowOptions = {},
  ): Promise<[Tap, Tap, Connection, ReturnType<typeof shadow>]> {
    const [a, b] = [new Tap(), new Tap()];
    const shadowed = shadow(
      leaf(() => respond(200, PLAIN, a.pipe)),
      leaf(() => respond(200, PLAIN, b.pipe)),
      { ...MAX, ...options },
    );
    const connection = new Connection(new Site(branch({ a: shadowed }), { log: new Journal() })).send(
      "GET /a",
    );
    await turn();
    return [a, b, connection, shadowed];
  }

  test("a new answer that is ahead is paused at the limit, and goes on", async () => {
    const [a, b, connection, shadowed] = await taps();
    b.pipe.write(Buffer.alloc(99, "x"));
    expect(b.isWanted).toBe(true);
    b.pipe.write(Buffer.alloc(50, "x"));
    expect(b.isWanted).toBe(false);
    a.pipe.write(Buffer.alloc(49, "x"));
    expect(b.isWanted).toBe(false);
    a.pipe.write(Buffer.alloc(1, "x"));
    expect(b.isWanted).toBe(true);
    a.pipe.write(Buffer.alloc(99, "x"));
    a.pipe.end(BodyDone.instance);
    expect(shadowed.report().active).toBe(1);
    b.pipe.end(BodyDone.instance);
    expect(counts(shadowed.report())).toEqual(SAME);
    expect(connection.response.body).toHaveLength(149);
  });

  test("an old answer that is further ahead than that flows on, and is compared by digests", async () => {
    for (const [last, seen] of [
      ["z", SAME],
      ["y", DIFFERENT],
    ] as const) {
      const [a, b, connection, shadowed] = await taps();
      a.pipe.write(Buffer.alloc(100, "x"));
      a.pipe.write(Buffer.alloc(1_000, "z"));
      a.pipe.write(Buffer.alloc(1, "z"));
      a.pipe.end(BodyDone.instance);
      expect(connection.response.body).toHaveLength(1_101);
      expect(shadowed.report().active).toBe(1);
      b.pipe.write(Buffer.alloc(100, "x"));
      b.pipe.write(Buffer.alloc(1_000, "z"));
      b.pipe.write(Buffer.from(last));
      b.pipe.end(BodyDone.instance);
      expect(counts(shadowed.report())).toEqual(seen);
    }
  });

  test("a new answer that stays behind an old one is waited for as long as may be", async () => {
    const clock = new ManualClock();
    const [a, b, connection, shadowed] = await taps({ clock, timeoutMs: 1_000 });
    a.pipe.write(Buffer.alloc(5_000, "x"));
    b.pipe.write(Buffer.alloc(1, "x"));
    clock.advance(999);
    expect(shadowed.report().active).toBe(1);
    clock.advance(1);
    expect(counts(shadowed.report())).toEqual(droppedFor("timeout"));
    expect(b.pipe.hasEnded).toBe(true);
    a.pipe.write(Buffer.alloc(1_000, "z"));
    a.pipe.end(BodyDone.instance);
    expect(connection.response.body).toHaveLength(6_000);
    expect(clock.pendingCalls).toBe(0);
  });

  test("a request that the new resource reads too slowly", async () => {
    let isTold = false;
    const young = leaf((request) => {
      request.deliverBody({
        makeConnection: (transport) => transport.pauseProducing(),
        dataReceived() {},
        connectionLost: () => (isTold = true),
      });
      return never;
    });
    const shadowed = shadow(old, young, MAX);
    const connection = new Connection(new Site(branch({ a: shadowed }), { log: new Journal() }));
    connection.send("PUT /a", { "Content-Length": "150" });
    connection.transport.feed(Buffer.alloc(50));
    await turn();
    connection.transport.feed(Buffer.alloc(50));
    expect(shadowed.report().active).toBe(1);
    connection.transport.feed(Buffer.alloc(1));
    expect(counts(shadowed.report())).toEqual(droppedFor("request-behind"));
    expect(isTold).toBe(true);
    connection.transport.feed(Buffer.alloc(49));
    await connection.answered();
    expect(connection.body).toBe("old 150");
  });

  test("the client is paused by the old resource alone", async () => {
    const slowly = leaf(async (request) => {
      for await (const piece of iterate(request)) if (piece.length === 0) break;
      return respond(200, PLAIN, "new");
    });
    let resume: () => void = () => undefined;
    const pausing = leaf((request) => {
      request.deliverBody({
        makeConnection: (transport) => {
          transport.pauseProducing();
          resume = () => transport.resumeProducing();
        },
        dataReceived() {},
        connectionLost() {},
      });
      return respond(200, PLAIN, "new");
    });
    const shadowed = shadow(pausing, slowly);
    const connection = new Connection(new Site(branch({ a: shadowed }), { log: new Journal() }));
    connection.send("PUT /a", { "Content-Length": "5" });
    await turn();
    connection.transport.feed("hel");
    await turn();
    resume();
    connection.transport.feed("lo");
    await connection.answered();
    expect(connection.body).toBe("new");
    await until(() => shadowed.report().active === 0);
  });
});

/** Writes on, whatever it is told. */
function deluge(protocol: IProtocol): void {
  protocol.makeConnection({ pauseProducing() {}, resumeProducing() {}, stopProducing() {} });
  for (let piece = 0; piece < 10; piece++) protocol.dataReceived(Buffer.alloc(60));
}

test("an answer that pays no heed to a pause is dropped", async () => {
  const shadowed = shadow(
    leaf(() => never),
    leaf(() => respond(200, PLAIN, { length: UNKNOWN_LENGTH, deliverBody: deluge })),
    { maxBehindOctets: 100 },
  );
  new Connection(new Site(branch({ a: shadowed }), { log: new Journal() })).send("GET /a");
  await turn();
  expect(counts(shadowed.report())).toEqual(droppedFor("answer-ahead"));
});

describe("when the client leaves", () => {
  test("both are told", async () => {
    const told: string[] = [];
    const telling = (name: string): AnyResource =>
      leaf(({ signal }) => {
        signal.addEventListener("abort", () => told.push(`${name} ${(signal.reason as Error).name}`));
        return never;
      });
    const shadowed = shadow(telling("old"), telling("new"));
    const connection = new Connection(new Site(branch({ a: shadowed }), { log: new Journal() })).send(
      "GET /a",
    );
    await turn();
    connection.transport.lose();
    expect(told.sort()).toEqual(["new ClientGone", "old ClientGone"]);
    expect(counts(shadowed.report())).toEqual(droppedFor("client-left"));
  });

  test("in the middle of the body, its readers too", async () => {
    const told: string[] = [];
    const reading = (name: string): AnyResource =>
      leaf(async (request) => {
        await readBody(request).catch(() => told.push(name));
        return never;
      });
    const shadowed = shadow(reading("old"), reading("new"));
    const connection = new Connection(new Site(branch({ a: shadowed }), { log: new Journal() }));
    connection.send("PUT /a", { "Content-Length": "5" });
    await turn();
    connection.transport.feed("he");
    connection.transport.lose();
    await turn();
    expect(told.sort()).toEqual(["new", "old"]);
    expect(counts(shadowed.report())).toEqual(droppedFor("client-left"));
  });
});

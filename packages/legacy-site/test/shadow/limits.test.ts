/** What a shadow holds while one answer is behind the other, and for how long. */
import {
  BodyDone,
  BodyPipe,
  iterate,
  leaf,
  respond,
  UNKNOWN_LENGTH,
  type IBodySource,
  type IProtocol,
} from "@headgate/core";
import { ManualClock } from "@headgate/core/testing";
import { shadow, Site, type ShadowOptions } from "../../src/index";
import { Connection, Journal, turn, until } from "../support/connection";
import { branch } from "../support/resources";
import { counts, DIFFERENT, droppedFor, never, old, PLAIN, SAME } from "./support";

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

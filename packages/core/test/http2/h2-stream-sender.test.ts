/** What one stream sends: as far as its window goes, in order, and one end. */
import { CoarseWheel } from "../../src/channel/coarse-wheel";
import { Headers } from "../../src/fields/headers";
import { H2Output } from "../../src/http2/h2-output";
import { H2StreamSender } from "../../src/http2/h2-stream-sender";
import { DEFAULT_PRIORITY } from "../../src/http2/priority";
import { Http2Answer } from "../../src/testing/http2-client";
import { ManualClock } from "../../src/testing/manual-clock";
import { StringTransport } from "../../src/testing/string-transport";
import { SETTINGS } from "../support/frames";
import { Http2Peer } from "../support/http2-peer";

class Fixture {
  readonly events: string[] = [];
  readonly clock = new ManualClock();
  readonly wheel = new CoarseWheel(this.clock);
  readonly transport: StringTransport;
  readonly output: H2Output;
  readonly sender: H2StreamSender;
  readonly #reader = new Http2Peer(new StringTransport());
  #read = 0;

  constructor(windowOctets: number, capacity = Infinity) {
    this.transport = new StringTransport({ capacity });
    this.output = new H2Output(this.transport, this.wheel, { outputDrained() {}, contentSent() {} });
    const owner = { roomMade: () => this.events.push("room"), endSent: () => this.events.push("end") };
    this.sender = new H2StreamSender(1, DEFAULT_PRIORITY, this.output, owner, windowOctets);
    this.#reader.answers.set(1, new Http2Answer());
    this.#reader.transport.write(SETTINGS);
    this.#reader.news();
  }

  /** The frames that came, in words. */
  news(): string[] {
    for (const octets of this.transport.writes.slice(this.#read)) this.#reader.transport.write(octets);
    this.#read = this.transport.writes.length;
    return this.#reader.news();
  }

  get text(): string {
    this.news();
    return this.#reader.answer(1).body.toString();
  }

  write(text: string): void {
    this.sender.write(Buffer.from(text));
  }

  /** The client opens the window. */
  widen(octets: number): void {
    this.sender.widen(octets);
    this.output.pump();
  }
}

test("content goes as far as the window, in order, and the rest when it opens", () => {
  const one = new Fixture(5);
  one.write("abc");
  expect(one.sender.isFull).toBe(false);
  one.write("defg");
  one.write("hi");
  expect(one.sender).toMatchObject({ isFull: true, isWaiting: true, waitingOctets: 4 });
  expect(one.news()).toEqual(["DATA 1 3", "DATA 1 2"]);
  one.widen(3);
  expect(one.events).toEqual([]);
  one.widen(1);
  expect(one.events).toEqual(["room"]);
  expect(one.text).toBe("abcdefghi");
  expect(one.sender).toMatchObject({ isFull: false, waitingOctets: 0 });
});

test("the end goes with the last octet that waited, and is told once", () => {
  const one = new Fixture(2);
  one.write("abcd");
  one.sender.end();
  one.sender.end();
  expect(one.events).toEqual([]);
  one.widen(10);
  expect(one.news()).toEqual(["DATA 1 2", "DATA 1 2 END"]);
  one.write("late");
  one.widen(10);
  expect(one.news()).toEqual([]);
  expect(one.events).toEqual(["end"]);
});

test("trailers wait behind content that waits", () => {
  const one = new Fixture(2);
  one.write("abcd");
  one.sender.end(new Headers({ digest: "x", "content-length": "4" }));
  expect(one.news()).toEqual(["DATA 1 2"]);
  one.widen(10);
  expect(one.news()).toEqual(["DATA 1 2", "HEADERS 1 END"]);
  expect(one.events).toEqual(["end"]);
});

test("a window below zero holds everything, and opens above zero only", () => {
  const one = new Fixture(10);
  one.write("x".repeat(10));
  one.sender.widen(-15);
  one.write("y");
  one.widen(15);
  expect(one.text).toBe("x".repeat(10));
  one.widen(1);
  expect(one.text).toBe(`${"x".repeat(10)}y`);
});

test("a window that becomes narrower while its turn is awaited loses the turn, and gets it again", () => {
  const one = new Fixture(10, 1);
  one.write("x".repeat(4));
  one.write("y".repeat(4));
  one.sender.widen(-10);
  one.transport.drain();
  expect(one.text).toBe("xxxx");
  one.widen(10);
  one.transport.drain();
  expect(one.text).toBe("xxxxyyyy");
});

test("a window beyond 2^31-1 is told", () => {
  const { sender } = new Fixture(1);
  expect(sender.widen(2 ** 31 - 2)).toBe(true);
  expect(sender.widen(1)).toBe(false);
});

test("closed, it drops what waits and sends nothing", () => {
  const one = new Fixture(1);
  one.write("abc");
  one.sender.close();
  one.widen(10);
  one.sender.end();
  expect(one.text).toBe("a");
  expect(one.events).toEqual([]);
});

test("small text that has no room leaves nothing behind", () => {
  const one = new Fixture(2);
  expect(one.sender.writeAllLatin1("abc")).toBe(false);
  expect(one.news()).toEqual([]);
  expect(one.sender.writeAllLatin1("ab")).toBe(true);
  expect(one.news()).toEqual(["DATA 1 2 END"]);
});

describe("a stall", () => {
  const SHUT_MS = 60_000;
  const stalled = (one: Fixture, ms: number): boolean => {
    one.wheel.add({ checkClocks() {} });
    for (let passed = 0; passed < ms; passed += 1_000) {
      one.clock.advance(1_000);
      if (one.sender.isStalled(one.wheel, SHUT_MS)) return true;
    }
    return false;
  };

  test("is counted from the first look, not from the beginning of time", () => {
    const one = new Fixture(0);
    one.wheel.add({ checkClocks() {} });
    one.clock.advance(100 * SHUT_MS);
    one.write("x");
    expect(one.sender.isStalled(one.wheel, SHUT_MS)).toBe(false);
    expect(stalled(one, SHUT_MS - 1_000)).toBe(false);
    expect(stalled(one, 3_000)).toBe(true);
  });

  test("is none while nothing waits, or the transport is full", () => {
    expect(stalled(new Fixture(0), 3 * SHUT_MS)).toBe(false);
    const full = new Fixture(10, 1);
    full.write("x".repeat(10));
    full.write("y");
    expect(stalled(full, 3 * SHUT_MS)).toBe(false);
  });
});

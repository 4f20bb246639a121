/** Windows as arithmetic (RFC 9113 sections 5.2, 6.9): for every order of events, nobody waits for nothing. */
import fc from "fast-check";
import { ReceiveWindow, SendWindow, WindowPool } from "../../src/http2/flow-control-window";
import { INITIAL_WINDOW_OCTETS, MAX_WINDOW_OCTETS } from "../../src/http2/wire/settings";

describe("SendWindow", () => {
  test("goes down by what is sent, and up by what the peer gives", () => {
    const window = new SendWindow(INITIAL_WINDOW_OCTETS);
    window.consume(65_000);
    expect(window.octets).toBe(535);
    expect(window.widen(1_000)).toBe(true);
    expect(window.octets).toBe(1_535);
  });

  test("may be negative when SETTINGS make it smaller (section 6.9.2)", () => {
    const window = new SendWindow(INITIAL_WINDOW_OCTETS);
    window.consume(60_000);
    expect(window.widen(-65_535)).toBe(true);
    expect(window.octets).toBe(-60_000);
    window.widen(60_001);
    expect(window.octets).toBe(1);
  });

  test("is at most 2^31 - 1 (section 6.9.1)", () => {
    const window = new SendWindow(INITIAL_WINDOW_OCTETS);
    expect(window.widen(MAX_WINDOW_OCTETS - INITIAL_WINDOW_OCTETS)).toBe(true);
    expect(window.widen(1)).toBe(false);
  });
});

describe("ReceiveWindow", () => {
  test("gives credit back in halves of a window", () => {
    const window = new ReceiveWindow(100);
    window.receive(100);
    expect(window.release(49)).toBe(0);
    expect(window.release(1)).toBe(50);
    expect(window.release(50)).toBe(50);
  });

  test("tells when the peer sends more than it may", () => {
    const window = new ReceiveWindow(100);
    expect(window.receive(100)).toBe(true);
    expect(window.receive(1)).toBe(false);
  });

  test("is announced wider, with the credit that was kept back", () => {
    const window = new ReceiveWindow(100);
    window.receive(40);
    window.release(40);
    expect(window.widen(900)).toBe(940);
    expect(window.size).toBe(1_000);
    expect(window.receive(1_000)).toBe(true);
  });

  test("whatever happens, the peer may send what is not held, and half of that was announced", () => {
    const event = fc.oneof(
      fc.record({ received: fc.integer({ min: 0, max: 2_000 }) }),
      fc.record({ taken: fc.integer({ min: 0, max: 2_000 }) }),
      fc.record({ wider: fc.integer({ min: 1, max: 2_000 }) }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3_000 }), fc.array(event, { maxLength: 60 }), (size, events) => {
        const window = new ReceiveWindow(size);
        let announced = size;
        let held = 0;
        for (const one of events) {
          if ("received" in one) {
            const octets = Math.min(one.received, announced);
            announced -= octets;
            held += octets;
            expect(window.receive(octets)).toBe(true);
          } else if ("taken" in one) {
            const octets = Math.min(one.taken, held);
            held -= octets;
            announced += window.release(octets);
          } else announced += window.widen(one.wider);
          const free = window.size - held;
          expect(announced).toBeLessThanOrEqual(free);
          expect(free - announced).toBeLessThanOrEqual(window.size / 2);
          if (held === 0 && window.size > 0) expect(announced).toBeGreaterThan(0);
        }
      }),
    );
  });
});

test("WindowPool gives what it has, and takes it back", () => {
  const pool = new WindowPool(100);
  expect([pool.draw(60), pool.draw(60), pool.draw(60)]).toEqual([60, 40, 0]);
  pool.giveBack(40);
  expect(pool.draw(-5)).toBe(0);
  expect(pool.left).toBe(40);
});

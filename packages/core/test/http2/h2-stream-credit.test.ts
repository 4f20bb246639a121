/** What a client may send (RFC 9113 section 5.2): 65,535 octets at first, more from the pool once somebody reads. */
import { H2Output } from "../../src/http2/h2-output";
import { H2StreamCredit, toKeep } from "../../src/http2/h2-stream-credit";
import { WindowPool } from "../../src/http2/flow-control-window";
import { CoarseWheel } from "../../src/channel/coarse-wheel";
import type { IResponse } from "../../src/interfaces/message";
import { ManualClock } from "../../src/testing/manual-clock";
import { RecordingProtocol } from "../../src/testing/recording-protocol";
import { StringTransport } from "../../src/testing/string-transport";
import { respond } from "../../src/message/response";
import { connect, head } from "../support/http2-peer";
import { serve } from "../support/serve";

const never = (): Promise<IResponse> => new Promise(() => undefined);

describe("H2StreamCredit", () => {
  function credit(poolOctets: number): { credit: H2StreamCredit; pool: WindowPool; updates: () => number[] } {
    const transport = new StringTransport();
    const output = new H2Output(transport, new CoarseWheel(new ManualClock()), {
      outputDrained() {},
      contentSent() {},
    });
    const pool = new WindowPool(poolOctets);
    const updates = (): number[] => transport.writes.map((octets) => octets.readUInt32BE(9));
    return { credit: new H2StreamCredit(1, output, pool), pool, updates };
  }

  test("gives credit back in batches of half a window", () => {
    const { credit: one, updates } = credit(0);
    one.receive(65_535);
    one.release(32_767);
    expect(updates()).toEqual([]);
    one.release(1);
    expect(updates()).toEqual([32_768]);
  });

  test("refuses more than was allowed", () => {
    const { credit: one } = credit(0);
    one.receive(65_535);
    expect(() => one.receive(1)).toThrow(/window/);
  });

  test("widens once, with what was kept back, and no further than the pool goes", () => {
    const { credit: one, pool, updates } = credit(100_000);
    one.receive(1_000);
    one.release(1_000);
    one.widen(1_000_000);
    one.widen(1_000_000);
    expect(updates()).toEqual([101_000]);
    expect(pool.left).toBe(0);
  });

  test("never grows for a reader that wants less than there is", () => {
    const { credit: one, pool, updates } = credit(100_000);
    one.widen(10);
    expect(updates()).toEqual([]);
    expect(pool.left).toBe(100_000);
  });

  test("gives the pool its octets back, once, and says nothing behind the end", () => {
    const { credit: one, pool, updates } = credit(100_000);
    one.widen(100_000);
    one.end();
    one.receive(90_000);
    one.release(90_000);
    expect(pool.left).toBe(65_535);
    one.giveBack();
    one.giveBack();
    one.widen(100_000);
    expect(pool.left).toBe(100_000);
    expect(updates()).toEqual([100_000 - 65_535]);
  });
});

test("a piece that waits does not keep the read that it came in", () => {
  const read = Buffer.allocUnsafeSlow(65_536);
  expect(toKeep(read.subarray(0, 100)).buffer).not.toBe(read.buffer);
  expect(toKeep(read.subarray(0, 40_000)).buffer).toBe(read.buffer);
});

describe("a connection", () => {
  test("announces what its streams may have together in its first write", () => {
    const client = connect(serve(never, { connectionWindowOctets: 1_000_000 }));
    expect(client.window).toBe(1_000_000);
  });

  test("takes octets off the client's hands as they come, though nobody reads", () => {
    const client = connect(serve(never, { connectionWindowOctets: 100_000 }));
    for (const id of [1, 3, 5, 7]) client.open(id, head("POST"), false).data(id, Buffer.alloc(65_535), false);
    expect(client.poll().window).toBeGreaterThan(50_000);
    expect(client.answer(1).window).toBe(0);
  });

  test("widens a stream when its body is claimed, and gives credit back when octets are taken", () => {
    const reader = new RecordingProtocol({ pauseAtOnce: true });
    const client = connect(
      serve((request) => {
        request.deliverBody(reader);
        return never();
      }),
    ).open(1, head("POST"), false);
    expect(client.answer(1).window).toBe(1024 * 1024);
    client.data(1, Buffer.alloc(600_000), false);
    expect(client.answer(1).window).toBe(1024 * 1024 - 600_000);
    reader.transport.resumeProducing();
    expect(client.answer(1).window).toBeGreaterThanOrEqual(1024 * 1024 - 600_000 + 524_288);
  });

  test("draws no more than a body is long, and has it back when the body has ended", () => {
    const readers: RecordingProtocol[] = [];
    const options = { connectionWindowOctets: 65_535, receiveWindowOctets: 131_070 };
    const client = connect(
      serve((request) => {
        const reader = new RecordingProtocol();
        readers.push(reader);
        request.deliverBody(reader);
        return respond(200);
      }, options),
    );
    client.open(1, head("POST", "/", ["content-length", "70000"]), false);
    expect(client.answer(1).window).toBe(70_000);
    client.open(3, head("POST"), false);
    expect(client.answer(3).window).toBe(131_070 - 70_000 + 65_535);
    client.data(1, Buffer.alloc(65_535), false);
    client.data(1, Buffer.alloc(70_000 - 65_535), true);
    client.reset(3, 8);
    client.open(5, head("POST"), false);
    expect(client.answer(5).window).toBe(131_070);
  });
});

/** Floods of frames over a whole connection: each is cut by its limit in options.ts, and no other connection notices. */
import { Flag, FrameType } from "../../src/http2/wire/frame";
import { Setting } from "../../src/http2/wire/settings";
import { respond } from "../../src/message/response";
import type { IResponse } from "../../src/interfaces/message";
import { frame, padded, SETTINGS, uint32 } from "../support/frames";
import { Attack } from "../support/http2-attack";
import { block, head, type Http2Peer } from "../support/http2-peer";

const never = (): Promise<IResponse> => new Promise(() => undefined);
const PING = frame(FrameType.PING, 0, 0, "12345678");
const BLOCK = block(head());

describe("rapid reset (CVE-2023-44487)", () => {
  test("is cut by resetBurst, whether handlers end at once or not", () => {
    for (const handler of [never, () => respond(200, {}, new ReadableStream())]) {
      const attack = new Attack({ http2: { resetBurst: 10 } }, handler);
      const { attacker } = attack;
      expect(attack.timesUntilCalm(() => attacker.reset(attacker.request(head(), true), 8))).toBe(11);
      expect(attack.handled).toBe(11);
    }
  });

  test("in one read is cut in that read", () => {
    const attack = new Attack({ http2: { resetBurst: 10 } }, never);
    const streams = Array.from({ length: 1_000 }, (_, i) => 2 * i + 1);
    const octets = streams.flatMap((id) => [
      frame(FrameType.HEADERS, Flag.END_HEADERS, id, BLOCK),
      frame(FrameType.RST_STREAM, 0, id, uint32(8)),
    ]);
    expect(attack.timesUntilCalm(() => attack.attacker.raw(Buffer.concat(octets)))).toBe(1);
    expect(attack.handled).toBe(11);
  });

  test("leaves streams that count until their handlers end (maxConcurrentStreams)", async () => {
    const ends: ((response: IResponse) => void)[] = [];
    const attack = new Attack(
      { http2: { maxConcurrentStreams: 3 } },
      () => new Promise((resolve) => void ends.push(resolve)),
    );
    const { attacker } = attack;
    for (let i = 0; i < 50; i++) attacker.reset(attacker.request(head(), true), 8);
    expect(attack.handled).toBe(3);
    const refused = attacker.request(head(), true);
    expect(attacker.outcome(refused)).toBe("reset REFUSED_STREAM");
    for (const end of ends) end(respond(200));
    await Promise.resolve();
    attacker.request(head(), true);
    expect(attack.handled).toBe(4);
    attack.wantOthersServed();
  });

  test("slower than resetsPerSecond it is no attack", () => {
    const attack = new Attack({
      http2: { resetBurst: 10, resetsPerSecond: 20 },
      keepAliveTimeoutMs: Infinity,
    });
    const { attacker } = attack;
    const click = (): void => {
      attacker.reset(attacker.request(head("POST"), false), 8);
      attack.served.clock.advance(250);
    };
    expect(attack.timesUntilCalm(click, 500)).toBe(Infinity);
  });
});

describe("MadeYouReset (CVE-2025-8671): errors of a stream count as resets (resetBurst)", () => {
  const upload = (client: Http2Peer, ...fields: [string, string][]): number =>
    client.request(head("POST", "/", ...fields), false);

  test.each<[what: string, act: (client: Http2Peer) => void]>([
    [
      "a window beyond 2^31-1",
      (client) => client.frame(FrameType.WINDOW_UPDATE, 0, upload(client), uint32(2 ** 31 - 1)),
    ],
    [
      "more content than content-length",
      (client) => client.data(upload(client, ["content-length", "1"]), "xx", false),
    ],
    [
      "less content than content-length",
      (client) => client.data(upload(client, ["content-length", "3"]), "xx", true),
    ],
    ["HEADERS that don't end the stream", (client) => client.headers(upload(client), [["a", "b"]], false)],
    [
      "a pseudo-header field among trailers",
      (client) => client.headers(upload(client), [[":path", "/"]], true),
    ],
    ["a malformed head", (client) => client.request([[":method", "GET"]], true)],
    ["more than the stream's window", (client) => client.data(upload(client), Buffer.alloc(65_536), false)],
  ])("%s", (_, act) => {
    const attack = new Attack({ http2: { resetBurst: 10 } }, never);
    expect(attack.timesUntilCalm(() => act(attack.attacker))).toBe(11);
  });

  test("an increment of 0, or DATA behind the end, end the connection at once", () => {
    const zero = new Attack({}, never);
    zero.attacker.frame(FrameType.WINDOW_UPDATE, 0, zero.attacker.request(head(), true), uint32(0));
    expect(zero.attacker.ending).toBe("GOAWAY PROTOCOL_ERROR");
    zero.wantOthersServed();
    const behind = new Attack({}, never);
    behind.attacker.data(behind.attacker.request(head(), true), "x", false);
    expect(behind.attacker.ending).toBe("GOAWAY STREAM_CLOSED");
    behind.wantOthersServed();
  });
});

describe("frames that carry nothing (overheadBurst)", () => {
  const overheadBurst = 20;

  test.each<[what: string, type: number, flags: number, streamId: number, payload: string | Buffer]>([
    ["PING (CVE-2019-9512)", FrameType.PING, 0, 0, "12345678"],
    ["PING that answers nothing", FrameType.PING, Flag.ACK, 0, "12345678"],
    ["SETTINGS (CVE-2019-9515)", FrameType.SETTINGS, 0, 0, ""],
    ["empty DATA (CVE-2019-9518)", FrameType.DATA, 0, 1, ""],
    ["DATA of padding (CVE-2019-9518)", FrameType.DATA, Flag.PADDED, 1, padded("", 200)],
    ["WINDOW_UPDATE of the connection", FrameType.WINDOW_UPDATE, 0, 0, uint32(1)],
    ["WINDOW_UPDATE of a stream", FrameType.WINDOW_UPDATE, 0, 1, uint32(1)],
    ["PRIORITY (CVE-2019-9513)", FrameType.PRIORITY, 0, 1, Buffer.concat([uint32(3), Buffer.from([1])])],
    ["PRIORITY of idle streams", FrameType.PRIORITY, 0, 99, Buffer.concat([uint32(3), Buffer.from([1])])],
    ["PRIORITY_UPDATE", FrameType.PRIORITY_UPDATE, 0, 0, Buffer.concat([uint32(1), Buffer.from("u=1")])],
    [
      "PRIORITY_UPDATE of idle streams",
      FrameType.PRIORITY_UPDATE,
      0,
      0,
      Buffer.concat([uint32(99), Buffer.from("u=1")]),
    ],
    ["frames of an unknown type", 0xee, 0, 0, "anything"],
    ["GOAWAY", FrameType.GOAWAY, 0, 0, Buffer.alloc(8)],
  ])("%s", (_, type, flags, streamId, payload) => {
    const attack = new Attack({ http2: { overheadBurst } }, never);
    attack.attacker.request(head("POST"), false);
    const count = attack.timesUntilCalm(() => attack.attacker.frame(type, flags, streamId, payload));
    expect(count).toBeGreaterThanOrEqual(overheadBurst - 2); // acknowledgements have taken their part
    expect(count).toBeLessThanOrEqual(overheadBurst + 1);
  });

  test.each<[what: string, type: number, payload: string | Buffer]>([
    ["RST_STREAM", FrameType.RST_STREAM, uint32(8)],
    ["WINDOW_UPDATE", FrameType.WINDOW_UPDATE, uint32(1)],
    ["HEADERS", FrameType.HEADERS, block([["x", "y".repeat(100)]])],
  ])("%s on a stream that was reset", (_, type, payload) => {
    const attack = new Attack({ http2: { overheadBurst } }, ({ channel }) => {
      channel.abort();
      return never();
    });
    const { attacker } = attack;
    const streamId = attacker.request(head("POST"), false);
    expect(attacker.outcome(streamId)).toBe("reset INTERNAL_ERROR");
    expect(
      attack.timesUntilCalm(() => attacker.frame(type, Flag.END_HEADERS, streamId, payload)),
    ).toBeLessThanOrEqual(overheadBurst + 1);
  });

  test("streams past maxConcurrentStreams, and streams behind GOAWAY", () => {
    const refused = new Attack({ http2: { overheadBurst, maxConcurrentStreams: 1 } }, never);
    refused.attacker.request(head(), true);
    const open = (attack: Attack) => () => attack.attacker.request(head(), true);
    expect(refused.timesUntilCalm(open(refused))).toBeLessThanOrEqual(overheadBurst + 1);
    const late = new Attack({ http2: { overheadBurst } }, never);
    late.attacker.request(head(), true);
    for (const connection of late.served.site.connections) connection.drain();
    late.attacker.poll();
    for (let count = 0; count < 2 * overheadBurst && !late.attacker.isClosed; count++) open(late)();
    expect(late.attacker.ending).toBe("GOAWAY ENHANCE_YOUR_CALM");
    expect(late.handled).toBe(1);
  });

  test("content pays: a client that uploads may say something now and then", () => {
    const attack = new Attack({ http2: { overheadBurst } }, (request) => {
      request.deliverBody({ makeConnection() {}, dataReceived() {}, connectionLost() {} });
      return never();
    });
    const { attacker } = attack;
    const streamId = attacker.request(head("POST"), false);
    const talk = (): void => {
      attacker.data(streamId, Buffer.alloc(1_024), false);
      attacker.raw(PING);
    };
    expect(attack.timesUntilCalm(talk, 2_000)).toBe(Infinity);
  });
});

test("replies that the client never reads are held up to maxQueuedReplies (CVE-2019-9512, CVE-2019-9515)", () => {
  for (const octets of [PING, SETTINGS]) {
    const options = { http2: { maxQueuedReplies: 50, overheadBurst: 1e6 } };
    const attack = new Attack(options, never, { capacity: 1 });
    const count = attack.timesUntilCalm(() => attack.attacker.raw(octets), 1_000);
    expect(count).toBeLessThanOrEqual(51);
    expect(attack.attacker.transport.unsentOctets).toBeLessThan(2_000);
  }
});

test("SETTINGS with more entries than there are settings (CVE-2019-9515)", () => {
  const attack = new Attack();
  const entry = Buffer.concat([Buffer.from([0, Setting.HEADER_TABLE_SIZE]), uint32(0)]);
  const payload = Buffer.concat(Array<Buffer>(33).fill(entry));
  expect(attack.timesUntilCalm(() => attack.attacker.frame(FrameType.SETTINGS, 0, 0, payload))).toBe(1);
});

describe("CONTINUATION without end (CVE-2024-27316, CVE-2024-27983, CVE-2023-45288)", () => {
  const begun = (attack: Attack): Http2Peer => attack.attacker.frame(FrameType.HEADERS, 0, 1, BLOCK);

  test("empty ones are cut by maxContinuationFrames", () => {
    const attack = new Attack({ http2: { maxContinuationFrames: 3 } });
    begun(attack);
    expect(attack.timesUntilCalm(() => attack.attacker.frame(FrameType.CONTINUATION, 0, 1))).toBe(4);
  });

  test("full ones are cut by maxFieldBlockOctets", () => {
    const attack = new Attack({ http2: { maxContinuationFrames: 1_000, maxFieldBlockOctets: 40_000 } });
    begun(attack);
    const more = (): unknown => attack.attacker.frame(FrameType.CONTINUATION, 0, 1, Buffer.alloc(16_384));
    expect(attack.timesUntilCalm(more)).toBe(3);
  });

  test("a block that drips is cut by headTimeoutMs, whatever comes between the drops", () => {
    const attack = new Attack({ headTimeoutMs: 10_000, http2: { maxContinuationFrames: 1_000 } });
    begun(attack);
    const drip = (): void => {
      attack.attacker.frame(FrameType.CONTINUATION, 0, 1, block([["x", ""]]));
      attack.served.clock.advance(250);
    };
    const count = attack.timesUntilCalm(drip);
    expect(count).toBeGreaterThan(40);
    expect(count).toBeLessThan(50);
  });

  test("a frame that drips octet by octet is cut as well", () => {
    const attack = new Attack({ headTimeoutMs: 10_000 });
    const octets = frame(FrameType.HEADERS, Flag.END_HEADERS, 1, BLOCK);
    const drip = (count: number): void => {
      attack.attacker.raw(octets.subarray(count - 1, count));
      attack.served.clock.advance(500);
    };
    expect(attack.timesUntilCalm(drip, octets.length - 1)).toBeLessThan(25);
  });
});

/** HTTP/2 attacks that want to hold memory, windows or handlers: what they get, and what they are cut by. */
import type { IRequest, IResponse } from "../../src/interfaces/message";
import { FrameType } from "../../src/http2/wire/frame";
import { respond } from "../../src/message/response";
import { RecordingProtocol } from "../../src/testing/recording-protocol";
import type { FieldLines } from "../../src/testing/http2-client";
import { frame, uint32 } from "../support/frames";
import { Attack } from "../support/http2-attack";
import { head, type Http2Peer } from "../support/http2-peer";
import { RecordingProducer } from "../support/recording-producer";
import { atRest } from "../support/serve";

const MINUTE = 60_000;
const never = (): Promise<IResponse> => new Promise(() => undefined);
const seconds = (count: number): number => count * 1_000;

describe("windows of the client", () => {
  const SIZE = 100_000;
  const answering = (producer: RecordingProducer) => (): IResponse => respond(200, {}, producer.body);

  test("a window that stays shut is cut by writeStallTimeoutMs, and its producer stopped (CVE-2019-9517)", () => {
    const producer = new RecordingProducer();
    const options = { writeStallTimeoutMs: MINUTE, keepAliveTimeoutMs: Infinity };
    const attack = new Attack(options, answering(producer), { windowOctets: 0, keepsCredit: true });
    attack.served.clock.advance(10 * MINUTE - seconds(1)); // the server is not of today
    attack.attacker.request(head(), true);
    producer.consumer.write(Buffer.alloc(SIZE));
    expect(producer.calls).toEqual(["start", "pause"]);
    attack.served.clock.advance(MINUTE - seconds(2));
    expect(attack.attacker.outcome(1)).toBe("open");
    attack.served.clock.advance(seconds(4));
    expect(attack.attacker.outcome(1)).toBe("reset ENHANCE_YOUR_CALM");
    expect(producer.stops).toBe(1);
    attack.wantOthersServed();
  });

  test.each([
    ["of a stream", 1, 0],
    ["of the connection", 0, 2 ** 31 - 1],
  ])(
    "a window %s that is opened octet by octet is cut by writeStallTimeoutMs",
    (_, streamId, windowOctets) => {
      const options = { writeStallTimeoutMs: MINUTE, keepAliveTimeoutMs: Infinity };
      const attack = new Attack(options, () => respond(200, {}, Buffer.alloc(SIZE)), {
        windowOctets,
        keepsCredit: true,
      });
      const { attacker, served } = attack;
      attacker.request(head(), true);
      for (let second = 0; second < 100 && attacker.outcome(1) === "open"; second++) {
        attacker.frame(FrameType.WINDOW_UPDATE, 0, streamId, uint32(1));
        served.clock.advance(seconds(1));
      }
      expect(attacker.outcome(1)).toMatch(/ENHANCE_YOUR_CALM$/);
      expect(attacker.answer(1).body.length).toBeLessThan(65_535 + 100);
      attack.wantOthersServed();
    },
  );

  test("and one that is opened 100 octets a second is slow, not shut", () => {
    const options = { writeStallTimeoutMs: MINUTE, keepAliveTimeoutMs: Infinity };
    const attack = new Attack(options, () => respond(200, {}, Buffer.alloc(SIZE)), {
      windowOctets: 0,
      keepsCredit: true,
    });
    attack.attacker.request(head(), true);
    for (let second = 0; second < 200; second++) {
      attack.attacker.frame(FrameType.WINDOW_UPDATE, 0, 1, uint32(100));
      attack.served.clock.advance(seconds(1));
    }
    expect(attack.attacker.outcome(1)).toBe("open");
  });

  test("a client that opens its windows and reads nothing is cut, and holds one buffer (CVE-2019-9517)", () => {
    const producer = new RecordingProducer();
    const attack = new Attack(
      { writeStallTimeoutMs: MINUTE, keepAliveTimeoutMs: Infinity },
      answering(producer),
      {
        windowOctets: 2 ** 31 - 1,
        capacity: 16_384,
      },
    );
    const { attacker } = attack;
    for (let i = 0; i < 20; i++) attacker.frame(FrameType.WINDOW_UPDATE, 0, 0, uint32(2 ** 20));
    attacker.request(head(), true);
    producer.consumer.write(Buffer.alloc(16_384));
    expect(producer.calls).toEqual(["start", "pause"]);
    attack.served.clock.advance(MINUTE + seconds(2));
    expect(attacker.transport.isAborted).toBe(true);
    attacker.transport.lose();
    expect(producer.stops).toBe(1);
    attack.wantOthersServed();
  });

  test.each([
    ["a stream", 1, "reset FLOW_CONTROL_ERROR"],
    ["the connection", 0, "GOAWAY FLOW_CONTROL_ERROR"],
  ])("a window of %s beyond 2^31-1 is refused", (_, streamId, outcome) => {
    const attack = new Attack({}, never);
    attack.attacker.request(head(), true);
    attack.attacker.frame(FrameType.WINDOW_UPDATE, 0, streamId, uint32(2 ** 31 - 1));
    expect(attack.attacker.outcome(1)).toBe(outcome);
    attack.wantOthersServed();
  });
});

describe("what the server holds", () => {
  const parked =
    (readers: RecordingProtocol[], pauseAtOnce = true) =>
    (request: IRequest) => {
      const reader = new RecordingProtocol({ pauseAtOnce });
      readers.push(reader);
      request.deliverBody(reader);
      return never();
    };

  /** As much as the client may send on a stream. */
  function fill(client: Http2Peer, streamId: number): number {
    let sent = 0;
    for (let room; (room = Math.min(client.answer(streamId).window, client.window)) > 0; sent += room) {
      client.data(streamId, Buffer.alloc(room), false);
    }
    return sent;
  }

  test("unclaimed content: 65,535 octets a stream, for maxConcurrentStreams, and the connection flows on", () => {
    const attack = new Attack({ http2: { maxConcurrentStreams: 8 } }, (request) =>
      request.method === "POST" ? never() : respond(200, {}, "fine"),
    );
    const { attacker } = attack;
    for (let i = 0; i < 7; i++) expect(fill(attacker, attacker.request(head("POST"), false))).toBe(65_535);
    expect(attacker.outcome(attacker.request(head(), true))).toBe("200 fine");
    const received = attack.served.site.exchanges().reduce((sum, one) => sum + one.received, 0);
    expect(received).toBe(7 * 65_535);
    attack.wantOthersServed();
  });

  test("claimed and paused content: the pool, and no more (connectionWindowOctets)", () => {
    const readers: RecordingProtocol[] = [];
    const attack = new Attack(
      { connectionWindowOctets: 200_000, receiveWindowOctets: 150_000 },
      parked(readers),
    );
    const { attacker } = attack;
    const sent = Array.from({ length: 10 }, () => fill(attacker, attacker.request(head("POST"), false)));
    expect(sent[0]).toBe(150_000);
    expect(sent.reduce((sum, one) => sum + one)).toBe(10 * 65_535 + 200_000);
    attack.wantOthersServed();
    // What was drawn comes back.
    for (let i = 0; i < 10; i++) attacker.reset(2 * i + 1, 8);
    expect(fill(attacker, attacker.request(head("POST"), false))).toBe(150_000);
  });

  test.each([1, 100, 600, 3_000])(
    "pieces of %i octets in large reads don't keep the reads in memory",
    (octets) => {
      const readers: RecordingProtocol[] = [];
      const attack = new Attack({}, (request) =>
        request.method === "POST" ? parked(readers)(request) : respond(200, {}, "fine"),
      );
      const { attacker } = attack;
      const streamId = attacker.request(head("POST"), false);
      const piece = frame(FrameType.DATA, 0, streamId, "x".repeat(octets));
      const junk = frame(0xee, 0, 0, Buffer.alloc(16_000));
      const count = Math.min(400, Math.floor(100_000 / octets));
      for (let i = 0; i < count; i++) {
        attacker.raw(Buffer.concat([piece, junk]));
        attacker.request(head(), true); // whose answer takes memory of its own, for a while
      }
      readers[0]?.transport.resumeProducing();
      const held = new Set(readers[0]?.chunks.map(({ buffer }) => buffer));
      const pinned = [...held].reduce((sum, { byteLength }) => sum + byteLength, 0);
      expect(readers[0]?.bytes).toHaveLength(count * octets);
      expect(pinned).toBeLessThan(4 * count * octets + 64 * 1024);
      attack.wantOthersServed();
    },
  );

  test("a tunnel that reads nothing: one window", () => {
    const attack = new Attack({}, ({ channel }) =>
      channel.takeOver(new RecordingProtocol({ pauseAtOnce: true })),
    );
    const { attacker } = attack;
    const fields: FieldLines = [[":method", "CONNECT"], [":protocol", "echo"], ...head().slice(1)];
    const streamId = attacker.request(fields, false);
    expect(fill(attacker, streamId)).toBe(65_535);
    attacker.frame(FrameType.DATA, 0, streamId, "x");
    expect(attacker.answer(streamId).resetCode).toBe(3);
    attack.wantOthersServed();
  });

  test("streams past maxConcurrentStreams are refused, and may be tried again (REFUSED_STREAM)", async () => {
    const attack = new Attack({ http2: { maxConcurrentStreams: 5 } }, never);
    const { attacker } = attack;
    const outcomes = Array.from({ length: 7 }, () => attacker.outcome(attacker.request(head(), true)));
    expect(outcomes).toEqual([
      ...Array<string>(5).fill("open"),
      "reset REFUSED_STREAM",
      "reset REFUSED_STREAM",
    ]);
    expect(attack.handled).toBe(5);
    attacker.reset(1, 8);
    await atRest();
    expect(attacker.outcome(attacker.request(head(), true))).toBe("reset REFUSED_STREAM");
    attack.wantOthersServed();
  });
});

describe("clients that never go on", () => {
  test.each([
    ["no preface", "PRI * HTTP/2.0\r\n"],
    ["a preface, and no acknowledgement of SETTINGS", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0"],
  ])("%s: cut by handshakeTimeoutMs", (_, octets) => {
    const attack = new Attack({ http2: { handshakeTimeoutMs: 5_000 } });
    const clients = Array.from({ length: 100 }, () => attack.served.client().send(octets));
    attack.served.clock.advance(4_500);
    expect(clients.every(({ isClosed }) => !isClosed)).toBe(true);
    attack.served.clock.advance(1_500);
    expect(clients.every(({ isClosed }) => isClosed)).toBe(true);
    attack.wantOthersServed();
  });

  test("idle connections are closed by keepAliveTimeoutMs, with GOAWAY", () => {
    const attack = new Attack({ keepAliveTimeoutMs: MINUTE });
    attack.served.clock.advance(MINUTE + seconds(2));
    expect(attack.attacker.ending).toBe("GOAWAY NO_ERROR");
    expect(attack.attacker.isClosed).toBe(true);
  });

  test("uploads that are announced and never sent: cut by bodyIdleTimeoutMs, 408", async () => {
    const attack = new Attack({ bodyIdleTimeoutMs: seconds(10) }, (request) => {
      request.deliverBody(new RecordingProtocol());
      return never();
    });
    for (let i = 0; i < 50; i++) attack.attacker.request(head("POST", "/", ["content-length", "10"]), false);
    attack.served.clock.advance(seconds(12));
    await atRest();
    expect(new Set([...attack.attacker.answers.keys()].map((id) => attack.attacker.answer(id).code))).toEqual(
      new Set([408]),
    );
    attack.wantOthersServed();
  });
});

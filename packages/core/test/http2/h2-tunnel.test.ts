/** Streams that were taken over: CONNECT and extended CONNECT (RFC 9113 section 8.5, RFC 8441). */
import { BodyAborted, BodyDone, BodyLost } from "../../src/errors";
import { FrameType } from "../../src/http2/wire/frame";
import type { IResource } from "../../src/interfaces/resource";
import type { ITransport } from "../../src/interfaces/transport";
import type { FieldLines } from "../../src/testing/http2-client";
import { RecordingProtocol } from "../../src/testing/recording-protocol";
import { uint32 } from "../support/frames";
import { HalfCloseable } from "../support/half-closeable";
import { connect, type Http2Peer } from "../support/http2-peer";
import { RecordingPushProducer } from "../support/recording-push-producer";
import { serve } from "../support/serve";

const EXTENDED: FieldLines = [
  [":method", "CONNECT"],
  [":protocol", "echo"],
  [":scheme", "http"],
  [":authority", "headgate.test"],
  [":path", "/"],
];

interface Taken {
  readonly client: Http2Peer;
  readonly streamId: number;
  readonly isIdle: () => boolean;
}

/** A stream that `tunnel` has taken over, and its client. */
function taken(tunnel: RecordingProtocol<ITransport>, windowOctets = 65_535): Taken {
  const root: IResource = {
    acceptsUnrouted: true,
    responseForRequest: (request) => request.channel.takeOver(tunnel),
  };
  const served = serve(root);
  const client = connect(served, { windowOctets, keepsCredit: true });
  const streamId = client.request(EXTENDED, false);
  client.news();
  const [connection] = served.site.connections;
  return { client, streamId, isIdle: () => connection?.exchanges().length === 0 };
}

describe("reading", () => {
  test("a tunnel that pauses holds the client back by its window, and gets everything when it resumes", () => {
    const tunnel = new RecordingProtocol<ITransport>({ pauseAtOnce: true });
    const { client, streamId } = taken(tunnel);
    client.data(streamId, "x".repeat(65_535), false);
    expect(client.answer(streamId).window).toBe(0);
    tunnel.transport.resumeProducing();
    expect(tunnel.bytes).toHaveLength(65_535);
    expect(client.answer(streamId).window).toBeGreaterThan(32_000);
  });

  test("gives no credit back for what it takes after the client's end", () => {
    const tunnel = new HalfCloseable({ pauseAtOnce: true });
    const { client, streamId } = taken(tunnel);
    client.data(streamId, "x".repeat(60_000), true);
    tunnel.transport.loseWriteConnection?.();
    client.news();
    tunnel.transport.resumeProducing();
    expect(tunnel.bytes).toHaveLength(60_000);
    expect(client.news()).toEqual([]);
    expect(tunnel.end).toBe(BodyDone.instance);
  });

  test("HEADERS on it are a PROTOCOL_ERROR (RFC 9113 section 8.5)", () => {
    const tunnel = new RecordingProtocol<ITransport>();
    const { client, streamId } = taken(tunnel);
    client.headers(streamId, [["a", "b"]], true);
    expect(client.news()).toEqual(["RST_STREAM 1 PROTOCOL_ERROR"]);
    expect(tunnel.end).toBeInstanceOf(BodyLost);
  });
});

describe("writing", () => {
  test("what has no room waits, and write says so", () => {
    const tunnel = new RecordingProtocol<ITransport>();
    const { client, streamId } = taken(tunnel, 10);
    expect(tunnel.transport.write(Buffer.from("12345"))).toBe(true);
    expect(tunnel.transport.write(Buffer.from("67890more"))).toBe(false);
    expect(tunnel.transport.unsentOctets).toBe(4);
    expect(client.answer(streamId).body.toString()).toBe("1234567890");
    client.frame(FrameType.WINDOW_UPDATE, 0, streamId, uint32(100));
    expect(client.answer(streamId).body.toString()).toBe("1234567890more");
    expect(tunnel.transport.unsentOctets).toBe(0);
  });

  test("a producer is paused while there is no room, resumed when there is, and stopped with the stream", () => {
    const tunnel = new RecordingProtocol<ITransport>();
    const { client, streamId } = taken(tunnel, 10);
    const producer = new RecordingPushProducer();
    tunnel.transport.registerProducer(producer, true);
    tunnel.transport.write(Buffer.from("x".repeat(20)));
    expect(producer.calls).toEqual(["pause"]);
    client.frame(FrameType.WINDOW_UPDATE, 0, streamId, uint32(100));
    expect(producer.calls).toEqual(["pause", "resume"]);
    client.reset(streamId, 8);
    expect(producer.calls).toEqual(["pause", "resume", "stop"]);
  });

  test("a producer that is registered too late is stopped at once", () => {
    const tunnel = new RecordingProtocol<ITransport>();
    const { client, streamId } = taken(tunnel);
    client.reset(streamId, 8);
    const producer = new RecordingPushProducer();
    tunnel.transport.registerProducer(producer, true);
    expect(producer.calls).toEqual(["stop"]);
  });

  test("two producers are one too many", () => {
    const tunnel = new RecordingProtocol<ITransport>();
    taken(tunnel);
    tunnel.transport.registerProducer(new RecordingPushProducer(), true);
    expect(() => tunnel.transport.registerProducer(new RecordingPushProducer(), true)).toThrow(/already/);
  });

  test("nothing is written behind the end, though content may wait before it", () => {
    const tunnel = new HalfCloseable();
    const { client, streamId } = taken(tunnel, 3);
    tunnel.transport.write(Buffer.from("before"));
    tunnel.transport.loseWriteConnection?.();
    tunnel.transport.write(Buffer.from(" and after"));
    client.frame(FrameType.WINDOW_UPDATE, 0, streamId, uint32(100));
    expect(client.outcome(streamId)).toBe("200 before");
  });
});

describe("ends", () => {
  test("END_STREAM closes a tunnel that knows no half close, both ways", () => {
    const tunnel = new RecordingProtocol<ITransport>();
    const { client, streamId } = taken(tunnel);
    client.data(streamId, "last words", true);
    expect(client.news()).toEqual(["DATA 1 0 END"]);
    expect(tunnel).toMatchObject({ text: "last words", end: BodyDone.instance });
  });

  test("a tunnel that knows half close goes on writing", () => {
    const tunnel = new HalfCloseable();
    const { client, streamId } = taken(tunnel);
    client.data(streamId, "", true);
    expect(tunnel).toMatchObject({ fins: 1, end: undefined });
    tunnel.transport.write(Buffer.from("still here"));
    tunnel.transport.loseConnection();
    expect(client.news()).toEqual(["DATA 1 10", "DATA 1 0 END"]);
    expect(tunnel.end).toBe(BodyDone.instance);
  });

  test("loseWriteConnection leaves the other way open; the client's end closes it", () => {
    const tunnel = new HalfCloseable();
    const { client, streamId } = taken(tunnel);
    tunnel.transport.loseWriteConnection?.();
    client.data(streamId, "still here", false);
    expect(tunnel).toMatchObject({ text: "still here", end: undefined });
    client.data(streamId, "", true);
    expect(tunnel).toMatchObject({ fins: 1, end: BodyDone.instance });
    expect(client.news()).toEqual(["DATA 1 0 END"]);
  });

  test.each([
    ["at once", false],
    ["after it has ended its own side", true],
  ])("loseConnection tells a client that still writes: RST_STREAM(NO_ERROR), %s", (_, isHalfClosed) => {
    const tunnel = new HalfCloseable();
    const { client } = taken(tunnel);
    if (isHalfClosed) tunnel.transport.loseWriteConnection?.();
    tunnel.transport.loseConnection();
    expect(client.news()).toEqual(["DATA 1 0 END", "RST_STREAM 1 NO_ERROR"]);
    expect(tunnel.end).toBe(BodyDone.instance);
  });

  test("abortConnection is CONNECT_ERROR", () => {
    const tunnel = new RecordingProtocol<ITransport>();
    const { client } = taken(tunnel);
    tunnel.transport.abortConnection();
    expect(client.news()).toEqual(["RST_STREAM 1 CONNECT_ERROR"]);
    expect(tunnel.end).toBeDefined();
  });

  test("stopProducing is BodyAborted before it returns", () => {
    const tunnel = new RecordingProtocol<ITransport>();
    const { client } = taken(tunnel);
    tunnel.transport.stopProducing();
    expect(tunnel.end).toBeInstanceOf(BodyAborted);
    expect(client.news()).toEqual(["RST_STREAM 1 CONNECT_ERROR"]);
  });

  test("a reset is BodyLost, past what it has not read", () => {
    const tunnel = new RecordingProtocol<ITransport>({ pauseAtOnce: true });
    const { client, streamId } = taken(tunnel);
    client.data(streamId, "unread", false);
    client.reset(streamId, 8);
    expect(tunnel).toMatchObject({ text: "", end: expect.any(BodyLost) });
  });

  test("a tunnel that throws costs its stream", () => {
    const tunnel = new RecordingProtocol<ITransport>({
      received: () => {
        throw new Error("broken");
      },
    });
    const { client, streamId } = taken(tunnel);
    client.data(streamId, "x", false);
    expect(client.news()).toEqual(["RST_STREAM 1 CONNECT_ERROR"]);
    expect(client.ending).toBe("open");
  });

  test.each([
    ["both ways open", false],
    ["its own side ended", true],
  ])("the client's FIN is the end of what it reads: %s", (_, isHalfClosed) => {
    const tunnel = new HalfCloseable();
    const { client } = taken(tunnel);
    if (isHalfClosed) tunnel.transport.loseWriteConnection?.();
    client.transport.feedEnd();
    expect(tunnel.fins).toBe(1);
    if (!isHalfClosed) tunnel.transport.loseWriteConnection?.();
    expect(tunnel.end).toBe(BodyDone.instance);
    expect(client.isClosed).toBe(true);
  });

  test("what comes after it was given up is not kept", () => {
    const tunnel = new RecordingProtocol<ITransport>();
    const { client, streamId } = taken(tunnel);
    tunnel.transport.loseConnection();
    client.data(streamId, "x".repeat(1_000), true);
    expect(tunnel.text).toBe("");
    expect(client.ending).toBe("open");
  });
});

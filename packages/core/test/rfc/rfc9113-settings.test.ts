/** RFC 9113 sections 3 and 6.5, clause by clause, over a whole connection. Messages: rfc9113-messages.test.ts. */
import { FrameType } from "../../src/http2/wire/frame";
import { Setting } from "../../src/http2/wire/settings";
import { CONNECTION_PREFACE } from "../../src/http2/wire/preface";
import type { IResponse } from "../../src/interfaces/message";
import { respond } from "../../src/message/response";
import { StringTransport, type StringTransportOptions } from "../../src/testing/string-transport";
import { frame, SETTINGS, SETTINGS_ACK, uint32 } from "../support/frames";
import { block, connect, head } from "../support/http2-peer";
import { get, serve, type Served } from "../support/serve";

const hello = (): IResponse => respond(200, {}, "hello");
const setting = (identifier: number, value: number): Buffer =>
  Buffer.concat([Buffer.from([0, identifier]), uint32(value)]);

describe("starting", () => {
  const first = (served: Served, octets: string | Buffer, options: StringTransportOptions = {}): string => {
    const transport = new StringTransport(options).connect(served.site.buildProtocol());
    transport.feed(octets);
    return transport.written.toString("latin1");
  };
  const prefaced = Buffer.concat([CONNECTION_PREFACE, SETTINGS]);
  const HTTP2 = /^\0\0.\x04\0/s;

  test("cleartext by prior knowledge: the preface decides (section 3.3)", () => {
    expect(first(serve(hello), prefaced)).toMatch(HTTP2);
    expect(first(serve(hello), get())).toMatch(/^HTTP\/1\.1 200 /);
  });

  test("Upgrade: h2c is ignored, and the request answered over HTTP/1.1 (section 3.1)", () => {
    const offer = get("/", "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABk");
    const { received } = serve(hello).client().send(offer, get("/"));
    expect(received.match(/HTTP\/1\.1 200 OK\r\n/g)).toHaveLength(2);
    expect(received).not.toMatch(/101|h2c/i);
  });

  test.each<[alpn: string | undefined, octets: string | Buffer, answer: RegExp]>([
    ["h2", prefaced, HTTP2],
    ["http/1.1", get(), /^HTTP\/1\.1 200 /],
    [undefined, get(), /^HTTP\/1\.1 200 /],
  ])("over TLS ALPN decides: %s (section 3.2)", (alpn, octets, answer) => {
    const options = alpn === undefined ? { isSecure: true } : { isSecure: true, alpnProtocol: alpn };
    expect(first(serve(hello), octets, options)).toMatch(answer);
  });

  test("SETTINGS are the first that the server sends, unasked where ALPN said h2 (section 3.4)", () => {
    expect(first(serve(hello), "", { isSecure: true, alpnProtocol: "h2" })).toMatch(HTTP2);
  });

  test("a preface that goes wrong is a PROTOCOL_ERROR (section 3.4)", () => {
    const transport = new StringTransport({ isSecure: true, alpnProtocol: "h2" });
    transport.connect(serve(hello).site.buildProtocol());
    transport.feed("GET / HTTP/1.1\r\n\r\n");
    expect(transport.written.toString("latin1")).toMatch(/\x07\0\0\0\0\0\0\0\0\0\0\0\0\x01/);
    expect(transport.isDisconnecting).toBe(true);
  });

  test("the first frame must be SETTINGS (section 3.4)", () => {
    const transport = new StringTransport().connect(serve(hello).site.buildProtocol());
    transport.feed(CONNECTION_PREFACE);
    transport.feed(frame(FrameType.PING, 0, 0, "12345678"));
    expect(transport.isDisconnecting).toBe(true);
  });
});

describe("SETTINGS", () => {
  test("are acknowledged in the order in which they came (section 6.5.3)", () => {
    const client = connect(serve(hello));
    const ping = (text: string): Buffer => frame(FrameType.PING, 0, 0, text);
    client.raw(Buffer.concat([ping("11111111"), SETTINGS, ping("22222222"), SETTINGS, SETTINGS]));
    expect(client.news()).toEqual(["PING ACK", "SETTINGS ACK", "PING ACK", "SETTINGS ACK", "SETTINGS ACK"]);
  });

  test("hold for what is sent behind their acknowledgement (section 6.5.3)", () => {
    const client = connect(serve(() => respond(200, {}, "x".repeat(100))));
    client.frame(FrameType.SETTINGS, 0, 0, setting(Setting.INITIAL_WINDOW_SIZE, 10)).open(1, head());
    expect(client.news()).toEqual(["SETTINGS ACK", "HEADERS 1", "DATA 1 10"]);
  });

  test("each value of one setting counts, in order (section 6.5.3)", () => {
    const client = connect(serve(() => respond(200, {}, "x".repeat(100))));
    const [low, high] = [0, 20].map((octets) => setting(Setting.INITIAL_WINDOW_SIZE, octets));
    client.frame(FrameType.SETTINGS, 0, 0, Buffer.concat([low!, high!])).open(1, head());
    expect(client.news()).toEqual(["SETTINGS ACK", "HEADERS 1", "DATA 1 20"]);
  });

  test("an unknown setting is ignored (section 6.5.2)", () => {
    const client = connect(serve(hello));
    client.frame(FrameType.SETTINGS, 0, 0, setting(0xee, 1));
    expect(client.news()).toEqual(["SETTINGS ACK"]);
  });

  test.each([
    ["ENABLE_PUSH", Setting.ENABLE_PUSH, 2, "PROTOCOL_ERROR"],
    ["INITIAL_WINDOW_SIZE", Setting.INITIAL_WINDOW_SIZE, 2 ** 31, "FLOW_CONTROL_ERROR"],
    ["MAX_FRAME_SIZE", Setting.MAX_FRAME_SIZE, 16_383, "PROTOCOL_ERROR"],
    ["MAX_FRAME_SIZE", Setting.MAX_FRAME_SIZE, 2 ** 24, "PROTOCOL_ERROR"],
  ])("%s out of its range ends the connection (section 6.5.2)", (_, identifier, value, code) => {
    const client = connect(serve(hello)).frame(FrameType.SETTINGS, 0, 0, setting(identifier, value));
    expect(client.ending).toBe(`GOAWAY ${code}`);
  });

  test("MAX_FRAME_SIZE lets us send larger frames, and not before it came (section 6.5.2)", () => {
    const client = connect(serve(() => respond(200, {}, "x".repeat(40_000))));
    client.open(1, head());
    const sizes = (): string[] => client.news().filter((words) => words.startsWith("DATA"));
    expect(sizes()).toEqual(["DATA 1 16384", "DATA 1 16384", "DATA 1 7232", "DATA 1 0 END"]);
    client.frame(FrameType.SETTINGS, 0, 0, setting(Setting.MAX_FRAME_SIZE, 20_000)).open(3, head());
    client.frame(FrameType.WINDOW_UPDATE, 0, 0, uint32(40_000));
    expect(sizes()[0]).toBe("DATA 3 20000");
  });

  test("that nobody acknowledges end the connection with SETTINGS_TIMEOUT (section 6.5.3)", () => {
    const served = serve(hello, { http2: { handshakeTimeoutMs: 5_000 } });
    const transport = new StringTransport().connect(served.site.buildProtocol());
    transport.feed(CONNECTION_PREFACE);
    transport.feed(SETTINGS);
    served.clock.advance(6_000);
    const goAway = frame(FrameType.GOAWAY, 0, 0, Buffer.concat([uint32(0), uint32(4)])).subarray(3);
    expect(transport.written.includes(goAway)).toBe(true);
    expect(transport.isDisconnecting).toBe(true);
  });

  test("acknowledged more often than sent are a PROTOCOL_ERROR (section 6.5.3)", () => {
    const client = connect(serve(hello));
    client.raw(SETTINGS_ACK);
    expect(client.ending).toBe("GOAWAY PROTOCOL_ERROR");
  });

  test("HEADER_TABLE_SIZE of the client: the next block says that we follow (RFC 7541 section 4.2)", () => {
    const client = connect(serve(() => respond(200, { "x-kept": "in the table" })));
    const blockOf = (streamId: number): Buffer => {
      client.transport.clear();
      client.open(streamId, head());
      return client.transport.written.subarray(9);
    };
    expect(blockOf(1)[0]).toBe(0x88);
    client.frame(FrameType.SETTINGS, 0, 0, setting(Setting.HEADER_TABLE_SIZE, 0));
    expect([...blockOf(3).subarray(0, 2)]).toEqual([0x20, 0x88]);
  });

  test("HEADER_TABLE_SIZE of ours: less than 4,096 must be confirmed by the next block (RFC 7541 section 4.2)", () => {
    const client = connect(serve(hello, { http2: { headerTableOctets: 100 } }));
    const size = Buffer.from([0x3f, 100 - 31]);
    client.open(1, Buffer.concat([size, block(head())]));
    expect(client.outcome(1)).toBe("200 hello");
    const other = connect(serve(hello, { http2: { headerTableOctets: 100 } }));
    expect(other.open(1, head()).outcome(1)).toBe("GOAWAY COMPRESSION_ERROR");
  });
});

/** One port, all versions: who speaks what is known from ALPN or from the first octets, however they are cut. */
import type { IResponse } from "../../src/interfaces/message";
import { CONNECTION_PREFACE } from "../../src/http2/wire/preface";
import { respond } from "../../src/message/response";
import { StringTransport, type StringTransportOptions } from "../../src/testing/string-transport";
import { everySplit } from "../support/every-split";
import { SETTINGS } from "../support/frames";
import { get, serve, type Served } from "../support/serve";

const hello = ({ httpVersion }: { httpVersion: string }): IResponse => respond(200, {}, httpVersion);
const PREFACE = Buffer.concat([CONNECTION_PREFACE, SETTINGS]);

/** `http2`, `http1 200`, `nothing`, and how the connection stands. */
function spoken(transport: StringTransport): string {
  const text = transport.written.toString("latin1");
  const version = /^HTTP\/1\.\d \d{3}/.exec(text)?.[0] ?? (text.startsWith("\0\0") ? "http2" : "nothing");
  return `${version}, ${transport.isDisconnecting || transport.hasFinished ? "closed" : "open"}`;
}

function connected({ site }: Served, options: StringTransportOptions = {}): StringTransport {
  return new StringTransport(options).connect(site.buildProtocol());
}

test("the preface is known at every split", () => {
  for (const pieces of everySplit(PREFACE)) {
    const transport = connected(serve(hello));
    for (const piece of pieces) transport.feed(piece);
    expect(spoken(transport)).toBe("http2, open");
  }
});

test.each<[what: string, octets: string, wanted: string]>([
  ["GET", get(), "HTTP/1.1 200, open"],
  ["a method that begins as the preface does", get().replace("GET", "PRINT"), "HTTP/1.1 200, open"],
  ["PRI of HTTP/1.1", get().replace("GET", "PRI"), "HTTP/1.1 200, open"],
  ["a preface whose second line is wrong", "PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n", "http2, closed"],
  ["TLS on a cleartext port", "\x16\x03\x01\x02\0\x01\0\x01\xfc\r\n\r\n", "HTTP/1.1 400, closed"],
])("%s is known at every split", (_, octets, wanted) => {
  for (const pieces of everySplit(Buffer.from(octets, "latin1"))) {
    const transport = connected(serve(hello));
    for (const piece of pieces) transport.feed(piece);
    expect(spoken(transport)).toBe(wanted);
  }
});

test.each<[alpn: string | undefined, octets: string | Buffer, wanted: string]>([
  ["h2", PREFACE, "http2, open"],
  ["h2", get(), "http2, closed"],
  ["http/1.1", get(), "HTTP/1.1 200, open"],
  [undefined, get(), "HTTP/1.1 200, open"],
])("over TLS, ALPN %s is what counts", (alpn, octets, wanted) => {
  const transport = connected(serve(hello), {
    isSecure: true,
    ...(alpn === undefined ? {} : { alpnProtocol: alpn }),
  });
  transport.feed(octets);
  expect(spoken(transport)).toBe(wanted);
});

test("a site that offers no HTTP/2 takes the preface for a bad request", () => {
  const transport = new StringTransport().connect(serve(hello).site.buildProtocol({ http2: false }));
  transport.feed(PREFACE);
  expect(spoken(transport)).toMatch(/^HTTP\/1\.1 \d{3}, closed/);
});

describe("before anything is known", () => {
  test("FIN closes, with or without a part of the preface", () => {
    const silent = connected(serve(hello));
    silent.feedEnd();
    expect(spoken(silent)).toBe("nothing, closed");
    const begun = connected(serve(hello));
    begun.feed("PRI * HT");
    begun.feedEnd();
    expect(spoken(begun)).toMatch(/closed$/);
  });

  test("silence is cut by keepAliveTimeoutMs, a preface that drips by handshakeTimeoutMs", () => {
    const served = serve(hello, { keepAliveTimeoutMs: 60_000, http2: { handshakeTimeoutMs: 10_000 } });
    const [silent, dripping] = [connected(served), connected(served)];
    for (let i = 0; i < 12; i++) {
      dripping.feed(CONNECTION_PREFACE.subarray(i, i + 1));
      served.clock.advance(1_000);
    }
    expect([silent, dripping].map(spoken)).toEqual(["nothing, open", "nothing, closed"]);
    served.clock.advance(50_000);
    expect(spoken(silent)).toBe("nothing, closed");
  });

  test("a drain closes, an abort cuts, and nothing of a lost connection is kept", () => {
    const served = serve(hello);
    const [drained, aborted, lost] = [connected(served), connected(served), connected(served)];
    lost.lose();
    const connections = [...served.site.connections];
    expect(connections).toHaveLength(2);
    connections[0]?.drain();
    connections[1]?.abort(new Error("enough"));
    expect([drained.isDisconnecting, aborted.isAborted]).toEqual([true, true]);
    for (const transport of [drained, aborted]) transport.lose();
    expect(served.site.connections.size).toBe(0);
  });
});

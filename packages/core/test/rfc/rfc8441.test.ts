/** RFC 8441, WebSockets over HTTP/2: CONNECT with a protocol, through the same takeOver as any other (RFC 9113 section 8.5). */
import { FrameType, type SettingsFrame } from "../../src/http2/wire/frame";
import { Setting } from "../../src/http2/wire/settings";
import type { IRequest, IResponse } from "../../src/interfaces/message";
import type { IResource } from "../../src/interfaces/resource";
import type { ITransport } from "../../src/interfaces/transport";
import { respond } from "../../src/message/response";
import type { FieldLines } from "../../src/testing/http2-client";
import { RecordingProtocol } from "../../src/testing/recording-protocol";
import { connect, head } from "../support/http2-peer";
import { serve } from "../support/serve";

const extended = (...fields: FieldLines): FieldLines => [
  [":method", "CONNECT"],
  [":protocol", "websocket"],
  ...head("", "/chat?room=1").slice(1),
  ...fields,
];
const PLAIN: FieldLines = [
  [":method", "CONNECT"],
  [":authority", "far.test:443"],
];

function outcomeOf(lines: FieldLines, root: IResource = { responseForRequest: () => respond(200) }): string {
  return connect(serve(root)).open(1, lines, false).outcome(1);
}

test("ENABLE_CONNECT_PROTOCOL is 1 from the first SETTINGS on, and never said again (section 3)", () => {
  const client = connect(serve(() => respond(200)));
  client.open(1, head()).news();
  const settings = client.frames.filter(
    (one): one is SettingsFrame => one.type === FrameType.SETTINGS && !one.isAck,
  );
  expect(settings).toHaveLength(1);
  const entries = settings[0]?.entries ?? [];
  expect(entries[entries.indexOf(Setting.ENABLE_CONNECT_PROTOCOL) + 1]).toBe(1);
});

test("a request has path, scheme, authority and protocol, and is walked as any other (section 4)", () => {
  const seen: Partial<IRequest>[] = [];
  const tunnel = new RecordingProtocol<ITransport>();
  const client = connect(
    serve((request) => {
      const { method, path, query, scheme, authority, upgrade = "", length } = request;
      seen.push({ method, path, query, scheme, authority, upgrade, length });
      return request.channel.takeOver(tunnel, { "sec-websocket-protocol": "chat" });
    }),
  );
  client.open(1, extended(["sec-websocket-version", "13"]), false);
  expect(seen).toEqual([
    {
      method: "CONNECT",
      path: "/chat",
      query: "room=1",
      scheme: "http",
      authority: "headgate.test",
      upgrade: "websocket",
      length: 0,
    },
  ]);
  expect(client.answer(1)).toMatchObject({
    code: 200,
    fields: [["sec-websocket-protocol", "chat"]],
    isComplete: false,
  });
});

test("octets go both ways in DATA, and END_STREAM is the end (section 5)", () => {
  const tunnel = new RecordingProtocol<ITransport>();
  const client = connect(serve(({ channel }) => channel.takeOver(tunnel)));
  client.open(1, extended(), false).data(1, "ping", false);
  tunnel.transport.write(Buffer.from("pong"));
  expect(tunnel.text).toBe("ping");
  expect(client.news()).toEqual(["HEADERS 1", "DATA 1 4"]);
  client.data(1, "", true);
  expect(client.news()).toEqual(["DATA 1 0 END"]);
});

test("refused, it is an answer as any other (section 4)", () => {
  expect(outcomeOf(extended(), { responseForRequest: () => respond(403, {}, "no") })).toBe("403 no");
});

test("a 2xx that nobody took over is not sent: it would open the tunnel (RFC 9113 section 8.5)", () => {
  expect(outcomeOf(extended())).toMatch(/^400 /);
});

test.each<[what: string, lines: FieldLines]>([
  ["without :path", extended().filter(([name]) => name !== ":path")],
  ["without :scheme", extended().filter(([name]) => name !== ":scheme")],
  ["with another method", extended().map((line) => (line[0] === ":method" ? [":method", "GET"] : line))],
])("a request %s is malformed (section 4)", (_, lines) => {
  expect(outcomeOf(lines)).toBe("reset PROTOCOL_ERROR");
});

test.each<[what: string, lines: FieldLines]>([
  ["with :path", [...PLAIN, [":path", "/"]]],
  ["with :scheme", [...PLAIN, [":scheme", "http"]]],
  [
    "without a port",
    [
      [":method", "CONNECT"],
      [":authority", "far.test"],
    ],
  ],
  [
    "without :authority",
    [
      [":method", "CONNECT"],
      ["host", "far.test:443"],
    ],
  ],
])("plain CONNECT %s is malformed (RFC 9113 section 8.5)", (_, lines) => {
  expect(outcomeOf(lines)).toBe("reset PROTOCOL_ERROR");
});

test("plain CONNECT is for a root that takes it, else 501 (RFC 9113 section 8.5)", () => {
  const tunnel = new RecordingProtocol<ITransport>();
  const taking: IResource = {
    acceptsUnrouted: true,
    responseForRequest: ({ channel }): IResponse => channel.takeOver(tunnel),
  };
  expect(outcomeOf(PLAIN, taking)).toBe("open");
  expect(tunnel.isConnected).toBe(true);
  expect(outcomeOf(PLAIN)).toMatch(/^501 /);
});

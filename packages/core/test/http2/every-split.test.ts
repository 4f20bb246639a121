/** Whole conversations, cut by the transport at every place: what the client makes of the answers is the same. */
import { readBody } from "../../src/body/read-body";
import { Flag, FrameType } from "../../src/http2/wire/frame";
import { CONNECTION_PREFACE } from "../../src/http2/wire/preface";
import type { Handler } from "../../src/interfaces/resource";
import { respond } from "../../src/message/response";
import { Http2Answer } from "../../src/testing/http2-client";
import { StringTransport } from "../../src/testing/string-transport";
import { everySplit } from "../support/every-split";
import { frame, padded, SETTINGS, SETTINGS_ACK, uint32 } from "../support/frames";
import { block, head, Http2Peer } from "../support/http2-peer";
import { atRest, serve } from "../support/serve";

const handler: Handler = async (request) => {
  if (request.path === "/refuse") return respond(403, {}, "no");
  if (request.path === "/stream") return respond(200, {}, ["streamed ", "in ", "pieces"]);
  const body = await readBody(request);
  return respond(200, {}, `${body.toString()} ${JSON.stringify([...(await request.trailers)])}`);
};

const { HEADERS, CONTINUATION, DATA, PING, RST_STREAM, WINDOW_UPDATE } = FrameType;
const { END_HEADERS, END_STREAM, PADDED } = Flag;
const START = [CONNECTION_PREFACE, SETTINGS, SETTINGS_ACK];
const get = (streamId: number, path = "/"): Buffer =>
  frame(HEADERS, END_HEADERS | END_STREAM, streamId, block(head("GET", path)));
const post = (streamId: number, path = "/"): Buffer =>
  frame(HEADERS, END_HEADERS, streamId, block(head("POST", path)));

const CONVERSATIONS: readonly (readonly [what: string, frames: readonly Buffer[]])[] = [
  ["heads", [get(1), get(3, "/stream"), get(5, "/refuse")]],
  [
    "content in pieces",
    [post(1), frame(DATA, 0, 1, "abc"), frame(DATA, PADDED, 1, padded("de", 3)), frame(DATA, END_STREAM, 1)],
  ],
  [
    "trailers",
    [post(1), frame(DATA, 0, 1, "abc"), frame(HEADERS, END_HEADERS | END_STREAM, 1, block([["a", "b"]]))],
  ],
  [
    "a head in three frames",
    [
      frame(HEADERS, END_STREAM, 1, block(head()).subarray(0, 9)),
      frame(CONTINUATION, 0, 1, block(head()).subarray(9, 20)),
      frame(CONTINUATION, END_HEADERS, 1, block(head()).subarray(20)),
    ],
  ],
  [
    "streams side by side",
    [post(1), post(3), frame(DATA, END_STREAM, 3, "c"), frame(DATA, END_STREAM, 1, "a")],
  ],
  [
    "an early answer",
    [post(1, "/refuse"), frame(PING, 0, 0, "12345678"), frame(DATA, END_STREAM, 1, "late")],
  ],
  ["what is ignored", [frame(0xee, 0, 0, "anything"), get(1), frame(WINDOW_UPDATE, 0, 1, uint32(5))]],
  ["a stream that is malformed", [frame(HEADERS, END_HEADERS, 1, block([["a", "b"]])), get(3)]],
  ["a reset", [post(1), frame(RST_STREAM, 0, 1, uint32(8)), get(3)]],
  ["a connection error behind a request", [get(1), frame(PING, 0, 1, "12345678"), get(3)]],
  ["HTTP/1.1 that begins like the preface", [Buffer.from("PRI /x HTTP/1.1\r\nHost: a\r\n\r\n")]],
];

/** The story of each stream, and how the connection stands. Which reads frames came in may change their order between streams. */
async function storyOf(pieces: readonly Buffer[]): Promise<string> {
  const transport = new StringTransport().connect(serve(handler).site.buildProtocol());
  for (const piece of pieces) transport.feed(piece);
  await atRest();
  const written = transport.written.toString("latin1");
  if (written.startsWith("HTTP/1.1")) return written.replace(/Date: [^\r]+/, "");
  const reader = new Http2Peer(new StringTransport());
  for (const streamId of [1, 3, 5]) reader.answers.set(streamId, new Http2Answer());
  reader.transport.write(transport.written);
  const frames = reader.news().filter((words) => !/^(DATA|HEADERS|WINDOW_UPDATE)/.test(words));
  const outcomes = [1, 3, 5].map((streamId) => reader.outcome(streamId));
  return JSON.stringify([frames.toSorted(), outcomes, transport.isDisconnecting]);
}

test.each(CONVERSATIONS)("%s", async (what, frames) => {
  const octets = Buffer.concat(what.startsWith("HTTP/1.1") ? frames : [...START, ...frames]);
  const whole = await storyOf([octets]);
  expect(whole).toMatch(/HTTP\/1\.1 \d|SETTINGS/);
  const stories = await Promise.all([...everySplit(octets)].map(storyOf));
  expect(new Set(stories)).toEqual(new Set([whole]));
});

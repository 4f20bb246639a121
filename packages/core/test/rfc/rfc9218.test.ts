/** RFC 9218, priorities: the field `priority` and PRIORITY_UPDATE decide who sends first where there is not room for all. */
import { FrameType, type SettingsFrame } from "../../src/http2/wire/frame";
import { Setting } from "../../src/http2/wire/settings";
import type { IResponse } from "../../src/interfaces/message";
import { respond } from "../../src/message/response";
import { uint32 } from "../support/frames";
import { connect, head, type Http2Peer } from "../support/http2-peer";
import { serve } from "../support/serve";

const OCTETS = 32_768;
const WIDE = 2 ** 24;

/** A connection whose window is used up: what is asked for now waits. */
function blocked(): Http2Peer {
  const client = connect(
    serve((): IResponse => respond(200, {}, Buffer.alloc(OCTETS))),
    {
      windowOctets: WIDE,
      keepsCredit: true,
    },
  );
  for (const streamId of [1, 3]) client.open(streamId, head());
  client.news();
  return client;
}

/** In which order streams send their DATA once there is room. */
function order(client: Http2Peer): number[] {
  client.news();
  client.frame(FrameType.WINDOW_UPDATE, 0, 0, uint32(WIDE));
  return client.news().flatMap((words) => {
    const [, streamId, octets] = /^DATA (\d+) (\d+)/.exec(words) ?? [];
    return Number(octets) >= 16_384 ? [Number(streamId)] : [];
  });
}

const ask = (client: Http2Peer, streamId: number, priority?: string): Http2Peer =>
  client.open(
    streamId,
    head("GET", "/", ...(priority === undefined ? [] : [["priority", priority] as const])),
  );
const update = (client: Http2Peer, streamId: number, value: string): Http2Peer =>
  client.frame(FrameType.PRIORITY_UPDATE, 0, 0, Buffer.concat([uint32(streamId), Buffer.from(value)]));

test("the tree of RFC 7540 is declined in the first SETTINGS (section 2.1)", () => {
  const client = blocked();
  const settings = client.frames.find((one): one is SettingsFrame => one.type === FrameType.SETTINGS);
  expect(settings?.entries.slice(0, 2)).toEqual([Setting.NO_RFC7540_PRIORITIES, 1]);
});

test("a client that changes its mind about the tree is a PROTOCOL_ERROR (section 2.1)", () => {
  const client = blocked();
  client.frame(FrameType.SETTINGS, 0, 0, Buffer.concat([Buffer.from([0, 9]), uint32(1)]));
  expect(client.ending).toBe("GOAWAY PROTOCOL_ERROR");
});

test("lower urgency is sent first (section 4.1)", () => {
  const client = blocked();
  for (const [streamId, priority] of [
    [5, "u=5"],
    [7, "u=0"],
    [9, "u=4"],
  ] as const)
    ask(client, streamId, priority);
  expect(order(client)).toEqual([7, 7, 9, 9, 5, 5]);
});

test("incremental answers take turns, others go one after the other (section 4.2)", () => {
  const turns = blocked();
  for (const streamId of [5, 7]) ask(turns, streamId, "u=2, i");
  expect(order(turns)).toEqual([5, 7, 5, 7]);
  const inOrder = blocked();
  for (const streamId of [5, 7]) ask(inOrder, streamId, "u=2");
  expect(order(inOrder)).toEqual([5, 5, 7, 7]);
});

test("what is not understood is left out, never refused (section 4)", () => {
  const client = blocked();
  ask(client, 5, "u=9, x=y;;;");
  ask(client, 7, "u=2, q");
  expect(order(client).slice(0, 2)).toEqual([7, 7]);
});

test("PRIORITY_UPDATE changes a stream that waits (section 7.1)", () => {
  const client = blocked();
  for (const streamId of [5, 7]) ask(client, streamId, "u=2");
  update(client, 7, "u=1");
  expect(order(client)).toEqual([7, 7, 5, 5]);
});

test("PRIORITY_UPDATE may come before its request, and wins over the field (section 7.1)", () => {
  const client = blocked();
  update(client, 7, "u=0");
  ask(client, 5, "u=1");
  ask(client, 7, "u=6");
  expect(order(client)).toEqual([7, 7, 5, 5]);
});

test.each([
  ["for the connection", 0, 0],
  ["for a stream that only a server opens", 0, 2],
  ["on a stream", 1, 1],
])("PRIORITY_UPDATE %s is a PROTOCOL_ERROR (section 7.1)", (_, on, streamId) => {
  const client = blocked();
  client.frame(FrameType.PRIORITY_UPDATE, 0, on, Buffer.concat([uint32(streamId), Buffer.from("u=1")]));
  expect(client.ending).toBe("GOAWAY PROTOCOL_ERROR");
});

test("PRIORITY_UPDATE for a stream that is gone is ignored (section 7.1)", () => {
  const client = blocked();
  client.reset(1, 8);
  update(client, 1, "u=1");
  expect(client.ending).toBe("open");
});

test("the application sees what was asked for (section 4)", () => {
  const client = connect(
    serve(({ channel }) => respond(200, {}, JSON.stringify("priority" in channel && channel.priority))),
  );
  expect(ask(client, 1, "u=1, i").outcome(1)).toBe('200 {"urgency":1,"incremental":true}');
});

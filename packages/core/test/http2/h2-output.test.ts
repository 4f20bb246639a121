/** How frames leave: together, by turns, and as far as windows and the transport have room. */
import { bodyProducer } from "../../src/body/body-producer";
import { FrameType } from "../../src/http2/wire/frame";
import type { IBodyProducer } from "../../src/interfaces/body-producer";
import type { IResponse } from "../../src/interfaces/message";
import { respond } from "../../src/message/response";
import { frame, SETTINGS, uint32 } from "../support/frames";
import { block, connect, head, type Http2Peer } from "../support/http2-peer";
import { atRest, serve } from "../support/serve";

const GET = 5; // END_HEADERS, END_STREAM

/** How many writes the frames took that came since. */
function writesFor(client: Http2Peer, act: () => void): number {
  const { writes } = client.transport;
  const before = writes.length;
  act();
  return writes.length - before;
}

describe("one write", () => {
  test("for everything that one read brought about", () => {
    const client = connect(serve(() => respond(200, {}, "hello")));
    const requests = [1, 3, 5].map((id) => frame(FrameType.HEADERS, GET, id, block(head())));
    const ping = frame(FrameType.PING, 0, 0, "12345678");
    const writes = writesFor(client, () =>
      client.transport.feed(Buffer.concat([...requests, ping, SETTINGS])),
    );
    expect(writes).toBe(1);
  });

  test("for head, interim heads, content and end of an answer that comes late", async () => {
    let answer!: () => void;
    const client = connect(
      serve(async ({ channel }) => {
        await new Promise<void>((resolve) => (answer = resolve));
        return channel.httpVersion === "2.0" ? respond(200, {}, "x".repeat(900)) : respond(500);
      }),
    ).open(1, head());
    const { writes } = client.transport;
    const before = writes.length;
    answer();
    await atRest();
    expect(writes.length - before).toBe(1);
  });

  test("for all producers that go on when the transport has room again", () => {
    const eager: IBodyProducer = {
      startProducing: (consumer) => consumer.write("more"),
      pauseProducing() {},
      resumeProducing() {},
      stopProducing() {},
    };
    const client = connect(
      serve(({ method }) => respond(200, {}, method === "GET" ? bodyProducer(eager) : "x".repeat(300))),
      { capacity: 200 },
    );
    client.open(1, head("POST"));
    for (const id of [3, 5, 7]) client.open(id, head());
    expect(writesFor(client, () => client.transport.drain())).toBe(1);
    expect([3, 5, 7].map((id) => client.answer(id).body.toString())).toEqual(["more", "more", "more"]);
  });

  test("but at most some 16 KiB of frames are gathered, so that a full transport is known in time", () => {
    const client = connect(
      serve(() => respond(200, {}, "x".repeat(1_000))),
      { capacity: 10_000 },
    );
    const requests = Array.from({ length: 60 }, (_, i) =>
      frame(FrameType.HEADERS, GET, 2 * i + 1, block(head())),
    );
    client.transport.feed(Buffer.concat(requests));
    expect(client.transport.writes.at(-1)?.length).toBeLessThan(18_000);
  });
});

describe("room", () => {
  const large = (octets: number) => (): IResponse => respond(200, {}, Buffer.alloc(octets));
  const sizes = (client: Http2Peer): number[] =>
    [...client.answers.keys()].map((streamId) => client.answer(streamId).body.length);

  test("of the connection is shared: streams take turns, frame by frame", () => {
    const client = connect(serve(large(60_000)), { windowOctets: 100_000, keepsCredit: true });
    for (const id of [1, 3, 5]) client.open(id, head());
    expect(sizes(client)).toEqual([60_000, 5_535, 0]);
    client.frame(FrameType.WINDOW_UPDATE, 0, 0, uint32(49_152));
    expect(sizes(client)).toEqual([60_000, 5_535 + 32_768, 16_384]);
  });

  test("of one stream that is used up is no other's business", () => {
    const client = connect(serve(large(30_000)), { windowOctets: 10_000, keepsCredit: true });
    for (const id of [1, 3]) client.open(id, head());
    client.frame(FrameType.WINDOW_UPDATE, 0, 3, uint32(50_000));
    expect(sizes(client)).toEqual([10_000, 30_000]);
    expect(client.outcome(1)).toBe("open");
  });

  test("a stream that is reset leaves its turn to the others", () => {
    const client = connect(serve(large(70_000)), { windowOctets: 100_000, keepsCredit: true });
    for (const id of [1, 3, 5]) client.open(id, head());
    client.reset(3, 8);
    client.frame(FrameType.WINDOW_UPDATE, 0, 0, uint32(200_000));
    expect(sizes(client)).toEqual([70_000, 0, 70_000]);
  });

  test("heads, trailers and empty answers need none", () => {
    const client = connect(
      serve(({ method }) => respond(200, {}, method === "GET" ? "x" : undefined)),
      {
        windowOctets: 0,
      },
    );
    client.open(1, head("HEAD")).open(3, head("POST")).open(5, head());
    expect([1, 3, 5].map((id) => client.outcome(id))).toEqual(["200", "200", "open"]);
    client.frame(FrameType.WINDOW_UPDATE, 0, 5, uint32(1));
    expect(client.outcome(5)).toBe("200 x");
  });

  test("a transport that is full holds content, not answers to PING and SETTINGS", () => {
    const client = connect(serve(large(50_000)), { capacity: 10_000 });
    client.open(1, head());
    const before = sizes(client)[0];
    client.raw(Buffer.concat([frame(FrameType.PING, 0, 0, "12345678"), SETTINGS]));
    expect(client.news().slice(-2)).toEqual(["PING ACK", "SETTINGS ACK"]);
    expect(sizes(client)[0]).toBe(before);
    while (client.transport.unsentOctets > 0) client.transport.drain();
    expect(sizes(client)).toEqual([50_000]);
  });
});

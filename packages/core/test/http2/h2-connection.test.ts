/** An HTTP/2 connection against what clients and applications do at the wrong moment. */
import type { IProtocol } from "../../src/interfaces/transport";
import { FrameType } from "../../src/http2/wire/frame";
import { respond } from "../../src/message/response";
import { uint32 } from "../support/frames";
import { connect, head } from "../support/http2-peer";
import { atRest, serve } from "../support/serve";

const MIB = 1024 * 1024;

describe("a long download", () => {
  const large = respond(200, {}, Buffer.alloc(32 * MIB));

  test("is paid for by what was sent: WINDOW_UPDATEs for every frame are no flood", () => {
    const served = serve(() => large);
    const client = connect(served, { keepsCredit: true });
    const streamId = client.request(head(), true);
    const { body } = {
      body: () => client.answer(streamId).content.reduce((sum, one) => sum + one.length, 0),
    };
    let credited = 0;
    for (let octets = body(); octets < 32 * MIB && client.ending === "open"; octets = body()) {
      for (const id of [0, streamId]) client.frame(FrameType.WINDOW_UPDATE, 0, id, uint32(octets - credited));
      credited = octets;
    }
    expect(client.outcome(streamId).slice(0, 3)).toBe("200");
  });

  test("may be slow: a connection window that is always used up is not one that stays shut", () => {
    const served = serve(() => large, { writeStallTimeoutMs: 60_000 });
    const client = connect(served, { keepsCredit: true, windowOctets: 64 * MIB });
    client.request(head(), true);
    for (let second = 0; second < 150; second++) {
      client.frame(FrameType.WINDOW_UPDATE, 0, 0, uint32(30_000));
      served.clock.advance(1_000);
    }
    expect(client.ending).toBe("open");
  });
});

test("an echo of a body has one end: no RST_STREAM behind it", () => {
  const client = connect(serve((request) => respond(200, {}, request)));
  const streamId = client.request(head("POST"), false);
  client.data(streamId, "abc", true);
  expect(client.news().filter((words) => words.startsWith("RST_STREAM"))).toEqual([]);
  expect(client.outcome(streamId)).toBe("200 abc");
});

test("a stream that the reader resets is reset once, however its content ends", () => {
  const client = connect(
    serve((request) => {
      request.deliverBody({
        makeConnection() {},
        dataReceived() {
          if (request.channel.httpVersion === "2.0") request.channel.reset(8);
        },
        connectionLost() {},
      });
      return new Promise(() => undefined);
    }),
  );
  const streamId = client.request(head("POST", "/", ["content-length", "9"]), false);
  client.data(streamId, "abc", true);
  expect(client.news().filter((words) => words.startsWith("RST_STREAM"))).toEqual(["RST_STREAM 1 CANCEL"]);
});

test("requests that always break off in the middle of a read are no drip", () => {
  const served = serve(() => respond(200, {}, "hello"));
  const client = connect(served);
  const ping = Buffer.concat([Buffer.from([0, 0, 8, 6, 0, 0, 0, 0, 0]), Buffer.alloc(8)]);
  client.raw(ping.subarray(0, 8));
  for (let second = 0; second < 40; second++) {
    client.raw(Buffer.concat([ping.subarray(8), ping.subarray(0, 8)]));
    served.clock.advance(1_000);
  }
  expect(client.ending).toBe("open");
});

test("what GOAWAY says of the last stream never grows (RFC 9113 section 6.8)", () => {
  const served = serve(() => new Promise(() => undefined));
  const client = connect(served);
  client.request(head(), true);
  for (const connection of served.site.connections) connection.drain();
  client.poll();
  client.request(head(), true);
  client.frame(FrameType.DATA, 0, 0, "never on the connection");
  client.poll();
  const named = client.frames.flatMap((one) => (one.type === FrameType.GOAWAY ? [one.lastStreamId] : []));
  expect(named).toEqual([2 ** 31 - 1, 1, 1]);
});

describe("producers that throw", () => {
  const throwing = (verb: "pauseProducing" | "resumeProducing" | "stopProducing") => {
    const readers: IProtocol[] = [];
    const body = {
      length: "UNKNOWN_LENGTH" as const,
      deliverBody(protocol: IProtocol) {
        readers.push(protocol);
        protocol.makeConnection({
          pauseProducing() {},
          resumeProducing() {},
          stopProducing() {},
          [verb]() {
            throw new Error("the producer broke");
          },
        });
      },
    };
    return { body, write: (octets: number) => readers[0]?.dataReceived(Buffer.alloc(octets)) };
  };

  test.each(["pauseProducing", "resumeProducing"] as const)(
    "in %s cost their own stream only",
    async (verb) => {
      const { body, write } = throwing(verb);
      const served = serve(({ path }) =>
        path === "/bad" ? respond(200, {}, body) : respond(200, {}, "fine"),
      );
      const client = connect(served);
      const bad = client.request(head("GET", "/bad"), true);
      client.poll();
      write(70_000);
      client.poll();
      await atRest();
      const sibling = client.request(head(), true);
      expect(client.outcome(sibling)).toBe("200 fine");
      expect(client.outcome(bad)).toBe("reset INTERNAL_ERROR");
    },
  );

  test("in stopProducing don't keep others from hearing that the connection is lost", () => {
    const { body } = throwing("stopProducing");
    const aborted: string[] = [];
    const served = serve((request) => {
      request.signal.addEventListener("abort", () => aborted.push(request.path));
      return respond(200, {}, request.path === "/bad" ? body : new ReadableStream());
    });
    const client = connect(served);
    client.request(head("GET", "/bad"), true);
    client.request(head("GET", "/good"), true);
    client.transport.lose();
    expect(aborted).toEqual(["/bad", "/good"]);
    expect(served.site.exchanges()).toEqual([]);
  });
});

test.each([-1, 0.5, NaN, 2 ** 32])("channel.reset(%p) is refused: it is no error code", (errorCode) => {
  const client = connect(
    serve((request) => {
      const { channel } = request;
      expect(() => channel.httpVersion === "2.0" && channel.reset(errorCode)).toThrow(RangeError);
      return respond(200, {}, "still here");
    }),
  );
  expect(client.outcome(client.request(head(), true))).toBe("200 still here");
});

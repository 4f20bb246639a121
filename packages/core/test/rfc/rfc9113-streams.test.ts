/** RFC 9113 sections 4 to 6, clause by clause, over a whole connection. Messages: rfc9113-messages.test.ts. */
import { Flag, FrameType } from "../../src/http2/wire/frame";
import type { IResponse } from "../../src/interfaces/message";
import { respond } from "../../src/message/response";
import { Http2Client } from "../../src/testing/http2-client";
import { StringTransport } from "../../src/testing/string-transport";
import { literal } from "../support/field-blocks";
import { frame, uint32 } from "../support/frames";
import { block, connect, head, Http2Peer } from "../support/http2-peer";
import { atRest, deferred, serve, type Served } from "../support/serve";

const hello = (): IResponse => respond(200, {}, "hello");
const never = (): Promise<IResponse> => new Promise(() => undefined);
const drain = ({ site }: Served): void => {
  for (const connection of site.connections) connection.drain();
};

describe("field blocks", () => {
  test("HEADERS that are refused still go through the table (section 4.3)", () => {
    const client = connect(
      serve(
        ({ method, headers }) =>
          method === "POST" ? never() : respond(200, {}, headers.get("x") ?? "nothing"),
        {
          http2: { maxConcurrentStreams: 2 },
        },
      ),
    );
    client.open(1, head("POST")).open(3, head("POST"));
    client.open(5, Buffer.concat([block(head()), literal("x", "kept", 0x40)]));
    expect(client.outcome(5)).toBe("reset REFUSED_STREAM");
    client.reset(1, 8);
    client.reset(3, 8);
    expect(client.open(7, Buffer.concat([block(head()), Buffer.from([0xbe])])).outcome(7)).toBe(
      "reset REFUSED_STREAM",
    );
    expect(client.ending).toBe("open");
  });

  test("HEADERS on a stream that was reset still go through the table (section 4.3)", () => {
    const client = connect(
      serve(({ headers, channel }) => {
        if (!headers.has("x")) channel.abort();
        return respond(200, {}, headers.get("x") ?? "");
      }),
    );
    client.open(1, head("POST"), false);
    client.frame(FrameType.HEADERS, Flag.END_HEADERS, 1, literal("x", "kept", 0x40));
    client.open(3, Buffer.concat([block(head()), Buffer.from([0xbe])]));
    expect(client.outcome(3)).toBe("200 kept");
  });

  test("a block that can't be decoded is a COMPRESSION_ERROR (section 4.3)", () => {
    const client = connect(serve(hello));
    client.frame(FrameType.HEADERS, Flag.END_HEADERS, 1, Buffer.from([0xff]));
    expect(client.ending).toBe("GOAWAY COMPRESSION_ERROR");
  });
});

describe("GOAWAY", () => {
  test("comes in two steps; what is on its way is served, what is later is not (section 6.8)", async () => {
    const { promise, resolve } = deferred<IResponse>();
    const served = serve(({ path }) => (path === "/slow" ? promise : hello()));
    const transport = new StringTransport().connect(served.site.buildProtocol());
    const client = new Http2Peer(transport);
    client.news();
    client.open(1, head("GET", "/slow"));
    drain(served);
    client.open(3, head("GET", "/on-its-way")); // before the client has looked
    expect(client.news()).toEqual([
      "GOAWAY 2147483647 NO_ERROR",
      "PING",
      "HEADERS 3",
      "DATA 3 5 END",
      "GOAWAY 3 NO_ERROR",
    ]);
    client.open(5, head());
    expect(client.news()).toEqual([]);
    expect(client.isClosed).toBe(false);
    resolve(hello());
    await atRest();
    expect(client.outcome(1)).toBe("200 hello");
    expect(client.isClosed).toBe(true);
    expect(served.site.connections.size).toBe(1); // until the transport says so
    transport.lose();
    expect(served.site.connections.size).toBe(0);
  });

  test("a client that does not answer the PING gets the second step after a second (section 6.8)", () => {
    const served = serve(never);
    const transport = new StringTransport().connect(served.site.buildProtocol());
    const client = new Http2Client(transport);
    client.poll();
    client.request(head(), true);
    transport.clear();
    drain(served);
    served.clock.advance(1_000);
    const goAway = frame(FrameType.GOAWAY, 0, 0, Buffer.concat([uint32(1), uint32(0)]));
    expect(transport.written.includes(goAway)).toBe(false);
    served.clock.advance(1_000);
    expect(transport.written.includes(goAway)).toBe(true);
  });

  test("from the client: its streams are answered, then the connection closes (section 6.8)", async () => {
    const { promise, resolve } = deferred<IResponse>();
    const client = connect(serve(() => promise)).open(1, head());
    client.frame(FrameType.GOAWAY, 0, 0, Buffer.alloc(8));
    expect(client.isClosed).toBe(false);
    resolve(hello());
    await atRest();
    expect(client.outcome(1)).toBe("200 hello");
    expect(client.isClosed).toBe(true);
  });

  test("with an error from the client: its streams are lost (section 6.8)", () => {
    const aborted: unknown[] = [];
    const client = connect(
      serve(({ signal }) => {
        signal.addEventListener("abort", () => aborted.push(signal.reason));
        return never();
      }),
    ).open(1, head());
    client.frame(FrameType.GOAWAY, 0, 0, Buffer.concat([uint32(0), uint32(2)]));
    expect(aborted).toMatchObject([{ code: "CLIENT_GONE", wasReset: true }]);
    expect(client.isClosed).toBe(true);
  });

  test("is said before the connection ends for an error, and nothing is read behind it (section 5.4.1)", () => {
    let handled = 0;
    const served = serve(() => {
      handled += 1;
      return hello();
    });
    const client = connect(served);
    client.raw(
      Buffer.concat([frame(FrameType.PING, 0, 1, "12345678"), frame(FrameType.HEADERS, 5, 1, block(head()))]),
    );
    expect(client.news()).toEqual(["GOAWAY 0 PROTOCOL_ERROR"]);
    expect(handled).toBe(0);
    expect(client.isClosed).toBe(true);
  });
});

describe("streams", () => {
  test("RST_STREAM ends one, and its siblings go on (section 5.4.2)", async () => {
    const { promise, resolve } = deferred<IResponse>();
    const client = connect(serve(() => promise))
      .open(1, head())
      .open(3, head());
    client.reset(1, 8);
    resolve(hello());
    await atRest();
    expect(client.news()).toEqual(["HEADERS 3", "DATA 3 5 END"]);
  });

  test("RST_STREAM is never answered with RST_STREAM (section 5.4.2)", () => {
    const client = connect(serve(never)).open(1, head());
    client.reset(1, 8);
    client.reset(1, 8);
    expect(client.news()).toEqual([]);
  });

  test("a PRIORITY is ignored, but for one that depends on itself (section 5.3.2)", () => {
    const priority = (on: number, streamId: number): Http2Peer =>
      connect(serve(hello))
        .frame(FrameType.PRIORITY, 0, streamId, Buffer.concat([uint32(on), Buffer.from([9])]))
        .open(9, head());
    expect(priority(3, 5).outcome(9)).toBe("200 hello");
    expect(priority(5, 5).outcome(9)).toBe("GOAWAY PROTOCOL_ERROR");
  });

  test("an unknown frame is ignored, on any stream (section 5.5)", () => {
    const client = connect(serve(hello)).frame(0xee, 0xff, 77, "anything").open(1, head());
    expect(client.outcome(1)).toBe("200 hello");
  });
});

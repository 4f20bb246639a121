/** How a connection takes no more streams, in two steps (RFC 9113 section 6.8), whoever begins with it and when. */
import type { IResponse } from "../../src/interfaces/message";
import { respond } from "../../src/message/response";
import { frame, uint32 } from "../support/frames";
import { FrameType } from "../../src/http2/wire/frame";
import { connect, head, type Http2Peer } from "../support/http2-peer";
import { atRest, deferred, serve, type Served } from "../support/serve";

const hello = (): IResponse => respond(200, {}, "hello");
const never = (): Promise<IResponse> => new Promise(() => undefined);
const drain = ({ site }: Served): void => {
  for (const connection of site.connections) connection.drain();
};
const goAways = (client: Http2Peer): string[] => client.news().filter((words) => words.startsWith("GOAWAY"));

test("a connection without streams closes when the PING has come back", () => {
  const served = serve(hello);
  const client = connect(served);
  drain(served);
  expect(client.transport.isDisconnecting).toBe(false);
  expect(goAways(client)).toEqual(["GOAWAY 2147483647 NO_ERROR", "GOAWAY 0 NO_ERROR"]);
  expect(client.isClosed).toBe(true);
});

test("begun twice it is the same", () => {
  const served = serve(never);
  const client = connect(served).open(1, head());
  for (let i = 0; i < 3; i++) drain(served);
  expect(goAways(client)).toHaveLength(2);
  drain(served);
  expect(goAways(client)).toEqual([]);
});

test("another PING's acknowledgement is none of it", () => {
  const served = serve(never);
  const client = connect(served).open(1, head());
  drain(served);
  client.transport.feed(frame(FrameType.PING, 1, 0, "12345678"));
  expect(client.frames.filter(({ type }) => type === FrameType.GOAWAY)).toEqual([]);
  expect(goAways(client)).toHaveLength(2);
});

test("maxRequestsPerConnection begins it with the last stream, which is served", () => {
  const served = serve(hello, { maxRequestsPerConnection: 2 });
  const client = connect(served).open(1, head()).open(3, head());
  expect(goAways(client)).toEqual(["GOAWAY 2147483647 NO_ERROR", "GOAWAY 3 NO_ERROR"]);
  expect([client.outcome(1), client.outcome(3)]).toEqual(["200 hello", "200 hello"]);
  expect(client.isClosed).toBe(true);
});

test("a handler may begin it, and is answered", () => {
  const served: Served = serve(() => {
    drain(served);
    return hello();
  });
  const client = connect(served).open(1, head());
  expect(client.outcome(1)).toBe("200 hello");
  expect(client.isClosed).toBe(true);
});

test("an error in the middle of it names no more streams than it did, and ends it", () => {
  const served = serve(never);
  const client = connect(served).open(1, head());
  drain(served);
  client.news();
  client.open(3, head());
  client.frame(FrameType.WINDOW_UPDATE, 0, 0, uint32(0));
  expect(goAways(client)).toEqual(["GOAWAY 1 PROTOCOL_ERROR"]);
  expect(client.isClosed).toBe(true);
});

test("content of streams in flight goes on flowing", async () => {
  const { promise, resolve } = deferred<IResponse>();
  const served = serve((request) => {
    request.deliverBody({ makeConnection() {}, dataReceived() {}, connectionLost: () => resolve(hello()) });
    return promise;
  });
  const client = connect(served).open(1, head("POST"), false);
  drain(served);
  client.news();
  client.data(1, Buffer.alloc(500_000), true);
  await atRest();
  expect(client.outcome(1)).toBe("200 hello");
  expect(client.isClosed).toBe(true);
});

test("the client's FIN lets streams in flight end, then the connection closes", async () => {
  const { promise, resolve } = deferred<IResponse>();
  const client = connect(serve(() => promise)).open(1, head());
  client.transport.feedEnd();
  expect(client.isClosed).toBe(false);
  resolve(hello());
  await atRest();
  expect(client.outcome(1)).toBe("200 hello");
  expect(client.isClosed).toBe(true);
});

/** Applications that act on their stream, or on the connection, from inside a call of ours. */
import { BodyAborted, BodyLost } from "../../src/errors";
import { FrameType } from "../../src/http2/wire/frame";
import type { IHTTP2_0Channel } from "../../src/interfaces/channel";
import type { IRequest, IResponse } from "../../src/interfaces/message";
import type { IBodyTransport, IProtocol } from "../../src/interfaces/transport";
import { respond } from "../../src/message/response";
import { RecordingProtocol } from "../../src/testing/recording-protocol";
import { frame } from "../support/frames";
import { block, connect, head, type Http2Peer } from "../support/http2-peer";
import { RecordingProducer } from "../support/recording-producer";
import { atRest, serve, type Served } from "../support/serve";

const never = (): Promise<IResponse> => new Promise(() => undefined);
const hello = (): IResponse => respond(200, {}, "hello");
const resetOf = ({ channel }: IRequest): void => (channel as IHTTP2_0Channel).reset(8);

/** Nothing of the connection has suffered: the next stream is answered, and every stream that is over is forgotten. */
function wantUnharmed({ site, log }: Served, client: Http2Peer, streamId: number): void {
  expect(client.open(streamId, head("GET", "/after")).outcome(streamId)).toBe("200 hello");
  expect(client.ending).toBe("open");
  expect(site.exchanges()).toEqual([]);
  expect(log.lines).toEqual([]);
}

type Moment = "handler" | "makeConnection" | "dataReceived" | "connectionLost";
type Act = (request: IRequest, transport?: IBodyTransport) => void;

const MOMENTS: readonly Moment[] = ["handler", "makeConnection", "dataReceived", "connectionLost"];
const ACTS: readonly (readonly [what: string, act: Act])[] = [
  ["resets", resetOf],
  ["aborts", ({ channel }) => channel.abort()],
  [
    "resets twice",
    (request) => {
      resetOf(request);
      resetOf(request);
    },
  ],
  [
    "stops the body and resets",
    (request, transport) => {
      transport?.stopProducing();
      resetOf(request);
    },
  ],
];

describe.each(ACTS)("a reader that %s", (_, act) => {
  test.each(MOMENTS)("in %s: one RST_STREAM, one end, no harm", (moment) => {
    const ends: unknown[] = [];
    const served = serve((request) => {
      if (request.path === "/after") return hello();
      if (moment === "handler") act(request);
      let transport: IBodyTransport | undefined;
      request.deliverBody({
        makeConnection(given) {
          transport = given;
          if (moment === "makeConnection") act(request, transport);
        },
        dataReceived() {
          if (moment === "dataReceived") act(request, transport);
        },
        connectionLost(reason) {
          ends.push(reason);
          if (moment === "connectionLost") act(request, transport);
        },
      });
      return answerLate(request);
    });
    // So that the stream is open at each moment, and its handler ends with it.
    const answerLate = (request: IRequest): IResponse | Promise<IResponse> =>
      moment === "handler"
        ? hello()
        : new Promise((resolve) => request.signal.addEventListener("abort", () => resolve(hello())));
    const client = connect(served).open(1, head("POST"), false);
    client.data(1, "abc", true);
    expect(client.news().filter((words) => words.startsWith("RST_STREAM"))).toHaveLength(1);
    expect(ends).toHaveLength(1);
    wantUnharmed(served, client, 3);
  });
});

test("a producer that resets the stream while it is pumped harms nobody", () => {
  const requests: IRequest[] = [];
  const producers: RecordingProducer[] = [];
  const served = serve((request) => {
    if (request.path === "/after") return hello();
    requests.push(request);
    const producer = new RecordingProducer();
    producer.resumeProducing = () => resetOf(request);
    producers.push(producer);
    return respond(200, {}, producer.body);
  });
  const client = connect(served, { windowOctets: 10 });
  for (const id of [1, 3]) client.open(id, head());
  for (const { consumer } of producers) consumer.write("x".repeat(20));
  client.frame(FrameType.WINDOW_UPDATE, 0, 1, Buffer.from([0, 0, 1, 0]));
  client.frame(FrameType.WINDOW_UPDATE, 0, 3, Buffer.from([0, 0, 1, 0]));
  expect([client.outcome(1), client.outcome(3)]).toEqual(["reset CANCEL", "reset CANCEL"]);
  wantUnharmed(served, client, 5);
});

test("a reader of one stream may reset its sibling", () => {
  const requests: IRequest[] = [];
  const sibling = new RecordingProtocol();
  const served = serve((request) => {
    if (request.path === "/after") return hello();
    requests.push(request);
    const first = requests.length === 1;
    const breaking: IProtocol = {
      makeConnection() {},
      dataReceived: () => resetOf(requests[1]!),
      connectionLost() {},
    };
    request.deliverBody(first ? breaking : sibling);
    return first ? hello() : never();
  });
  const client = connect(served);
  client.open(1, head("POST"), false).open(3, head("POST"), false);
  const octets = [frame(FrameType.DATA, 1, 1, "a"), frame(FrameType.DATA, 1, 3, "b")];
  client.raw(Buffer.concat(octets));
  expect([client.outcome(1), client.outcome(3)]).toEqual(["200 hello", "reset CANCEL"]);
  expect(sibling.end).toBeInstanceOf(BodyAborted);
  wantUnharmed(served, client, 5);
});

test("a handler may abort every connection of its site", () => {
  const served: Served = serve(() => {
    for (const connection of served.site.connections) connection.abort(new Error("enough"));
    return hello();
  });
  const client = connect(served);
  const requests = [1, 3].map((id) => frame(FrameType.HEADERS, 5, id, block(head())));
  client.transport.feed(Buffer.concat(requests));
  expect(client.transport.isAborted).toBe(true);
  client.transport.lose();
  expect(served.site.connections.size).toBe(0);
  expect(served.site.exchanges()).toEqual([]);
});

test("an answer, an interim answer and a claim that come after the connection was lost change nothing", async () => {
  const requests: IRequest[] = [];
  const answers: ((response: IResponse) => void)[] = [];
  const producer = new RecordingProducer();
  const served = serve((request) => {
    requests.push(request);
    return new Promise((resolve) => answers.push(resolve));
  });
  const client = connect(served).open(1, head("POST"), false);
  client.transport.lose();
  const before = client.transport.writes.length;
  const reader = new RecordingProtocol();
  const [request] = requests;
  request?.channel.sendInterim(103);
  request?.deliverBody(reader);
  request?.channel.abort();
  answers[0]?.(respond(200, {}, producer.body));
  await atRest();
  expect(reader.end).toBeDefined();
  expect(producer.calls).toEqual(["stop"]);
  expect(client.transport.writes).toHaveLength(before);
  expect(served.log.lines).toEqual([]);
});

test("nothing is written behind GOAWAY for an error, whatever readers make of their ends", () => {
  const ends: unknown[] = [];
  const served = serve((request) => {
    const reader: IProtocol = {
      makeConnection() {},
      dataReceived() {},
      connectionLost(reason) {
        ends.push(reason);
        resetOf(request);
      },
    };
    request.deliverBody(reader);
    return never();
  });
  const client = connect(served).open(1, head("POST"), false).open(3, head("POST"), false);
  client.news();
  client.frame(FrameType.PING, 0, 1, "12345678");
  client.frame(FrameType.PING, 0, 1, "12345678");
  expect(client.news()).toEqual(["GOAWAY 3 PROTOCOL_ERROR"]);
  expect(ends).toEqual([expect.any(BodyLost), expect.any(BodyLost)]);
  client.transport.lose();
  expect(served.site.connections.size).toBe(0);
});

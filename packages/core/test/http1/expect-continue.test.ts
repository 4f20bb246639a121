/** 100 (Continue), sent and withheld (RFC 9110 section 10.1.1). */
import { readBody } from "../../src/body/read-body";
import { BodyAborted } from "../../src/errors";
import type { IRequest, IResponse } from "../../src/interfaces/message";
import { respond } from "../../src/message/response";
import { RecordingProtocol } from "../../src/testing/recording-protocol";
import { RecordingProducer } from "../support/recording-producer";
import { atRest, get, requestHead, serve } from "../support/serve";

const CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";
const EXPECTING = requestHead("PUT", "/", "Content-Length: 3", "Expect: 100-continue");

const reads = async (request: IRequest): Promise<IResponse> => respond(200, {}, await readBody(request));
const refuses = (): IResponse => respond(401, {}, "no");

test("is sent by the first claim", async () => {
  const client = serve(reads).client().send(EXPECTING);
  expect(client.received).toBe(CONTINUE);
  client.send("abc");
  await atRest();
  expect(client.codes).toEqual([100, 200]);
});

test("the expectation is case-insensitive", () => {
  const client = serve(reads).client();
  expect(client.send(EXPECTING.replace("100-continue", "100-Continue")).received).toBe(CONTINUE);
});

test.each([
  ["to HTTP/1.0", EXPECTING.replace("HTTP/1.1", "HTTP/1.0")],
  ["for length 0", EXPECTING.replace("Length: 3", "Length: 0")],
  ["without content", EXPECTING.replace("Content-Length: 3\r\n", "")],
  ["where octets came with the head", EXPECTING + "ab"],
])("is not sent %s", (_name, octets) => {
  const client = serve(reads).client().send(octets);
  expect(client.received).not.toContain("100 Continue");
});

test("is not sent once octets are there, even if they came after the head", () => {
  const requests: IRequest[] = [];
  const { client } = serve((request) => {
    requests.push(request);
    return new Promise(() => undefined);
  });
  const one = client().send(EXPECTING, "a");
  requests[0]?.deliverBody(new RecordingProtocol());
  expect(one.received).toBe("");
});

test("is not sent after the answer has begun", () => {
  const producer = new RecordingProducer();
  const requests: IRequest[] = [];
  const { client } = serve((request) => {
    requests.push(request);
    return respond(200, {}, producer.body);
  });
  const one = client().send(EXPECTING);
  requests[0]?.deliverBody(new RecordingProtocol());
  expect(one.received).not.toContain("100 Continue");
});

test("sent by hand, it is not sent again", () => {
  const { client } = serve((request) => {
    request.channel.sendInterim(100);
    return reads(request);
  });
  expect(client().send(EXPECTING).received).toBe(CONTINUE);
});

describe("withheld", () => {
  test("the final answer says Connection: close, and the connection lingers", () => {
    const client = serve(refuses).client().send(EXPECTING);
    expect(client.codes).toEqual([401]);
    expect(client.received).toContain("Connection: close\r\n");
    expect(client.state).toBe("lingering");
  });

  test("octets pipelined behind it are never read as a request", () => {
    const seen: string[] = [];
    const { client } = serve((request) => {
      seen.push(request.path);
      return refuses();
    });
    client().send(EXPECTING, get("/smuggled"), "abc", get("/late"));
    expect(seen).toEqual(["/"]);
  });

  test("not even while the answer still flows", () => {
    const seen: string[] = [];
    const producer = new RecordingProducer();
    const { client } = serve((request) => {
      seen.push(request.path);
      return respond(401, {}, producer.body);
    });
    const one = client().send(EXPECTING, get("/smuggled"));
    producer.consumer.finish();
    one.send(get("/late"));
    expect(seen).toEqual(["/"]);
    expect(one.state).toBe("lingering");
  });

  test("100 MB behind a refusal are read and thrown away, and the refusal arrives", () => {
    const client = serve(refuses).client().send(EXPECTING.replace(": 3", ": 100000000"));
    const piece = Buffer.alloc(1_000_000);
    for (let i = 0; i < 100; i++) client.send(piece);
    expect(client.transport.isPaused).toBe(false);
    expect(client.codes).toEqual([401]);
  });

  test("octets that had come are content: swallowed, and the next request is one", () => {
    const client = serve(refuses)
      .client()
      .send(EXPECTING + "ab", "c" + get());
    expect(client.codes).toEqual([401, 401]);
  });

  test("a claim after the final head is too late: BodyAborted at once", () => {
    const reader = new RecordingProtocol();
    const producer = new RecordingProducer();
    const requests: IRequest[] = [];
    const { client } = serve((request) => {
      requests.push(request);
      return respond(200, {}, producer.body);
    });
    const one = client().send(EXPECTING);
    requests[0]?.deliverBody(reader);
    one.send("abc");
    expect(reader).toMatchObject({ chunks: [], end: expect.any(BodyAborted) });
    producer.consumer.finish();
    expect(one.state).toBe("lingering");
  });
});

describe("an expectation that nobody knows", () => {
  const odd = requestHead("PUT", "/", "Content-Length: 3", "Expect: 200-ok");

  test("is a 417, and the handler never hears of it", () => {
    const handler = jest.fn(refuses);
    const client = serve(handler).client().send(odd, "abc", get());
    expect(client.codes).toEqual([417]);
    expect(client.received).toContain("Connection: close\r\n");
    expect(handler).not.toHaveBeenCalled();
  });

  test("beside 100-continue, too", () => {
    expect(serve(reads).client().send(odd.replace("200-ok", "100-continue, 200-ok")).codes).toEqual([417]);
  });

  test("is ignored by a site that says so", async () => {
    const client = serve(reads, { unknownExpectation: "ignore" }).client().send(odd, "abc");
    await atRest();
    expect(client.codes).toEqual([200]);
  });
});

/** The head of a streamed answer leaves when the stream is asked for its first octets: what happens in there counts. */
import { iterate } from "../../src/body/iterate";
import { BodyAborted } from "../../src/errors";
import type { IRequest, IResponse } from "../../src/interfaces/message";
import { respond } from "../../src/message/response";
import { RecordingProtocol } from "../../src/testing/recording-protocol";
import { RecordingProducer } from "../support/recording-producer";
import { atRest, requestHead, serve } from "../support/serve";

const EXPECTING = requestHead("PUT", "/", "Content-Length: 3", "Expect: 100-continue");
const LARGE = requestHead("PUT", "/", "Content-Length: 1000000");

const itself = (request: IRequest): IResponse => respond(200, {}, request);
const asItComes = (request: IRequest): IResponse => respond(200, {}, iterate(request));

describe.each([
  ["the request's own body", itself],
  ["an iterable over it", asItComes],
])("an answer made of %s", (_name, handler) => {
  test("invites it: 100, then the head", async () => {
    const client = serve(handler).client().send(EXPECTING);
    await atRest();
    expect(client.received).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n/);
    client.send("abc");
    await atRest();
    expect(client.codes).toEqual([100, 200]);
    expect(client.received).toContain("abc");
    expect(client.received).not.toContain("Connection: close");
  });

  test("leaves nothing unread, so the connection stays", async () => {
    const client = serve(handler).client().send(LARGE);
    await atRest();
    expect(client.received).toContain("200 OK");
    expect(client.received).not.toContain("Connection: close");
  });
});

test("a body that is claimed after the head was never invited, and its reader is told so", () => {
  const requests: IRequest[] = [];
  const { client } = serve((request) => {
    requests.push(request);
    return respond(200, {}, new RecordingProducer().body);
  });
  client().send(EXPECTING);
  const reader = new RecordingProtocol();
  requests[0]?.deliverBody(reader);
  expect(reader.end).toBeInstanceOf(BodyAborted);
});

test("a stream that breaks before its first octet is a 500, not a cut", async () => {
  const broken = {
    code: 200,
    headers: respond(200).headers,
    length: 3,
    deliverBody(): void {
      throw new Error("no such file");
    },
  };
  const { client, log } = serve(() => broken);
  const one = client().send(requestHead("GET", "/"));
  await atRest();
  expect(one.codes).toEqual([500]);
  expect(one.received).not.toContain("no such file");
  expect(log.lines).toHaveLength(1);
});

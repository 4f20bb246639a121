/** What can be watched through node:diagnostics_channel: which events, in which order, and nothing unless somebody does. */
import { channel, subscribe, unsubscribe } from "node:diagnostics_channel";
import { readBody } from "../../src/body/read-body";
import type { BodyEvent, ConnectionEvent, RequestEvent, ResponseEvent } from "../../src/channel/diagnostics";
import type { Handler } from "../../src/interfaces/resource";
import { respond } from "../../src/message/response";
import { RecordingProtocol } from "../../src/testing/recording-protocol";
import { RecordingProducer } from "../support/recording-producer";
import { atRest, get, post, requestHead, serve } from "../support/serve";

const NAMES = ["headgate:connection", "headgate:request", "headgate:body", "headgate:response"];

type Told = Partial<ConnectionEvent & RequestEvent & BodyEvent & ResponseEvent>;

describe("subscribed", () => {
  const events: string[] = [];
  const told: Told[] = [];

  function hear(message: unknown, name: string | symbol): void {
    const event = message as { readonly type?: string };
    events.push([String(name).slice("headgate:".length), event.type].filter(Boolean).join(" "));
    told.push(message as Told);
  }

  beforeEach(() => {
    events.length = told.length = 0;
    for (const name of NAMES) subscribe(name, hear);
  });

  afterEach(() => {
    for (const name of NAMES) unsubscribe(name, hear);
  });

  test("an exchange without a body", () => {
    const client = serve(() => respond(200, {}, "hello"))
      .client()
      .send(get("/a"));
    client.transport.lose();
    expect(events).toEqual([
      "connection opened",
      "request",
      "response head",
      "response ended",
      "connection lost",
    ]);
    expect(told[0]).toMatchObject({ peer: { host: "client" }, httpVersion: "1.1" });
    expect(told[1]).toMatchObject({ request: { uri: "/a" } });
    expect(told[3]).toMatchObject({
      request: { uri: "/a" },
      response: { code: 200 },
      sent: 5,
      isComplete: true,
    });
  });

  test("an upload that is read", async () => {
    serve(async (request) => respond(200, {}, await readBody(request)))
      .client()
      .send(post("abc"));
    await atRest();
    expect(events.slice(1)).toEqual([
      "request",
      "body claimed",
      "body ended",
      "response head",
      "response ended",
    ]);
    expect(told[3]).toMatchObject({ received: 3, reason: { code: "BODY_DONE" } });
  });

  test("a body that is too long is claimed and ended, both told", async () => {
    serve(async (request) => respond(200, {}, await readBody(request)), { maxBodyOctets: 1 })
      .client()
      .send(post("abc"));
    await atRest();
    expect(events.slice(1)).toEqual([
      "request",
      "body claimed",
      "body ended",
      "response head",
      "response ended",
    ]);
    expect(told[3]).toMatchObject({ reason: { code: "BODY_ABORTED" } });
  });

  test("a body that nobody claims", () => {
    const { client, clock } = serve(() => new Promise(() => undefined));
    client().send(requestHead("POST", "/", "Content-Length: 9"), "abc");
    clock.advance(11_000);
    expect(events.slice(1)).toEqual(["request", "body unclaimed"]);
    expect(told[2]).toMatchObject({ received: 3 });
  });

  test("a streamed answer whose client leaves", () => {
    const producer = new RecordingProducer();
    const one = serve(() => respond(200, {}, producer.body))
      .client()
      .send(get());
    producer.consumer.write("abc");
    one.transport.lose();
    expect(events.slice(1)).toEqual(["request", "response head", "connection lost", "response ended"]);
    expect(told[4]).toMatchObject({ sent: 3, isComplete: false });
  });

  test("a reader that stops", () => {
    const reader: RecordingProtocol = new RecordingProtocol({
      received: () => reader.transport.stopProducing(),
    });
    serve((request) => {
      request.deliverBody(reader);
      return respond(200);
    })
      .client()
      .send(post("abc"));
    expect(events.filter((event) => event.startsWith("body"))).toEqual(["body claimed", "body ended"]);
  });

  test("every exchange of a pipeline, one after the other", () => {
    const handler: Handler = (request) => respond(200, {}, request.path);
    serve(handler)
      .client()
      .send(get("/a") + get("/b"));
    expect(events.slice(1)).toEqual([
      ...["request", "response head", "response ended"],
      ...["request", "response head", "response ended"],
    ]);
  });
});

test("unsubscribed, nothing is published", () => {
  const published = jest.fn();
  for (const name of NAMES) jest.spyOn(channel(name), "publish").mockImplementation(published);
  const { client, clock } = serve((request) => {
    if (request.method === "GET") return respond(200);
    request.deliverBody(new RecordingProtocol());
    return respond(200, {}, ["streamed"]);
  });
  client().send(get(), post("abc")).transport.lose();
  clock.advance(20_000);
  expect(published).not.toHaveBeenCalled();
});

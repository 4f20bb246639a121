/** Clients that have sent FIN: presumed gone, and answered all the same. */
import { readBody } from "../../src/body/read-body";
import { BodyDone, BodyLost, ClientGone } from "../../src/errors";
import type { IRequest, IResponse } from "../../src/interfaces/message";
import { respond } from "../../src/message/response";
import { clientGone } from "../../src/message/request";
import { RecordingProtocol } from "../../src/testing/recording-protocol";
import { RecordingProducer } from "../support/recording-producer";
import { atRest, deferred, get, post, requestHead, serve } from "../support/serve";

/** A site whose handlers all wait for the test. */
function waiting() {
  const exchanges: {
    request: IRequest;
    answer: (response: IResponse) => void;
    fail: (error: unknown) => void;
  }[] = [];
  const served = serve((request) => {
    const { promise, resolve, reject } = deferred<IResponse>();
    exchanges.push({ request, answer: resolve, fail: reject });
    return promise;
  });
  return { client: served.client, clock: served.clock, log: served.log, exchanges };
}

test("a FIN right behind the head, the answer later: delivered, then closed", async () => {
  const { client, clock, exchanges } = waiting();
  const one = client().send(get());
  one.transport.feedEnd();
  clock.advance(200);
  exchanges[0]?.answer(respond(200, {}, "late, but here"));
  await atRest();
  expect(one.bodies).toEqual(["late, but here"]);
  expect(one.state).toBe("closed");
});

test("the signal aborts in the turn that brings the FIN", () => {
  const { client, exchanges } = waiting();
  const one = client().send(get());
  const { signal } = exchanges[0]!.request;
  one.transport.feedEnd();
  expect(signal.aborted).toBe(true);
  expect(signal.reason).toBeInstanceOf(ClientGone);
  expect(clientGone(exchanges[0]!.request)).toBe(signal.reason);
});

test("a handler that rejects with signal.reason closes, silently", async () => {
  const { client, exchanges, log } = waiting();
  const one = client().send(get());
  const { signal } = exchanges[0]!.request;
  one.transport.feedEnd();
  exchanges[0]?.fail(signal.reason);
  await atRest();
  expect(one).toMatchObject({ received: "", state: "closed" });
  expect(log.lines).toEqual([]);
});

test("an idle connection is closed by a FIN", () => {
  const one = waiting().client();
  one.transport.feedEnd();
  expect(one.state).toBe("closed");
});

test("so is one with half a head, without an answer", () => {
  const one = waiting().client().send("GET / HT");
  one.transport.feedEnd();
  expect(one).toMatchObject({ received: "", state: "closed" });
});

test("every request before the FIN is answered", async () => {
  const { client, exchanges } = waiting();
  const one = client().send(get("/a") + get("/b") + get("/c"));
  one.transport.feedEnd();
  for (const path of ["/a", "/b", "/c"]) {
    expect(one.isClosed).toBe(false);
    exchanges.at(-1)?.answer(respond(200, {}, path));
    await atRest();
  }
  expect(one.bodies).toEqual(["/a", "/b", "/c"]);
  expect(one.state).toBe("closed");
});

test("a request that begins behind the FIN is of a client that is presumed gone", async () => {
  const { client, exchanges } = waiting();
  const one = client().send(get("/a") + get("/b"));
  one.transport.feedEnd();
  exchanges[0]?.answer(respond(200));
  await atRest();
  expect(exchanges[1]?.request.signal.aborted).toBe(true);
});

describe("content", () => {
  test("that is complete is delivered, with BodyDone", async () => {
    const { client, exchanges } = waiting();
    const one = client().send(post("abc"));
    one.transport.feedEnd();
    const reader = new RecordingProtocol();
    exchanges[0]?.request.deliverBody(reader);
    expect(reader.text).toBe("abc");
    expect(reader.end).toBe(BodyDone.instance);
  });

  test("that is short is BodyLost, and never BodyDone", () => {
    const { client, exchanges } = waiting();
    const one = client().send(requestHead("POST", "/", "Content-Length: 4"), "abc");
    const reader = new RecordingProtocol();
    exchanges[0]?.request.deliverBody(reader);
    one.transport.feedEnd();
    expect(reader.text).toBe("abc");
    expect(reader.end).toBeInstanceOf(BodyLost);
  });

  test("that is short behind another request is BodyLost, too", async () => {
    const { client, exchanges } = waiting();
    const one = client().send(get("/a") + requestHead("POST", "/b", "Content-Length: 4") + "abc");
    one.transport.feedEnd();
    exchanges[0]?.answer(respond(200));
    await atRest();
    const reader = new RecordingProtocol();
    exchanges[1]?.request.deliverBody(reader);
    expect(reader.text).toBe("abc");
    expect(reader.end).toBeInstanceOf(BodyLost);
  });

  test("that is complete behind another request reaches a reader that takes its time", async () => {
    const { client, exchanges } = waiting();
    const one = client().send(get("/a") + post("abc", "/b"));
    one.transport.feedEnd();
    exchanges[0]?.answer(respond(200));
    await atRest();
    const reader = new RecordingProtocol({ pauseAtOnce: true });
    exchanges[1]?.request.deliverBody(reader);
    await atRest();
    reader.transport.resumeProducing();
    expect(reader.text).toBe("abc");
    expect(reader.end).toBe(BodyDone.instance);
  });

  test("that will not come any more is not waited for after the answer", async () => {
    const { client, exchanges } = waiting();
    const one = client().send(requestHead("POST", "/", "Content-Length: 4"));
    exchanges[0]?.answer(respond(200));
    await atRest();
    one.transport.feedEnd();
    expect(one.state).toBe("closed");
  });

  test("cut short, and the reader lets that through: nothing is sent, the client having left", async () => {
    const { client, log } = serve(async (request) => respond(200, {}, await readBody(request)));
    const one = client().send(requestHead("POST", "/", "Content-Length: 4"), "abc");
    one.transport.feedEnd();
    await atRest();
    expect(one).toMatchObject({ received: "", state: "closed" });
    expect(log.lines).toEqual([]);
  });
});

describe("an answer that flows", () => {
  test("goes on after the FIN", () => {
    const producer = new RecordingProducer();
    const one = serve(() => respond(200, {}, producer.body))
      .client()
      .send(get());
    producer.consumer.write("one ");
    one.transport.feedEnd();
    producer.consumer.write("two");
    producer.consumer.finish();
    expect(one.bodies).toEqual(["one two"]);
    expect(producer.calls).toEqual(["start"]);
    expect(one.state).toBe("closed");
  });

  test("is stopped, once, when nothing has moved for writeStallTimeoutMs after it", () => {
    const producer = new RecordingProducer();
    const { client, clock } = serve(() => respond(200, {}, producer.body), { writeStallTimeoutMs: 60_000 });
    const one = client().send(get());
    clock.advance(90_000);
    one.transport.feedEnd();
    clock.advance(60_000);
    expect(one.state).toBe("open");
    clock.advance(1_000);
    expect(one.state).toBe("aborted");
    one.transport.lose();
    expect(producer.stops).toBe(1);
  });

  test("lives for as long as it moves", () => {
    const producer = new RecordingProducer();
    const { client, clock } = serve(() => respond(200, {}, producer.body), { writeStallTimeoutMs: 60_000 });
    const one = client().send(get());
    one.transport.feedEnd();
    for (let minute = 0; minute < 10; minute++) {
      clock.advance(50_000);
      producer.consumer.write("x");
    }
    expect(one.state).toBe("open");
  });
});

test("a reset behind a FIN stops the producer once and is told once", () => {
  const producer = new RecordingProducer();
  const aborted = jest.fn();
  const { client } = serve((request) => {
    request.signal.addEventListener("abort", aborted);
    return respond(200, {}, producer.body);
  });
  const one = client().send(get());
  one.transport.feedEnd();
  one.transport.lose();
  expect(producer.stops).toBe(1);
  expect(aborted).toHaveBeenCalledTimes(1);
});

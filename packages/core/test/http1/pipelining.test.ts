/** Requests that come before the answers of those in front of them. */
import type { IRequest, IResponse } from "../../src/interfaces/message";
import { respond } from "../../src/message/response";
import { RecordingProtocol } from "../../src/testing/recording-protocol";
import { RecordingProducer } from "../support/recording-producer";
import { atRest, deferred, get, requestHead, serve } from "../support/serve";

const echoPath = (request: IRequest): IResponse => respond(200, {}, request.path);

describe("pipelining", () => {
  test("answers leave in the order of their requests, one exchange at a time", async () => {
    const waiting: { request: IRequest; answer: (response: IResponse) => void }[] = [];
    const { client, site } = serve((request) => {
      const { promise, resolve } = deferred<IResponse>();
      waiting.push({ request, answer: resolve });
      return promise;
    });
    const one = client().send(get("/a") + get("/b") + get("/c"));
    for (const path of ["/a", "/b", "/c"]) {
      expect(site.exchanges()).toMatchObject([{ target: path }]);
      waiting.at(-1)?.answer(respond(200, {}, path));
      await atRest();
    }
    expect(one.bodies).toEqual(["/a", "/b", "/c"]);
  });

  test("requests that wait are read ahead up to the limit, then the transport is paused", async () => {
    const { promise, resolve } = deferred<IResponse>();
    const { client } = serve(() => promise, { readAheadOctets: 1_000 });
    const one = client().send(get("/first"));
    one.send("x".repeat(999));
    expect(one.transport.isPaused).toBe(false);
    one.send("x");
    expect(one.transport.isPaused).toBe(true);
    resolve(respond(200, {}, "done"));
    await atRest();
    expect(one.transport.isPaused).toBe(false);
  });

  test("a later request that is bad gets its 400 after the answers that are owed", async () => {
    const { promise, resolve } = deferred<IResponse>();
    const { client } = serve(() => promise);
    const one = client().send(get("/a") + "BAD\r\n\r\n" + get("/never"));
    expect(one.codes).toEqual([]);
    resolve(respond(200, {}, "owed"));
    await atRest();
    expect(one.codes).toEqual([200, 400]);
    expect(one.received).toMatch(/Connection: close\r\n\r\nthe method is not a token and one space\n$/);
    expect(one.state).toBe("lingering");
  });

  test("while an answer flows, the next request waits", () => {
    const producer = new RecordingProducer();
    const { client } = serve((request) =>
      request.path === "/a" ? respond(200, {}, producer.body) : echoPath(request),
    );
    const one = client().send(get("/a") + get("/b"));
    producer.consumer.write("flowing");
    expect(one.received).not.toContain("/b");
    producer.consumer.finish();
    expect(one.bodies).toEqual(["flowing", "/b"]);
  });

  test("while a reader takes its time after an early answer, the next request waits", () => {
    const reader = new RecordingProtocol({ pauseAtOnce: true });
    const { client } = serve((request) => {
      if (request.method === "POST") request.deliverBody(reader);
      return echoPath(request);
    });
    const one = client().send(requestHead("POST", "/a", "Content-Length: 3"), "abc" + get("/b"));
    expect(one.bodies).toEqual(["/a"]);
    reader.transport.resumeProducing();
    expect(reader.text).toBe("abc");
    expect(one.bodies).toEqual(["/a", "/b"]);
  });

  test("an answer that closes drops the requests behind it", () => {
    const seen: string[] = [];
    const { client } = serve((request) => {
      seen.push(request.path);
      return respond(200, { Connection: "close" });
    });
    client().send(get("/a") + get("/b"));
    expect(seen).toEqual(["/a"]);
  });
});

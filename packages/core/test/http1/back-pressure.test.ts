/** Octets that nobody can take yet stay where they are: with the client, or with the producer. */
import { respond } from "../../src/message/response";
import { RecordingProtocol } from "../../src/testing/recording-protocol";
import { RecordingProducer } from "../support/recording-producer";
import { type Client, chunked, get, post, requestHead, serve } from "../support/serve";

const never = (): Promise<never> => new Promise(() => undefined);

/** How often the transport was paused and resumed. */
function flow(client: Client): string[] {
  return client.transport.producerCalls.filter((call) => /^(pause|resume)Producing$/.test(call));
}

describe("the way in", () => {
  test("a paused reader pauses the transport, a resumed one resumes it, once each", () => {
    const reader = new RecordingProtocol();
    const { client } = serve((request) => {
      request.deliverBody(reader);
      return never();
    });
    const one = client().send(requestHead("POST", "/", "Content-Length: 100"), "a");
    reader.transport.pauseProducing();
    reader.transport.pauseProducing();
    expect(one.transport.isPaused).toBe(true);
    one.send("b", "c");
    expect(reader.text).toBe("a");
    reader.transport.resumeProducing();
    expect(reader.text).toBe("abc");
    expect(flow(one)).toEqual(["pauseProducing", "resumeProducing"]);
  });

  test("a reader that pauses in the middle of a read leaves the rest of it in the inbox", () => {
    const reader: RecordingProtocol = new RecordingProtocol({
      received: () => reader.transport.pauseProducing(),
    });
    const { client } = serve((request) => {
      request.deliverBody(reader);
      return never();
    });
    const large = "x".repeat(300);
    const one = client().send(
      requestHead("POST", "/", "Transfer-Encoding: chunked") + chunked(large, large, large),
    );
    for (let taken = 1; taken <= 3; taken++) {
      expect(reader.bytes).toHaveLength(taken * 300);
      expect(one.transport.isPaused).toBe(true);
      reader.transport.resumeProducing();
    }
  });

  test("pipelined requests are not read while the answers are not taken", () => {
    let requests = 0;
    const { client } = serve(() => {
      requests += 1;
      return respond(200, {}, "x".repeat(100));
    });
    const one = client({ capacity: 500 });
    for (let i = 0; i < 100; i++) one.send(get());
    const answeredAtFirst = requests;
    expect(answeredAtFirst).toBeLessThan(10);
    expect(one.transport.isPaused).toBe(true);
    one.transport.drain();
    expect(requests).toBeGreaterThan(answeredAtFirst);
    for (let i = 0; i < 100 && requests < 100; i++) one.transport.drain();
    expect(requests).toBe(100);
  });

  test("a body whose answer is not taken is still swallowed", () => {
    const { client } = serve(() => respond(200, {}, "x".repeat(1_000)));
    const one = client({ capacity: 100 }).send(
      requestHead("POST", "/", "Content-Length: 10"),
      "x".repeat(10),
    );
    one.transport.drain();
    one.send(post("abc"));
    one.transport.drain();
    expect(one.codes).toEqual([200, 200]);
  });
});

describe("the way out", () => {
  test("a full transport pauses the producer once, and an empty one resumes it once", () => {
    const producer = new RecordingProducer();
    const one = serve(() => respond(200, {}, producer.body))
      .client({ capacity: 1_000 })
      .send(get());
    producer.consumer.write("x".repeat(2_000));
    producer.consumer.write("y");
    expect(producer.calls).toEqual(["start", "pause"]);
    one.transport.drain(500);
    expect(producer.calls).toEqual(["start", "pause"]);
    one.transport.drain();
    expect(producer.calls).toEqual(["start", "pause", "resume"]);
  });

  test("octets written in spite of a pause are held, and leave in order when there is room", () => {
    const producer = new RecordingProducer();
    const one = serve(() => respond(200, {}, producer.body))
      .client({ capacity: 1_000 })
      .send(get());
    producer.consumer.write("x".repeat(2_000));
    one.transport.clear();
    for (const piece of ["a", "b", "c"]) producer.consumer.write(piece);
    producer.consumer.finish();
    expect(one.received).toBe("");
    one.transport.drain();
    expect(one.received).toBe(`${chunked("a", "b", "c")}0\r\n\r\n`);
  });

  test("an iterable is asked for no more than there is room for", () => {
    let made = 0;
    function* pieces(): Generator<string> {
      for (; made < 1_000; made++) yield "x".repeat(100);
    }
    const one = serve(() => respond(200, {}, pieces()))
      .client({ capacity: 1_000 })
      .send(get());
    expect(made).toBeLessThan(20);
    for (let i = 0; i < 1_000 && made < 1_000; i++) one.transport.drain();
    expect(one.responses()[0]?.body).toHaveLength(100_000);
  });

  test("an answer that begins while the transport is full waits in makeConnection", () => {
    const producer = new RecordingProducer();
    const { client } = serve((request) => {
      if (request.path !== "/second") return respond(200, {}, "x".repeat(500));
      return respond(200, {}, producer.body);
    });
    const one = client({ capacity: 100 }).send(get("/first"), get("/second"));
    expect(producer.calls).toEqual([]);
    one.transport.drain();
    expect(producer.calls).toEqual(["start"]);
  });
});

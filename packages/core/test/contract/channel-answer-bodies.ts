/** The channel contract, part four: how the content of an answer leaves, and how it ends. */
import { Headers } from "../../src/fields/headers";
import type { IRequest } from "../../src/interfaces/message";
import { respond } from "../../src/message/response";
import { RecordingProducer } from "../support/recording-producer";
import { atRest, serve } from "../support/serve";
import type { ChannelDriver, IConnectionDriver } from "./channel-driver";

import { OwnResponse } from "./own-response";

export function answerBodyRows<C extends IConnectionDriver>(driver: ChannelDriver<C>): void {
  test("a streamed answer leaves piece by piece", () => {
    const producer = new RecordingProducer();
    const { site } = serve(() => respond(200, {}, producer.body));
    const exchange = driver.connect(site).request();
    expect(exchange.answer).toMatchObject({ code: 200, content: "", isComplete: false });
    producer.consumer.write("one ");
    expect(exchange.answer).toMatchObject({ content: "one ", isComplete: false });
    producer.consumer.write("two");
    producer.consumer.finish();
    expect(exchange.answer).toMatchObject({ content: "one two", isComplete: true });
    expect(producer.calls).toEqual(["start"]);
  });

  test("a client that reads slowly pauses the producer, and reading resumes it", () => {
    const producer = new RecordingProducer();
    const { site } = serve(() => respond(200, {}, producer.body));
    const connection = driver.connect(site, { readsSlowly: true });
    const exchange = connection.request();
    connection.read();
    producer.consumer.write("x".repeat(500));
    expect(producer.calls.at(-1)).toBe("pause");
    connection.read();
    expect(producer.calls.at(-1)).toBe("resume");
    producer.consumer.finish();
    expect(exchange.answer).toMatchObject({ content: "x".repeat(500), isComplete: true });
  });

  test("trailers are asked for once, after the content", async () => {
    const producer = new RecordingProducer();
    const trailers = jest.fn(async () => new Headers({ digest: "x" }));
    const { site } = serve(() => respond(200, {}, producer.body, { trailers }));
    const exchange = driver.connect(site).request();
    producer.consumer.write("abc");
    expect(trailers).not.toHaveBeenCalled();
    producer.consumer.finish();
    await atRest();
    expect(trailers).toHaveBeenCalledTimes(1);
    expect(exchange.answer).toMatchObject({ content: "abc", trailers: { digest: "x" }, isComplete: true });
  });

  test("trailers that fail cut the answer", async () => {
    const trailers = (): Promise<Headers> => Promise.reject(new Error("no digest"));
    const { site, log } = serve(() => respond(200, {}, "abc", { trailers }));
    const exchange = driver.connect(site).request();
    await atRest();
    expect(exchange.answer).toMatchObject({ code: 200, isComplete: false, wasCut: true });
    expect(log.lines).toHaveLength(1);
  });

  test("both bodies flow at once: a piece is answered before the next is sent", () => {
    const { site } = serve((request) => respond(200, {}, request));
    const exchange = driver.connect(site).request({ length: "unknown" });
    for (const content of ["a", "ab", "abc"]) {
      exchange.sendContent(content.slice(-1));
      expect(exchange.answer).toMatchObject({ content, isComplete: false });
    }
    exchange.endContent();
    expect(exchange.answer).toMatchObject({ content: "abc", isComplete: true });
  });

  test("back-pressure crosses an echo: a client that does not read is held back", () => {
    const { site } = serve((request) => respond(200, {}, request));
    const connection = driver.connect(site, { readsSlowly: true });
    const exchange = connection.request({ length: "unknown" });
    connection.read();
    exchange.sendContent("x".repeat(driver.claimedOctets));
    expect(exchange.isHeldBack).toBe(true);
    connection.read();
    expect(exchange.isHeldBack).toBe(false);
  });

  test("a client that goes away stops the producer, once", () => {
    const producer = new RecordingProducer();
    const { site } = serve(() => respond(200, {}, producer.body));
    const exchange = driver.connect(site).request();
    producer.consumer.write("abc");
    exchange.reset();
    producer.consumer.write("def");
    producer.consumer.finish();
    expect(producer.calls).toEqual(["start", "stop"]);
  });

  test("a response that comes after the client went is let go", async () => {
    const producer = new RecordingProducer();
    const { site, log } = serve(async () => {
      await Promise.resolve();
      return respond(200, {}, producer.body);
    });
    driver.connect(site).request().reset();
    await atRest();
    expect(producer.calls).toEqual(["stop"]);
    expect(log.lines).toEqual([]);
  });

  test("channel.abort() ends the exchange unclean", () => {
    const producer = new RecordingProducer();
    let request: IRequest | undefined;
    const { site } = serve((live) => {
      request = live;
      return respond(200, {}, producer.body);
    });
    const exchange = driver.connect(site).request();
    producer.consumer.write("abc");
    request?.channel.abort();
    expect(exchange.answer).toMatchObject({ isComplete: false, wasCut: true });
    expect(producer.calls).toEqual(["start", "stop"]);
  });

  describe("a response that lies about its length", () => {
    test("surplus is dropped and logged", () => {
      const { site, log } = serve(() => new OwnResponse(200, 3, respond(200, {}, "abcdef")));
      const { answer } = driver.connect(site).request();
      expect(answer).toMatchObject({ content: "abc", isComplete: true });
      expect(log.lines).toEqual([expect.stringContaining("beyond its announced length")]);
    });

    test("a shortfall cuts the answer and is logged; nothing is padded", () => {
      const producer = new RecordingProducer(6);
      const { site, log } = serve(() => respond(200, {}, producer.body));
      const exchange = driver.connect(site).request();
      producer.consumer.write("abc");
      producer.consumer.finish();
      expect(exchange.answer).toMatchObject({ content: "abc", isComplete: false, wasCut: true });
      expect(log.lines).toEqual([expect.stringContaining("GET / failed")]);
    });
  });
}

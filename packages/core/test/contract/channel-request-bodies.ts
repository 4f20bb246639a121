/** The channel contract, part one: how the content of a request reaches whoever claims it. */
import { BodyAborted, BodyAlreadyClaimed, BodyDone } from "../../src/errors";
import { respond } from "../../src/message/response";
import { RecordingProtocol } from "../../src/testing/recording-protocol";
import { atRest, serve } from "../support/serve";
import type { ChannelDriver, IConnectionDriver } from "./channel-driver";
import { held } from "./held-exchange";

export function requestBodyRows<C extends IConnectionDriver>(driver: ChannelDriver<C>): void {
  test("the handler starts when the head is in, before any content", () => {
    const { site, request } = held();
    driver.connect(site).request({ length: 3, target: "/a?b=c" });
    expect(request()).toMatchObject({
      method: "POST",
      path: "/a",
      query: "b=c",
      length: 3,
      httpVersion: driver.httpVersion,
    });
  });

  describe("one end, whatever the framing", () => {
    const shapes = [
      ...Object.entries(driver.shapesOfABC).map(([name, send]) => [name, send, "abc"] as const),
      ...Object.entries(driver.shapesOfNothing).map(([name, send]) => [name, send, ""] as const),
    ];
    test.each(shapes)("%s: the octets, then BodyDone", (_name, send, content) => {
      const reader = new RecordingProtocol();
      const { site } = serve((request) => {
        request.deliverBody(reader);
        return respond(200);
      });
      const { answer } = send(driver.connect(site));
      expect(reader.text).toBe(content);
      expect(reader.end).toBe(BodyDone.instance);
      expect(answer).toMatchObject({ code: 200, isComplete: true });
    });

    test.each(shapes)("%s: the same for a claim after everything came", (_name, send, content) => {
      const { site, request } = held();
      send(driver.connect(site));
      const reader = new RecordingProtocol();
      request().deliverBody(reader);
      expect(reader.text).toBe(content);
      expect(reader.end).toBe(BodyDone.instance);
    });
  });

  test("a body has one reader", () => {
    const { site, request } = held();
    driver.connect(site).request({ length: 3 });
    request().deliverBody(new RecordingProtocol());
    expect(() => request().deliverBody(new RecordingProtocol())).toThrow(BodyAlreadyClaimed);
  });

  test("a request without content has one reader too", () => {
    const { site, request } = held();
    driver.connect(site).request();
    request().deliverBody(new RecordingProtocol());
    expect(() => request().deliverBody(new RecordingProtocol())).toThrow(BodyAlreadyClaimed);
  });

  test("claimed after the exchange has ended, a body is BodyAborted at once", async () => {
    for (const length of [undefined, 3]) {
      const { site, request, answer } = held();
      driver.connect(site).request(length === undefined ? {} : { length });
      answer(respond(200));
      await atRest();
      const reader = new RecordingProtocol();
      request().deliverBody(reader);
      expect(reader).toMatchObject({ chunks: [], end: expect.any(BodyAborted) });
    }
  });

  test("a reader that pauses in makeConnection gets nothing, not even the end, before it resumes", () => {
    const { site, request } = held();
    const exchange = driver.connect(site).request({ length: 3 });
    const reader = new RecordingProtocol({ pauseAtOnce: true });
    request().deliverBody(reader);
    exchange.sendContent("abc");
    exchange.endContent();
    expect(reader).toMatchObject({ chunks: [], end: undefined });
    reader.transport.resumeProducing();
    expect(reader.text).toBe("abc");
    expect(reader.end).toBe(BodyDone.instance);
  });

  test("a reader that pauses at each piece holds the client back, and gets the octets in order", () => {
    const { site, request } = held();
    const exchange = driver.connect(site).request({ length: "unknown" });
    const reader: RecordingProtocol = new RecordingProtocol({
      received: () => reader.transport.pauseProducing(),
    });
    request().deliverBody(reader);
    const pieces = ["one ", "two ", "three"];
    for (const piece of pieces) exchange.sendContent(piece);
    exchange.endContent();
    for (let seen = 1; seen <= pieces.length; seen++) {
      expect(reader.text).toBe(pieces.slice(0, seen).join(""));
      reader.transport.resumeProducing();
    }
    expect(reader.end).toBe(BodyDone.instance);
  });

  test("content that nobody claims is held up to the read-ahead, then the client is held back", () => {
    const { site, request } = held();
    const exchange = driver.connect(site).request({ length: "unknown" });
    exchange.sendContent("x".repeat(driver.unclaimedOctets - 1));
    expect(exchange.isHeldBack).toBe(false);
    exchange.sendContent("x");
    expect(exchange.isHeldBack).toBe(true);
    const reader = new RecordingProtocol();
    request().deliverBody(reader);
    expect(exchange.isHeldBack).toBe(false);
    exchange.endContent();
    expect(reader.bytes).toHaveLength(driver.unclaimedOctets);
    expect(reader.end).toBe(BodyDone.instance);
  });

  test("stopProducing ends the body before it returns, and the exchange lives on", async () => {
    const { site, request, answer } = held();
    const exchange = driver.connect(site).request({ length: "unknown" });
    const reader = new RecordingProtocol();
    request().deliverBody(reader);
    exchange.sendContent("abc");
    reader.transport.stopProducing();
    expect(reader.end).toBeInstanceOf(BodyAborted);
    exchange.sendContent("def");
    exchange.endContent();
    answer(respond(200, {}, "enough"));
    await atRest();
    expect(reader.text).toBe("abc");
    expect(exchange.answer).toMatchObject({ code: 200, content: "enough", isComplete: true });
  });

  test("an early answer leaves before the body is complete; its reader gets the rest all the same", () => {
    const reader = new RecordingProtocol();
    const { site } = serve((request) => {
      request.deliverBody(reader);
      return respond(200, {}, "early");
    });
    const exchange = driver.connect(site).request({ length: 6 });
    exchange.sendContent("abc");
    expect(exchange.answer).toMatchObject({ code: 200, content: "early", isComplete: true });
    exchange.sendContent("def");
    exchange.endContent();
    expect(reader.text).toBe("abcdef");
    expect(reader.end).toBe(BodyDone.instance);
  });
}

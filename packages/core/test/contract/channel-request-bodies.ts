/** The channel contract, part one: how the content of a request reaches whoever claims it. */
import { BodyAborted, BodyAlreadyClaimed, BodyDone, BodyLost } from "../../src/errors";
import type { IRequest, IResponse } from "../../src/interfaces/message";
import type { ExchangeInfo } from "../../src/interfaces/server";
import { respond } from "../../src/message/response";
import { ManualClock } from "../../src/testing/manual-clock";
import { RecordingProtocol } from "../../src/testing/recording-protocol";
import { atRest, deferred, serve } from "../support/serve";
import type { ChannelDriver, IConnectionDriver } from "./channel-driver";

const READ_AHEAD_OCTETS = 1_000;

export function requestBodyRows<C extends IConnectionDriver>(driver: ChannelDriver<C>): void {
  /** A site whose handler answers when the test says so, and the request that it got. */
  function held(): {
    site: ReturnType<typeof serve>["site"];
    request(): IRequest;
    answer(response: IResponse): void;
  } {
    const requests: IRequest[] = [];
    const { promise, resolve } = deferred<IResponse>();
    const { site } = serve(
      (request) => {
        requests.push(request);
        return promise;
      },
      { readAheadOctets: READ_AHEAD_OCTETS, strictUnclaimed: false },
    );
    return { site, request: () => requests[0]!, answer: resolve };
  }

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

  test("trailers are there after BodyDone, without those that frame or route", async () => {
    const { site, request } = held();
    const exchange = driver.connect(site).request({ length: "unknown" });
    const { trailers } = request();
    request().deliverBody(new RecordingProtocol());
    exchange.sendContent("abc");
    exchange.endContent({ digest: "x", host: "elsewhere" });
    expect([...(await trailers)]).toEqual([["digest", "x"]]);
  });

  test("trailers are empty where none came", async () => {
    const { site, request } = held();
    driver.connect(site).request();
    request().deliverBody(new RecordingProtocol());
    expect([...(await request().trailers)]).toEqual([]);
  });

  test("trailers of a body that broke off reject with its end, and nobody has to look", async () => {
    const { site, request } = held();
    const exchange = driver.connect(site).request({ length: "unknown" });
    const { trailers } = request();
    request().deliverBody(new RecordingProtocol());
    exchange.reset();
    await expect(trailers).rejects.toBeInstanceOf(BodyLost);
  });

  test("trailers of a body that nobody claimed reject when the exchange has ended", async () => {
    const { site, request, answer } = held();
    driver.connect(site).request({ length: 3 });
    const { trailers } = request();
    answer(respond(200));
    await expect(trailers).rejects.toBeInstanceOf(BodyAborted);
  });

  test("100 (Continue) goes out with the first claim, not before", () => {
    const { site, request } = held();
    const exchange = driver.connect(site).request({ length: 3, fields: { expect: "100-continue" } });
    expect(exchange.answer.interim).toEqual([]);
    request().deliverBody(new RecordingProtocol());
    expect(exchange.answer.interim).toMatchObject([{ code: 100 }]);
  });

  test("a handler that refuses never invites the body", () => {
    const { site } = serve(() => respond(401, {}, "no"));
    const exchange = driver.connect(site).request({ length: 3, fields: { expect: "100-continue" } });
    expect(exchange.answer).toMatchObject({ interim: [], code: 401, content: "no", isComplete: true });
  });

  test("a client that goes away ends the body with BodyLost, past a pause, and aborts the signal", () => {
    const { site, request } = held();
    const exchange = driver.connect(site).request({ length: 6 });
    const reader = new RecordingProtocol({ pauseAtOnce: true });
    request().deliverBody(reader);
    const { signal } = request();
    exchange.sendContent("abc");
    exchange.reset();
    expect(reader).toMatchObject({ chunks: [], end: expect.any(BodyLost) });
    expect(signal.aborted).toBe(true);
    expect(signal.reason).toMatchObject({ code: "CLIENT_GONE" });
  });

  test("a signal asked for after the client went is aborted already", () => {
    const { site, request } = held();
    driver.connect(site).request().reset();
    expect(request().signal.reason).toMatchObject({ code: "CLIENT_GONE" });
  });

  test("site.exchanges() tells what was received, expected and taken", () => {
    const { site, request } = held();
    const exchange = driver.connect(site).request({ target: "/up?x", length: 6 });
    exchange.sendContent("abcd");
    const info = {
      method: "POST",
      target: "/up?x",
      httpVersion: driver.httpVersion,
      expected: 6,
      mode: "streaming",
    };
    expect(site.exchanges()).toMatchObject([
      { ...info, received: 4, taken: 0, waiting: 4, isAnswering: false },
    ]);
    request().deliverBody(new RecordingProtocol());
    expect(site.exchanges()).toMatchObject([{ ...info, received: 4, taken: 4, waiting: 0 }]);
    exchange.reset();
    expect(site.exchanges()).toEqual([]);
  });

  test("site.exchanges() tells how long octets waited for a reader, and how long it had paused", () => {
    const clock = new ManualClock();
    const requests: IRequest[] = [];
    const { site } = serve(
      (request) => {
        requests.push(request);
        return new Promise<never>(() => undefined);
      },
      { clock },
    );
    const only = (): ExchangeInfo => site.exchanges()[0]!;
    const reader = new RecordingProtocol();
    const exchange = driver.connect(site).request({ length: 6 });
    const { id } = only();

    clock.advance(1_000);
    expect(only()).toMatchObject({ id, ageMs: 1_000, pausedMs: 0 }); // nothing came that could wait
    exchange.sendContent("ab");
    clock.advance(500);
    expect(only()).toMatchObject({ waiting: 2, pausedMs: 500 });
    requests[0]!.deliverBody(reader);
    clock.advance(1_000);
    expect(only()).toMatchObject({ waiting: 0, pausedMs: 500 });

    reader.transport.pauseProducing();
    clock.advance(1_000);
    reader.transport.pauseProducing();
    clock.advance(1_000);
    expect(only()).toMatchObject({ pausedMs: 2_500 });
    reader.transport.resumeProducing();
    clock.advance(1_000);
    expect(only()).toMatchObject({ id, waiting: 0, pausedMs: 2_500, ageMs: 5_500 });
  });

  test("each exchange has an id of its own", () => {
    const { site } = held();
    driver.connect(site).request();
    driver.connect(site).request();
    const ids = site.exchanges().map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
    expect(site.exchanges().map(({ id }) => id)).toEqual(ids);
  });
}

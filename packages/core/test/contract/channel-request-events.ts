/** The channel contract, part two: trailers, the invitation of a body, clients that go away, and what the site tells. */
import { BodyAborted, BodyLost } from "../../src/errors";
import type { IRequest } from "../../src/interfaces/message";
import type { ExchangeInfo } from "../../src/interfaces/server";
import { respond } from "../../src/message/response";
import { ManualClock } from "../../src/testing/manual-clock";
import { RecordingProtocol } from "../../src/testing/recording-protocol";
import { serve } from "../support/serve";
import type { ChannelDriver, IConnectionDriver } from "./channel-driver";
import { held } from "./held-exchange";

export function requestEventRows<C extends IConnectionDriver>(driver: ChannelDriver<C>): void {
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

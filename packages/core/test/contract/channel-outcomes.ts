/** The channel contract, part five: what a handler's failure says to the client, and what it does to the log. */
import { bodyProducer } from "../../src/body/body-producer";
import {
  BodyAborted,
  BodyLost,
  BufferBudgetExceeded,
  ClientGone,
  HttpError,
  LimitExceeded,
  MalformedBody,
  TimedOut,
} from "../../src/errors";
import { Headers } from "../../src/fields/headers";
import type { IRequest, IResponse } from "../../src/interfaces/message";
import { respond } from "../../src/message/response";
import { atRest, serve } from "../support/serve";
import type { AnswerSeen, ChannelDriver, IConnectionDriver } from "./channel-driver";

const MALFORMED = new MalformedBody("chunks are bent");
const SLOW = new TimedOut("bodyIdleTimeoutMs", "no octet came");
const LARGE = new LimitExceeded("maxBodyOctets", "3 octets are taken");

/** What is thrown, what the client is told, and how many lines the log gets. */
const OUTCOMES: readonly (readonly [string, unknown, Partial<AnswerSeen>, number])[] = [
  ["HttpError", new HttpError(418, "a teapot"), { code: 418, content: "a teapot" }, 0],
  ["HttpError without a message", new HttpError(404), { code: 404, content: "Not Found\n" }, 0],
  ["HttpError that is no status", new HttpError(7, "odd"), { code: 500, content: "odd" }, 0],
  [
    "malformed content",
    new BodyLost("lost", { cause: MALFORMED }),
    { code: 400, content: "chunks are bent\n" },
    0,
  ],
  ["a clock", new BodyAborted("late", { cause: SLOW }), { code: 408, content: "no octet came\n" }, 0],
  ["a limit", new BodyAborted("long", { cause: LARGE }), { code: 413, content: "3 octets are taken\n" }, 0],
  ["a limit, bare", LARGE, { code: 413, content: "3 octets are taken\n" }, 0],
  ["the budget", new BufferBudgetExceeded("all full"), { code: 503, content: "all full\n" }, 1],
  ["an Error", new Error("secret"), { code: 500, content: "Internal Server Error\n" }, 1],
  ["undefined", undefined, { code: 500, content: "Internal Server Error\n" }, 1],
  ["a string", "secret", { code: 500, content: "Internal Server Error\n" }, 1],
  ["null", null, { code: 500, content: "Internal Server Error\n" }, 1],
];

export function outcomeRows<C extends IConnectionDriver>(driver: ChannelDriver<C>): void {
  class Failing {
    readonly fail: (request: IRequest) => IResponse | PromiseLike<IResponse>;
    constructor(fail: (request: IRequest) => IResponse | PromiseLike<IResponse>) {
      this.fail = fail;
    }
    responseForRequest(request: IRequest): IResponse | PromiseLike<IResponse> {
      return this.fail(request);
    }
  }

  async function outcome(fail: (request: IRequest) => IResponse | PromiseLike<IResponse>) {
    const { site, log } = serve(new Failing(fail));
    const exchange = driver.connect(site).request({ target: "/it" });
    await atRest();
    return { answer: exchange.answer, log };
  }

  test.each(OUTCOMES)("%s, thrown", async (_name, error, wanted, lines) => {
    const { answer, log } = await outcome(() => {
      throw error;
    });
    expect(answer).toMatchObject({ ...wanted, isComplete: true });
    expect(log.lines).toHaveLength(lines);
  });

  test.each(OUTCOMES)("%s, as a rejection", async (_name, error, wanted, lines) => {
    const { answer, log } = await outcome(() => Promise.reject(error));
    expect(answer).toMatchObject({ ...wanted, isComplete: true });
    expect(log.lines).toHaveLength(lines);
  });

  test("HttpError brings its fields", async () => {
    const { answer } = await outcome(() => {
      throw new HttpError(405, "no", { Allow: "GET" });
    });
    expect(answer.fields).toMatchObject({ allow: "GET", "content-type": "text/plain; charset=utf-8" });
  });

  test("HttpError with a field that can't be sent is a 500", async () => {
    for (const fail of [
      () => {
        throw new HttpError(400, "no", { "X-Echo": "a\r\nb" });
      },
      () => Promise.reject(new HttpError(400, "no", { "X-Echo": "a\r\nb" })),
    ]) {
      const { answer, log } = await outcome(fail);
      expect(answer).toMatchObject({ code: 500, isComplete: true });
      expect(answer.fields).not.toHaveProperty("x-echo");
      expect(log.lines).toHaveLength(1);
    }
  });

  test("the log names method, path and resource, and gets the error itself", async () => {
    const error = new Error("secret");
    const { log } = await outcome(() => {
      throw error;
    });
    expect(log.lines).toEqual(["error: GET /it failed in Failing"]);
    expect(log.details).toEqual([error]);
  });

  test.each([
    ["nothing", undefined],
    ["a string", "hello"],
    ["a plain object", {}],
    ["no status", { code: "200", headers: new Headers(), length: 0, deliverBody() {} }],
    ["an interim status", { code: 103, headers: new Headers(), length: 0, deliverBody() {} }],
    ["a negative length", { code: 200, headers: new Headers(), length: -1, deliverBody() {} }],
    ["a length that is no number", { code: 200, headers: new Headers(), length: NaN, deliverBody() {} }],
    ["fields that are none", { code: 200, headers: {}, length: 0, deliverBody() {} }],
  ])("a handler that returns %s is a 500, logged", async (_name, value) => {
    const { answer, log } = await outcome(() => value as unknown as IResponse);
    expect(answer).toMatchObject({ code: 500, isComplete: true });
    expect(log.lines).toHaveLength(1);
  });

  test("signal.reason, as a rejection: the client left, so nothing is sent or logged", async () => {
    const { site, log } = serve(
      ({ signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason));
        }),
    );
    const exchange = driver.connect(site).request();
    exchange.reset();
    await atRest();
    expect(exchange.answer.code).toBeUndefined();
    expect(log.lines).toEqual([]);
  });

  test("ClientGone while the client is there ends the exchange without an answer", async () => {
    const { answer, log } = await outcome(() => Promise.reject(new ClientGone()));
    expect(answer).toMatchObject({ code: undefined, wasCut: true });
    expect(log.lines).toEqual([]);
  });

  test("a streamed body that fails before its first octet still has the whole table", async () => {
    for (const [error, wanted, lines] of [
      [new HttpError(418, "a teapot"), { code: 418, content: "a teapot" }, 0],
      [new Error("disk"), { code: 500, content: "Internal Server Error\n" }, 1],
    ] as const) {
      const body = bodyProducer({
        startProducing: (consumer) => consumer.fail(error),
        resumeProducing() {},
        stopProducing() {},
      });
      const { answer, log } = await outcome(() => respond(200, {}, body));
      expect(answer).toMatchObject({ ...wanted, isComplete: true });
      expect(log.lines).toHaveLength(lines);
    }
  });
}

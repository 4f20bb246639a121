/** The channel contract, part three: what a handler's failure says to the client, and what it does to the log. */
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
import type { IBodyTransport } from "../../src/interfaces/transport";
import { respond } from "../../src/message/response";
import { RecordingProtocol } from "../../src/testing/recording-protocol";
import { RecordingProducer } from "../support/recording-producer";
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
    driver.connect(site).request().reset();
    await atRest();
    expect(log.lines).toEqual([]);
  });

  test("ClientGone while the client is there ends the exchange without an answer", async () => {
    const { answer, log } = await outcome(() => Promise.reject(new ClientGone()));
    expect(answer).toMatchObject({ code: undefined, wasCut: true });
    expect(log.lines).toEqual([]);
  });

  describe("a reader of the body that throws", () => {
    class ThrowsIn extends RecordingProtocol {
      readonly #where: string;
      constructor(where: string) {
        super();
        this.#where = where;
      }
      override makeConnection(transport: IBodyTransport): void {
        super.makeConnection(transport);
        if (this.#where === "makeConnection") throw new HttpError(418, "thrown");
      }
      override dataReceived(data: Buffer): void {
        super.dataReceived(data);
        if (this.#where === "dataReceived") throw new HttpError(418, "thrown");
      }
      override connectionLost(reason: never): void {
        super.connectionLost(reason);
        if (this.#where === "connectionLost") throw new HttpError(418, "thrown");
      }
    }

    const pending = new Promise<IResponse>(() => undefined);
    test.each(["makeConnection", "dataReceived", "connectionLost"])(
      "in %s: stopped, and its error answers",
      (where) => {
        const reader = new ThrowsIn(where);
        const { site } = serve((request) => {
          request.deliverBody(reader);
          return pending;
        });
        const exchange = driver.connect(site).request({ length: 3 });
        exchange.sendContent("abc");
        exchange.endContent();
        expect(exchange.answer).toMatchObject({ code: 418, content: "thrown", isComplete: true });
        expect(reader.end).toBeDefined();
      },
    );

    test.each(["makeConnection", "connectionLost"])(
      "in %s, late and without content: not into whoever claimed the body",
      async (where) => {
        const reader = new ThrowsIn(where);
        let claimed: IRequest | undefined;
        const { site } = serve((request) => {
          claimed = request;
          return pending;
        });
        const exchange = driver.connect(site).request();
        exchange.endContent();
        await atRest();
        claimed?.deliverBody(reader);
        expect(exchange.answer).toMatchObject({ code: 418, isComplete: true });
        expect(reader.end).toBeDefined();
      },
    );

    test("after its answer, it is logged and nothing else", () => {
      const { site, log } = serve((request) => {
        request.deliverBody({
          makeConnection() {},
          dataReceived() {
            throw new Error("too late");
          },
          connectionLost() {},
        });
        return respond(200, {}, "fine");
      });
      const exchange = driver.connect(site).request({ length: 3 });
      exchange.sendContent("abc");
      exchange.endContent();
      expect(exchange.answer).toMatchObject({ code: 200, isComplete: true });
      expect(log.lines).toEqual(["error: POST / failed in Object"]);
    });
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

  describe("once the head is out", () => {
    test("a body that fails cuts the answer, logged once; there is no second head", async () => {
      const producer = new RecordingProducer();
      const { site, log } = serve(() => respond(200, {}, producer.body));
      const exchange = driver.connect(site).request();
      producer.consumer.write("abc");
      producer.consumer.fail(new Error("disk"));
      await atRest();
      expect(exchange.answer).toMatchObject({ code: 200, content: "abc", isComplete: false, wasCut: true });
      expect(log.lines).toHaveLength(1);
    });

    test("a reader of the request that throws cuts it too, and its own end is BodyAborted", () => {
      const reader: RecordingProtocol = new RecordingProtocol({
        received: () => {
          throw new Error("disk");
        },
      });
      const producer = new RecordingProducer();
      const { site, log } = serve((request) => {
        request.deliverBody(reader);
        return respond(200, {}, producer.body);
      });
      const exchange = driver.connect(site).request({ length: 6 });
      exchange.sendContent("abc");
      expect(exchange.answer).toMatchObject({ code: 200, isComplete: false, wasCut: true });
      expect(reader.end).toBeInstanceOf(BodyAborted);
      expect(producer.calls).toEqual(["start", "stop"]);
      expect(log.lines).toHaveLength(1);
    });

    test("an answer that breaks off ends the request's body by our doing: BodyAborted", () => {
      const reader = new RecordingProtocol();
      const producer = new RecordingProducer();
      const { site } = serve((request) => {
        request.deliverBody(reader);
        return respond(200, {}, producer.body);
      });
      driver.connect(site).request({ length: 6 });
      producer.consumer.fail(new Error("disk"));
      expect(reader.end).toBeInstanceOf(BodyAborted);
    });

    test("trailers that are no Headers cut the answer", async () => {
      const trailers = (): unknown => Promise.resolve({ digest: "x" });
      const { site, log } = serve(() => respond(200, {}, "abc", { trailers: trailers as () => Headers }));
      const exchange = driver.connect(site).request();
      await atRest();
      expect(exchange.answer).toMatchObject({ code: 200, isComplete: false, wasCut: true });
      expect(log.lines).toHaveLength(1);
    });
  });
}

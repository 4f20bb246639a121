/** The channel contract, part two: how an answer leaves. */
import { UpgradeRefused } from "../../src/errors";
import { Headers } from "../../src/fields/headers";
import type { IBody, IRequest, IResponse } from "../../src/interfaces/message";
import type { IProtocol, ITransport } from "../../src/interfaces/transport";
import { respond } from "../../src/message/response";
import { RecordingProtocol } from "../../src/testing/recording-protocol";
import { RecordingProducer } from "../support/recording-producer";
import { atRest, serve } from "../support/serve";
import type { ChannelDriver, IConnectionDriver, RequestSpec } from "./channel-driver";

/** A response that an application made by itself, and that may claim what is not so. */
class OwnResponse implements IResponse {
  readonly code: number;
  readonly headers = new Headers();
  readonly length: number;
  readonly #body: IBody;

  constructor(code: number, length: number, body: IBody) {
    this.code = code;
    this.length = length;
    this.#body = body;
  }

  deliverBody(protocol: IProtocol): void {
    this.#body.deliverBody(protocol);
  }
}

export function answerRows<C extends IConnectionDriver>(driver: ChannelDriver<C>): void {
  function answered(response: IResponse | (() => IResponse), spec: RequestSpec = {}) {
    const { site, log } = serve(() => (typeof response === "function" ? response() : response));
    const exchange = driver.connect(site).request(spec);
    return { ...exchange, answer: exchange.answer, log };
  }

  test("status, fields and content; a string is text", () => {
    const { answer } = answered(respond(201, { "X-One": "1", "Set-Cookie": "a=b" }, "caf\u00e9"));
    expect(answer).toMatchObject({ code: 201, isComplete: true, content: "caf\u00c3\u00a9" });
    expect(answer.fields).toMatchObject({
      "x-one": "1",
      "set-cookie": "a=b",
      "content-type": "text/plain; charset=utf-8",
      "content-length": "5",
      date: expect.stringMatching(/ GMT$/) as string,
    });
    expect(answer.fields).not.toHaveProperty("server");
  });

  test.each(["connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade"])(
    "%s of an application does not reach the client",
    (name) => {
      const { answer } = answered(respond(200, { [name]: "x-marks" }, "abc"));
      expect(answer).toMatchObject({ code: 200, content: "abc", isComplete: true });
      expect(Object.values(answer.fields)).not.toContain("x-marks");
    },
  );

  test("the fields of a response are not written into", () => {
    const response = respond(200, { "x-one": "1" }, new Uint8Array(3));
    answered(response);
    expect([...response.headers]).toEqual([["x-one", "1"]]);
  });

  test("a constant response is sent 1,000 times", () => {
    const response = respond(200, {}, "constant");
    const { site } = serve(() => response);
    const connection = driver.connect(site);
    for (let i = 0; i < 999; i++) connection.request();
    const { answer } = connection.request();
    expect(answer).toMatchObject({ code: 200, content: "constant", isComplete: true });
  });

  test("a result that is there is answered in the same turn", () => {
    expect(answered(respond(200, {}, "now")).answer.isComplete).toBe(true);
  });

  test("a thenable's then is called once, and what it gives is used in its turn", () => {
    const calls: string[] = [];
    const { site } = serve(() => ({
      then<R>(resolved?: ((response: IResponse) => R | PromiseLike<R>) | null): PromiseLike<R> {
        calls.push("then");
        resolved?.(respond(200, {}, "directly"));
        return this as unknown as PromiseLike<R>;
      },
    }));
    const { answer } = driver.connect(site).request();
    expect(calls).toEqual(["then"]);
    expect(answer).toMatchObject({ content: "directly", isComplete: true });
  });

  describe("answers without content", () => {
    const codes = [204, 205, 304];
    test.each(codes)("%i ends with its head, and the body is let go", (code) => {
      const producer = new RecordingProducer(3);
      const { answer } = answered(new OwnResponse(code, 3, producer.body));
      expect(answer).toMatchObject({ code, content: "", isComplete: true });
      expect(producer.calls).toEqual(["stop"]);
    });

    test("HEAD gets the fields of a GET, and the body is let go", () => {
      const producer = new RecordingProducer(3);
      const { answer } = answered(respond(200, { etag: "x" }, producer.body), { method: "HEAD" });
      expect(answer).toMatchObject({ code: 200, content: "", isComplete: true });
      expect(answer.fields).toMatchObject({ "content-length": "3", etag: "x" });
      expect(producer.calls).toEqual(["stop"]);
    });

    test("an echo that is not sent never invites the body", () => {
      const { site } = serve((request) => respond(200, {}, request));
      const spec = { method: "HEAD", length: 3, fields: { expect: "100-continue" } };
      const exchange = driver.connect(site).request(spec);
      expect(exchange.answer).toMatchObject({ interim: [], code: 200, content: "", isComplete: true });
    });

    test("204 has no Content-Length, whatever the application says", () => {
      const { answer } = answered(respond(204, { "Content-Length": 5 }));
      expect(answer.fields).not.toHaveProperty("content-length");
    });
  });

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
      const { answer, log } = answered(new OwnResponse(200, 3, respond(200, {}, "abcdef")));
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

  test("interim responses come before the final one, with their fields", () => {
    const { site } = serve((request) => {
      request.channel.sendInterim(103, { Link: "</style.css>" });
      return respond(200);
    });
    const { answer } = driver.connect(site).request();
    expect(answer.interim).toEqual([{ code: 103, fields: { link: "</style.css>" } }]);
    expect(answer.code).toBe(200);
  });

  test.each([99, 101, 200, 1e3, 103.5])("%d is no interim response", (code) => {
    const { site } = serve((request) => {
      expect(() => request.channel.sendInterim(code)).toThrow(/interim/);
      return respond(200);
    });
    expect(driver.connect(site).request().answer).toMatchObject({ interim: [], code: 200 });
  });

  test("takeOver hands the connection over, octets that came first", () => {
    const tunnel = new RecordingProtocol<ITransport>();
    const { site } = serve((request) => request.channel.takeOver(tunnel, { "X-Hello": "1" }));
    const { answer } = driver.offerUpgrade(driver.connect(site), "early");
    expect([101, 200]).toContain(answer.code);
    expect(answer.fields).toMatchObject({ "x-hello": "1" });
    expect(tunnel.text).toBe("early");
    expect(site.exchanges()).toEqual([]);
  });

  test("takeOver of a request with content is refused", () => {
    let refusal: unknown;
    const { site } = serve((request) => {
      try {
        return request.channel.takeOver(new RecordingProtocol<ITransport>());
      } catch (error) {
        refusal = error;
        throw error;
      }
    });
    const { answer } = driver
      .connect(site)
      .request({ length: 3, fields: { connection: "upgrade", upgrade: "x" } });
    expect(refusal).toBeInstanceOf(UpgradeRefused);
    expect(answer).toMatchObject({ code: 400, isComplete: true });
  });
}

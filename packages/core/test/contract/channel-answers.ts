/** The channel contract, part three: the head of an answer, answers without content, interim ones, and tunnels. */
import { UpgradeRefused } from "../../src/errors";
import type { IResponse } from "../../src/interfaces/message";
import type { ITransport } from "../../src/interfaces/transport";
import { respond } from "../../src/message/response";
import { RecordingProtocol } from "../../src/testing/recording-protocol";
import { RecordingProducer } from "../support/recording-producer";
import { serve } from "../support/serve";
import type { ChannelDriver, IConnectionDriver, RequestSpec } from "./channel-driver";

import { OwnResponse } from "./own-response";

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

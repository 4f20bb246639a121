/** The channel contract, part six: readers of a request that throw, and answers that fail once their head is out. */
import { BodyAborted, HttpError } from "../../src/errors";
import type { Headers } from "../../src/fields/headers";
import type { IRequest, IResponse } from "../../src/interfaces/message";
import type { IBodyTransport } from "../../src/interfaces/transport";
import { respond } from "../../src/message/response";
import { RecordingProtocol } from "../../src/testing/recording-protocol";
import { RecordingProducer } from "../support/recording-producer";
import { atRest, serve } from "../support/serve";
import type { ChannelDriver, IConnectionDriver } from "./channel-driver";

export function brokenBodyRows<C extends IConnectionDriver>(driver: ChannelDriver<C>): void {
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

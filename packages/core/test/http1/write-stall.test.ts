/** writeStallTimeoutMs: clients that take nothing, by a clock that is moved by hand. */
import { respond } from "../../src/message/response";
import { RecordingProducer } from "../support/recording-producer";
import { get, serve } from "../support/serve";
import { whenOver } from "../support/when-over";

describe("writeStallTimeoutMs", () => {
  test("cuts a client that takes nothing, and stops the producer once", async () => {
    const producer = new RecordingProducer();
    const served = serve(() => respond(200, {}, producer.body), { writeStallTimeoutMs: 10_000 });
    const one = served.client({ capacity: 100 }).send(get());
    producer.consumer.write("x".repeat(200));
    const after = await whenOver(served, 20_000, () => one.isClosed);
    expect(after).toBeGreaterThanOrEqual(10_000);
    expect(after).toBeLessThanOrEqual(12_500);
    expect(one.state).toBe("aborted");
    one.transport.lose();
    expect(producer.stops).toBe(1);
  });

  test("leaves one alone that takes an octet now and then", () => {
    const producer = new RecordingProducer();
    const { client, clock } = serve(() => respond(200, {}, producer.body), { writeStallTimeoutMs: 10_000 });
    const one = client({ capacity: 100 }).send(get());
    producer.consumer.write("x".repeat(200));
    for (let i = 0; i < 20; i++) {
      clock.advance(9_000);
      one.transport.drain(1);
    }
    expect(one.state).toBe("open");
  });

  test("leaves an answer alone whose producer is slow", () => {
    const producer = new RecordingProducer();
    const { client, clock } = serve(() => respond(200, {}, producer.body), { writeStallTimeoutMs: 10_000 });
    const one = client({ capacity: 100 }).send(get());
    one.transport.drain();
    clock.advance(600_000);
    expect(one.state).toBe("open");
  });

  test("holds for a closing connection, too", () => {
    const { client, clock } = serve(() => respond(200, { Connection: "close" }, "x".repeat(500)), {
      writeStallTimeoutMs: 10_000,
    });
    const one = client({ capacity: 100 }).send(get());
    expect(one.state).toBe("closed");
    clock.advance(11_000);
    expect(one.state).toBe("aborted");
  });
});

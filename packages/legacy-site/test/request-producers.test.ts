/** Push and pull producers of a response. */
import { type Request } from "../src/index";
import { turn, until } from "./support/connection";
import { RESET, pending, written } from "./support/pending";

class Push {
  readonly calls: string[] = [];

  pauseProducing(): void {
    this.calls.push("pause");
  }

  resumeProducing(): void {
    this.calls.push("resume");
  }

  stopProducing(): void {
    this.calls.push("stop");
  }
}

describe("a push producer", () => {
  test("is paused while the connection is full, and what it writes all the same is held", () => {
    const { connection, request } = pending(1_000);
    const producer = new Push();
    request.registerProducer(producer, true);
    request.write("x".repeat(1_000));
    request.write("held");
    expect(producer.calls).toEqual(["pause"]);
    expect(written(connection)).not.toContain("held");
    connection.transport.drain();
    expect(producer.calls).toEqual(["pause", "resume"]);
    expect(written(connection)).toContain("held");
  });

  test("is stopped once when the client resets, before notifyFinish fails", () => {
    const { connection, request } = pending();
    const producer = new Push();
    request.registerProducer(producer, true);
    request.notifyFinish().addErrback(() => producer.calls.push("lost"));
    request.write("begun");
    connection.transport.lose(RESET);
    expect(producer.calls).toEqual(["stop", "lost"]);
  });

  test("goes on for a client that half-closed, and is stopped when that is gone", () => {
    const { connection, request } = pending();
    const producer = new Push();
    request.registerProducer(producer, true);
    request.write("begun");
    connection.transport.feedEnd();
    expect(producer.calls).toEqual([]);
    connection.transport.lose(RESET);
    expect(producer.calls).toEqual(["stop"]);
  });

  test("a second one is refused; one that is forgotten is logged, and not stopped", () => {
    const { request, log } = pending();
    const producer = new Push();
    request.registerProducer(producer, true);
    expect(() => request.registerProducer(new Push(), true)).toThrow(
      "registering producer Push before previous one",
    );
    request.finish();
    expect(log.messages).toEqual(["Producer was not unregistered for /"]);
    expect(producer.calls).toEqual([]);
  });

  test("one that throws is unregistered and logged", () => {
    const { connection, request, log } = pending(64);
    const producer = new Push();
    producer.pauseProducing = () => {
      throw new Error("boom");
    };
    request.registerProducer(producer, true);
    request.write("x".repeat(100));
    connection.transport.drain();
    expect([log.messages, producer.calls]).toEqual([["the producer Push failed"], []]);
  });
});

describe("a pull producer", () => {
  class Pull {
    readonly #request: Request;
    readonly #pieces: string[];
    resumed = 0;

    constructor(request: Request, pieces: readonly string[]) {
      this.#request = request;
      this.#pieces = [...pieces];
    }

    resumeProducing(): void {
      this.resumed++;
      const piece = this.#pieces.shift();
      if (piece !== undefined) {
        this.#request.write(piece);
        return;
      }
      this.#request.unregisterProducer();
      this.#request.finish();
    }

    stopProducing(): void {}
  }

  test("is resumed once a turn, from the next one on", async () => {
    const { connection, request } = pending();
    const producer = new Pull(request, ["a", "b", "c"]);
    request.registerProducer(producer, false);
    expect(producer.resumed).toBe(0);
    await turn();
    expect(producer.resumed).toBe(1);
    await connection.answered();
    expect(connection.body).toBe("abc");
  });

  test("is not resumed while the connection is full", async () => {
    const { connection, request } = pending(64);
    const producer = new Pull(request, ["x".repeat(100), "y"]);
    request.registerProducer(producer, false);
    for (let turns = 0; turns < 5; turns++) await turn();
    expect(producer.resumed).toBe(1);
    connection.transport.drain();
    await until(() => {
      connection.transport.drain();
      return request.finished === 1;
    });
    expect(connection.body).toBe(`${"x".repeat(100)}y`);
  });
});

/** NOT_DONE_YET, what is written when, notifyFinish, producers, and clients that leave. */
import { BodyLost, ClientGone } from "@headgate/core";
import { ConnectionDone, ConnectionLost, NOT_DONE_YET, type Failure, type Request } from "../src/index";
import { Connection, Journal, turn, until } from "./support/connection";
import { Leaf } from "./support/resources";

/** Sends a GET to a resource that answers later, and gives its request. */
function pending(
  capacity = Infinity,
  line = "GET /",
): { connection: Connection; request: Request; log: Journal } {
  const log = new Journal();
  let pendingRequest: Request | undefined;
  const leaf = new Leaf((request) => {
    pendingRequest = request;
    return NOT_DONE_YET;
  });
  const connection = Connection.to(leaf, { log }, capacity).send(line);
  return { connection, request: pendingRequest!, log };
}

const written = (connection: Connection): string => connection.transport.written.toString("latin1");

const RESET = new BodyLost("reset", { cause: new ClientGone("reset", true) });

describe("a response that is written later", () => {
  test("is on the transport before write returns: head, then each piece as a chunk", () => {
    const { connection, request } = pending();
    request.write("first");
    expect(written(connection)).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\n5\r\nfirst\r\n$/);
    connection.transport.clear();
    request.write("");
    request.write("second");
    expect(written(connection)).toBe("6\r\nsecond\r\n");
    connection.transport.clear();
    request.finish();
    expect(written(connection)).toBe("0\r\n\r\n");
  });

  test("with a length of its own is not chunked", () => {
    const { connection, request } = pending();
    request.setHeader("content-length", "4");
    request.write("body");
    request.finish();
    expect(connection.response).toMatchObject({ code: 200, isComplete: true });
    expect(connection.response.headers.has("transfer-encoding")).toBe(false);
  });

  test("that was never written is an empty one", () => {
    const { connection, request } = pending();
    request.finish();
    expect(connection.body).toBe("");
    expect(connection.response.headers.get("transfer-encoding")).toBe("chunked");
  });

  test("has its head frozen by the first write", () => {
    const { connection, request } = pending();
    request.write("");
    request.setResponseCode(500);
    request.setHeader("x-late", "1");
    request.finish();
    expect([connection.response.code, connection.response.headers.has("x-late")]).toEqual([200, false]);
  });

  test("with a length that is a lie is cut", () => {
    const { connection, request } = pending();
    request.setHeader("content-length", "10");
    request.write("four");
    request.finish();
    expect(connection.response.isComplete).toBe(false);
    expect(connection.transport.hasFinished).toBe(true);
  });

  test("written inside render leaves when that returns, in the same turn and in one write", () => {
    const leaf = new Leaf((request) => {
      request.setHeader("content-length", "10");
      request.write("first");
      expect(connection.transport.writes).toEqual([]);
      request.write("again");
      request.finish();
      return NOT_DONE_YET;
    });
    const connection = Connection.to(leaf);
    connection.send("GET /");
    expect(connection.transport.writes).toHaveLength(1);
    expect(connection.body).toBe("firstagain");
  });

  test.each(["HEAD /", "GET /204"])(
    "to %s has no body, and holds the next request back until it is over",
    (line) => {
      const { connection, request } = pending(Infinity, line);
      if (line === "GET /204") request.setResponseCode(204);
      request.write("dropped");
      connection.send("GET /next");
      expect(connection.responses).toEqual([]);
      request.finish();
      expect(connection.response.body).toHaveLength(0);
      expect(connection.response.headers.has("transfer-encoding")).toBe(false);
    },
  );

  test("processingFailed answers 500, and cuts what has begun", () => {
    const one = pending();
    one.request.processingFailed(new Error("boom"));
    expect([one.connection.response.code, one.log.messages]).toEqual([500, ["GET / failed"]]);
    const other = pending();
    other.request.write("begun");
    other.request.processingFailed(new Error("boom"));
    expect(other.connection.response.isComplete).toBe(false);
    expect(other.connection.transport.hasFinished).toBe(true);
  });

  test("loseConnection sends what was written, and no last chunk", () => {
    const { connection, request } = pending();
    request.write("begun");
    request.loseConnection();
    expect(written(connection)).toMatch(/begun\r\n$/);
    expect(connection.transport.hasFinished).toBe(true);
    request.write("too late");
    expect(written(connection)).toMatch(/begun\r\n$/);
  });

  test("loseConnection before the first write sends nothing", () => {
    const { connection, request } = pending();
    request.loseConnection();
    expect(written(connection)).toBe("");
    expect(connection.transport.hasFinished).toBe(true);
  });
});

describe("misuse", () => {
  test("write after finish throws; a second finish only warns", () => {
    const warned = jest.spyOn(process, "emitWarning").mockImplementation();
    const { request } = pending();
    request.write("body");
    request.finish();
    expect(() => request.write("more")).toThrow(
      "Request.write called on a request after Request.finish was called.",
    );
    request.finish();
    expect(warned).toHaveBeenCalledWith("Warning! request.finish called twice.");
  });

  test("only text and octets are written", () => {
    const { request } = pending();
    expect(() => request.write(42 as never)).toThrow(TypeError);
  });

  test.each([["200"], [NaN], [null], [1.5]])("%p is no code", (code) => {
    expect(() => pending().request.setResponseCode(code as never)).toThrow(TypeError);
  });

  test.each([99, 101, 1000])("%i is not sent, and the request can still be answered", (code) => {
    const { connection, request } = pending();
    request.setResponseCode(code);
    expect(() => request.write("x")).toThrow("no status");
    request.processingFailed(new Error("so what"));
    expect(connection.response.code).toBe(500);
  });

  test("what would split a response does not", () => {
    const { connection, request } = pending();
    request.setResponseCode(200, "Fine\r\nX-Evil: 1");
    request.cookies.push("a=b\r\nX-Evil: 2");
    request.setHeader("x-value", "safe\r\nX-Evil: 3");
    expect(() => request.setHeader("x\r\nx-evil", "4")).toThrow();
    request.finish();
    expect(connection.response.headers.has("x-evil")).toBe(false);
    expect(connection.response.phrase).toBe("Fine  X-Evil: 1");
  });
});

describe("notifyFinish", () => {
  function watch(request: Request): string[] {
    const events: string[] = [];
    request.notifyFinish().addCallbacks(
      (result) => events.push(`done ${String(result)}`),
      (failure: Failure) => {
        events.push(failure.check(ConnectionDone) ? "done" : failure.check(ConnectionLost) ? "lost" : "?");
      },
    );
    return events;
  }

  test("fires inside finish, before the next request is dispatched", () => {
    const events: string[] = [];
    const leaf = new Leaf((request) => {
      events.push(`render ${request.uri}`);
      request.notifyFinish().addCallback(() => events.push(`finished ${request.uri}`));
      if (request.uri === "/2") return "done";
      setImmediate(() => request.finish());
      return NOT_DONE_YET;
    });
    const connection = Connection.to(leaf).send("GET /1").send("GET /2");
    return connection.answered(2).then(() => {
      expect(events).toEqual(["render /1", "finished /1", "render /2", "finished /2"]);
    });
  });

  test.each([
    ["a FIN", (c: Connection) => c.transport.feedEnd(), "done"],
    ["a reset", (c: Connection) => c.transport.lose(RESET), "lost"],
  ])("fails in the turn that brings %s", (_what, leave, event) => {
    const { connection, request } = pending();
    const events = [watch(request), watch(request)];
    leave(connection);
    expect(events).toEqual([[event], [event]]);
    expect(request._disconnected).toBe(true);
  });

  test("asked for after the end, never fires", async () => {
    const { request } = pending();
    request.finish();
    const events = watch(request);
    await turn();
    expect(events).toEqual([]);
  });
});

describe("a client that has left", () => {
  test("write is silent, finish throws CLIENT_GONE", () => {
    const { connection, request } = pending();
    connection.transport.lose(RESET);
    request.write("into the void");
    expect(() => request.finish()).toThrow(ClientGone);
    expect(request.finished).toBe(1);
  });

  test("a half-closed one gets its answer, and finish throws behind it", () => {
    const { connection, request } = pending();
    connection.transport.feedEnd();
    request.write("for whom it");
    expect(() => request.finish()).toThrow(
      "Request.finish called on a request after its connection was lost",
    );
    expect(connection.response).toMatchObject({ code: 200, isComplete: true });
    expect(connection.body).toBe("for whom it");
  });

  test("the framework itself does not complain when render returns its body", async () => {
    const log = new Journal();
    const leaf = new Leaf(() => new Promise((resolve) => setImmediate(resolve, "late body")));
    const connection = Connection.to(leaf, { log }).send("GET /");
    connection.transport.feedEnd();
    await connection.answered();
    expect([connection.body, log.messages]).toEqual(["late body", []]);
  });

  test("content is closed with the request", () => {
    let seen: Request | undefined;
    const leaf = new Leaf((request) => {
      seen = request;
      return NOT_DONE_YET;
    });
    const connection = Connection.to(leaf).send("POST /", {}, "body");
    connection.transport.lose(RESET);
    expect(() => seen?.content.read()).toThrow("I/O operation on closed file.");
  });
});

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

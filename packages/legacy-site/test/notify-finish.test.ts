/** The end of a request: notifyFinish, and clients that leave before it. */
import { ClientGone } from "@headgate/core";
import { ConnectionDone, ConnectionLost, NOT_DONE_YET, type Failure, type Request } from "../src/index";
import { Connection, Journal, turn } from "./support/connection";
import { Leaf } from "./support/resources";
import { RESET, pending } from "./support/pending";

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

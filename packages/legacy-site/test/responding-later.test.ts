/** NOT_DONE_YET, and what is written when. */
import { NOT_DONE_YET } from "../src/index";
import { Connection } from "./support/connection";
import { Leaf } from "./support/resources";
import { pending, written } from "./support/pending";

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

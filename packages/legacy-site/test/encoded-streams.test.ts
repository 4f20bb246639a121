/** Content is encoded as it flows. */
import { randomBytes } from "node:crypto";
import zlib from "node:zlib";
import { BodyLost, ClientGone, respond, type IRequest } from "@headgate/core";
import { NOT_DONE_YET, STREAMING, type Request, type Resource } from "../src/index";
import { ask, Connection, turn, until } from "./support/connection";
import { branch, Leaf } from "./support/resources";
import { GZIP, gzipped, text, wantEncoded } from "./support/gzipped";

/** What has come so far of a response in chunks that goes on. */
function soFar(connection: Connection): string {
  const written = connection.transport.written.toString("latin1");
  const pieces: string[] = [];
  for (let at = written.indexOf("\r\n\r\n") + 4; at > 3 && at < written.length;) {
    const start = written.indexOf("\r\n", at) + 2;
    const size = Number.parseInt(written.slice(at, start), 16);
    pieces.push(written.slice(start, start + size));
    at = start + size + 2;
  }
  const body = Buffer.from(pieces.join(""), "latin1");
  if (body.length === 0) return "";
  return zlib.gunzipSync(body, { finishFlush: zlib.constants.Z_SYNC_FLUSH }).toString();
}

describe("what flows is encoded as it flows", () => {
  function pending(capacity = Infinity): { connection: Connection; request: Request } {
    let found: Request | undefined;
    const leaf = new Leaf((request) => {
      found = request;
      return NOT_DONE_YET;
    });
    const connection = Connection.to(gzipped(leaf), {}, capacity).send("GET /", GZIP);
    return { connection, request: found! };
  }

  test("what is written can be read before more is", async () => {
    const { connection, request } = pending();
    request.write("first, ");
    await until(() => soFar(connection) === "first, ");
    request.write("second, ");
    request.write("third");
    await until(() => soFar(connection) === "first, second, third");
    request.finish();
    wantEncoded((await connection.answered()).response, "first, second, third");
  });

  test("the streamed answer of a resource of core", async () => {
    async function* parts(): AsyncGenerator<string> {
      yield "one, ";
      await turn();
      yield "two";
    }
    const core = { responseForRequest: () => respond(200, { "Content-Type": "text/plain" }, parts()) };
    const response = await ask(branch({ core: gzipped(core) }), "GET /core/below", GZIP);
    wantEncoded(response, "one, two");
    expect(response.headers.get("content-type")).toBe("text/plain");
    expect(() => gzipped(core).putChild("a", text)).toThrow(TypeError);
  });

  test("a resource that streams has its first octets back, encoded, before the last came", async () => {
    class Echo extends Leaf {
      static readonly [STREAMING] = true;
      override responseForRequest(request: IRequest): ReturnType<Resource["responseForRequest"]> {
        return respond(200, {}, request);
      }
    }
    const connection = Connection.to(gzipped(new Echo(() => "rendered")));
    connection.send("POST /", { ...GZIP, "Content-Length": "10" });
    connection.transport.feed("first");
    await until(() => soFar(connection) === "first");
    connection.transport.feed(", end");
    wantEncoded((await connection.answered()).response, "first, end");
  });

  test("a client that reads slowly pauses the producer, through the encoder", async () => {
    const { connection, request } = pending(64 * 1024);
    let written = 0;
    let isPaused = false;
    const calls: string[] = [];
    const produce = async (): Promise<void> => {
      for (; written < 200; written++) {
        while (isPaused) await turn();
        request.write(randomBytes(16 * 1024));
        await turn();
      }
      request.unregisterProducer();
      request.finish();
    };
    request.registerProducer(
      {
        pauseProducing: () => void (calls.push("pause"), (isPaused = true)),
        resumeProducing: () => void (calls.push("resume"), (isPaused = false)),
        stopProducing: () => void calls.push("stop"),
      },
      true,
    );
    const produced = produce();
    await until(() => isPaused && connection.transport.unsentOctets > 64 * 1024);
    for (let turns = 0; turns < 100; turns++) await turn();
    expect(written).toBeLessThan(40);
    while (connection.responses.at(-1)?.isComplete !== true) {
      connection.transport.drain();
      await turn();
    }
    await produced;
    expect(zlib.gunzipSync(connection.response.body)).toHaveLength(200 * 16 * 1024);
    expect(calls).not.toContain("stop");
  });

  test("a client that leaves stops the producer, once, and the body of a core resource", async () => {
    const { connection, request } = pending();
    const calls: string[] = [];
    const note = (call: string) => () => void calls.push(call);
    request.notifyFinish().addErrback(note("errback"));
    request.registerProducer(
      { pauseProducing: () => {}, resumeProducing: () => {}, stopProducing: note("stop") },
      true,
    );
    request.write("some");
    await until(() => soFar(connection) === "some");
    connection.transport.lose(new BodyLost("reset", { cause: new ClientGone("reset", true) }));
    for (let turns = 0; turns < 20; turns++) await turn();
    expect(calls.sort()).toEqual(["errback", "stop"]);
  });

  test("an answer that is cut is not ended as if it were whole", async () => {
    const { connection, request } = pending();
    request.write("some");
    await until(() => soFar(connection) === "some");
    request.loseConnection();
    await until(() => connection.transport.hasFinished);
    expect(connection.transport.written.toString("latin1")).not.toMatch(/0\r\n\r\n$/);
  });
});

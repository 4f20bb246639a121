/** ReverseProxyResource: what comes back from the other server, or does not. */
import { bodyProducer, respond, type IBodyConsumer } from "@headgate/core";
import {
  EncodingResourceWrapper,
  GzipEncoderFactory,
  Resource,
  Site,
  type AnyResource,
  type Request,
} from "../src/index";
import { Connection, Journal, turn, until } from "./support/connection";
import { branch } from "./support/resources";
import { failure, Upstream } from "./support/fake-upstream";

describe("what is answered", () => {
  test("status, phrase, fields and body; its Server, Date and Content-Type in the place of ours", async () => {
    const upstream = new Upstream();
    const date = "Sun, 06 Nov 1994 08:49:37 GMT";
    upstream.answer = () =>
      respond(
        203,
        [
          ["Server", "theirs"],
          ["Date", date],
          ["Content-Type", "text/x"],
          ["X-A", "1"],
          ["x-a", "2"],
          ["Set-Cookie", "c=d"],
        ],
        "body",
        { phrase: "Theirs Too" },
      );
    class Outer extends Resource {
      override getChild(_name: string, request: Request): AnyResource {
        request.setHeader("x-ours", "stays");
        return upstream.resource();
      }
    }
    const { response } = await Connection.to(new Outer()).send("GET /a").answered();
    expect([response.code, response.phrase, response.body.toString()]).toEqual([203, "Theirs Too", "body"]);
    expect(response.headers.getAll("x-a")).toEqual(["1", "2"]);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      server: "theirs",
      date,
      "content-type": "text/x",
      "set-cookie": "c=d",
      "x-ours": "stays",
    });
    expect(response.headers.getAll("server")).toHaveLength(1);
  });

  test("a slow client holds the other server back; one that leaves stops it", async () => {
    const upstream = new Upstream();
    const calls: string[] = [];
    let consumer: IBodyConsumer | undefined;
    upstream.answer = () =>
      respond(
        200,
        {},
        bodyProducer({
          startProducing: (given) => void (consumer = given),
          pauseProducing: () => void calls.push("pause"),
          resumeProducing: () => void calls.push("resume"),
          stopProducing: () => void calls.push("stop"),
        }),
      );
    const connection = Connection.to(upstream.resource(), {}, 1024).send("GET /");
    await until(() => consumer !== undefined);
    consumer!.write("x".repeat(2048));
    expect(calls).toEqual(["pause"]);
    connection.transport.drain();
    expect(calls).toEqual(["pause", "resume"]);
    connection.transport.lose();
    await turn();
    expect(calls.filter((call) => call === "stop")).toEqual(["stop"]);
  });

  test("a client that leaves before there is an answer: the waiting is over", async () => {
    const upstream = new Upstream();
    upstream.answer = () => new Promise(() => {});
    const connection = Connection.to(upstream.resource()).send("GET /");
    await until(() => upstream.asked.length === 1);
    expect(upstream.last.signal?.aborted).toBe(false);
    connection.transport.lose();
    await turn();
    expect(upstream.last.signal?.aborted).toBe(true);
  });

  test("may be encoded on its way", async () => {
    const upstream = new Upstream();
    const root = new EncodingResourceWrapper(upstream.resource(), [new GzipEncoderFactory()]);
    const { response } = await Connection.to(branch({ a: root }))
      .send("GET /a", { "Accept-Encoding": "gzip" })
      .answered();
    expect(response.headers.get("content-encoding")).toBe("gzip");
  });

  test("a server that can't be reached: twisted.web's 501; one that breaks off: 502; both are logged", async () => {
    const log = new Journal();
    const upstream = new Upstream();
    const site = new Site(upstream.resource(), { log });
    upstream.answer = () => Promise.reject(failure(false));
    const unreachable = (await new Connection(site).send("GET /").answered()).response;
    expect([unreachable.code, unreachable.phrase, unreachable.body.toString()]).toEqual([
      501,
      "Gateway error",
      "<H1>Could not connect</H1>",
    ]);
    expect(unreachable.headers.get("content-type")).toBe("text/html");
    upstream.answer = () => Promise.reject(failure(true));
    const broken = (await new Connection(site).send("GET /").answered()).response;
    expect([broken.code, broken.phrase]).toEqual([502, "Bad Gateway"]);
    expect(broken.body.toString()).not.toContain("ECONNREFUSED");
    expect(log.messages).toEqual([
      "127.0.0.1:1234 can't be reached: ECONNREFUSED",
      "127.0.0.1:1234 gave no answer: ECONNREFUSED",
    ]);
  });

  test("a connector with a bug is a 500", async () => {
    const upstream = new Upstream();
    upstream.answer = () => Promise.reject(new Error("bug"));
    expect((await Connection.to(upstream.resource()).send("GET /").answered()).response.code).toBe(500);
  });
});

/** Whole conversations, cut by the transport at every place: the octets that come back are the same. */
import { collect } from "../../src/body/collect";
import { readBody } from "../../src/body/read-body";
import type { Handler } from "../../src/interfaces/resource";
import { respond } from "../../src/message/response";
import { everySplit } from "../support/every-split";
import { atRest, chunked, get, post, postChunks, requestHead, serve } from "../support/serve";

const handler: Handler = async (request) => {
  switch (request.path) {
    case "/echo":
      return respond(200, { "X-Length": String(request.length) }, await readBody(request));
    case "/trailers": {
      const octets: number[] = [];
      await collect(request, (chunk) => {
        octets.push(...chunk);
      });
      return respond(200, {}, JSON.stringify([Buffer.from(octets).toString(), ...(await request.trailers)]));
    }
    case "/refuse":
      return respond(403, {}, "no");
    case "/stream":
      return respond(200, {}, ["streamed ", "in ", "pieces"]);
    default:
      return respond(200, {}, `${request.method} ${request.uri} ${request.authority}`);
  }
};

const CONVERSATIONS: readonly (readonly [string, string])[] = [
  ["heads", get("/a?b") + "\r\n" + requestHead("HEAD", "/b") + get("/c", "Connection: close") + get("/d")],
  ["lengths", post("abc", "/echo") + post("", "/echo") + post("defg", "/echo")],
  ["chunks", postChunks(["a", "bc", "def"], "/echo") + postChunks([], "/echo") + get("/after")],
  [
    "trailers",
    `${requestHead("POST", "/trailers", "Transfer-Encoding: chunked")}${chunked("abc")}0;x\r\nA: 1\r\nB: 2\r\n\r\n${get()}`,
  ],
  ["unread bodies", post("abc", "/refuse") + postChunks(["a", "bc"], "/refuse") + get("/after")],
  ["streams", get("/stream") + post("abc", "/stream") + get("/stream", "Connection: close")],
  ["HTTP/1.0", "POST /echo HTTP/1.0\r\nContent-Length: 3\r\n\r\nabc"],
  [
    "the forms of a target",
    `OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\nGET http://b/c?d HTTP/1.1\r\nHost: a\r\n\r\n`,
  ],
  [
    "a bad request behind good ones",
    get("/a") + post("abc", "/echo") + "GET /b HTTP/1.1\r\nHost : a\r\n\r\n",
  ],
  ["a bad chunk", `${requestHead("POST", "/echo", "Transfer-Encoding: chunked")}3\r\nabc\r\nzz\r\n`],
  ["an unknown expectation", get("/a", "Expect: tea") + get("/b")],
];

async function answersTo(pieces: readonly Buffer[]): Promise<string> {
  const client = serve(handler).client();
  for (const piece of pieces) client.send(piece);
  client.transport.feedEnd();
  await atRest();
  return `${client.received}[${client.state}]`;
}

test.each(CONVERSATIONS)("%s", async (_name, octets) => {
  const whole = await answersTo([Buffer.from(octets, "latin1")]);
  expect(whole).toMatch(/^HTTP\/1\.[01] \d{3} /);
  const splits = [...everySplit(Buffer.from(octets, "latin1"))];
  const answers = await Promise.all(splits.map(answersTo));
  expect(new Set(answers)).toEqual(new Set([whole]));
});

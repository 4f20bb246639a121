/** Attacks through what an application copies into its answer: no octet of it becomes framing. */
import { HttpError } from "../../src/errors";
import { Headers } from "../../src/fields/headers";
import type { Handler } from "../../src/interfaces/resource";
import { respond } from "../../src/message/response";
import { redirect } from "../../src/traversal/answer";
import { atRest, get, serve, type Client } from "../support/serve";

const INJECTIONS = [
  "a\r\nSet-Cookie: evil=1",
  "a\nSet-Cookie: evil=1",
  "a\rSet-Cookie: evil=1",
  "a\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
  "a\0b",
  // CR and LF after a cut to eight bits: U+010D and U+010A.
  "a\u010d\u010aSet-Cookie: evil=1",
];

/** The ways in which a handler may put text that is not its own into a head. */
const WAYS: Readonly<Record<string, (text: string) => Handler>> = {
  "a field's value": (text) => () => respond(200, { "X-Echo": text }, "fine"),
  "a field's name": (text) => () => respond(200, { [text]: "x" }, "fine"),
  "a field appended later": (text) => () => {
    const headers = new Headers();
    headers.append("X-Echo", text);
    return respond(200, headers, "fine");
  },
  "the reason phrase": (text) => () => respond(200, {}, "fine", { phrase: text }),
  "an HttpError's fields": (text) => () => {
    throw new HttpError(400, "no", { "X-Echo": text });
  },
  "an interim response": (text) => (request) => {
    request.channel.sendInterim(103, { Link: text });
    return respond(200);
  },
  "the fields of a taken over connection": (text) => (request) =>
    request.channel.takeOver(
      { makeConnection() {}, dataReceived() {}, connectionLost() {} },
      { "X-Echo": text },
    ),
};

async function answerOf(handler: Handler): Promise<Client> {
  const client = serve(handler)
    .client()
    .send(get("/", "Connection: upgrade", "Upgrade: x"));
  await atRest();
  return client;
}

const ATTACKS = Object.entries(WAYS).flatMap(([way, handler]) =>
  INJECTIONS.map((text) => [way, JSON.stringify(text), handler(text)] as const),
);

test.each(ATTACKS)("%s %s: 500, and nothing of it", async (_way, _text, handler) => {
  const client = await answerOf(handler);
  expect(client.codes).toEqual([500]);
  expect(client.received).not.toMatch(/evil|X-Echo|\0/);
});

test.each(INJECTIONS)("a redirect to %j can't be made, or stays one line", async (text) => {
  const client = await answerOf((request, path) => redirect(`/${text}`).responseForRequest(request, path));
  expect(client.responses()).toHaveLength(1);
  expect(client.responses()[0]?.headers.has("set-cookie")).toBe(false);
});

test("a trailer can't be made of it either", async () => {
  const client = await answerOf(() =>
    respond(200, {}, "fine", { trailers: () => new Headers({ digest: "a\r\n\r\nHTTP/1.1 200 OK" }) }),
  );
  expect(client.responses()).toMatchObject([{ code: 200, isComplete: false }]);
});

test("framing is the channel's: an application's own fields don't frame", async () => {
  for (const headers of [
    { "Transfer-Encoding": "chunked" },
    { "Transfer-Encoding": "chunked", "Content-Length": "1" },
    { "Content-Length": "1, 2" },
    { "Content-Length": "99" },
    { "content-length": "0x10" },
    { Connection: "keep-alive, upgrade", Upgrade: "x" },
  ]) {
    const client = await answerOf(() => respond(200, headers, "four"));
    expect(client.received.match(/content-length/gi)).toHaveLength(1);
    expect(client.received).toContain("Content-Length: 4\r\n");
    expect(client.received).not.toMatch(/transfer-encoding|upgrade/i);
  }
});

test("an error message is text, and says nothing of the server's insides", async () => {
  const client = await answerOf(() => {
    throw new Error("password=secret");
  });
  expect(client.received).not.toContain("secret");
});

test("what a refusal says of the client's octets is plain text", async () => {
  const client = serve(() => respond(200)).client();
  client.send(get("/", "Expect: <script>alert(1)</script>"));
  expect(client.responses()[0]?.headers.get("content-type")).toBe("text/plain; charset=utf-8");
});

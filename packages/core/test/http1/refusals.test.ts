/** What is sent to a client whose head is refused before anybody could be asked. */
import { readBody } from "../../src/body/read-body";
import { respond } from "../../src/message/response";
import { atRest, get, serve } from "../support/serve";

const LONG = "a".repeat(9_000);

const REFUSED: readonly (readonly [string, number, string])[] = [
  ["a target that is none", 400, " a HTTP/1.1\r\nHost: a\r\n\r\n"],
  ["no target", 400, "  HTTP/1.1\r\nHost: a\r\n\r\n"],
  ["another version", 505, " / HTTP/2.0\r\nHost: a\r\n\r\n"],
  ["a field without a colon", 400, " / HTTP/1.1\r\nHost: a\r\nnothing\r\n\r\n"],
  ["no Host", 400, " / HTTP/1.1\r\n\r\n"],
  ["two framings", 400, " / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"],
  ["a long target", 414, ` /${LONG} HTTP/1.1\r\nHost: a\r\n\r\n`],
  ["a long field", 431, ` / HTTP/1.1\r\nHost: a\r\nA: ${LONG}${LONG}\r\n\r\n`],
];

describe.each(REFUSED)("%s", (_what, code, rest) => {
  test.each([
    ["at once", (octets: string) => [octets]],
    ["in pieces", (octets: string) => octets.match(/[^]{1,7}/g) ?? []],
  ])("sent %s: a HEAD is told by a head alone, a GET with a line", (_how, cut) => {
    const { client } = serve(() => respond(200));
    const head = client().send(...cut(`HEAD${rest}`));
    const whole = client().send(...cut(`GET${rest}`));
    for (const { received } of [head, whole]) expect(received).toMatch(new RegExp(`^HTTP/1.1 ${code} `));
    expect(head.received).toMatch(/\r\nContent-Length: \d+\r\nConnection: close\r\n\r\n$/);
    expect(whole.received).toMatch(/\r\nConnection: close\r\n\r\n.+\n$/);
  });
});

test("the method of one head is not that of the next", () => {
  const { client, clock } = serve(() => respond(200));
  const head = "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n";
  const refused = client().send(head, get("/a"), "nonsense\r\n\r\n");
  expect(refused.received).toMatch(/the method is not a token and one space\n$/);
  const late = client().send(head, "GET / HT");
  clock.advance(60_000);
  expect(late.received).toMatch(/^HTTP\/1.1 408 [^]+\r\n\r\n.+\n$/m);
});

test("a HEAD whose content breaks its framing is told by a head alone", async () => {
  const client = serve(async (request) => respond(200, {}, await readBody(request))).client();
  client.send("HEAD / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n");
  await atRest();
  expect(client.received).toMatch(/^HTTP\/1.1 400 [^]+\r\n\r\n$/);
});

/** Requests made for the server behind a proxy to be read in another way than we read them. */
import { respond, type IResponse } from "@headgate/core";
import type { UpstreamRequest } from "@headgate/node";
import { ReverseProxyResource } from "../../src/index";
import { Connection, until } from "../support/connection";
import { branch } from "../support/resources";

interface Proxied {
  readonly asked: UpstreamRequest[];
  readonly connection: Connection;
}

function proxied(raw: string, answer: IResponse = respond(200, {}, "answer")): Proxied {
  const asked: UpstreamRequest[] = [];
  const connector = async (request: UpstreamRequest): Promise<IResponse> => {
    asked.push(request);
    return answer;
  };
  const resource = new ReverseProxyResource("backend", 80, "/base", connector);
  const connection = Connection.to(branch({ p: resource }));
  connection.transport.feed(raw);
  return { asked, connection };
}

const head = (...fields: string[]): string =>
  `POST /p/x HTTP/1.1\r\nHost: a\r\n${fields.join("\r\n")}\r\n\r\n`;
const status = ({ connection }: Proxied): string => connection.transport.written.toString().slice(9, 12);

test.each([
  ["CL.TE", head("Content-Length: 6", "Transfer-Encoding: chunked") + "0\r\n\r\nG"],
  [
    "TE.CL",
    head("Transfer-Encoding: chunked", "Content-Length: 4") + "5c\r\nGPOST / HTTP/1.1\r\n\r\n0\r\n\r\n",
  ],
  ["TE.TE, obfuscated", head("Transfer-Encoding: xchunked") + "0\r\n\r\n"],
  ["TE with a blank before the colon", head("Transfer-Encoding : chunked") + "0\r\n\r\n"],
  ["two lengths", head("Content-Length: 1", "Content-Length: 2") + "ab"],
])("smuggling, %s: refused, and nobody is asked", (_how, raw) => {
  const attempt = proxied(raw);
  expect(Number(status(attempt))).toBeGreaterThanOrEqual(400);
  expect(attempt.asked).toEqual([]);
});

test("framing is told anew: neither length nor coding of the client's connection goes on", async () => {
  const { asked, connection } = proxied(
    head("Transfer-Encoding: chunked", "TE: trailers", "Trailer: X") + "1\r\na\r\n0\r\n\r\n",
  );
  await connection.answered();
  const names = [...asked[0]!.headers].map(([name]) => name);
  expect(names).toEqual(["host"]);
  const known = proxied(head("Content-Length: 1") + "a");
  await known.connection.answered();
  expect([...known.asked[0]!.headers].map(([name]) => name)).toEqual(["host"]);
  expect(known.asked[0]!.body.length).toBe(1);
});

test.each([
  ["Connection: close, X-Secret", "X-Secret: 1"],
  ["Connection: x-secret", "X-Secret: 1"],
  ["Connection: keep-alive", "Keep-Alive: timeout=5"],
  ["Proxy-Connection: keep-alive", "X: 1"],
  ["Connection: Upgrade", "Upgrade: websocket"],
  ["Connection: close", "Proxy-Authorization: Basic eDp5"],
  ["Connection: close", "Expect: x"],
])("fields of the connection stay behind: %s, %s", async (one, other) => {
  const { asked, connection } = proxied(`GET /p HTTP/1.1\r\nHost: a\r\n${one}\r\n${other}\r\n\r\n`);
  await connection.answered();
  const kept = other === "X: 1" ? ["host", "x"] : ["host"];
  expect([...asked[0]!.headers].map(([name]) => name)).toEqual(kept);
});

test("Connection can't take the Host away", async () => {
  const { asked, connection } = proxied("GET /p HTTP/1.1\r\nHost: a\r\nConnection: Host\r\n\r\n");
  await connection.answered();
  expect(asked[0]!.headers.get("host")).toBe("backend");
});

test("CVE-2016-5385 (httpoxy): no Proxy field goes on", async () => {
  const { asked, connection } = proxied("GET /p HTTP/1.1\r\nHost: a\r\nProxy: evil:1\r\n\r\n");
  await connection.answered();
  expect(asked[0]!.headers.has("proxy")).toBe(false);
});

test.each(["/p/../secret", "/p/%2e%2e/secret", "/p/a/..", "/p/.%2E/x", "/p/./x"])(
  "a way out of the base path (%s): 404, and nobody is asked",
  (target) => {
    const attempt = proxied(`GET ${target} HTTP/1.1\r\nHost: a\r\n\r\n`);
    expect([status(attempt), attempt.asked]).toEqual(["404", []]);
  },
);

test.each(["/p/a%0d%0aX:1", "/p/a%20HTTP/1.1%0d%0aHost:%20evil", "/p/a%00"])(
  "splitting the request line (%s): stays percent-encoded",
  async (target) => {
    const { asked, connection } = proxied(`GET ${target} HTTP/1.1\r\nHost: a\r\n\r\n`);
    await connection.answered();
    expect(asked[0]!.target).toMatch(/^[\x21-\x7e]+$/);
  },
);

test("another authority (absolute form, CONNECT) is never where we connect to", async () => {
  const { asked, connection } = proxied("GET http://evil.test/p/x HTTP/1.1\r\nHost: evil.test\r\n\r\n");
  await connection.answered();
  expect(asked[0]).toMatchObject({ host: "backend", port: 80, target: "/base/x" });
  const tunnel = proxied("CONNECT evil.test:443 HTTP/1.1\r\nHost: evil.test:443\r\n\r\n");
  await until(() => status(tunnel) !== "");
  expect(Number(status(tunnel))).toBeGreaterThanOrEqual(400);
  expect(tunnel.asked).toEqual([]);
});

test("a response can't end our connection, nor frame itself", async () => {
  const answer = respond(
    200,
    { Connection: "close, X-Hop", "X-Hop": "1", "Keep-Alive": "x", "X-Kept": "1" },
    "ok",
  );
  const { connection } = proxied("GET /p HTTP/1.1\r\nHost: a\r\n\r\n", answer);
  const { response } = await connection.answered();
  const names = [...response.headers].map(([name]) => name).sort();
  expect(names).toEqual(["content-length", "content-type", "date", "server", "x-kept"]);
  expect(connection.transport.hasFinished).toBe(false);
});

/** A legacy site answers over HTTP/2 as it does over HTTP/1.1: status, fields and content, but for what frames them. */
import { createHash } from "node:crypto";
import { Site } from "@headgate/legacy-site";
import { listen } from "@headgate/node";
import "./support/close-all";
import type { Fields } from "./support/http2-client";
import { legacyPages } from "./support/legacy-pages";
import { NodeHTTP2Client } from "./support/node-http2-client";
import { pattern } from "./support/pages";
import { RawClient } from "./support/raw-client";
import { RecordingLog, willClose } from "./support/servers";
import { until } from "./support/until";

interface Asked {
  readonly method: string;
  readonly target: string;
  readonly fields: Fields;
  readonly content: Buffer | undefined;
}

interface Heard {
  readonly code: number;
  readonly fields: Record<string, string>;
  readonly body: string;
}

/** Framing, and what is the connection's (RFC 9113 section 8.2.2); and the time may have moved on. */
const LEFT_OUT = new Set(["connection", "keep-alive", "transfer-encoding", "upgrade", "date"]);

const MULTIPART = [
  "--edge",
  'Content-Disposition: form-data; name="name"',
  "",
  "caf\u00c3\u00a9",
  "--edge",
  'Content-Disposition: form-data; name="file"; filename="a.txt"',
  "Content-Type: text/plain",
  "",
  "line one\r\nline two",
  "--edge--",
  "",
].join("\r\n");

const FORM: Fields = [["content-type", "application/x-www-form-urlencoded"]];
const PARTS: Fields = [["content-type", "multipart/form-data; boundary=edge"]];

function ask(method: string, target: string, fields: Fields = [], content?: string | Buffer): Asked {
  const octets = typeof content === "string" ? Buffer.from(content, "latin1") : content;
  return { method, target, fields, content: octets };
}

const TABLE: Asked[] = [
  ask("GET", "/text"),
  ask("HEAD", "/text"),
  ask("GET", "/nothing"),
  ask("GET", "/promised"),
  ask("GET", "/later"),
  ask("HEAD", "/later"),
  ask("GET", "/measured"),
  ask("HEAD", "/measured"),
  ask("GET", "/pull"),
  ask("GET", "/push"),
  ask("HEAD", "/push"),
  ask("GET", "/fields"),
  ask("GET", "/empty"),
  ask("GET", "/unchanged"),
  ask("GET", "/elsewhere"),
  ask("GET", "/mirror/a%2Fb//c?x=1&x=2&y=caf%C3%A9&z"),
  ask("GET", "/mirror", [
    ["cookie", "a=1"],
    ["x-echo", "constructor"],
    ["authorization", "Basic dXNlcjpzZWNyZXQ="],
  ]),
  ask("POST", "/mirror?x=0", FORM, "x=1&y=a+b%26c&x=2&empty="),
  ask("POST", "/mirror", PARTS, MULTIPART),
  ask("POST", "/mirror", PARTS, "no part at all"),
  ask("POST", "/mirror", [["content-type", "text/plain"]], "x=1"),
  ask("POST", "/mirror", [["content-length", "0"]], ""),
  ask("POST", "/mirror", [], pattern(0, 250_000)),
  ask("POST", "/mirror", [["expect", "100-continue"]], "wanted"),
  ask("POST", "/mirror", [["expect", "a-miracle"]], "wanted"),
  ask("POST", "/stream", [], pattern(0, 250_000)),
  ask("GET", "/stream"),
  ask("PUT", "/text", [], "not asked for"),
  ask("DELETE", "/text"),
  ask("OPTIONS", "/text"),
  ask("BREW", "/text"),
  ask("POST", "/forbidden", [], pattern(0, 100_000)),
  ask("GET", "/forbidden/below"),
  ask("HEAD", "/gone"),
  ask("GET", "/gone"),
  ask("GET", "/old"),
  ask("GET", "/broken"),
  ask("HEAD", "/broken"),
  ask("GET", "/nowhere"),
  ask("HEAD", "/nowhere"),
  ask("GET", "/"),
];

function compared(fields: Iterable<readonly [string, string]>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of fields) {
    if (LEFT_OUT.has(name) || name.startsWith(":")) continue;
    kept[name] = kept[name] === undefined ? value : `${kept[name]}, ${value}`;
  }
  return kept;
}

/** With the length of the content, unless there is none or the row says it. */
function sentFields({ fields, content }: Asked): Fields {
  const isSaid = content === undefined || fields.some(([name]) => name === "content-length");
  return isSaid ? fields : [...fields, ["content-length", String(content.length)]];
}

/** What is long is only compared, not shown. */
function shown(body: Buffer): string {
  if (body.length < 5_000) return body.toString("latin1");
  return `${body.length} octets, sha256 ${createHash("sha256").update(body).digest("hex")}`;
}

async function overHttp1(port: number, asked: Asked): Promise<Heard> {
  const { method, target, content = "" } = asked;
  const client = await RawClient.connect(port);
  const lines = sentFields(asked).map(([name, value]) => `${name}: ${value}\r\n`);
  await client.send(`${method} ${target} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${lines.join("")}\r\n`);
  void client.send(content);
  for (;;) {
    const answer = await client.answer(method === "HEAD");
    if (answer.code < 200) continue;
    const body = shown(Buffer.from(answer.body, "latin1"));
    return { code: answer.code, fields: compared(answer.fields), body };
  }
}

async function overHttp2(url: string, asked: Asked): Promise<Heard> {
  const { method, target, content } = asked;
  const client = new NodeHTTP2Client(url);
  const pseudo: Fields = [
    [":method", method],
    [":path", target],
  ];
  const stream = client.open([...pseudo, ...sentFields(asked)], content === undefined);
  if (content !== undefined) {
    stream.write(content);
    stream.end();
  }
  await until(() => stream.hasEnded);
  return { code: stream.code, fields: compared(stream.head ?? []), body: shown(stream.body) };
}

function titled(asked: Asked): [title: string, asked: Asked] {
  const { method, target, fields, content } = asked;
  const more = fields.map(([name, value]) => `, ${name}: ${value}`).join("");
  return [`${method} ${target}${more}${content === undefined ? "" : `, ${content.length} octets`}`, asked];
}

test.each(TABLE.map(titled))("%s", async (_, asked) => {
  const site = new Site(legacyPages(), { log: new RecordingLog() });
  const endpoint = willClose(await listen(site, { port: 0, host: "127.0.0.1" }));
  const heard = await overHttp1(endpoint.port, asked);
  expect(await overHttp2(endpoint.url, asked)).toEqual(heard);
  expect([heard.code >= 200, heard.fields["server"]]).toEqual([true, expect.any(String)]);
});

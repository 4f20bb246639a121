/** The ports of Twisted applications (examples): one command starts each, and curl sees the same over both versions. */
import { join } from "node:path";
import type { Site } from "@headgate/legacy-site";
import { listen } from "@headgate/node";
import { makeChat } from "../../../examples/chat/chat";
import { makeFileServer } from "../../../examples/file-server/downloads";
import { makeApi } from "../../../examples/json-api/api";
import { makeHosts, makeUpstream } from "../../../examples/virtual-hosts/hosts";
import "./support/close-all";
import { curl, type CurlAnswer } from "./support/curl";
import { PORTS, startPort } from "./support/ports";
import { willClose } from "./support/servers";
import { describeWith } from "./support/tools";
import { until } from "./support/until";

// Programs to compile, and curl to start many times over.
jest.setTimeout(120_000);

const FILES = join(__dirname, "../../../examples/file-server/public");

/** Both versions on one port, in cleartext and with TLS: how curl asks for each, and what it calls it. */
const SCHEMES = [
  ["http", ["--http1.1"], ["--http2-prior-knowledge"]],
  ["https", ["-k", "--http1.1"], ["-k", "--http2"]],
] as const;

/** What a client sees of an answer: without the connection's fields, the time, and what is drawn by lot. */
interface Seen {
  readonly code: number;
  readonly fields: readonly string[];
  readonly body: string;
}

/** RFC 9113 section 8.2.2, and the time. */
const LEFT_OUT = new Set(["connection", "keep-alive", "transfer-encoding", "upgrade", "date"]);

function seen({ code, fields, body }: CurlAnswer): Seen {
  const kept = fields.filter(([name]) => !LEFT_OUT.has(name)).map(([name, value]) => `${name}: ${value}`);
  // Ids of sessions, and boundaries of parts.
  const named = (text: string): string =>
    text
      .replace(/(TWISTED_(?:SECURE_)?SESSION=)[0-9a-f]{64}/g, "$1ID")
      .replace(/(boundary="?|--)[0-9a-z+/=_-]{16,}/gi, "$1EDGE");
  return { code, fields: kept.map(named).sort(), body: named(body.toString("latin1")) };
}

/** Asks one after the other; the cookie that came last goes along. */
class Asker {
  readonly seen: Seen[] = [];
  readonly versions = new Set<string>();
  readonly #url: string;
  readonly #options: readonly string[];
  #cookie: string | undefined;

  constructor(url: string, options: readonly string[]) {
    this.#url = url;
    this.#options = options;
  }

  async ask(path: string, ...args: readonly string[]): Promise<void> {
    const cookie = this.#cookie === undefined ? [] : ["-b", this.#cookie];
    // A host of its own, since the port is one of many.
    const host = args.some((arg) => arg.startsWith("Host:")) ? [] : ["-H", "Host: app.example.test"];
    const answer = await curl([
      ...this.#options,
      "--path-as-is",
      ...host,
      ...cookie,
      ...args,
      this.#url + path,
    ]);
    this.#cookie = answer.fields.find(([name]) => name === "set-cookie")?.[1].split(";")[0] ?? this.#cookie;
    this.versions.add(answer.version);
    this.seen.push(seen(answer));
  }
}

type Visit = (asker: Asker) => Promise<void>;

async function visitApi(asker: Asker): Promise<void> {
  await asker.ask("/notes");
  await asker.ask("/login", "-d", '{"user":"ada","password":"wrong"}');
  await asker.ask("/login", "-d", '{"user":"ada","password":"engine"}');
  await asker.ask("/login");
  await asker.ask("/notes", "-d", '{"text":"weave é"}');
  await asker.ask("/notes", "-d", "{");
  await asker.ask("/notes?q=weave");
  await asker.ask("/notes/1");
  await asker.ask("/notes/1", "-H", 'If-None-Match: "1-7"');
  await asker.ask("/notes/1", "--head");
  await asker.ask("/notes", "-X", "PUT", "-d", "{}");
  await asker.ask("/notes/1", "-X", "DELETE");
  await asker.ask("/notes/1");
  await asker.ask("/admin/users");
  await asker.ask("/admin/users", "-u", "admin:loom");
  await asker.ask("/admin/users", "-u", "ada:engine");
  await asker.ask("/login", "-X", "DELETE");
  await asker.ask("/nothing");
}

async function visitFiles(asker: Asker): Promise<void> {
  const alphabet = "/letters/alphabet.txt";
  for (const path of ["/", "/letters", "/letters/", alphabet, "/letters/about.md", "/hello", "/version"]) {
    await asker.ask(path);
    await asker.ask(path, "--head");
  }
  for (const range of ["0-3", "-3", "25-", "99-", "0-1,24-25"]) await asker.ask(alphabet, "-r", range);
  await asker.ask(alphabet, "-z", "2100-01-01");
  await asker.ask(alphabet, "-d", "no form");
  for (const path of ["/none", "/%2e%2e/downloads.ts", "/../downloads.ts"]) await asker.ask(path);
}

function visitChat({ messages }: ReturnType<typeof makeChat>): Visit {
  return async (asker) => {
    for (const path of ["/", "/chat.js", "/chat.css", "/none"]) await asker.ask(path);
    const waiting = asker.ask("/messages?since=0");
    await until(() => messages.listeners === 1);
    await asker.ask("/messages", "-d", "name=ada", "--data-urlencode", "text=hello, é");
    await waiting;
    await asker.ask("/messages", "-d", "name=", "-d", "text=x");
    await asker.ask("/messages?since=-1");
    await asker.ask("/messages", "--head");
    await asker.ask("/messages", "-X", "DELETE");
  };
}

async function visitHosts(asker: Asker): Promise<void> {
  const at = (host: string, path: string): Promise<void> => asker.ask(path, "-H", `Host: ${host}`);
  await at("www.example.test", "/");
  await at("WWW.Example.Test:8080", "/");
  await at("www.example.test", "/where/am/i");
  await at("www.example.test", "/manual");
  await at("example.test", "/deep/down");
  await at("docs.example.test", "/");
  await at("docs.example.test", "/latest/x");
  await at("api.example.test", "/where/x?y");
  await at("api.example.test", "/none");
  await at("localhost", "/vhost/https/www.example.test/where/am/i");
  await at("other.test", "/");
}

interface Served {
  readonly site: Site;
  readonly visit: Visit;
}

/** Made afresh each time, so that both versions find the same. */
const MAKERS: Readonly<Record<string, () => Served | Promise<Served>>> = {
  "json-api": () => ({ site: makeApi({ ada: "engine", admin: "loom" }), visit: visitApi }),
  "file-server": () => ({ site: makeFileServer(FILES), visit: visitFiles }),
  chat: () => {
    const chat = makeChat();
    return { site: chat.site, visit: visitChat(chat) };
  },
  "virtual-hosts": async () => {
    const upstream = willClose(await makeUpstream().listen(0, "127.0.0.1"));
    return { site: makeHosts(upstream.port), visit: visitHosts };
  },
};

async function visitWith(
  make: () => Served | Promise<Served>,
  isSecure: boolean,
  options: readonly string[],
): Promise<Asker> {
  const { site, visit } = await make();
  const tls = isSecure ? ("self-signed" as const) : undefined;
  const { url } = willClose(await listen(site, { port: 0, host: "127.0.0.1", tls }));
  const asker = new Asker(url, options);
  await visit(asker);
  return asker;
}

test("every port that the root has a command for is asked here", () => {
  expect(PORTS.sort()).toEqual(Object.keys(MAKERS).sort());
});

describeWith("curl").each(SCHEMES)("curl, over %s", (scheme, http1, http2) => {
  test.each(Object.entries(MAKERS))("sees the same of %s over HTTP/1.1 and HTTP/2", async (_, make) => {
    const isSecure = scheme === "https";
    const [old, young] = [await visitWith(make, isSecure, http1), await visitWith(make, isSecure, http2)];
    expect([[...old.versions], [...young.versions]]).toEqual([["1.1"], ["2"]]);
    expect(young.seen).toEqual(old.seen);
    expect(old.seen.every(({ fields }) => fields.some((field) => field.startsWith("server: ")))).toBe(true);
  });

  test.each(PORTS)("reaches %s over both, as one command starts it", async (name) => {
    const port = await startPort(name, scheme);
    try {
      const url = `${scheme}://127.0.0.1:${port.port}/`;
      const [old, young] = [await curl([...http1, url]), await curl([...http2, url])];
      expect([old.version, young.version, young.code]).toEqual(["1.1", "2", old.code]);
      expect(young.body.equals(old.body)).toBe(true);
      port.process.kill("SIGTERM");
      expect(await port.exit()).toBe(0);
    } finally {
      await port.stop();
    }
  });
});

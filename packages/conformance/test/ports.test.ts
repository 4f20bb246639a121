/** The ports of Twisted applications (examples): one command starts each, and curl sees the same over both versions. */
import "./support/close-all";
import { curl, type CurlAnswer } from "./support/curl";
import { PORTS, startPort } from "./support/ports";
import { describeWith } from "./support/tools";

// Programs to compile, and curl to start many times over.
jest.setTimeout(120_000);

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

function seen({ code, fields, body }: CurlAnswer, port: string): Seen {
  const kept = fields
    .filter(([name]) => !LEFT_OUT.has(name))
    // Files are as old as the process that made them.
    .map(([name, value]) => `${name}: ${name === "last-modified" ? "TIME" : value}`);
  // Our port, ids of sessions, and boundaries of parts.
  const named = (text: string): string =>
    text
      .replaceAll(`:${port}`, ":PORT")
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
  #asked = 0;
  #cookie: string | undefined;

  constructor(url: string, options: readonly string[]) {
    this.#url = url;
    this.#options = options;
  }

  async ask(path: string, ...args: readonly string[]): Promise<void> {
    const at = this.#asked++; // in the order of asking, whichever is answered first
    const cookie = this.#cookie === undefined ? [] : ["-b", this.#cookie];
    const answer = await this.curl(path, "--path-as-is", ...cookie, ...args);
    this.#cookie = answer.fields.find(([name]) => name === "set-cookie")?.[1].split(";")[0] ?? this.#cookie;
    this.versions.add(answer.version);
    this.seen[at] = seen(answer, new URL(this.#url).port);
  }

  /** Of which nothing is noted. */
  curl(path: string, ...args: readonly string[]): Promise<CurlAnswer> {
    return curl([...this.#options, ...args, this.#url + path]);
  }
}

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
  await asker.ask(alphabet, "-H", "If-Modified-Since: Thu, 01 Jan 2099 00:00:00 GMT");
  // Without content: curl 7.88 takes a RST_STREAM(NO_ERROR) behind an early answer for a failure.
  await asker.ask(alphabet, "-X", "POST");
  for (const path of ["/none", "/%2e%2e/downloads.ts", "/../downloads.ts"]) await asker.ask(path);
}

async function visitChat(asker: Asker): Promise<void> {
  for (const path of ["/", "/chat.js", "/chat.css", "/none"]) await asker.ask(path);
  const waiting = asker.ask("/messages?since=0");
  await oneListens(asker);
  await asker.ask("/messages", "-d", "name=ada", "--data-urlencode", "text=hello, é");
  await waiting;
  await asker.ask("/messages", "-d", "name=", "-d", "text=x");
  await asker.ask("/messages?since=-1");
  await asker.ask("/messages", "--head");
  await asker.ask("/messages", "-X", "DELETE");
}

/** The long poll has arrived. */
async function oneListens(asker: Asker): Promise<void> {
  const count = async (): Promise<unknown> => {
    const { body } = await asker.curl("/messages?since=-1");
    return (JSON.parse(body.toString()) as { listeners: unknown }).listeners;
  };
  while ((await count()) !== 1);
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

async function visitGuestbook(asker: Asker): Promise<void> {
  await asker.ask("/book/");
  await asker.ask("/book", "-d", "text=hello, é");
  await asker.ask("/book/0");
  await asker.ask("/book/0/picture", "-X", "PUT", "--data-binary", "a picture");
  await asker.ask("/book/0/picture");
  await asker.ask("/book/0/like", "-d", "{}");
  await asker.ask("/book/0/like");
  await asker.ask("/book/");
  await asker.ask("/book/7");
  await asker.ask("/dashboard", "--head");
}

interface Tour {
  readonly visit: (asker: Asker) => Promise<void>;
  /** The statuses that it meets. */
  readonly codes: readonly number[];
}

const TOURS: Readonly<Record<string, Tour>> = {
  "json-api": { visit: visitApi, codes: [200, 201, 304, 400, 401, 403, 404, 405] },
  "file-server": { visit: visitFiles, codes: [200, 206, 302, 304, 404, 405, 416] },
  chat: { visit: visitChat, codes: [200, 204, 400, 404, 501] },
  guestbook: { visit: visitGuestbook, codes: [200, 302, 308, 404, 405] },
  "virtual-hosts": { visit: visitHosts, codes: [200, 302, 404] },
};

/** A server of its own each time, started as its readers start it, so that both versions find the same. */
async function asked(
  name: string,
  scheme: "http" | "https",
  options: readonly string[],
  visit: Tour["visit"],
): Promise<Asker> {
  const port = await startPort(name, scheme);
  try {
    const asker = new Asker(`${scheme}://127.0.0.1:${port.port}`, options);
    await visit(asker);
    port.process.kill("SIGTERM");
    expect(await port.exit()).toBe(0);
    return asker;
  } finally {
    await port.stop();
  }
}

test("every example that the root has a command for is asked here", () => {
  expect([...PORTS].sort()).toEqual(Object.keys(TOURS).sort());
});

describeWith("curl").each(SCHEMES)("curl, over %s", (scheme, http1, http2) => {
  test.each(Object.entries(TOURS))(
    "sees the same of %s over HTTP/1.1 and HTTP/2",
    async (name, { visit, codes }) => {
      const [old, young] = await Promise.all(
        [http1, http2].map((options) => asked(name, scheme, options, visit)),
      );
      expect([[...old!.versions], [...young!.versions]]).toEqual([["1.1"], ["2"]]);
      expect([...new Set(old!.seen.map(({ code }) => code))].sort()).toEqual(codes);
      expect(young!.seen).toEqual(old!.seen);
    },
  );
});

/** A Site: its options, its access log, and what it does about errors that nobody catches. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { ClientGone, InvalidOption, leaf, respond } from "@headgate/core";
import { inject, ManualClock } from "@headgate/core/testing";
import packageJson from "../package.json";
import {
  ConnectionDone,
  ConnectionLost,
  NOT_DONE_YET,
  Request,
  Resource,
  Site,
  type Failure,
  type SiteOptions,
} from "../src/index";
import { Listening } from "../src/listening";
import { guardAgainstClientGone } from "../src/uncaught-guard";
import { SERVER_NAME } from "../src/version";
import { Connection, Journal, turn, until } from "./support/connection";
import { branch, Leaf } from "./support/resources";

const hello = new Leaf(() => "hello");

describe("options", () => {
  class Mine extends Request {
    override defaultContentType = null;
  }

  test.each<[string, Site]>([
    ["as a second argument", new Site(hello, Mine)],
    ["among the options", new Site(hello, { requestFactory: Mine })],
    ["before the options", new Site(hello, Mine, { timeout: null })],
    ["by assignment", Object.assign(new Site(hello), { requestFactory: Mine })],
  ])("requestFactory %s", (_where, site) => {
    expect(new Connection(site).send("GET /").response.headers.has("content-type")).toBe(false);
  });

  test("a requestFactory with a connectionLost of its own hears of it unasked", () => {
    const reasons: unknown[] = [];
    class Hears extends Request {
      override connectionLost(reason: Failure): void {
        reasons.push(reason.value);
        super.connectionLost(reason);
      }
    }
    const site = new Site(new Leaf(() => NOT_DONE_YET), Hears);
    new Connection(site).send("GET /").transport.lose();
    new Connection(site).send("GET /").transport.feedEnd();
    expect(reasons).toEqual([expect.any(ConnectionLost), expect.any(ConnectionDone)]);
  });

  test("by default a chunk line ends within 1 KiB", () => {
    const codeFor = (options: SiteOptions, octets: number): number => {
      const connection = Connection.to(new Leaf(() => "hello"), options).send("POST /", {
        "Transfer-Encoding": "chunked",
      });
      connection.transport.feed(`1;${"x".repeat(octets - 2)}\r\nx\r\n0\r\n\r\n`);
      return connection.response.code;
    };
    expect([codeFor({}, 1023), codeFor({}, 1024), codeFor({ maxChunkLineOctets: 1024 }, 1024)]).toEqual([
      200, 400, 200,
    ]);
  });

  test("an unknown one, or a bad timeout, is refused", () => {
    expect(() => new Site(hello, { typo: 1 } as SiteOptions)).toThrow(InvalidOption);
    expect(() => new Site(hello, { timeout: -1 })).toThrow(InvalidOption);
    expect(() => new Site(hello, { timeout: "5" as never })).toThrow(InvalidOption);
  });

  test.each([["bufferBudgetOctets"], ["spoolThresholdOctets"]])("%s is an amount", (name) => {
    for (const bad of [-1, Number.NaN, "1"]) expect(() => new Site(hello, { [name]: bad })).toThrow(name);
    expect(() => new Site(hello, { [name]: Infinity })).not.toThrow();
  });

  test("resource may be replaced while the site runs", async () => {
    const site = new Site(new Resource());
    expect((await inject(site)).code).toBe(404);
    site.resource = hello;
    expect((await inject(site)).body.toString()).toBe("hello");
  });

  test("protocols are offered by ALPN", () => {
    expect(new Site(hello).acceptableProtocols()).toEqual(["h2", "http/1.1"]);
  });

  test("serverHeader names the server; so does the default, by our version", async () => {
    expect(SERVER_NAME).toBe(`Headgate/${packageJson.version}`);
    expect((await inject(new Site(hello))).headers.get("server")).toBe(SERVER_NAME);
    expect((await inject(new Site(hello, { serverHeader: "Mine/1" }))).headers.get("server")).toBe("Mine/1");
  });

  test("OPTIONS * is about the server", async () => {
    const { code, headers } = await inject(new Site(hello), { method: "OPTIONS", target: "*" });
    expect([code, headers.get("content-length"), headers.has("server")]).toEqual([200, "0", true]);
  });

  test("an unknown expectation is ignored", async () => {
    expect((await inject(new Site(hello), { headers: { Expect: "200-ok" } })).code).toBe(200);
  });
});

describe("timeout", () => {
  test.each<[string, string]>([
    ["an idle connection", ""],
    ["half a head", "GET / HT"],
    ["half a body", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc"],
  ])("%s is closed, without an answer", (_what, octets) => {
    const clock = new ManualClock();
    const connection = Connection.to(hello, { clock, timeout: 0.8 });
    connection.transport.feed(octets);
    clock.advance(700);
    expect(connection.transport.isDisconnecting).toBe(false);
    clock.advance(1_500);
    expect([
      connection.transport.isDisconnecting || connection.transport.hasFinished,
      connection.transport.writes,
    ]).toEqual([true, []]);
  });

  test("null is none, and a pending request has none", () => {
    const clock = new ManualClock();
    const idle = Connection.to(hello, { clock, timeout: null });
    const pending = Connection.to(new Leaf(() => NOT_DONE_YET), { clock, timeout: 0.8 }).send("GET /");
    clock.advance(3_600_000);
    expect([idle, pending].map(({ transport }) => transport.isDisconnecting)).toEqual([false, false]);
  });
});

describe("the access log", () => {
  let directory: string;
  beforeEach(() => (directory = fs.mkdtempSync(path.join(os.tmpdir(), "headgate-test-"))));
  afterEach(() => fs.rmSync(directory, { recursive: true, force: true }));

  test("has a line for each response that was finished, core's too", async () => {
    const logPath = path.join(directory, "access.log");
    const root = branch({
      old: new Leaf(() => "four"),
      new: leaf(() => respond(201, undefined, "sixsix")),
      cut: new Leaf((request) => (request.write("x"), request.loseConnection(), NOT_DONE_YET)),
    });
    const site = new Site(root, { logPath, log: new Journal() });
    new Connection(site)
      .send("GET /old", { "User-Agent": 'a"b', Referer: "/r" })
      .send("HEAD /new")
      .send("GET /new");
    new Connection(site).send("GET /cut");
    site.stopFactory();
    await until(() => fs.existsSync(logPath) && fs.readFileSync(logPath, "utf8").split("\n").length > 3);
    const lines = fs.readFileSync(logPath, "utf8").replace(/\[[^\]]*\]/g, "[when]");
    expect(lines).toBe(
      '"10.0.0.2" - - [when] "GET /old HTTP/1.1" 200 4 "/r" "a\\"b"\n' +
        '"10.0.0.2" - - [when] "HEAD /new HTTP/1.1" 201 - "-" "-"\n' +
        '"10.0.0.2" - - [when] "GET /new HTTP/1.1" 201 6 "-" "-"\n',
    );
  });

  test("goes where _openLogFile says, in the form of logFormatter", () => {
    const lines: string[] = [];
    class OwnLog extends Site {
      override _openLogFile(): { write(line: string): void } {
        return { write: (line) => void lines.push(line) };
      }
    }
    const site = new OwnLog(hello, { logPath: "x", logFormatter: (_when, { uri }) => `asked for ${uri}` });
    new Connection(site).send("GET /a");
    expect(lines).toEqual(["asked for /a\n"]);
  });
});

describe("errors that nobody catches", () => {
  afterEach(() => jest.restoreAllMocks());

  /** Where these listen already: the guard's listener, if it was installed. */
  function guard(others: (() => void)[]): ((error: unknown) => void) | undefined {
    const listeners = jest.spyOn(process, "listeners").mockReturnValue(others);
    const on = jest.spyOn(process, "on").mockReturnValue(process);
    guardAgainstClientGone(log);
    const listener = on.mock.calls.find(([event]) => event === "uncaughtException")?.[1];
    if (listener !== undefined) listeners.mockReturnValue([...others, listener]);
    return listener;
  }
  const log = new Journal();

  test("of a client that has left are logged; others end the process as ever", () => {
    const exit = jest.spyOn(process, "exit").mockImplementation();
    const printed = jest.spyOn(process.stderr, "write").mockReturnValue(true);
    const uncaught = guard([]);
    uncaught?.(new ClientGone());
    expect([log.messages, exit.mock.calls]).toEqual([["nobody caught that the client had left"], []]);
    uncaught?.(new Error("a bug"));
    expect(exit).toHaveBeenCalledWith(1);
    expect(String(printed.mock.calls[0]?.[0])).toContain("Error: a bug");
  });

  test("are left to who listens already", () => {
    expect(guard([() => undefined])).toBeUndefined();
  });
});

describe("listening that fails", () => {
  afterEach(() => jest.restoreAllMocks());

  test("ends the process with one line if nobody asked", async () => {
    const exit = jest.spyOn(process, "exit").mockImplementation();
    const log = new Journal();
    void Listening.of(Promise.reject(new Error("port 80 is in use")), log);
    await turn();
    await turn();
    expect([log.messages, exit.mock.calls]).toEqual([["port 80 is in use"], [[1]]]);
  });

  test("is the caller's affair if he awaits it", async () => {
    const exit = jest.spyOn(process, "exit").mockImplementation();
    const listening = Listening.of(Promise.reject(new Error("in use")), new Journal());
    await expect(listening).rejects.toThrow("in use");
    await turn();
    expect(exit).not.toHaveBeenCalled();
  });
});

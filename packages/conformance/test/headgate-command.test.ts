/** The `headgate` command as a process of its own: `serve`, `report`, its exit codes. */
import { once } from "node:events";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { get, type IncomingMessage } from "node:http";
import { get as getTLS } from "node:https";
import { join } from "node:path";
import { leaf, respond } from "@headgate/core";
import { Resource, Site } from "@headgate/legacy-site";
import "./support/close-all";
import { at, freePort, legacyApp, listening, post, start, textAt, textOf } from "./support/command";
import type { CommandProcess } from "./support/installation";
import { serve } from "./support/servers";

// Each is a compiler that starts, perhaps beside others.
jest.setTimeout(90_000);

describe("serve", () => {
  test("a folder: listed, logged, over TLS too, and ended by SIGTERM", async () => {
    const files = at("files");
    await mkdir(files);
    await writeFile(join(files, "a.txt"), "a file\n");
    await writeFile(join(files, ".secret"), "hidden\n");
    const log = at("access.log");
    const child = start("serve", files, "--port", "0", "--https", "0", "--logfile", log);
    const port = await listening(child);
    expect(child.output).toContain(`serves ${files} (pid ${child.process.pid ?? 0})`);
    expect(await textAt(`http://127.0.0.1:${port}/`)).toContain("a.txt");
    expect(await textAt(`http://127.0.0.1:${port}/a.txt`)).toBe("a file\n");
    expect(await textAt(`http://127.0.0.1:${port}/.secret`)).not.toContain("hidden");
    const [, secure = ""] = /https:\/\/127\.0\.0\.1:(\d+)\//.exec(child.output) ?? [];
    const asked = getTLS(`https://127.0.0.1:${secure}/a.txt`, { rejectUnauthorized: false, agent: false });
    const [answer] = (await once(asked, "response")) as [IncomingMessage];
    expect(await textOf(answer)).toBe("a file\n");
    child.process.kill("SIGTERM");
    expect(await child.exit()).toBe(0);
    const lines = (await readFile(log, "utf8")).trimEnd().split("\n");
    expect(lines).toHaveLength(4);
    expect(lines[1]).toMatch(/^"127\.0\.0\.1" - - \[.+\] "GET \/a\.txt HTTP\/1\.1" 200 7 "-" "-"$/);
    expect(lines[2]).toContain('"GET /.secret HTTP/1.1" 404');
  });

  test("without the command, as twist web; and on a UNIX socket", async () => {
    await writeFile(at("index.html"), "<p>home</p>");
    const path = at("socket");
    const child = start("--path", at(), "--listen", "tcp:0:interface=127.0.0.1", "--listen", `unix:${path}`);
    const port = await listening(child);
    expect(child.output).toContain(`unix:${path}\n`);
    expect(await textAt(`http://127.0.0.1:${port}/`)).toBe("<p>home</p>");
    const [answer] = (await once(get({ socketPath: path, agent: false }), "response")) as [IncomingMessage];
    expect(await textOf(answer)).toBe("<p>home</p>");
  });

  test("a port that is taken: exit code 1, and why", async () => {
    const { port } = await serve(leaf(() => respond(200)));
    const child = start("serve", at(), "--port", String(port));
    expect(await child.exit()).toBe(1);
    expect(child.output).toBe(
      `headgate: cannot listen on 127.0.0.1:${port}: something else is listening there; ` +
        "stop it, or choose another port or path (EADDRINUSE)\n",
    );
  });
});

describe("report", () => {
  const REPORT = JSON.stringify(new Site(new Resource()).migrationReport());

  test("of a running site: a table; exit code 1 past the bound, 2 without a report", async () => {
    const big = REPORT.replace('"octets":0', '"octets":20000000');
    const asked: (string | undefined)[] = [];
    const { port } = await serve(
      leaf((question) => {
        asked.push(question.headers.get("accept"));
        const body = question.path === "/page" ? "<p>" : question.path === "/big" ? big : REPORT;
        return respond(200, { "Content-Type": "application/json" }, body);
      }),
    );
    const report = (path: string, ...more: string[]): CommandProcess =>
      start("report", `http://127.0.0.1:${port}${path}`, ...more);
    const [small, past, page] = [
      report("/small", "--max-buffered", "10MB"),
      report("/big", "--max-buffered", "10MB"),
      report("/page"),
    ];
    const gone = start("report", `http://127.0.0.1:${await freePort()}/`);
    const codes = await Promise.all([small, past, page, gone].map((child) => child.exit()));
    expect(codes).toEqual([0, 1, 2, 2]);
    expect(asked).toEqual(["application/json", "application/json", "application/json"]);
    expect(small.output).toMatch(/^Bodies of 0 requests since /);
    expect(past.output).toContain("20000000 octets were buffered, and --max-buffered 10MB allows 10000000\n");
    expect(page.output).toContain("which is no JSON");
    expect(gone.output).toContain("can't be reached: connect ECONNREFUSED");
  });

  test("--run: what was recorded is printed at the end, alone on stdout", async () => {
    const child = start("report", "--run", await legacyApp(), "--port", "0", "--json", "--max-buffered", "4");
    let stdout = "";
    child.process.stdout?.on("data", (octets: Buffer) => (stdout += octets.toString()));
    const port = await listening(child);
    expect(await post(`http://127.0.0.1:${port}/echo`, "hello")).toBe("hello");
    child.process.kill("SIGINT");
    expect(await child.exit()).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      totals: { requests: 1, octets: 5 },
      rows: [{ resource: "Echo", route: "/echo", hook: "render_POST" }],
    });
  });
});

test("help and bad words, as a shell sees them", async () => {
  const [help, bad] = [start("serve", "--help"), start("sreve")];
  expect([await help.exit(), await bad.exit()]).toEqual([0, 2]);
  expect(help.output).toContain("Usage: headgate serve DIR [options]");
  expect(bad.output).toContain("unknown command sreve. Did you mean serve?");
});

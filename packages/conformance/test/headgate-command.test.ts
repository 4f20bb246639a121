/** The `headgate` command as a process of its own: what it serves, how it ends, its exit codes. */
import { once } from "node:events";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { get, request, type IncomingMessage } from "node:http";
import { get as getTLS } from "node:https";
import { join } from "node:path";
import { leaf, respond } from "@headgate/core";
import { Resource, Site } from "@headgate/legacy-site";
import "./support/close-all";
import { Installation, type CommandProcess } from "./support/installation";
import { serve } from "./support/servers";
import { until } from "./support/until";

// Each is a compiler that starts, perhaps beside others.
jest.setTimeout(90_000);

const children: CommandProcess[] = [];
let installation: Installation;
let folder: string;

beforeAll(async () => {
  installation = await Installation.make();
});

afterAll(() => installation.remove());

beforeEach(async () => {
  folder = await installation.folder();
});

afterEach(() => Promise.all(children.splice(0).map((child) => child.stop())));

function start(...words: string[]): CommandProcess {
  const child = installation.start(words);
  children.push(child);
  return child;
}

/** A copy, beside the packages that it imports. */
async function legacyApp(): Promise<string> {
  const app = join(folder, "legacy-app.ts");
  await copyFile(join(__dirname, "children/legacy-app.ts"), app);
  return app;
}

/** Also when it has ended: what is awaited in vain is not awaited for ever. */
function untilOr(child: CommandProcess, isTrue: () => boolean): Promise<void> {
  return until(() => isTrue() || child.process.exitCode !== null || child.process.signalCode !== null);
}

/** The port is in the banner, on whichever stream. */
async function listening(child: CommandProcess): Promise<number> {
  await untilOr(child, () => child.output.includes("Ctrl-C"));
  const [, port] = /https?:\/\/127\.0\.0\.1:(\d+)\//.exec(child.output) ?? [];
  if (port === undefined) throw new Error(`it does not listen:\n${child.output}`);
  return Number(port);
}

async function textOf(answer: IncomingMessage): Promise<string> {
  let text = "";
  for await (const piece of answer.setEncoding("utf8")) text += piece as string;
  return text;
}

async function textAt(url: string): Promise<string> {
  const [answer] = (await once(get(url, { agent: false }), "response")) as [IncomingMessage];
  return textOf(answer);
}

async function post(url: string, body: string): Promise<string> {
  const [answer] = (await once(request(url, { method: "POST", agent: false }).end(body), "response")) as [
    IncomingMessage,
  ];
  return textOf(answer);
}

const CORE_IMPORT = 'import { leaf, respond } from "@headgate/core";';
const APP = `${CORE_IMPORT}\nimport { word } from "./word";\n`;

async function writeApp(word: string): Promise<string> {
  await writeFile(join(folder, "word.ts"), `export const word: string = "${word}";\n`);
  const app = join(folder, "app.ts");
  await writeFile(app, `${APP}export const resource = leaf(() => respond(200, {}, word));\n`);
  return app;
}

describe("serve", () => {
  test("a folder: listed, logged, over TLS too, and ended by SIGTERM", async () => {
    const files = join(folder, "files");
    await mkdir(files);
    await writeFile(join(files, "a.txt"), "a file\n");
    await writeFile(join(files, ".secret"), "hidden\n");
    const log = join(folder, "access.log");
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
    await writeFile(join(folder, "index.html"), "<p>home</p>");
    const path = join(folder, "socket");
    const child = start(
      "--path",
      folder,
      "--listen",
      "tcp:0:interface=127.0.0.1",
      "--listen",
      `unix:${path}`,
    );
    const port = await listening(child);
    expect(child.output).toContain(`unix:${path}\n`);
    expect(await textAt(`http://127.0.0.1:${port}/`)).toBe("<p>home</p>");
    const [answer] = (await once(get({ socketPath: path, agent: false }), "response")) as [IncomingMessage];
    expect(await textOf(answer)).toBe("<p>home</p>");
  });

  test("a port that is taken: exit code 1, and why", async () => {
    const { port } = await serve(leaf(() => respond(200)));
    const child = start("serve", folder, "--port", String(port));
    expect(await child.exit()).toBe(1);
    expect(child.output).toBe(
      `headgate: cannot listen on 127.0.0.1:${port}: something else is listening there; ` +
        "stop it, or choose another port or path (EADDRINUSE)\n",
    );
  });
});

describe("run", () => {
  test("an answer that is owed may end; the second signal does not wait for it", async () => {
    const child = start("run", await legacyApp(), "--port", "0");
    const port = await listening(child);
    expect(await post(`http://127.0.0.1:${port}/echo`, "hello")).toBe("hello");
    const [slow] = (await once(get(`http://127.0.0.1:${port}/slow`, { agent: false }), "response")) as [
      IncomingMessage,
    ];
    const broken = once(slow.resume(), "error");
    child.process.kill("SIGINT");
    const refused = (): Promise<boolean> =>
      textAt(`http://127.0.0.1:${port}/`).then(
        () => false,
        () => true,
      );
    while (!(await refused()));
    expect(child.process.exitCode).toBeNull();
    child.process.kill("SIGINT");
    expect(await child.exit()).toBe(130);
    expect(((await broken) as [Error])[0].message).toBe("aborted");
  });

  test("TypeScript, and modules of either kind", async () => {
    const app = await writeApp("typed");
    const esm = join(folder, "app.mjs");
    await writeFile(esm, `${CORE_IMPORT}\nexport default leaf(() => respond(200, {}, "esm"));\n`);
    const common = join(folder, "app.cjs");
    await writeFile(
      common,
      'const { leaf, respond } = require("@headgate/core");\nmodule.exports = async () => leaf(() => respond(200, {}, "cjs"));\n',
    );
    const texts = [app, esm, common].map(async (file) => {
      const port = await listening(start("run", file, "--port", "0"));
      return textAt(`http://127.0.0.1:${port}/`);
    });
    expect(await Promise.all(texts)).toEqual(["typed", "esm", "cjs"]);
  });

  test("imports by the names that Node's own modules have", async () => {
    await mkdir(join(folder, "lib"));
    await writeFile(join(folder, "lib/word.ts"), 'export const word: string = "named";\n');
    const app = join(folder, "named.ts");
    await writeFile(
      app,
      `${APP.replace("./word", "./lib/word.js")}export default leaf(() => respond(200, {}, word));\n`,
    );
    expect(await textAt(`http://127.0.0.1:${await listening(start("run", app, "--port", "0"))}/`)).toBe(
      "named",
    );
  });

  test("beside a TypeScript of the app's own, of another version", async () => {
    const own = join(folder, "node_modules/typescript");
    await mkdir(own, { recursive: true });
    await writeFile(join(own, "package.json"), '{ "name": "typescript", "version": "5.9.3" }\n');
    await writeFile(join(own, "index.js"), 'throw new Error("the compiler of the app");\n');
    // Refused as they are by ours: no rootDir, what is of ES modules only, and what is not known yet.
    const compilerOptions = {
      outDir: "dist",
      module: "esnext",
      allowImportingTsExtensions: true,
      sometime: 1,
    };
    await writeFile(
      join(folder, "tsconfig.json"),
      JSON.stringify({ compilerOptions, include: ["src", "app.ts"] }),
    );
    const child = start("run", await writeApp("compiled"), "--port", "0");
    expect(await textAt(`http://127.0.0.1:${await listening(child)}/`)).toBe("compiled");
  });

  test.each([{}, { compilerOptions: { target: "es5" } }])(
    "classes of an app whose tsconfig.json is %j extend ours",
    async (config) => {
      await writeFile(join(folder, "tsconfig.json"), JSON.stringify(config));
      const app = join(folder, "classes.ts");
      await writeFile(
        app,
        `import { Resource } from "@headgate/legacy-site";
export default class Page extends Resource {
  isLeaf = true;
  render_GET(): string { return "extended"; }
}
`,
      );
      const child = start("run", app, "--port", "0");
      expect(await textAt(`http://127.0.0.1:${await listening(child)}/`)).toBe("extended");
    },
  );

  test("an error that nobody catches is shown and ends it; that a client had left is only shown", async () => {
    const app = join(folder, "throws.ts");
    await writeFile(
      app,
      `${CORE_IMPORT}
const gone = Object.assign(new Error("it left"), { code: "CLIENT_GONE" });
export default leaf((request) => {
  setImmediate(() => { throw request.path === "/gone" ? gone : new Error("a bug"); });
  return respond(200, {}, "thrown");
});
`,
    );
    const child = start("run", app, "--port", "0");
    const port = await listening(child);
    expect(await textAt(`http://127.0.0.1:${port}/gone`)).toBe("thrown");
    await untilOr(child, () =>
      child.output.includes("nobody caught that the client had left: Error: it left"),
    );
    await textAt(`http://127.0.0.1:${port}/bug`).catch(() => {});
    expect(await child.exit()).toBe(1);
    expect(child.output).toContain("Uncaught Error: a bug\n");
  });

  test("an app that fails, and a module that is none", async () => {
    const broken = join(folder, "broken.ts");
    await writeFile(broken, 'throw new Error("no database");\n');
    const none = join(folder, "none.ts");
    await writeFile(none, "export const site = 5;\n");
    const never = join(folder, "never.js");
    await writeFile(never, "exports.site = () => new Promise(() => {});\n");
    const modern = join(folder, "modern.ts");
    await writeFile(modern, "export const site = await Promise.resolve(import.meta);\n");
    const [failed, empty] = [start("run", broken), start("run", none)];
    const [stuck, lost] = [start("run", never), start("run", modern)];
    const codes = await Promise.all([failed, empty, stuck, lost].map((child) => child.exit()));
    expect(codes).toEqual([1, 2, 1, 2]);
    expect(stuck.output).toBe("headgate: it waits for a promise that nothing will settle\n");
    expect(lost.output).toContain(`headgate: ${modern} is compiled to CommonJS`);
    expect(failed.output).toContain(`headgate: ${broken} failed:\nError: no database\n`);
    expect(empty.output).toContain(`headgate: ${none} exports none: site is a number.`);
  });

  test("--watch begins again when a file that was loaded changes, whether it served or failed", async () => {
    const app = await writeApp("one");
    const { port } = await serve(leaf(() => respond(200)));
    const own = await freePort();
    expect(own).not.toBe(port);
    const child = start("run", app, "--watch", "--listen", `127.0.0.1:${own}`);
    const banners = (): number => child.output.split("Ctrl-C").length - 1;
    const served = (): Promise<string> => textAt(`http://127.0.0.1:${own}/`);
    await untilOr(child, () => banners() === 1);
    expect(child.output).toContain(`(pid ${child.process.pid ?? 0})`);
    expect(await served()).toBe("one");
    await writeFile(join(folder, "word.ts"), 'export const word = "two";\n');
    await untilOr(child, () => banners() === 2);
    expect(await served()).toBe("two");
    await writeFile(join(folder, "word.ts"), "export const word = ;\n");
    await untilOr(child, () => child.output.includes("it ended with 1"));
    await writeApp("three");
    await untilOr(child, () => banners() === 3);
    expect(await served()).toBe("three");
    child.process.kill("SIGTERM");
    expect(await child.exit()).toBe(0);
    await expect(served()).rejects.toThrow("ECONNREFUSED");
  });
});

/** One that was free a moment ago: the process begins again on the same. */
async function freePort(): Promise<number> {
  const { port, endpoint } = await serve(leaf(() => respond(200)));
  await endpoint.close();
  return port;
}

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

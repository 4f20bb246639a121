/** `headgate run` as a process of its own: applications that it loads, and how it ends. */
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { get, type IncomingMessage } from "node:http";
import { leaf, respond } from "@headgate/core";
import "./support/close-all";
import { at, freePort, legacyApp, listening, post, start, textAt, untilOr } from "./support/command";
import { serve } from "./support/servers";

// Each is a compiler that starts, perhaps beside others.
jest.setTimeout(90_000);

const CORE_IMPORT = 'import { leaf, respond } from "@headgate/core";';
const APP = `${CORE_IMPORT}\nimport { word } from "./word";\n`;

async function writeApp(word: string): Promise<string> {
  await writeFile(at("word.ts"), `export const word: string = "${word}";\n`);
  const app = at("app.ts");
  await writeFile(app, `${APP}export const resource = leaf(() => respond(200, {}, word));\n`);
  return app;
}

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
    const esm = at("app.mjs");
    await writeFile(esm, `${CORE_IMPORT}\nexport default leaf(() => respond(200, {}, "esm"));\n`);
    const common = at("app.cjs");
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
    await mkdir(at("lib"));
    await writeFile(at("lib/word.ts"), 'export const word: string = "named";\n');
    const app = at("named.ts");
    await writeFile(
      app,
      `${APP.replace("./word", "./lib/word.js")}export default leaf(() => respond(200, {}, word));\n`,
    );
    expect(await textAt(`http://127.0.0.1:${await listening(start("run", app, "--port", "0"))}/`)).toBe(
      "named",
    );
  });

  test("beside a TypeScript of the app's own, of another version", async () => {
    await mkdir(at("node_modules/typescript"), { recursive: true });
    await writeFile(
      at("node_modules/typescript/package.json"),
      '{ "name": "typescript", "version": "5.9.3" }\n',
    );
    await writeFile(at("node_modules/typescript/index.js"), 'throw new Error("the compiler of the app");\n');
    // Refused as they are by ours: no rootDir, what is of ES modules only, and what is not known yet.
    const compilerOptions = {
      outDir: "dist",
      module: "esnext",
      allowImportingTsExtensions: true,
      sometime: 1,
    };
    await writeFile(at("tsconfig.json"), JSON.stringify({ compilerOptions, include: ["src", "app.ts"] }));
    const child = start("run", await writeApp("compiled"), "--port", "0");
    expect(await textAt(`http://127.0.0.1:${await listening(child)}/`)).toBe("compiled");
  });

  test.each([{}, { compilerOptions: { target: "es5" } }])(
    "classes of an app whose tsconfig.json is %j extend ours",
    async (config) => {
      await writeFile(at("tsconfig.json"), JSON.stringify(config));
      const app = at("classes.ts");
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
    const app = at("throws.ts");
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
    const broken = at("broken.ts");
    await writeFile(broken, 'throw new Error("no database");\n');
    const none = at("none.ts");
    await writeFile(none, "export const site = 5;\n");
    const never = at("never.js");
    await writeFile(never, "exports.site = () => new Promise(() => {});\n");
    const modern = at("modern.ts");
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
    await writeFile(at("word.ts"), 'export const word = "two";\n');
    await untilOr(child, () => banners() === 2);
    expect(await served()).toBe("two");
    await writeFile(at("word.ts"), "export const word = ;\n");
    await untilOr(child, () => child.output.includes("it ended with 1"));
    await writeApp("three");
    await untilOr(child, () => banners() === 3);
    expect(await served()).toBe("three");
    child.process.kill("SIGTERM");
    expect(await child.exit()).toBe(0);
    await expect(served()).rejects.toThrow("ECONNREFUSED");
  });
});

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

// Plants one violation of each wall in a small copy of the tree and sees .dependency-cruiser.cjs report it.

const root = resolve(__dirname, "../../..");
const cruiser = join(root, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");

interface Cruise {
  summary: { totalCruised: number; violations: { from: string; rule: { name: string } }[] };
}

// file, its text, the rule that must report it; no rule: the file is clean and stays unreported
type Row = readonly [file: string, text: string, rule?: string];

const contract = `import type { A } from`;
const value = `import { a } from`;

const planted: readonly Row[] = [
  ["core/src/errors.ts", `export const a = 1;`],
  ["core/src/index.ts", `export { a } from "./errors";`],
  ["core/src/fields/grammar.ts", `${value} "../errors"; export { a };`],
  ["core/src/fields/up.ts", `${contract} "../interfaces/contract";`, "core-room-fields"],
  ["core/src/interfaces/contract.ts", `${contract} "../fields/grammar"; export type { A };`],
  ["core/src/interfaces/up.ts", `${contract} "../body/pipe";`, "core-room-interfaces"],
  ["core/src/interfaces/code.ts", `${value} "../errors";`, "interfaces-types-only"],
  ["core/src/options.ts", `${contract} "./interfaces/contract"; export const a = 1;`],
  ["core/src/interfaces/options.ts", `${contract} "../options";`, "core-room-interfaces"],
  ["core/src/http1/wire/options.ts", `${value} "../../options";`, "core-room-http1-wire"],
  ["core/src/body/pipe.ts", `${contract} "../interfaces/contract"; ${value} "../errors";`],
  ["core/src/body/up.ts", `${value} "../message/request";`, "core-room-body"],
  ["core/src/message/request.ts", `${value} "../body/pipe";`],
  ["core/src/message/up.ts", `${value} "../http1/channel";`, "core-room-message"],
  ["core/src/traversal/tree.ts", `${value} "../message/request";`],
  ["core/src/traversal/up.ts", `${value} "../server/site";`, "core-room-traversal"],
  ["core/src/traversal/body.ts", `${value} "../body/pipe";`, "core-room-traversal"],
  ["core/src/http1/wire/decoder.ts", `${value} "../../errors"; import "./line";`],
  ["core/src/http1/wire/line.ts", `${contract} "../../fields/grammar";`],
  ["core/src/http1/wire/body.ts", `${value} "../../body/pipe";`, "core-room-http1-wire"],
  ["core/src/http1/wire/up.ts", `${value} "../channel";`, "core-room-http1-wire"],
  ["core/src/http1/wire/other.ts", `import "../../http2/wire/hpack";`, "core-room-http1-wire"],
  ["core/src/http1/wire/contract.ts", `${contract} "../../interfaces/contract";`, "core-room-http1-wire"],
  ["core/src/http1/wire/io.ts", `import "node:async_hooks";`, "wire-sans-io"],
  ["core/src/channel/clock.ts", `${value} "../message/request"; import "node:diagnostics_channel";`],
  ["core/src/channel/up.ts", `${value} "../http1/channel";`, "core-room-channel"],
  ["core/src/http1/wire/shared.ts", `${value} "../../channel/clock";`, "core-room-http1-wire"],
  [
    "core/src/http1/channel.ts",
    `import "./wire/decoder"; import "../channel/clock"; ${value} "../message/request";`,
  ],
  ["core/src/http1/other.ts", `${value} "../http2/connection";`, "core-room-http1"],
  ["core/src/http1/walk.ts", `${value} "../traversal/tree";`, "core-room-http1"],
  ["core/src/http2/wire/hpack.ts", `import hpack from "hpack.js"; export { hpack };`],
  ["core/src/http2/wire/frame.ts", `import hpack from "hpack.js";`, "hpack-one-importer"],
  ["core/src/http2/connection.ts", `import "./wire/hpack"; import "node:diagnostics_channel";`],
  ["core/src/http2/other.ts", `import "../http1/wire/decoder";`, "core-room-http2"],
  ["core/src/http2/up.ts", `${value} "../server/site";`, "core-room-http2"],
  ["core/src/server/site.ts", `import "../http1/channel"; import "../http2/connection";`],
  ["core/src/server/walk.ts", `${value} "../traversal/tree";`],
  ["core/src/server/testing.ts", `import "../testing/inject";`, "testing-not-in-sources"],
  ["core/src/testing/inject.ts", `import "../server/site"; import "../http1/channel";`],
  ["core/src/testing/index.ts", `export {} from "./inject";`],
  ["core/src/cellar/barrel.ts", `${value} "../errors";`, "core-unknown-room"],
  ["core/src/server/cellar.ts", `import "../cellar/barrel";`, "core-unknown-room-imported"],
  ["core/src/server/net.ts", `import { Socket } from "node:net";`, "core-no-sockets-no-files"],
  ["core/src/server/net-type.ts", `import type { Socket } from "net";`, "core-no-sockets-no-files"],
  ["core/src/server/tls.ts", `import "node:tls";`, "core-no-sockets-no-files"],
  ["core/src/server/http.ts", `import "node:http";`, "core-no-sockets-no-files"],
  ["core/src/server/http2.ts", `import "node:http2";`, "core-no-sockets-no-files"],
  ["core/src/server/files.ts", `import "node:fs/promises";`, "core-no-sockets-no-files"],
  ["core/src/server/stream.ts", `import "node:stream";`, "core-no-sockets-no-files"],
  ["core/src/server/child.ts", `import "node:child_process";`, "core-no-sockets-no-files"],
  ["core/src/server/worker.ts", `import "node:worker_threads";`, "core-no-sockets-no-files"],
  ["core/src/server/legacy.ts", `import "@headgate/legacy-site";`, "package-core"],
  ["core/src/server/node.ts", `import type {} from "@headgate/node";`, "package-core"],
  ["core/src/server/barrel.ts", `${value} "../index";`, "no-own-index"],
  ["core/src/server/own-name.ts", `${value} "@headgate/core";`, "no-own-index"],
  ["core/src/server/tests.ts", `import "../../test/site.test";`, "no-tests-in-sources"],
  ["core/src/server/missing.ts", `import "./nowhere";`, "resolvable"],
  ["core/src/body/ring.ts", `${contract} "./ring-back"; export type { A };`], // a cycle is reported once
  ["core/src/body/ring-back.ts", `${contract} "./ring"; export type { A };`, "no-cycles"],
  ["core/test/site.test.ts", `import "../src/server/site"; import "../src/testing/inject";`],
  ["core/test/socket.test.ts", `import "node:net";`, "in-memory-tests"],
  ["node/src/index.ts", `export { a } from "@headgate/core"; import "node:net"; import "node:tls";`],
  ["node/src/deep.ts", `${value} "../../core/src/errors";`, "by-package-name"],
  ["node/src/relative.ts", `${value} "../../core/src/index";`, "by-package-name-not-relative"],
  ["node/src/legacy.ts", `import "@headgate/legacy-site";`, "package-node"],
  ["node/src/undeclared.ts", `import "fast-check";`, "declared-dependencies"],
  ["legacy-site/src/index.ts", `import "@headgate/core"; import "@headgate/node"; import "node:fs";`],
  ["legacy-site/src/testing/index.ts", `import "@headgate/core/testing";`],
  ["legacy-site/src/entries/server.ts", `${value} "@headgate/core";`],
  ["legacy-site/src/own-entry.ts", `${value} "./entries/server";`, "no-own-index"],
  ["conformance/test/port.test.ts", `${value} "@headgate/legacy-site/server";`],
  ["legacy-site/src/deep.ts", `${value} "../../core/src/http1/channel";`, "by-package-name"],
  ["legacy-site/src/net.ts", `import "node:net";`, "sockets-only-in-node"],
  ["legacy-site/src/shadow/shadow.ts", `import "../exchange";`],
  ["legacy-site/src/exchange.ts", `export const a = 1;`],
  ["legacy-site/src/bridge.ts", `import "./shadow/shadow";`, "shadow-on-top"],
  ["legacy-site/src/dashboard/dashboard.ts", `import "../exchange";`],
  ["legacy-site/src/site.ts", `import "./dashboard/dashboard";`],
  ["legacy-site/src/walk.ts", `import "./dashboard/dashboard";`, "dashboard-on-top"],
  ["legacy-site/src/testing-tools.ts", `import "@headgate/core/testing";`, "testing-not-in-sources"],
];

const packageJson = (name: string): string =>
  JSON.stringify({
    name: `@headgate/${name}`,
    version: "0.1.0",
    exports: {
      ".": "./src/index.ts",
      "./testing": "./src/testing/index.ts",
      "./server": "./src/entries/server.ts",
    },
    dependencies: name === "core" ? { "hpack.js": "*" } : {},
  });

function cruise(rows: readonly Row[]): Cruise {
  const tree = mkdtempSync(join(tmpdir(), "headgate-boundaries-"));
  const put = (file: string, text: string): void => {
    mkdirSync(dirname(join(tree, file)), { recursive: true });
    writeFileSync(join(tree, file), text);
  };
  try {
    put("package.json", JSON.stringify({ workspaces: ["packages/*"] }));
    mkdirSync(join(tree, "node_modules/@headgate"), { recursive: true });
    for (const name of ["core", "node", "legacy-site"]) {
      put(`packages/${name}/package.json`, packageJson(name));
      symlinkSync(join(tree, "packages", name), join(tree, "node_modules/@headgate", name), "junction");
    }
    for (const name of ["hpack.js", "fast-check"]) {
      put(`node_modules/${name}/package.json`, JSON.stringify({ name, main: "index.js" }));
      put(`node_modules/${name}/index.js`, "");
    }
    for (const [file, text] of rows) put(join("packages", file), text);
    const config = join(root, ".dependency-cruiser.cjs");
    const run = spawnSync(
      process.execPath,
      [cruiser, "--config", config, "--output-type", "json", "packages"],
      { cwd: tree, encoding: "utf8", maxBuffer: 1 << 26 },
    );
    if (run.stdout === "") throw new Error(run.stderr);
    return JSON.parse(run.stdout) as Cruise;
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
}

describe("import boundaries", () => {
  let reported: Map<string, Set<string>>;

  beforeAll(() => {
    reported = new Map();
    for (const { from, rule } of cruise(planted).summary.violations) {
      const rules = reported.get(from) ?? new Set();
      reported.set(from, rules.add(rule.name));
    }
  }, 60_000);

  const violations = planted.filter((row): row is readonly [string, string, string] => row[2] !== undefined);

  test.each(violations)("packages/%s: %s", (file, _text, rule) => {
    expect(reported.get(`packages/${file}`) ?? new Set()).toContain(rule);
  });

  test("nothing is reported about the files that keep the rules", () => {
    const clean = planted.filter((row) => row[2] === undefined).map(([file]) => `packages/${file}`);
    expect(clean.filter((file) => reported.has(file))).toEqual([]);
  });
});

/**
 * h2spec, the conformance suite of HTTP/2 by Moto Ishizawa, against a resource that reads what comes and answers with
 * some tens of octets: with less, its tests of windows are skipped. Where it is, H2SPEC says.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { leaf, readBody, respond, Site } from "@headgate/core";
import { listen } from "@headgate/node";

/** What -S prints when nothing is amiss. */
const ALL_PASSED = "147 tests, 147 passed, 0 skipped, 0 failed";
const TEXT = "Enough octets that a window can be smaller than they are.\n";
/** For one case; on a busy machine two seconds, the standard, are few. */
const CASE_SECONDS = 5;

export interface H2specResult {
  /** The last line of it. */
  readonly summary: string;
  /** All of them, none skipped. */
  readonly isPerfect: boolean;
  /** All that it has printed. */
  readonly output: string;
}

/** The path of the suite; undefined, and said why, where there is none. */
export function findH2spec(): string | undefined {
  const { H2SPEC: path } = process.env;
  if (path !== undefined && path !== "") return path;
  // Not by console: jest keeps to itself what a file says whose tests are all skipped.
  process.stderr.write("skipped: H2SPEC does not say where h2spec is (H2SPEC=path npm run h2spec)\n");
  return undefined;
}

export async function runH2spec(path: string, isSecure: boolean): Promise<H2specResult> {
  const root = leaf(async (request) => {
    await readBody(request);
    return respond(200, {}, TEXT);
  });
  const tls = isSecure ? ("self-signed" as const) : undefined;
  // At the end it leaves streams behind, and the log would name them.
  const site = new Site(root, { log: { error: console.error, warn: () => undefined } });
  const endpoint = await listen(site, { port: 0, host: "127.0.0.1", tls });
  try {
    const where = ["-h", "127.0.0.1", "-p", String(endpoint.port), ...(isSecure ? ["-t", "-k"] : [])];
    const child = spawn(path, ["-S", "-o", String(CASE_SECONDS), ...where]);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (octets: Buffer) => (output += octets.toString()));
    }
    await once(child, "close");
    return judge(output);
  } finally {
    await endpoint.close({ graceMs: 0 });
  }
}

function judge(output: string): H2specResult {
  const [summary] = /^\d+ tests, \d+ passed, \d+ skipped, \d+ failed$/m.exec(output) ?? ["no summary"];
  return { summary, isPerfect: summary === ALL_PASSED, output };
}

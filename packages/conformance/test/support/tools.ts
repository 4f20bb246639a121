/** Programs of other people: whether they are on this machine. A test that needs one that isn't says why it is skipped. */
import { spawnSync } from "node:child_process";

/** Debian's own: another python3 that stands before it in the path has none of Debian's libraries. */
export const PYTHON = "/usr/bin/python3";
export const CHROMIUM = "/usr/bin/chromium";

const PROBES = {
  curl: ["curl", "--version"],
  nghttp: ["nghttp", "--version"],
  h2load: ["h2load", "--version"],
  "python3-h2": [PYTHON, "-c", "import h2.connection"],
  chromium: [CHROMIUM, "--version"],
} as const;

export type Tool = keyof typeof PROBES;

const found = new Map<Tool, boolean>();

export function hasTool(tool: Tool): boolean {
  let isThere = found.get(tool);
  if (isThere === undefined) {
    const [program, ...args] = PROBES[tool];
    isThere = spawnSync(program, args, { stdio: "ignore" }).status === 0;
    found.set(tool, isThere);
    // Not by console: jest keeps to itself what a file says whose tests are all skipped.
    if (!isThere) process.stderr.write(`skipped: there is no ${tool} on this machine (npm run clients)\n`);
  }
  return isThere;
}

/** `test`, or `test.skip` with the reason printed. */
export function testWith(tool: Tool): jest.It {
  return hasTool(tool) ? test : test.skip;
}

/** `describe`, or `describe.skip` with the reason printed. */
export function describeWith(tool: Tool): jest.Describe {
  return hasTool(tool) ? describe : describe.skip;
}

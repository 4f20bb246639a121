/** curl as a shell runs it, and what it says taken apart. */
import { execFile } from "node:child_process";
import { Readable } from "node:stream";
import { promisify } from "node:util";

export interface CurlAnswer {
  /** As curl writes it: `1.1`, `2`. */
  readonly version: string;
  readonly code: number;
  /** Lower-case names and values, in order. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

/**
 * The final answer; interim ones are passed over.
 *
 * @param args options and the URL
 * @param input for `-T -` and `--data-binary @-`
 */
export async function curl(args: readonly string[], input: Iterable<Buffer> = []): Promise<CurlAnswer> {
  const options = ["-s", "--max-time", "20", ...(args.includes("--head") ? [] : ["-i"])];
  const running = promisify(execFile)("curl", [...options, ...args], {
    encoding: "buffer",
    maxBuffer: Infinity,
  });
  const { stdin } = running.child;
  // Whoever is refused early does not read all of it.
  if (stdin !== null) Readable.from(input).pipe(stdin.on("error", () => {}));
  let { stdout } = await running;
  for (;;) {
    const headEnd = stdout.indexOf("\r\n\r\n");
    const [statusLine = "", ...lines] = stdout.toString("latin1", 0, headEnd).split("\r\n");
    stdout = stdout.subarray(headEnd + 4);
    const [, version = "", code = ""] = /^HTTP\/(\S+) (\d{3})/.exec(statusLine) ?? [];
    if (version === "") throw new Error(`curl gave no status line: ${statusLine}`);
    if (Number(code) >= 200) return { version, code: Number(code), fields: lines.map(fieldOf), body: stdout };
  }
}

function fieldOf(line: string): [name: string, value: string] {
  const colon = line.indexOf(":");
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
}

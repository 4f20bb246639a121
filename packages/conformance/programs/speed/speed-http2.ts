/**
 * `npm run speed:http2`: us and node:http2, side by side in one run, as ratios of requests per second of server
 * processor time. h2load sends them, in cleartext; each round has fresh processes, and who goes first changes.
 * Options: --rounds N, --seconds N.
 */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { numberOptions } from "../show/report";
import { Comparison, headline } from "./comparison";
import type { ServerProcess } from "./server-process";

const WARM_UP_REQUESTS = 20_000;

/** How many connections, and how many requests at a time on each. */
type Shape = readonly [connections: number, streams: number];

/** @returns the requests that were answered. @throws for any that was not */
async function load(
  port: number,
  [connections, streams]: Shape,
  howMany: readonly string[],
): Promise<number> {
  const shape = ["-c", String(connections), "-m", String(streams)];
  const { stdout } = await promisify(execFile)("h2load", [...shape, ...howMany, `http://127.0.0.1:${port}/`]);
  const [, done, succeeded, failed] =
    /^requests: .* (\d+) done, (\d+) succeeded, (\d+) failed/m.exec(stdout) ?? [];
  if (done === undefined || succeeded !== done || failed !== "0")
    throw new Error(`h2load failed:\n${stdout}`);
  return Number(succeeded);
}

async function measure(server: ServerProcess, shape: Shape, seconds: number): Promise<number> {
  await load(server.port, shape, ["-n", String(WARM_UP_REQUESTS)]);
  const before = await server.cpu();
  const answered = await load(server.port, shape, ["-D", String(seconds)]);
  return answered / ((await server.cpu()) - before);
}

async function compare(shape: Shape, rounds: number, seconds: number, goal?: number): Promise<boolean> {
  const [connections, streams] = shape;
  const comparison = new Comparison(`h2load -c ${connections} -m ${streams}`, "node:http2", "requests", goal);
  await comparison.inFreshProcesses("node:http2", rounds, (server) => measure(server, shape, seconds));
  return comparison.print();
}

async function main(): Promise<void> {
  const { rounds, seconds } = numberOptions({ rounds: 6, seconds: 2 });
  console.log(headline(rounds));
  const isFastEnough = await compare([10, 100], rounds, seconds, 6);
  await compare([64, 1], rounds, seconds);
  process.exitCode = isFastEnough ? 0 : 1;
}

void main();

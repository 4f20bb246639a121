/**
 * `npm run speed`: us and node:http, side by side in one run, as ratios of work per second of server processor time.
 *
 * Wall-clock rates of one server move by a factor on a shared machine; processor time moves far less, and a ratio
 * taken within one round hardly at all. Hello and pipelining: both servers alive, bursts in turn. Uploads: fresh
 * processes each round, because the allocator's mood lasts as long as a process. Options: --rounds N, --mib N.
 */
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { measureAnswer, requestFor, upload } from "./load";

const ROOT = join(__dirname, "../../../..");
/** Without these, glibc returns and faults in the 64 KiB of every read, or doesn't, by chance. */
const MALLOC = {
  MALLOC_TRIM_THRESHOLD_: "1073741824",
  MALLOC_TOP_PAD_: "67108864",
  MALLOC_MMAP_THRESHOLD_: "1073741824",
};

interface Server {
  readonly port: number;
  /** Seconds of processor time used so far. */
  cpu(): Promise<number>;
  stop(): void;
}

async function start(kind: string): Promise<Server> {
  const child: ChildProcess = fork(
    join(ROOT, "node_modules/ts-node/dist/bin.js"),
    ["--project", join(ROOT, "examples/tsconfig.json"), join(__dirname, "server.ts"), kind],
    { execArgv: ["-C", "@headgate/source"], env: { ...process.env, ...MALLOC } },
  );
  const [{ port }] = (await once(child, "message")) as [{ port: number }];
  return {
    port,
    async cpu() {
      child.send("cpu");
      const [used] = (await once(child, "message")) as [NodeJS.CpuUsage];
      return (used.user + used.system) / 1e6;
    },
    stop: () => child.kill(),
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function print(
  name: string,
  ours: readonly number[],
  theirs: readonly number[],
  unit: string,
  goal: number,
): boolean {
  const ratios = ours.map((value, i) => value / theirs[i]!);
  const ratio = median(ratios);
  const range = `[${Math.min(...ratios).toFixed(2)}..${Math.max(...ratios).toFixed(2)}]`;
  const verdict = ratio >= goal ? "ok" : "BELOW";
  console.log(
    `${name.padEnd(24)} ${ratio.toFixed(2).padStart(6)} ${range.padEnd(16)} goal ${goal}  ${verdict.padEnd(6)}` +
      ` headgate ${Math.round(median(ours))}, node:http ${Math.round(median(theirs))} ${unit} per CPU-second`,
  );
  return ratio >= goal;
}

async function compareRequests(name: string, depth: number, rounds: number, goal: number): Promise<boolean> {
  const servers = [await start("headgate"), await start("node")];
  const rates: number[][] = [[], []];
  const answers = await Promise.all(servers.map(({ port }) => measureAnswer(port)));
  for (let round = -2; round < rounds; round++) {
    for (const [i, server] of servers.entries()) {
      const before = await server.cpu();
      const answered = await requestFor(server.port, 1_000, 64, depth, answers[i]!);
      const used = (await server.cpu()) - before;
      // Two rounds to warm up.
      if (round >= 0) rates[i]!.push(answered / used);
    }
  }
  for (const server of servers) server.stop();
  return print(name, rates[0]!, rates[1]!, "requests", goal);
}

async function compareUploads(rounds: number, mib: number, goal: number): Promise<boolean> {
  const rates: Record<string, number[]> = { headgate: [], node: [] };
  for (let round = 0; round < rounds; round++) {
    for (const kind of round % 2 === 0 ? ["headgate", "node"] : ["node", "headgate"]) {
      const server = await start(kind);
      await upload(server.port, 64 * 1024 * 1024);
      const before = await server.cpu();
      await upload(server.port, mib * 1024 * 1024);
      rates[kind]!.push(mib / ((await server.cpu()) - before));
      server.stop();
    }
  }
  return print(`upload of ${mib} MiB`, rates["headgate"]!, rates["node"]!, "MiB", goal);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { rounds: { type: "string" }, mib: { type: "string" } } });
  const rounds = Number(values.rounds ?? 6);
  console.log(
    `node ${process.version}, ${cpus().length} cores, ${rounds} rounds; median of ratios [min..max]`,
  );
  const results = [
    await compareRequests("hello, 64 connections", 1, rounds, 1.4),
    await compareRequests("pipelined, depth 16", 16, rounds, 5),
    await compareUploads(rounds, Number(values.mib ?? 1024), 0.9),
  ];
  process.exitCode = results.every(Boolean) ? 0 : 1;
}

void main();

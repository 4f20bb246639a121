/**
 * `npm run speed`: us and node:http, side by side in one run, as ratios of work per second of server processor time.
 *
 * Wall-clock rates of one server move by a factor on a shared machine; processor time moves far less, and a ratio
 * taken within one round hardly at all. Hello and pipelining: both servers alive, bursts in turn. Uploads: fresh
 * processes each round, because the allocator's mood lasts as long as a process. Options: --rounds N, --mib N.
 */
import { parseArgs } from "node:util";
import { measureAnswer, requestFor, upload } from "./load";
import { Comparison, headline } from "./comparison";
import { ServerProcess } from "./server-process";

async function compareRequests(name: string, depth: number, rounds: number, goal: number): Promise<boolean> {
  const servers = [await ServerProcess.start("headgate"), await ServerProcess.start("node")];
  const comparison = new Comparison(name, "node:http", "requests", goal);
  const answers = await Promise.all(servers.map(({ port }) => measureAnswer(port)));
  for (let round = -2; round < rounds; round++) {
    const rates: number[] = [];
    for (const [i, server] of servers.entries()) {
      const before = await server.cpu();
      const answered = await requestFor(server.port, 1_000, 64, depth, answers[i]!);
      const used = (await server.cpu()) - before;
      rates.push(answered / used);
    }
    // Two rounds to warm up.
    if (round >= 0) comparison.add(rates[0]!, rates[1]!);
  }
  for (const server of servers) server.stop();
  return comparison.print();
}

async function compareUploads(rounds: number, mib: number, goal: number): Promise<boolean> {
  const comparison = new Comparison(`upload of ${mib} MiB`, "node:http", "MiB", goal);
  await comparison.inFreshProcesses("node", rounds, async (server) => {
    await upload(server.port, 64 * 1024 * 1024);
    const before = await server.cpu();
    await upload(server.port, mib * 1024 * 1024);
    return mib / ((await server.cpu()) - before);
  });
  return comparison.print();
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { rounds: { type: "string" }, mib: { type: "string" } } });
  const rounds = Number(values.rounds ?? 6);
  console.log(headline(rounds));
  const results = [
    await compareRequests("hello, 64 connections", 1, rounds, 1.4),
    await compareRequests("pipelined, depth 16", 16, rounds, 5),
    await compareUploads(rounds, Number(values.mib ?? 1024), 0.9),
  ];
  process.exitCode = results.every(Boolean) ? 0 : 1;
}

void main();

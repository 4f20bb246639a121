/**
 * `npm run speed:evidence`: what it costs a legacy site to keep evidence of its bodies: the same site with and
 * without, side by side in one run, as the ratio of requests per second of processor time. Goal: 0.97, that is less
 * than 3 %. Bodies of five octets, where it costs most; a request without a body is not noted at all. Option: --rounds N.
 */
import { parseArgs } from "node:util";
import { Comparison, headline } from "./comparison";
import { GET, measureAnswer, requestFor } from "./load";
import { ServerProcess } from "./server-process";

const CONNECTIONS = 64;
const ROUND_MS = 1_000;
/** Two rounds to warm up. */
const WARM_UP = 2;
const GOAL = 0.97;

function post(target: string): string {
  return `POST ${target} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\n\r\nhello`;
}

async function compare(name: string, request: string, rounds: number): Promise<boolean> {
  const servers = [
    await ServerProcess.start("on", "evidence-server.ts"),
    await ServerProcess.start("off", "evidence-server.ts"),
  ];
  const comparison = new Comparison(name, "without", "requests", GOAL);
  const octets = await measureAnswer(servers[0]!.port, request);
  for (let round = -WARM_UP; round < rounds; round++) {
    const rates: number[] = [];
    // Who goes first changes from round to round.
    for (const server of round % 2 === 0 ? servers : [...servers].reverse()) {
      const before = await server.cpu();
      const answered = await requestFor(server.port, ROUND_MS, CONNECTIONS, 1, octets, request);
      rates.push(answered / ((await server.cpu()) - before));
    }
    if (round % 2 !== 0) rates.reverse();
    if (round >= 0) comparison.add(rates[0]!, rates[1]!);
  }
  for (const server of servers) server.stop();
  return comparison.print();
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { rounds: { type: "string" } } });
  const rounds = Number(values.rounds ?? 10);
  console.log(headline(rounds));
  const results = [
    await compare("POST to a static leaf", post("/echo"), rounds),
    await compare("POST through a getChild", post("/dynamic/x"), rounds),
    await compare("GET", GET.replace("/ ", "/echo "), rounds),
  ];
  process.exitCode = results.every(Boolean) ? 0 : 1;
}

void main();

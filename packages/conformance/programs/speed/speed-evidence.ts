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
const TURN_MS = 1_000;
/** Who goes first changes. */
const TURNS = [false, true, true, false];
const GOAL = 0.97;

function post(target: string): string {
  return `POST ${target} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\n\r\nhello`;
}

/** Processes of their own each round: how the compiler happened to lay one out would be in all its rounds. */
async function compare(name: string, request: string, rounds: number): Promise<boolean> {
  const comparison = new Comparison(name, "without", "requests", GOAL);
  for (let round = 0; round < rounds; round++) {
    const kept = await ServerProcess.start("on", "evidence-server.ts");
    const plain = await ServerProcess.start("off", "evidence-server.ts");
    const octets = await measureAnswer(kept.port, request);
    const ours = { answered: 0, seconds: 0 };
    const theirs = { answered: 0, seconds: 0 };
    const turn = async (server: ServerProcess, rate: typeof ours): Promise<void> => {
      const before = await server.cpu();
      rate.answered += await requestFor(server.port, TURN_MS, CONNECTIONS, 1, octets, request);
      rate.seconds += (await server.cpu()) - before;
    };
    for (const server of [kept, plain]) await turn(server, { answered: 0, seconds: 0 });
    for (const isKeptFirst of TURNS) {
      if (isKeptFirst) await turn(kept, ours);
      await turn(plain, theirs);
      if (!isKeptFirst) await turn(kept, ours);
    }
    comparison.add(ours.answered / ours.seconds, theirs.answered / theirs.seconds);
    kept.stop();
    plain.stop();
  }
  return comparison.print();
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { rounds: { type: "string" } } });
  const rounds = Number(values.rounds ?? 6);
  console.log(headline(rounds));
  const results = [
    await compare("POST to a static leaf", post("/echo"), rounds),
    await compare("POST through a getChild", post("/dynamic/x"), rounds),
    await compare("GET", GET.replace("/ ", "/echo "), rounds),
  ];
  process.exitCode = results.every(Boolean) ? 0 : 1;
}

void main();

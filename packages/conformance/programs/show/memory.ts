/**
 * `npm run show:memory`: a slow reader of an endless answer, and a slow handler of an endless upload. In neither case
 * does the server's memory grow: the octets wait where they are made. Option: --seconds N, for each.
 */
import { join } from "node:path";
import { Child } from "../../src/child";
import { open, pause, readSlowly, writeOn } from "./peer";
import { mib, numberOption, row } from "./report";

/** What a garbage collector that is in no hurry may leave lying about. */
const BOUND_OCTETS = 48 * 1024 * 1024;
const READ_OCTETS_PER_SECOND = 8 * 1024 * 1024;
const WARM_UP_MS = 2_000;

interface Scene {
  readonly name: string;
  /** Of the child: the octets that went through. */
  readonly count: string;
  readonly begin: (port: number) => Promise<void>;
}

async function readEndless(port: number, target: string): Promise<void> {
  readSlowly(await open(port, `GET ${target} HTTP/1.1\r\nHost: show\r\n\r\n`), READ_OCTETS_PER_SECOND);
}

const SCENES: readonly Scene[] = [
  {
    name: "slow reader of an endless answer",
    count: "produced",
    begin: (port) => readEndless(port, "/endless"),
  },
  {
    name: "the same, of a legacy push producer",
    count: "produced",
    begin: (port) => readEndless(port, "/legacy"),
  },
  {
    name: "slow handler of an endless upload",
    count: "taken",
    begin: async (port) => {
      const head = "PUT /slow HTTP/1.1\r\nHost: show\r\nContent-Length: 1000000000000\r\n\r\n";
      void writeOn(await open(port, head), Buffer.alloc(256 * 1024, "u"));
    },
  },
];

async function play({ name, count, begin }: Scene, seconds: number): Promise<void> {
  const child = await Child.listening(join(__dirname, "endless-server.ts"));
  try {
    await begin(child.port);
    await pause(WARM_UP_MS);
    const first = await child.memory();
    const samples: number[] = [];
    for (let second = 0; second < seconds; second += 0.5) {
      await pause(500);
      samples.push(await child.memory());
    }
    const growth = Math.max(...samples) - first;
    const octets = await child.ask<number>(count);
    const every = Math.max(1, Math.floor(samples.length / 8));
    const shown = samples
      .filter((_, i) => i % every === 0)
      .map((octets) => (octets / 1024 / 1024).toFixed(0));
    row(
      growth <= BOUND_OCTETS && octets > 0,
      name,
      `grew by ${mib(growth)} (bound ${mib(BOUND_OCTETS)}) from ${mib(first)} while ${mib(octets)} were ${count}; ` +
        `samples ${shown.join(" ")}`,
    );
  } finally {
    await child.stop();
  }
}

async function main(): Promise<void> {
  const seconds = numberOption("seconds", 20);
  for (const scene of SCENES) await play(scene, seconds);
}

void main();

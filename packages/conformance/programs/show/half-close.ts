/** `npm run show:half-close`: how long after a FIN, or a RST, a legacy resource hears of it by notifyFinish. */
import { join } from "node:path";
import { Child } from "../../src/child";
import { open, pause } from "./peer";
import { row } from "./report";

const ROUNDS = 50;
const BOUND_MS = 100;

type Told = readonly [reason: string, at: number];

async function measure(child: Child, leave: "end" | "resetAndDestroy", expected: string): Promise<void> {
  const delays: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const socket = await open(child.port, "GET / HTTP/1.1\r\nHost: show\r\n\r\n");
    await pause(20);
    const left = performance.timeOrigin + performance.now();
    socket[leave]();
    let told: Told[] = [];
    while (told.length === 0) told = await child.ask<Told[]>("told");
    const [[reason, at]] = told as [Told];
    if (reason === expected) delays.push(at - left);
    socket.destroy();
  }
  delays.sort((a, b) => a - b);
  const median = delays[Math.floor(delays.length / 2)] ?? NaN;
  row(
    delays.length === ROUNDS && median <= BOUND_MS,
    `${leave === "end" ? "FIN" : "RST"} -> notifyFinish errback`,
    `${expected} ${delays.length} of ${ROUNDS} times; median ${median.toFixed(2)} ms, longest ${(delays.at(-1) ?? NaN).toFixed(2)} ms`,
  );
}

async function main(): Promise<void> {
  const child = await Child.listening(join(__dirname, "half-close-server.ts"));
  try {
    await measure(child, "end", "ConnectionDone");
    await measure(child, "resetAndDestroy", "ConnectionLost");
  } finally {
    await child.stop();
  }
}

void main();

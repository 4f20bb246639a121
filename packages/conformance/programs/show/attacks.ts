/**
 * `npm run show:attacks`: what a server meets on an open network, each attack on a server of its own while somebody
 * else asks for a page every 25 ms. Memory, descriptors, and how long that somebody waits. Option: --only TEXT, the
 * attacks whose name has it.
 */
import type { Socket } from "node:net";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Child } from "../../src/child";
import { open, pause, writeOn } from "./peer";
import { mib, row } from "./report";

const MEBIOCTET = 1024 * 1024;
const HELLO = "GET / HTTP/1.1\r\nHost: show\r\n\r\n";

interface Attack {
  readonly name: string;
  /** How much the server's memory may grow. */
  readonly boundOctets: number;
  /** Returns what is to be said about it, and whether it was withstood. */
  readonly run: (child: Child) => Promise<readonly [isGood: boolean, shown: string]>;
}

async function crowd(port: number, count: number, sent = ""): Promise<Socket[]> {
  const sockets: Socket[] = [];
  while (sockets.length < count) {
    const wave = Math.min(100, count - sockets.length);
    sockets.push(...(await Promise.all(Array.from({ length: wave }, () => open(port, sent)))));
  }
  return sockets;
}

/** Waits until the server has no connection left; the prober's come and go. */
async function waitForEmpty(child: Child, limitMs: number): Promise<number> {
  const began = performance.now();
  while (performance.now() - began < limitMs) {
    if ((await child.ask<number>("connections")) === 0) return performance.now() - began;
    await pause(20);
  }
  return Infinity;
}

const ATTACKS: readonly Attack[] = [
  {
    name: "slowloris: 1,000 heads, 1 octet a second",
    boundOctets: 32 * MEBIOCTET,
    async run(child) {
      const sockets = await crowd(child.port, 1_000, "GET / HTTP/1.1\r\nX-Slow: ");
      const began = performance.now();
      const drip = setInterval(() => sockets.forEach((socket) => socket.write("a")), 1_000);
      const ends = sockets.map((socket) => new Promise((resolve) => socket.resume().once("end", resolve)));
      await Promise.race([Promise.all(ends), pause(10_000)]);
      const took = performance.now() - began;
      const left = await waitForEmpty(child, 10_000);
      clearInterval(drip);
      for (const socket of sockets) socket.destroy();
      return [
        took < 5_000 && left < 3_500,
        `all have their 408 and FIN after ${took.toFixed(0)} ms (headTimeoutMs 3000), given back ${left.toFixed(0)} ms later`,
      ];
    },
  },
  {
    name: "1,000 uploads that stall after 64 KiB",
    boundOctets: 1_000 * 100 * 1024 + 16 * MEBIOCTET,
    async run(child) {
      const head = `POST /upload HTTP/1.1\r\nHost: show\r\nContent-Length: ${MEBIOCTET}\r\n\r\n`;
      const sockets = await crowd(child.port, 1_000, head + "u".repeat(64 * 1024));
      await pause(2_000);
      for (const socket of sockets) socket.destroy();
      return [(await waitForEmpty(child, 2_000)) < 2_000, "all given back when their clients left"];
    },
  },
  {
    name: "1,000 legacy uploads that stall after 64 KiB",
    boundOctets: 1_000 * 100 * 1024 + 16 * MEBIOCTET,
    async run(child) {
      const head = `POST /legacy HTTP/1.1\r\nHost: show\r\nContent-Length: ${MEBIOCTET}\r\n\r\n`;
      const sockets = await crowd(child.port, 1_000, head + "u".repeat(64 * 1024));
      await pause(2_000);
      for (const socket of sockets) socket.destroy();
      return [(await waitForEmpty(child, 2_000)) < 2_000, "all given back when their clients left"];
    },
  },
  {
    name: "500,000 pipelined GETs of 64 KiB, never read",
    boundOctets: 16 * MEBIOCTET,
    async run(child) {
      const flood = Buffer.from("GET /large HTTP/1.1\r\nHost: show\r\n\r\n".repeat(1_000));
      const socket = await open(child.port);
      socket.pause();
      const written = writeOn(socket, flood, flood.length * 500);
      await Promise.race([written, pause(2_000)]);
      const isHeld = socket.writableLength > 0 || socket.writableNeedDrain;
      const took = await waitForEmpty(child, 8_000);
      socket.destroy();
      return [
        isHeld && took < 8_000,
        `input paused: ${String(isHeld)}; cut (writeStallTimeoutMs 3000) after ${took.toFixed(0)} ms`,
      ];
    },
  },
  {
    name: "200 readers that never read 64 MiB",
    boundOctets: 200 * 384 * 1024,
    async run(child) {
      const sockets = await crowd(child.port, 200, "GET /huge HTTP/1.1\r\nHost: show\r\n\r\n");
      for (const socket of sockets) socket.pause();
      const took = await waitForEmpty(child, 15_000);
      for (const socket of sockets) socket.destroy();
      return [took < 15_000, `all cut (writeStallTimeoutMs 3000) after ${took.toFixed(0)} ms`];
    },
  },
  {
    name: "100,000 chunks of one octet",
    boundOctets: 16 * MEBIOCTET,
    async run(child) {
      const socket = await open(
        child.port,
        "POST /upload HTTP/1.1\r\nHost: show\r\nTransfer-Encoding: chunked\r\n\r\n",
      );
      const answered = new Promise<string>((resolve) =>
        socket.once("data", (data: Buffer) => resolve(data.toString())),
      );
      const chunks = Buffer.from("1\r\nx\r\n".repeat(10_000));
      void writeOn(socket, chunks, chunks.length * 10).then(() => socket.write("0\r\n\r\n"));
      const answer = await Promise.race([answered, pause(10_000).then(() => "nothing")]);
      socket.destroy();
      const status = answer.slice(0, answer.indexOf("\r\n"));
      return [/^HTTP\/1\.1 [24]/.test(answer), `answered: ${status}`];
    },
  },
  {
    name: "3,000 resets, in the head, the content, the answer",
    boundOctets: 16 * MEBIOCTET,
    async run(child) {
      const states = [
        "",
        "GET / HT",
        "POST /upload HTTP/1.1\r\nHost: show\r\nContent-Length: 100\r\n\r\nhalf",
        "POST /legacy HTTP/1.1\r\nHost: show\r\nContent-Length: 100\r\n\r\nhalf",
        "GET /huge HTTP/1.1\r\nHost: show\r\n\r\n",
        "GET /large HTTP/1.1\r\nHost: show\r\n\r\n",
      ];
      for (let wave = 0; wave < 30; wave++) {
        const sockets = await crowd(child.port, 100, states[wave % states.length]);
        for (const socket of sockets) socket.resetAndDestroy();
      }
      return [(await waitForEmpty(child, 2_000)) < 2_000, "all given back"];
    },
  },
  {
    name: "2,000 half-open: FIN behind the head",
    boundOctets: 16 * MEBIOCTET,
    async run(child) {
      let answered = 0;
      for (let wave = 0; wave < 20; wave++) {
        const sockets = await crowd(child.port, 100);
        await Promise.all(
          sockets.map(
            (socket) =>
              new Promise<void>((resolve) => {
                let text = "";
                socket.on("data", (data: Buffer) => (text += data.toString()));
                socket.on("end", () => {
                  if (text.endsWith("hello\n")) answered++;
                  resolve();
                });
                socket.end(HELLO);
              }),
          ),
        );
      }
      return [answered === 2_000, `${answered} answered`];
    },
  },
];

/** Somebody who asks for a page every 25 ms, each time on a new connection. */
class Prober {
  readonly waits: number[] = [];
  #isOver = false;
  readonly #done: Promise<void>;

  constructor(port: number) {
    this.#done = this.#probe(port);
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#done;
    this.waits.sort((a, b) => a - b);
  }

  async #probe(port: number): Promise<void> {
    while (!this.#isOver) {
      const began = performance.now();
      const socket = await open(port, HELLO);
      await Promise.race([new Promise((resolve) => socket.once("data", resolve)), pause(10_000)]);
      this.waits.push(performance.now() - began);
      socket.destroy();
      await pause(25);
    }
  }
}

async function withstand({ name, boundOctets, run }: Attack): Promise<void> {
  const child = await Child.listening(join(__dirname, "attack-server.ts"));
  try {
    for (const socket of await crowd(child.port, 100, HELLO)) socket.destroy();
    await pause(500);
    const before = await child.memory();
    const descriptors = await child.ask<number>("descriptors");
    let most = before;
    const watch = setInterval(
      () => void child.memory().then((memory) => (most = Math.max(most, memory))),
      50,
    );
    const prober = new Prober(child.port);
    const [isGood, shown] = await run(child);
    await prober.stop();
    clearInterval(watch);
    await pause(300);
    const leaked = (await child.ask<number>("descriptors")) - descriptors;
    const longest = prober.waits.at(-1) ?? NaN;
    const p99 = prober.waits[Math.floor(prober.waits.length * 0.99)] ?? NaN;
    row(
      isGood && most - before <= boundOctets && leaked <= 0 && longest < 10_000,
      name,
      `${shown}; memory +${mib(most - before)} (bound ${mib(boundOctets)}), descriptors +${leaked}, ` +
        `others wait ${p99.toFixed(0)} ms (p99), ${longest.toFixed(0)} at most`,
    );
  } finally {
    await child.stop();
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: "string" } } });
  for (const attack of ATTACKS) if (attack.name.includes(values.only ?? "")) await withstand(attack);
}

void main();

/**
 * `npm run show:upload -- --gib 4`: an upload to /streaming and one to /buffered of the upload tour. Shows when the
 * first line comes back, how fast it goes, that the hash is right, how much memory the server takes, and that no
 * temporary file remains: not of a whole upload, nor of one that breaks off. Needs that much room for temporary files.
 */
import { createHash } from "node:crypto";
import { readdirSync, readlinkSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Socket } from "node:net";
import { Child } from "../../src/child";
import { open, pause, writeOn } from "./peer";
import { mib, numberOption, row } from "./report";

/** What `npm start` runs. */
const TOUR = join(__dirname, "../../../../examples/upload-tour/index.ts");
const BOUND_OCTETS = 64 * 1024 * 1024;
const GIB = 1024 ** 3;
const PIECE = Buffer.alloc(1024 * 1024, "The water waits at the gate. ");
/** Lines are for people: one a MiB is enough of an upload of GiB. */
const TARGETS = ["/streaming?every=1048576", "/buffered"] as const;

/** Keeps the end of what comes, and notes when the first content came. */
class Heard {
  tail = "";
  firstLineAt: number | undefined;
  #isPastHead = false;

  constructor(socket: Socket) {
    socket.setEncoding("latin1");
    socket.on("data", (text: string) => {
      this.tail = (this.tail + text).slice(-2_000);
      if (this.#isPastHead || /\r\n\r\n.*\n/.test(this.tail)) this.firstLineAt ??= performance.now();
      this.#isPastHead ||= this.tail.includes("\r\n\r\n");
    });
  }
}

async function upload(child: Child, target: string, octets: number, hash: string): Promise<void> {
  const before = await child.memory();
  let most = before;
  const watch = setInterval(() => void child.memory().then((memory) => (most = Math.max(most, memory))), 100);
  const began = performance.now();
  const head = `PUT ${target} HTTP/1.1\r\nHost: show\r\nConnection: close\r\nContent-Length: ${octets}\r\n\r\n`;
  const socket = await open(child.port, head);
  const heard = new Heard(socket);
  await writeOn(socket, PIECE, octets);
  const sentAt = performance.now();
  while (!heard.tail.includes("sha256 ") && !socket.destroyed) await pause(10);
  const endedAt = performance.now();
  await pause(100);
  clearInterval(watch);
  socket.destroy();
  const { firstLineAt = NaN } = heard;
  row(
    most - before <= BOUND_OCTETS,
    `${target}: memory`,
    `grew by ${mib(most - before)} (bound ${mib(BOUND_OCTETS)}) from ${mib(before)}`,
  );
  row(
    target === "/buffered" || firstLineAt < sentAt,
    `${target}: first line`,
    `${(firstLineAt - began).toFixed(0)} ms after the head; the last octet was sent after ${(sentAt - began).toFixed(0)} ms`,
  );
  row(
    true,
    `${target}: throughput`,
    `${((octets / 1024 / 1024 / (endedAt - began)) * 1000).toFixed(0)} MiB/s`,
  );
  row(heard.tail.includes(`sha256 ${hash}\n`), `${target}: sha256`, hash);
}

/** What is compiled and allocated once is not what is measured. */
async function warmUp(child: Child): Promise<void> {
  for (const target of TARGETS) {
    const octets = 32 * PIECE.length;
    const head = `PUT ${target} HTTP/1.1\r\nHost: show\r\nConnection: close\r\nContent-Length: ${octets}\r\n\r\n`;
    const socket = await open(child.port, head);
    const ended = new Promise((resolve) => socket.resume().once("end", resolve));
    await writeOn(socket, PIECE, octets);
    await ended;
    socket.destroy();
  }
}

/** Breaks off in the middle. */
async function breakOff(child: Child, target: string, octets: number): Promise<void> {
  const socket = await open(
    child.port,
    `PUT ${target} HTTP/1.1\r\nHost: show\r\nContent-Length: ${octets}\r\n\r\n`,
  );
  await writeOn(socket, PIECE, Math.min(octets / 2, 256 * 1024 * 1024));
  socket.resetAndDestroy();
  await pause(1_000);
}

/** Files in `directory`, named or not, that the child has open; undefined where the system doesn't tell. */
function openFiles(child: Child, directory: string): number {
  const fds = `/proc/${child.process.pid ?? 0}/fd`;
  try {
    return readdirSync(fds).filter((fd) => {
      try {
        return readlinkSync(join(fds, fd)).startsWith(directory);
      } catch {
        return false;
      }
    }).length;
  } catch {
    return 0;
  }
}

async function wantNoFiles(child: Child, directory: string, when: string): Promise<void> {
  const named = (await readdir(directory)).filter((name) => name.startsWith("headgate-")).length;
  const unnamed = openFiles(child, directory);
  row(named + unnamed === 0, `temporary files ${when}`, `${named} with a name, ${unnamed} open`);
}

function hashOf(octets: number): string {
  const hash = createHash("sha256");
  for (let at = 0; at < octets; at += PIECE.length) hash.update(PIECE.subarray(0, octets - at));
  return hash.digest("hex");
}

async function main(): Promise<void> {
  const octets = Math.floor(numberOption("gib", 1) * GIB);
  const hash = hashOf(octets);
  const directory = await mkdtemp(join(tmpdir(), "headgate-show-"));
  try {
    for (const target of TARGETS) {
      const child = await Child.listening(TOUR, [], { env: { PORT: "0", TMPDIR: directory } });
      try {
        await warmUp(child);
        console.log(`-- ${mib(octets)} to ${target}`);
        await upload(child, target, octets, hash);
        await wantNoFiles(child, directory, "after it");
        await breakOff(child, target, octets);
        await wantNoFiles(child, directory, "after one that broke off");
      } finally {
        await child.stop();
      }
    }
  } finally {
    await rm(directory, { recursive: true });
  }
}

void main();

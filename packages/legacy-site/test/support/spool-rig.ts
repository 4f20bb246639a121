/** A spool over a directory of its own for each test, and who writes into it. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { BufferBudget } from "../../src/buffer-budget";
import type { ContentFile } from "../../src/content-file";
import { Spool } from "../../src/spool";

export const THRESHOLD = 1_000;

let made: string;
beforeEach(() => (made = fs.mkdtempSync(path.join(os.tmpdir(), "headgate-test-"))));
afterEach(() => fs.rmSync(made, { recursive: true, force: true }));

/** Where this test spools to. */
export const directory = (): string => made;

/** Operations on the disk, as far as they have gone. Of writes, how many were under way at once, too. */
export interface DiskUse {
  opens: number;
  closes: number;
  writes: number;
  written: number;
  mostWrites: number;
}

type Operation = (...args: unknown[]) => void;

/** Watches what this test asks of the disk from now on. */
export function watchDisk(): DiskUse {
  const use: DiskUse = { opens: 0, closes: 0, writes: 0, written: 0, mostWrites: 0 };
  watch("open", { begins: () => use.opens++ });
  watch("close", { ends: () => use.closes++ });
  watch("writev", {
    begins: () => (use.mostWrites = Math.max(use.mostWrites, ++use.writes - use.written)),
    ends: () => use.written++,
  });
  return use;
}

function watch(name: "open" | "close" | "writev", told: { begins?: () => void; ends?: () => void }): void {
  const operation = fs[name] as Operation;
  jest.spyOn(fs, name).mockImplementation((...args: unknown[]) => {
    told.begins?.();
    const done = args.pop() as Operation;
    operation(...args, (...results: unknown[]) => {
      told.ends?.();
      done(...results);
    });
  });
}

/** Descriptors of this process on files of the test's directory, unlinked ones too. Linux only; else none. */
export function openFiles(): number {
  const descriptors = fs.existsSync("/proc/self/fd") ? fs.readdirSync("/proc/self/fd") : [];
  return descriptors.filter((descriptor) => {
    try {
      return fs.readlinkSync(`/proc/self/fd/${descriptor}`).startsWith(made);
    } catch {
      return false; // the one that listed them
    }
  }).length;
}

/** A spool, and a writer that waits when it is told to. */
export class Rig {
  readonly budget: BufferBudget;
  readonly errors: Error[] = [];
  readonly spool: Spool;
  drains = 0;
  #resume = (): void => {};

  constructor({ budget = new BufferBudget(10_000_000), into = made } = {}) {
    this.budget = budget;
    this.spool = new Spool({
      threshold: THRESHOLD,
      directory: into,
      budget,
      onDrain: () => {
        this.drains++;
        this.#resume();
      },
      onError: (error) => {
        this.errors.push(error);
        this.#resume();
      },
    });
  }

  async write(...chunks: Buffer[]): Promise<void> {
    for (const chunk of chunks) {
      if (!this.spool.write(chunk) && this.errors.length === 0) {
        await new Promise<void>((resolve) => (this.#resume = resolve));
      }
    }
  }

  finish(): Promise<ContentFile> {
    return new Promise((resolve) => this.spool.finish(resolve));
  }
}

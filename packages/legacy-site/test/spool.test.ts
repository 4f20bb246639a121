import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import fc from "fast-check";
import { BlockList } from "../src/block-list";
import { BufferBudget } from "../src/buffer-budget";
import type { ContentFile } from "../src/content-file";
import { Spool } from "../src/spool";

const THRESHOLD = 1_000;

let directory: string;
beforeEach(() => (directory = fs.mkdtempSync(path.join(os.tmpdir(), "headgate-test-"))));
afterEach(() => fs.rmSync(directory, { recursive: true, force: true }));

const someTime = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1));
}

/** Descriptors of this process on files of the test's directory, unlinked ones too. Linux only; else none. */
function openFiles(): number {
  const descriptors = fs.existsSync("/proc/self/fd") ? fs.readdirSync("/proc/self/fd") : [];
  return descriptors.filter((descriptor) => {
    try {
      return fs.readlinkSync(`/proc/self/fd/${descriptor}`).startsWith(directory);
    } catch {
      return false; // the one that listed them
    }
  }).length;
}

/** A spool, and a writer that waits when it is told to. */
class Rig {
  readonly budget: BufferBudget;
  readonly errors: Error[] = [];
  readonly spool: Spool;
  drains = 0;
  #resume = (): void => {};

  constructor({ budget = new BufferBudget(10_000_000), into = directory } = {}) {
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

describe("Spool", () => {
  test("content below the threshold stays in memory and is there at once", () => {
    const { spool, budget } = new Rig();
    expect(spool.write(Buffer.alloc(THRESHOLD - 1, "m"))).toBe(true);
    let content: ContentFile | undefined;
    spool.finish((finished) => (content = finished));
    expect(content!.getvalue()).toEqual(Buffer.alloc(THRESHOLD - 1, "m"));
    expect(spool.length).toBe(THRESHOLD - 1);
    expect(budget.used).toBe(THRESHOLD - 1);
    content!.close();
    expect(budget.used).toBe(0);
  });

  test("no content is content too", () => {
    new Rig().spool.finish((content) => expect(content.getvalue()).toHaveLength(0));
    expect.assertions(1);
  });

  test("a lent chunk is copied, in memory and on the way to disk", async () => {
    for (const size of [10, THRESHOLD * 3]) {
      const rig = new Rig();
      const lent = Buffer.alloc(size, "a");
      for (const letter of "abc") {
        const written = rig.write(lent.fill(letter));
        lent.fill("!");
        await written;
      }
      const content = await rig.finish();
      expect(content.getvalue().toString()).toBe("a".repeat(size) + "b".repeat(size) + "c".repeat(size));
      content.close();
    }
  });

  test("content at the threshold goes to a file of ours alone, without a name", async () => {
    const open = jest.spyOn(fs, "open");
    const rig = new Rig();
    await rig.write(Buffer.alloc(THRESHOLD, "f"));
    const content = await rig.finish();
    const [name, flags, mode] = open.mock.calls[0] as unknown as [string, number, number];
    expect(path.dirname(name)).toBe(directory);
    expect(path.basename(name)).toMatch(/^headgate-[0-9a-f]{32}$/);
    expect(flags & fs.constants.O_EXCL).not.toBe(0);
    expect(mode).toBe(0o600);
    expect(fs.readdirSync(directory)).toEqual([]);
    expect(content.getvalue()).toEqual(Buffer.alloc(THRESHOLD, "f"));
    content.close();
    expect(rig.budget.used).toBe(0);
  });

  test("by default the file is in the system's directory", async () => {
    jest.spyOn(os, "tmpdir").mockReturnValue(directory); // honours TMPDIR
    const open = jest.spyOn(fs, "open");
    const budget = new BufferBudget(10_000);
    const spool = new Spool({ threshold: 1, budget, onDrain: () => {}, onError: () => {} });
    spool.write(Buffer.alloc(10));
    const content = await new Promise<ContentFile>((resolve) => spool.finish(resolve));
    expect(path.dirname(open.mock.calls[0]![0] as string)).toBe(directory);
    content.close();
  });

  test("a writer faster than the disk is told to wait, and then to go on", async () => {
    const rig = new Rig();
    const chunk = Buffer.alloc(40_000, "w");
    expect(rig.spool.write(chunk)).toBe(true);
    expect(rig.spool.write(chunk)).toBe(false);
    await until(() => rig.drains > 0);
    expect(rig.spool.write(chunk)).toBe(true);
    const content = await rig.finish();
    expect(content.length).toBe(120_000);
    content.close();
  });

  test("never has two writes in flight", async () => {
    let inFlight = 0;
    let most = 0;
    const { writev } = fs;
    jest.spyOn(fs, "writev").mockImplementation(((
      fd: number,
      blocks: Buffer[],
      at: number,
      done: (...results: unknown[]) => void,
    ) => {
      most = Math.max(most, ++inFlight);
      writev(fd, blocks, at, (...results) => {
        inFlight--;
        done(...results);
      });
    }) as never);
    const rig = new Rig();
    await rig.write(...Array.from({ length: 200 }, () => Buffer.alloc(5_000)));
    (await rig.finish()).close();
    expect(most).toBe(1);
  });

  test("any sequence of chunks comes out as it went in", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 700, size: "max" })), async (arrays) => {
        const rig = new Rig();
        const chunks = arrays.map((bytes) => Buffer.from(bytes));
        await rig.write(...chunks);
        const content = await rig.finish();
        expect(content.getvalue().equals(Buffer.concat(chunks))).toBe(true);
        content.close();
        expect(rig.budget.used).toBe(0);
      }),
      { numRuns: 50 },
    );
  });

  test("writes cut short are taken up again", async () => {
    const { writev } = fs;
    jest.spyOn(fs, "writev").mockImplementation(((fd: number, [first]: Buffer[], at: number, done: never) => {
      writev(fd, [first!.subarray(0, Math.ceil(first!.length / 3))], at, done);
    }) as never);
    const rig = new Rig();
    const octets = Buffer.from(Array.from({ length: 5_000 }, (_, index) => index % 251));
    await rig.write(octets.subarray(0, 2_000), octets.subarray(2_000, 2_100), octets.subarray(2_100));
    const content = await rig.finish();
    expect(content.getvalue().equals(octets)).toBe(true);
    content.close();
  });

  describe("discard", () => {
    const atOnce = (): Promise<void> => Promise.resolve();
    const writing = (): Promise<void> => until(() => jest.mocked(fs.writev).mock.calls.length > 0);
    test.each([
      ["in memory", 10, atOnce],
      ["while the file is being opened", THRESHOLD, atOnce],
      ["in the middle of writing", 500_000, writing],
      ["when all is written", THRESHOLD, () => writing().then(someTime)],
    ])("%s lets go of descriptor, file and budget", async (_when, size, moment) => {
      jest.spyOn(fs, "writev");
      const rig = new Rig();
      rig.spool.write(Buffer.alloc(size));
      await moment();
      rig.spool.discard();
      rig.spool.discard();
      expect(rig.budget.used).toBe(0);
      expect(rig.spool.write(Buffer.alloc(10))).toBe(false);
      expect(rig.budget.used).toBe(0);
      await someTime();
      await until(() => openFiles() === 0 && fs.readdirSync(directory).length === 0);
      expect(rig.errors).toEqual([]);
    });

    test("after finish it leaves the content alone", async () => {
      const rig = new Rig();
      await rig.write(Buffer.alloc(THRESHOLD, "x"));
      const content = await rig.finish();
      rig.spool.discard();
      expect(content.read(3).toString()).toBe("xxx");
      content.close();
    });

    test("while finish waits, nothing is finished any more", async () => {
      const rig = new Rig();
      rig.spool.write(Buffer.alloc(THRESHOLD));
      const finished = jest.fn();
      rig.spool.finish(finished);
      rig.spool.discard();
      await someTime();
      expect(finished).not.toHaveBeenCalled();
    });
  });

  describe("failing", () => {
    test("a used-up budget is told inside write, once, and takes nothing", () => {
      const budget = new BufferBudget(100);
      const rig = new Rig({ budget });
      const other = new Rig({ budget });
      other.spool.write(Buffer.alloc(60));
      expect(rig.spool.write(Buffer.alloc(40))).toBe(true);
      expect(rig.spool.write(Buffer.alloc(1))).toBe(false);
      expect(rig.spool.write(Buffer.alloc(1))).toBe(false);
      expect(rig.errors).toMatchObject([{ code: "BUFFER_BUDGET_EXCEEDED", status: 503 }]);
      expect(budget.used).toBe(60);
      expect(other.spool.write(Buffer.alloc(40))).toBe(true);
    });

    test("a directory that is not there is told once", async () => {
      const rig = new Rig({ into: path.join(directory, "missing") });
      await rig.write(Buffer.alloc(100_000), Buffer.alloc(100_000));
      await someTime();
      expect(rig.errors).toMatchObject([{ code: "ENOENT" }]);
      expect(rig.budget.used).toBe(0);
    });

    test("a full disk is told once, and the descriptor is given back", async () => {
      const full = Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
      jest.spyOn(fs, "writev").mockImplementation((...args: unknown[]) => {
        setImmediate(() => (args[3] as (error: Error) => void)(full));
      });
      const rig = new Rig();
      const finished = jest.fn();
      rig.spool.write(Buffer.alloc(THRESHOLD));
      rig.spool.finish(finished);
      await until(() => rig.errors.length > 0);
      expect(rig.errors).toEqual([full]);
      expect(finished).not.toHaveBeenCalled();
      expect(rig.budget.used).toBe(0);
      await until(() => openFiles() === 0);
    });

    test("a file that can't be unlinked while it is open is unlinked when it is closed", async () => {
      const { unlink } = fs;
      let attempts = 0;
      jest.spyOn(fs, "unlink").mockImplementation(((name: string, done: (error: Error | null) => void) => {
        if (++attempts === 1) setImmediate(done, new Error("EBUSY"));
        else unlink(name, done);
      }) as never);
      const rig = new Rig();
      await rig.write(Buffer.alloc(THRESHOLD));
      const content = await rig.finish();
      expect(fs.readdirSync(directory)).toHaveLength(1);
      content.close();
      await until(() => fs.readdirSync(directory).length === 0);
    });
  });
});

describe("BlockList", () => {
  test("one octet at a time does not cost an object each", () => {
    const list = new BlockList();
    for (let count = 0; count < 99_999; count++) list.append(Buffer.from([count & 0xff]));
    expect(list.length).toBe(99_999);
    const blocks = list.take();
    expect(blocks.length).toBeLessThan(30);
    expect(Buffer.concat(blocks)).toHaveLength(99_999);
    expect(list.length).toBe(0);
  });

  test("gives back what was put in", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 50 })), (chunks) => {
        const list = new BlockList();
        for (const chunk of chunks) list.append(chunk);
        expect(Buffer.concat(list.take()).equals(Buffer.concat(chunks))).toBe(true);
      }),
    );
  });
});

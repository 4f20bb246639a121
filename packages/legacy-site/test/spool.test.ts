/** Content that goes to disk, and content that does not; the blocks that it is gathered in. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import fc from "fast-check";
import { BlockList } from "../src/block-list";
import { BufferBudget } from "../src/buffer-budget";
import type { ContentFile } from "../src/content-file";
import { Spool } from "../src/spool";
import { until } from "./support/connection";
import { directory, Rig, THRESHOLD, watchDisk } from "./support/spool-rig";

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
    expect(path.dirname(name)).toBe(directory());
    expect(path.basename(name)).toMatch(/^headgate-[0-9a-f]{32}$/);
    expect(flags & fs.constants.O_EXCL).not.toBe(0);
    expect(mode).toBe(0o600);
    expect(fs.readdirSync(directory())).toEqual([]);
    expect(content.getvalue()).toEqual(Buffer.alloc(THRESHOLD, "f"));
    content.close();
    expect(rig.budget.used).toBe(0);
  });

  test("by default the file is in the system's directory", async () => {
    jest.spyOn(os, "tmpdir").mockReturnValue(directory()); // honours TMPDIR
    const open = jest.spyOn(fs, "open");
    const budget = new BufferBudget(10_000);
    const spool = new Spool({ threshold: 1, budget, onDrain: () => {}, onError: () => {} });
    spool.write(Buffer.alloc(10));
    const content = await new Promise<ContentFile>((resolve) => spool.finish(resolve));
    expect(path.dirname(open.mock.calls[0]![0] as string)).toBe(directory());
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
    const disk = watchDisk();
    const rig = new Rig();
    await rig.write(...Array.from({ length: 200 }, () => Buffer.alloc(5_000)));
    (await rig.finish()).close();
    expect(disk.mostWrites).toBe(1);
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

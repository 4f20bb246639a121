/** Spools that are let go of, and disks that fail. */
import fs from "node:fs";
import path from "node:path";
import { BufferBudget } from "../src/buffer-budget";
import { turn, until } from "./support/connection";
import { directory, openFiles, Rig, THRESHOLD, watchDisk, type DiskUse } from "./support/spool-rig";

describe("Spool", () => {
  describe("discard", () => {
    test.each<[when: string, size: number, isMoment: (disk: DiskUse) => boolean]>([
      ["in memory", 10, () => true],
      ["while the file is being opened", THRESHOLD, ({ opens }) => opens > 0],
      ["in the middle of writing", 500_000, ({ writes }) => writes > 0],
      ["when all is written", THRESHOLD, ({ written }) => written > 0],
    ])("%s lets go of descriptor, file and budget", async (_when, size, isMoment) => {
      const disk = watchDisk();
      const rig = new Rig();
      rig.spool.write(Buffer.alloc(size));
      await until(() => isMoment(disk));
      rig.spool.discard();
      rig.spool.discard();
      expect(rig.budget.used).toBe(0);
      expect(rig.spool.write(Buffer.alloc(10))).toBe(false);
      expect(rig.budget.used).toBe(0);
      await until(() => disk.closes === disk.opens);
      expect([openFiles(), fs.readdirSync(directory())]).toEqual([0, []]);
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
      const disk = watchDisk();
      const rig = new Rig();
      rig.spool.write(Buffer.alloc(THRESHOLD));
      const finished = jest.fn();
      rig.spool.finish(finished);
      rig.spool.discard();
      await until(() => disk.closes === 1);
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
      const disk = watchDisk();
      const rig = new Rig({ into: path.join(directory(), "missing") });
      await rig.write(Buffer.alloc(100_000), Buffer.alloc(100_000));
      await turn();
      expect(disk).toMatchObject({ opens: 1, writes: 0 });
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
      expect(fs.readdirSync(directory())).toHaveLength(1);
      content.close();
      await until(() => fs.readdirSync(directory()).length === 0);
    });
  });
});

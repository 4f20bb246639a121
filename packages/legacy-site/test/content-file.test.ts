import fs from "node:fs";
import fc from "fast-check";
import { ContentFile } from "../src/content-file";
import { TempFile } from "../src/temp-file";

/** The same octets in memory, cut in pieces, and on disk. */
async function bothBackings(octets: Buffer, closed?: () => void): Promise<ContentFile[]> {
  const chunks = octets.length === 0 ? [] : [octets.subarray(0, 3), octets.subarray(3)];
  const file = await new Promise<TempFile>((resolve, reject) => {
    TempFile.open(undefined, (error, opened) => (opened ? resolve(opened) : reject(error!)));
  });
  await new Promise<void>((resolve) => file.append(chunks, () => resolve()));
  return [ContentFile.inMemory(chunks, closed), ContentFile.onDisk(file, closed)];
}

async function onBoth(text: string, check: (content: ContentFile) => unknown): Promise<void> {
  for (const content of await bothBackings(Buffer.from(text, "latin1"))) {
    await check(content);
    content.close();
  }
}

const texts = (buffers: Iterable<Buffer>): string[] =>
  Array.from(buffers, (buffer) => buffer.toString("latin1"));

// What io.BytesIO answers, row by row.
describe("ContentFile, in memory and on disk", () => {
  test("reads from its position on", () =>
    onBoth("abcdefghijklmnop", (content) => {
      expect(content.tell()).toBe(0);
      expect(texts([content.read(3)])).toEqual(["abc"]);
      expect(content.tell()).toBe(3);
      expect(content.seek(0)).toBe(0);
      expect(texts([content.read(2)])).toEqual(["ab"]);
      content.seek(5);
      expect(texts([content.read(4), content.read(), content.read(10)])).toEqual(["fghi", "jklmnop", ""]);
      expect(content.tell()).toBe(16);
      content.seek(0);
      expect(texts([content.read(-1), content.read(0)])).toEqual(["abcdefghijklmnop", ""]);
      expect(content.length).toBe(16);
    }));

  test("reads lines, their ends with them", () =>
    onBoth("one\ntwo\r\n\nlast without newline", (content) => {
      const seen = [];
      for (let line = content.readline(); line.length > 0; line = content.readline()) {
        seen.push(`${line.toString()}@${content.tell()}`);
      }
      expect(seen).toEqual(["one\n@4", "two\r\n@9", "\n@10", "last without newline@30"]);
      content.seek(2);
      expect(texts(content)).toEqual(["e\n", "two\r\n", "\n", "last without newline"]);
    }));

  test("readline and readlines take a size", () =>
    onBoth("ab\ncd\n\nef", (content) => {
      expect(texts([content.readline(1), content.readline(0), content.readline(-1)])).toEqual([
        "a",
        "",
        "b\n",
      ]);
      expect(texts(content.readlines())).toEqual(["cd\n", "\n", "ef"]);
      content.seek(0);
      expect(texts(content.readlines(4))).toEqual(["ab\n", "cd\n"]);
      expect(texts(content.readlines(null))).toEqual(["\n", "ef"]);
    }));

  test("seeks from the start, from here and from the end", () =>
    onBoth("ab\ncd\n\nef", (content) => {
      expect(content.seek(-2, 2)).toBe(7);
      expect(content.seek(1, 0)).toBe(1);
      expect(content.seek(1, 1)).toBe(2);
      expect(content.seek(-50, 1)).toBe(0);
      expect(content.seek(100)).toBe(100);
      expect(texts([content.read(), content.read(5), content.readline()])).toEqual(["", "", ""]);
      expect(() => content.seek(-1)).toThrow("negative seek value -1");
      expect(content.tell()).toBe(100);
    }));

  test("getvalue is everything, and moves nothing", () =>
    onBoth("abcdef", (content) => {
      content.seek(4);
      expect(content.getvalue().toString()).toBe("abcdef");
      expect(content.tell()).toBe(4);
    }));

  test("readAt has a position of its own", () =>
    onBoth("abcdef", async (content) => {
      const piece = await new Promise<Buffer>((resolve) =>
        content.readAt(2, 3, (_error, octets) => resolve(octets)),
      );
      expect(piece.toString()).toBe("cde");
      expect(content.tell()).toBe(0);
      const end = await new Promise<Buffer>((resolve) =>
        content.readAt(6, 3, (_error, octets) => resolve(octets)),
      );
      expect(end).toHaveLength(0);
    }));

  test("an empty one is at its end", () =>
    onBoth("", (content) => {
      expect(content.read()).toHaveLength(0);
      expect(content.readline()).toHaveLength(0);
      expect(content.readlines()).toEqual([]);
      expect(content.getvalue()).toHaveLength(0);
    }));

  test("a closed one throws, and tells once that it was closed", async () => {
    const closed = jest.fn();
    for (const content of await bothBackings(Buffer.from("abc"), closed)) {
      closed.mockClear();
      content.close();
      content.close();
      expect(closed).toHaveBeenCalledTimes(1);
      const uses = [
        () => content.read(),
        () => content.readline(),
        () => content.readlines(),
        () => content.tell(),
        () => content.seek(0),
        () => content.getvalue(),
      ];
      for (const use of uses) expect(use).toThrow("I/O operation on closed file.");
      const error = await new Promise((resolve) => content.readAt(0, 1, resolve));
      expect(String(error)).toContain("closed file");
      expect(content.closed).toBe(true);
      expect(content.length).toBe(3);
    }
  });

  test("behaves as one Buffer under any sequence of reads", async () => {
    const operations = fc.array(
      fc.oneof(
        fc.record({ name: fc.constant("read" as const), size: fc.integer({ min: -1, max: 150_000 }) }),
        fc.record({ name: fc.constant("readline" as const), size: fc.integer({ min: -1, max: 100_000 }) }),
        fc.record({ name: fc.constant("seek" as const), size: fc.nat(250_000) }),
      ),
    );
    // Long lines and short ones, across the windows in which the disk is read.
    const octets = Buffer.alloc(200_000, "x");
    for (const at of [0, 1, 5_000, 65_535, 65_536, 140_000, 199_999]) octets[at] = 0x0a;
    const contents = await bothBackings(octets);
    fc.assert(
      fc.property(operations, (sequence) => {
        for (const content of contents) {
          let position = content.seek(0);
          for (const { name, size } of sequence) {
            if (name === "seek") {
              position = content.seek(size);
              continue;
            }
            let end = size < 0 ? octets.length : Math.min(octets.length, position + size);
            if (name === "readline") {
              const lineFeed = octets.indexOf(0x0a, position);
              if (lineFeed !== -1) end = Math.min(end, lineFeed + 1);
            }
            const expected = octets.subarray(position, Math.max(position, end));
            expect(content[name](size).equals(expected)).toBe(true);
            position += expected.length;
            expect(content.tell()).toBe(position);
          }
        }
      }),
      { numRuns: 30 },
    );
    for (const content of contents) content.close();
  });

  test("a close waits for the read in flight: its number may be somebody else's file by then", async () => {
    const [, content] = await bothBackings(Buffer.from("abcdef"));
    const close = jest.spyOn(fs, "close");
    const piece = new Promise<Buffer>((resolve) =>
      content!.readAt(0, 6, (_error, octets) => resolve(octets)),
    );
    content!.close();
    expect(close).not.toHaveBeenCalled();
    expect((await piece).toString()).toBe("abcdef");
    expect(close).toHaveBeenCalledTimes(1);
  });
});

/**
 * What is wrong with the compressor and decompressor of hpack.js 2.1.6, each shown as it is and as it is here.
 *
 * If the first half of a test fails one day, the library was mended.
 */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import hpack from "hpack.js";
import { InvalidField } from "../../../src/errors";
import { createTable } from "../../../src/http2/wire/hpack";
import { HpackDecoder } from "../../../src/http2/wire/hpack-decoder";
import { hex, linesOf, literal, TestEncoder, throughCodec } from "../../support/field-blocks";
import type * as fieldBlocks from "../../support/field-blocks";
import { connectionErrorOf } from "../../support/frames";

interface Line {
  readonly name: string;
  readonly value: unknown;
  readonly incremental?: boolean;
}

/** The streams that we leave alone. */
interface TheirStream {
  write(data: Buffer | readonly Line[]): void;
  read(): unknown;
  execute(): void;
  updateTableSize(octets: number): void;
  on(event: "error", listener: (error: Error) => void): void;
}

const streams = hpack as unknown as Record<
  "compressor" | "decompressor",
  { create(options: object): TheirStream }
>;
const TABLE_OCTETS = 4_096;

function theirEncoder(table: object = { maxSize: TABLE_OCTETS }): (lines: readonly Line[]) => Buffer {
  const compressor = streams.compressor.create({ table });
  compressor.on("error", () => undefined);
  return (lines) => {
    compressor.write(lines);
    return readAll(compressor);
  };
}

function readAll(compressor: TheirStream): Buffer {
  const parts: Buffer[] = [];
  for (let part; (part = compressor.read()) !== null;) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function theirDecoder(table: object = { maxSize: TABLE_OCTETS }): (block: Buffer) => string[] {
  const decompressor = streams.decompressor.create({ table });
  let failure: Error | undefined;
  decompressor.on("error", (error) => (failure = error));
  return (block) => {
    decompressor.write(block);
    decompressor.execute();
    if (failure !== undefined) throw failure;
    const lines: string[] = [];
    for (let field; (field = decompressor.read()) !== null;) {
      const { name, value } = field as { name: string; value: string };
      lines.push(`${name}: ${value}`);
    }
    return lines;
  };
}

/** Written by theirs, and read by ours. */
const throughTheirs = (name: string, value: string): string[] =>
  linesOf(new HpackDecoder(TABLE_OCTETS), theirEncoder()([{ name, value }]));

describe("a reflected value that is a name of objects (D1)", () => {
  test.each(["constructor", "toString", "valueOf", "hasOwnProperty", "__proto__"])("%s", (value) => {
    expect(() => expect(throughTheirs("location", value)).toEqual([`location: ${value}`])).toThrow();
    expect(throughCodec("location", value)).toEqual([`location: ${value}`]);
    expect(throughCodec("access-control-allow-origin", value)).toEqual([
      `access-control-allow-origin: ${value}`,
    ]);
  });

  test.each(["constructor", "__proto__", "hasownproperty"])(
    "%s as a name, which objects have too",
    (name) => {
      expect(throughCodec(name, "x")).toEqual([`${name}: x`]);
      expect(throughCodec(name, name)).toEqual([`${name}: ${name}`]);
    },
  );
});

test("a table without bounds, because an option has another name (D2)", () => {
  const unbounded = theirDecoder({ size: 64 });
  for (let i = 0; i < 50; i++) unbounded(literal(`name-${i}`, "value", 0x40));
  // The first of them, index 61 + 50.
  expect(unbounded(hex("ef"))).toEqual(["name-0: value"]);
  const table = createTable<string>(64);
  for (let i = 0; i < 50; i++) table.add(`name-${i}`, "value", 7, 5);
  expect(table.dynamic).toHaveLength(1);
});

test("an encoder that says nothing after a field that can't be sent (D3)", () => {
  const stuck = theirEncoder();
  expect(() => stuck([{ name: "a", value: undefined }])).toThrow();
  expect(stuck([{ name: "a", value: "b" }])).toHaveLength(0);

  const encoder = new TestEncoder();
  const decoder = new HpackDecoder(TABLE_OCTETS);
  expect(() => encoder.encode("x-first", "added", "x-second", "\r\n")).toThrow(InvalidField);
  encoder.drop();
  expect(linesOf(decoder, encoder.encode("x-first", "added"))).toEqual(["x-first: added"]);
  expect(linesOf(decoder, encoder.encode("x-first", "added"))).toEqual(["x-first: added"]);
});

test("a smaller table that the peer is not told of (D4)", () => {
  const compressor = streams.compressor.create({ table: { maxSize: TABLE_OCTETS } });
  compressor.updateTableSize(100);
  expect(readAll(compressor)).toHaveLength(0);

  const encoder = new TestEncoder();
  encoder.hpack.limitTable(100);
  expect(encoder.encode().toString("hex")).toBe("3f45");
  encoder.hpack.limitTable(0);
  encoder.hpack.limitTable(200);
  expect(encoder.encode().toString("hex")).toBe("203fa901");
  encoder.hpack.limitTable(1_000_000);
  expect(encoder.encode().toString("hex")).toBe("3fe11f");
  expect(encoder.encode()).toHaveLength(0);
});

test("one octet each for fields without end: see field-section.test.ts (D5)", () => {
  expect(theirDecoder()(Buffer.alloc(10_000, 0x82))).toHaveLength(10_000);
  class Enough extends Error {}
  let count = 0;
  const receiver = {
    fieldReceived() {
      if (++count > 100) throw new Enough();
    },
  };
  const block = Buffer.alloc(10_000, 0x82);
  expect(() => new HpackDecoder(TABLE_OCTETS).decode(block, 0, block.length, receiver)).toThrow(Enough);
  expect(count).toBe(101);
});

test("table sizes anywhere in a block, any number of them (D6)", () => {
  const block = hex("82 20 21 22 23 82");
  expect(theirDecoder()(block)).toHaveLength(2);
  expect(connectionErrorOf(() => linesOf(new HpackDecoder(TABLE_OCTETS), block))).toMatch(
    /^COMPRESSION_ERROR/,
  );
});

test("characters above U+00FF that become two octets, CR LF among them (D7)", () => {
  expect(throughTheirs("a", "x\u0d0ay")).toEqual(["a: x\r\ny"]);
  expect(() => throughCodec("a", "x\u0d0ay")).toThrow(InvalidField);
  expect(() => throughCodec("a", "x\ny")).toThrow(InvalidField);
  expect(() => throughCodec("a", "x\0")).toThrow(InvalidField);
  expect(() => throughCodec("a b", "x")).toThrow(InvalidField);
  expect(throughCodec("X-Upper", " blanks\t")).toEqual(["x-upper: blanks"]);
});

test("a table that takes many times its size in memory (D8)", () => {
  const program = ["-r", "ts-node/register", join(__dirname, "children/table-memory.ts")];
  const env = { ...process.env, TS_NODE_PROJECT: join(__dirname, "../../../../../examples/tsconfig.json") };
  const printed = execFileSync(process.execPath, ["--expose-gc", ...program], { env, encoding: "utf8" });
  const { theirs, ours } = JSON.parse(printed) as { readonly theirs: number; readonly ours: number };
  expect(theirs).toBeGreaterThan(2 * ours);
  expect(ours).toBeLessThan(20_000);
});

test("a block that breaks off throws whatever comes (D9)", () => {
  expect(() => theirDecoder()(hex("ff"))).toThrow(TypeError);
  expect(connectionErrorOf(() => linesOf(new HpackDecoder(TABLE_OCTETS), hex("ff")))).toMatch(
    /^COMPRESSION_ERROR/,
  );
});

test("new Buffer(), which is deprecated (D10)", () => {
  const construct = jest.fn(() => Buffer.alloc(0));
  jest.doMock("buffer", () => ({ Buffer: new Proxy(Buffer, { construct }) }));
  jest.isolateModules(() => {
    const { compressor } = jest.requireActual<typeof streams>("hpack.js");
    const codec = jest.requireActual<typeof fieldBlocks>("../../support/field-blocks");
    expect(codec.throughCodec("a", "b")).toEqual(["a: b"]);
    expect(construct).not.toHaveBeenCalled();
    compressor.create({ table: { maxSize: TABLE_OCTETS } }).write([{ name: "a", value: "b" }]);
    expect(construct).toHaveBeenCalled();
  });
});

describe("an encoder that makes blocks longer (D11)", () => {
  test("by a code that is longer than the text", () => {
    const controls = "\x01".repeat(100);
    expect(theirEncoder()([{ name: "x", value: controls }]).length).toBeGreaterThan(250);
    expect(new TestEncoder().encode("x", controls)).toHaveLength(104);
  });

  test("by not finding the older ones of two values", () => {
    const lines = ["link: </a.css>", "link: </b.css>"];
    const fields = ["link", "</a.css>", "link", "</b.css>"];
    const theirs = theirEncoder();
    const list = lines.map((_, i) => ({ name: fields[2 * i]!, value: fields[2 * i + 1]! }));
    theirs(list);
    expect(theirs(list).length).toBeGreaterThan(2);
    const encoder = new TestEncoder();
    encoder.encode(...fields);
    const again = encoder.encode(...fields);
    expect(again).toHaveLength(2);
  });

  test("by spelling the name of a secret, which the static table has", () => {
    const block = new TestEncoder().encode("set-cookie", "secret");
    expect(block[0]).toBe(0x1f);
    expect(block[1]).toBe(55 - 15);
  });

  test.each(["authorization", "proxy-authorization", "cookie", "set-cookie"])(
    "%s is never indexed",
    (name) => {
      const encoder = new TestEncoder();
      const block = encoder.encode(name, "secret");
      expect(block[0]! & 0xf0).toBe(0x10);
      expect(encoder.encode(name, "secret")).toEqual(block);
    },
  );

  test.each(["date", "content-length", "etag", "location", ":path"])("%s stays out of the table", (name) => {
    const encoder = new TestEncoder();
    for (let i = 0; i < 4; i++) expect(encoder.encode(name, "value")[0]! & 0xf0).toBe(0x00);
    expect(linesOf(new HpackDecoder(TABLE_OCTETS), encoder.encode(name, "value"))).toEqual([
      `${name}: value`,
    ]);
  });
});

/**
 * Octets of heap for a decoder with a full table: hpack.js's, and ours. In a process of its own, where nothing else
 * comes and goes. Prints both as JSON; needs --expose-gc.
 */
import hpack from "hpack.js";
import { HpackDecoder } from "../../../../src/http2/wire/hpack-decoder";

interface TheirDecompressor {
  write(block: Buffer): void;
  execute(): void;
  read(): unknown;
}

const TABLE_OCTETS = 4_096;
const TABLES = 100;
const { decompressor } = hpack as unknown as {
  readonly decompressor: { create(options: object): TheirDecompressor };
};

/** A literal with incremental indexing; name and value are short. */
function literal(name: string, value: string): Buffer {
  const octets = [name, value].map((text) => Buffer.concat([Buffer.of(text.length), Buffer.from(text)]));
  return Buffer.concat([Buffer.of(0x40), ...octets]);
}

const block = Buffer.concat(
  Array.from({ length: 40 }, (_, i) =>
    literal(`x-name-${i}`, `a value of quite some octets, ${"x".repeat(25)}`),
  ),
);

function octetsEach(makeFull: () => unknown): number {
  makeFull();
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const decoders = Array.from({ length: TABLES }, makeFull);
  globalThis.gc?.();
  return (process.memoryUsage().heapUsed - before) / decoders.length;
}

const theirs = octetsEach(() => {
  const decoder = decompressor.create({ table: { maxSize: TABLE_OCTETS } });
  decoder.write(block);
  decoder.execute();
  while (decoder.read() !== null);
  return decoder;
});
const ours = octetsEach(() => {
  const decoder = new HpackDecoder(TABLE_OCTETS);
  decoder.decode(block, 0, block.length, { fieldReceived() {} });
  return decoder;
});
process.stdout.write(JSON.stringify({ theirs, ours }));

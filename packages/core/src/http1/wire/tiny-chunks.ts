/**
 * Runs of tiny chunks, put together: a sender that flushes every few octets must not cost a buffer and a call
 * for each. Takes only chunks that are whole and plain; whatever is odd is left to the decoder.
 */
import { HEX_VALUES } from "./octet";

const LF = 0x0a;
const CR = 0x0d;
const RUN_OCTETS = 4096;

export class TinyChunks {
  /** Index behind the run that the last `take` found. */
  position = 0;
  #start = 0;
  #end = 0;

  /** The content of the chunks of 1 to 255 octets, without extensions, that begin at `from`; undefined: none. */
  take(octets: Buffer, from: number): Buffer | undefined {
    if (!this.#find(octets, from)) return undefined;
    const start = this.#start;
    const end = this.#end;
    // Copied only if there is something to put together.
    if (!this.#find(octets, this.position)) return octets.subarray(start, end);

    const run = Buffer.allocUnsafe(Math.min(RUN_OCTETS, octets.length - start));
    let length = copy(octets, start, end, run, 0);
    let next: number;
    do {
      length = copy(octets, this.#start, this.#end, run, length);
      next = this.position;
    } while (this.#find(octets, next) && this.#end - this.#start <= run.length - length);
    this.position = next;
    return run.subarray(0, length);
  }

  /** Sets start, end and position if a tiny chunk lies at `at`; leaves position alone if not. */
  #find(octets: Buffer, at: number): boolean {
    let size = HEX_VALUES[octets[at]!]!;
    let start = at + 1;
    if (octets[start] !== CR) {
      const digit = HEX_VALUES[octets[start++]!]!;
      size = digit >= 0 ? size * 16 + digit : -1;
    }
    // Beyond the end of octets all of these are undefined, and no comparison holds.
    if (!(size > 0) || octets[start] !== CR || octets[start + 1] !== LF) return false;
    const end = start + 2 + size;
    if (octets[end] !== CR || octets[end + 1] !== LF) return false;
    this.#start = start + 2;
    this.#end = end;
    this.position = end + 2;
    return true;
  }
}

/** A loop, because a call across to native code costs more than a few octets. */
function copy(from: Buffer, start: number, end: number, to: Buffer, at: number): number {
  let length = at;
  for (let i = start; i < end; i++) to[length++] = from[i]!;
  return length;
}

/**
 * What has been collected of a request's body, as a file open for reading (twisted.web's `request.content`).
 *
 * Reads and lines go by a position, as in Python's io.BytesIO; `readAt` serves a second reader that has its
 * own. The octets are in memory or in a temporary file; nobody outside can tell which.
 */
import type { TempFile } from "./temp-file";

/** Where the octets are. */
interface Storage {
  readonly length: number;
  /** Up to `size` octets from `position`; fewer only at the end. */
  read(position: number, size: number): Buffer;
  readAsync(position: number, size: number, callback: PieceCallback): void;
  close(): void;
}

export type PieceCallback = (error: Error | null, piece: Buffer) => void;

const LINE_FEED = 0x0a;
const LINE_WINDOW_OCTETS = 8_192;

export class ContentFile implements Iterable<Buffer> {
  readonly #storage: Storage;
  readonly #closed: () => void;
  /** The files that read from the same storage. */
  readonly #holders: { count: number };
  #position = 0;
  #isClosed = false;
  /** Everything before was read, once and in order; -1: in another way. */
  #readUpTo = 0;

  private constructor(storage: Storage, closed: () => void, holders = { count: 0 }) {
    this.#storage = storage;
    this.#closed = closed;
    this.#holders = holders;
    holders.count += 1;
  }

  /** @param closed called once, when the octets are let go */
  static inMemory(chunks: readonly Buffer[], closed: () => void = () => {}): ContentFile {
    return new ContentFile(new MemoryStorage(chunks), closed);
  }

  static onDisk(file: TempFile, closed: () => void = () => {}): ContentFile {
    return new ContentFile(new DiskStorage(file), closed);
  }

  /** The same octets with a position of their own; they are let go when both are closed. */
  share(): ContentFile {
    return new ContentFile(this.#open(), this.#closed, this.#holders);
  }

  /** Octets in all; also after `close`. */
  get length(): number {
    return this.#storage.length;
  }

  get closed(): boolean {
    return this.#isClosed;
  }

  /** Up to `size` octets, or the rest. Empty at the end. */
  read(size?: number | null): Buffer {
    const octets = this.#open().read(this.#position, orAll(size));
    this.#note(this.#position, octets.length);
    this.#position += octets.length;
    return octets;
  }

  /** Up to and with the next line feed, and not beyond `size` octets. Empty at the end. */
  readline(size?: number | null): Buffer {
    const storage = this.#open();
    const end = Math.min(storage.length, this.#position + orAll(size));
    let at = this.#position;
    while (at < end) {
      const window = storage.read(at, Math.min(LINE_WINDOW_OCTETS, end - at));
      const found = window.indexOf(LINE_FEED);
      if (found !== -1) return this.read(at + found + 1 - this.#position);
      if (window.length === 0) break;
      at += window.length;
    }
    return this.read(at - this.#position);
  }

  /** The rest, by lines; no further line is begun once they have `hint` octets. */
  readlines(hint?: number | null): Buffer[] {
    const enough = hint ? orAll(hint) : Infinity;
    const lines = [];
    let octets = 0;
    for (const line of this) {
      lines.push(line);
      octets += line.length;
      if (octets >= enough) break;
    }
    return lines;
  }

  *[Symbol.iterator](): Generator<Buffer, void> {
    for (let line = this.readline(); line.length > 0; line = this.readline()) yield line;
  }

  /** @param whence 0: from the start, 1: from here, 2: from the end. Returns the new position. */
  seek(offset: number, whence: 0 | 1 | 2 = 0): number {
    const storage = this.#open();
    if (whence === 0 && offset < 0) throw new RangeError(`negative seek value ${offset}`);
    this.#position = Math.max(0, offset + [0, this.#position, storage.length][whence]!);
    return this.#position;
  }

  tell(): number {
    this.#open();
    return this.#position;
  }

  /** Everything, wherever the position is. */
  getvalue(): Buffer {
    const octets = this.peek();
    this.#note(0, octets.length);
    return octets;
  }

  /** The same, for the framework: without being noted as the application's. */
  peek(): Buffer {
    const storage = this.#open();
    return storage.read(0, storage.length);
  }

  /** A stream would have served as well: what was read so far was read once, from front to back. */
  get isReadInOrder(): boolean {
    return this.#readUpTo > 0;
  }

  #note(position: number, octets: number): void {
    if (octets > 0) this.#readUpTo = position === this.#readUpTo ? position + octets : -1;
  }

  /**
   * Up to `size` octets from `position`, for a reader that streams. Called back at once from memory, later
   * from disk, and with an error if the file was closed.
   */
  readAt(position: number, size: number, callback: PieceCallback): void {
    if (this.#isClosed) callback(closedError(), Buffer.alloc(0));
    else this.#storage.readAsync(position, size, callback);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#holders.count -= 1;
    if (this.#holders.count > 0) return;
    this.#storage.close();
    this.#closed();
  }

  #open(): Storage {
    if (this.#isClosed) throw closedError();
    return this.#storage;
  }
}

class MemoryStorage implements Storage {
  readonly length: number;
  #chunks: readonly Buffer[];

  constructor(chunks: readonly Buffer[]) {
    this.#chunks = chunks;
    this.length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  }

  read(position: number, size: number): Buffer {
    if (this.#chunks.length !== 1) this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0]!.subarray(position, position + size);
  }

  readAsync(position: number, size: number, callback: PieceCallback): void {
    callback(null, this.read(position, size));
  }

  close(): void {
    this.#chunks = [];
  }
}

class DiskStorage implements Storage {
  static readonly #WINDOW_OCTETS = 65_536;
  readonly #file: TempFile;
  /** The last piece read, so that small reads and lines do not cost a system call each. */
  #window: Buffer = Buffer.alloc(0);
  #windowStart = 0;

  constructor(file: TempFile) {
    this.#file = file;
  }

  get length(): number {
    return this.#file.length;
  }

  read(position: number, size: number): Buffer {
    if (size > DiskStorage.#WINDOW_OCTETS) return this.#file.readSync(position, size);
    const end = Math.min(position + size, this.length);
    if (position < this.#windowStart || end > this.#windowStart + this.#window.length) {
      this.#window = this.#file.readSync(position, DiskStorage.#WINDOW_OCTETS);
      this.#windowStart = position;
    }
    return this.#window.subarray(position - this.#windowStart, Math.max(0, end - this.#windowStart));
  }

  readAsync(position: number, size: number, callback: PieceCallback): void {
    this.#file.read(position, size, callback);
  }

  close(): void {
    this.#file.close();
  }
}

/** As Python counts: absent, null and negative mean everything. */
function orAll(size: number | null | undefined): number {
  return size == null || size < 0 ? Infinity : size;
}

function closedError(): Error {
  return new Error("I/O operation on closed file.");
}

/**
 * A regular file, open for reading: now, or later without holding up anybody else.
 *
 * Opening never waits, whatever stands there: a FIFO without a writer, a device. The descriptor is closed only after
 * the last read has come back: the system may have given its number to something else by then.
 */
import fs from "node:fs";

/** A FIFO, a device, a socket, a directory. */
export class NotAFile extends Error {
  override name = "NotAFile";
}

/** Windows has no O_NONBLOCK. */
const FLAGS = fs.constants.O_RDONLY | ((fs.constants.O_NONBLOCK as number | undefined) ?? 0);

export class OpenedFile {
  readonly stats: fs.Stats;
  readonly #fd: number;
  #position = 0;
  #reads = 0;
  #isClosed = false;

  private constructor(fd: number, stats: fs.Stats) {
    this.#fd = fd;
    this.stats = stats;
  }

  /** @throws NotAFile, and what the system says */
  static open(path: string): OpenedFile {
    const fd = fs.openSync(path, FLAGS);
    const stats = fs.fstatSync(fd);
    if (stats.isFile()) return new OpenedFile(fd, stats);
    fs.closeSync(fd);
    throw new NotAFile(`${path} is not a regular file`);
  }

  get closed(): boolean {
    return this.#isClosed;
  }

  /** Up to `size` octets, or all that follow; fewer only at the end. */
  read(size = Infinity): Buffer {
    this.#refuseIfClosed();
    const pieces: Buffer[] = [];
    for (let wanted = size; wanted > 0;) {
      const piece = Buffer.allocUnsafe(Math.min(wanted, PIECE_OCTETS));
      const count = fs.readSync(this.#fd, piece, 0, piece.length, this.#position);
      if (count === 0) break;
      this.#position += count;
      wanted -= count;
      pieces.push(piece.subarray(0, count));
    }
    return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
  }

  /** At least one octet, and up to `size`; none at the end. One at a time. */
  readLater(size: number, done: (error: Error | null, octets: Buffer) => void): void {
    this.#refuseIfClosed();
    // Not out of the pool: what waits for a slow client must not keep more than itself.
    const piece = Buffer.allocUnsafeSlow(size);
    this.#reads++;
    fs.read(this.#fd, piece, 0, size, this.#position, (error, count) => {
      this.#reads--;
      if (this.#isClosed) this.#closeWhenIdle();
      if (!error) this.#position += count;
      done(error, piece.subarray(0, error ? 0 : count));
    });
  }

  /** @param whence 0: from the start, 1: from here, 2: from the end */
  seek(offset: number, whence: 0 | 1 | 2 = 0): number {
    const from = [0, this.#position, this.stats.size][whence] ?? 0;
    this.#position = Math.max(0, from + offset);
    return this.#position;
  }

  tell(): number {
    return this.#position;
  }

  /** May be called at any time, and again. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#closeWhenIdle();
  }

  #closeWhenIdle(): void {
    // There is nobody to tell, and nothing to be done, if a descriptor can't be closed.
    if (this.#reads === 0) fs.close(this.#fd, () => {});
  }

  #refuseIfClosed(): void {
    if (this.#isClosed) throw new Error("I/O operation on closed file.");
  }
}

const PIECE_OCTETS = 64 * 1024;

/**
 * A temporary file that has no name: readable and writable by this process alone, gone when it is closed or
 * the process dies.
 *
 * Created O_EXCL with mode 0600 under an unpredictable name, and unlinked before the first octet is written;
 * where an open file can't be unlinked, when it is closed. The descriptor is closed only after the last
 * operation on it has come back: the system may have given its number to something else by then.
 */
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

export type Done = (error: Error | null) => void;

export class TempFile {
  readonly #fd: number;
  /** Set where the file could not be unlinked yet. */
  readonly #path: string | undefined;
  #length = 0;
  #operations = 0;
  #isClosed = false;

  private constructor(fd: number, path: string | undefined) {
    this.#fd = fd;
    this.#path = path;
  }

  /** @param directory default: the system's (TMPDIR) */
  static open(directory: string | undefined, callback: (error: Error | null, file?: TempFile) => void): void {
    const name = path.join(directory ?? os.tmpdir(), `headgate-${randomBytes(16).toString("hex")}`);
    fs.open(name, fs.constants.O_RDWR | fs.constants.O_CREAT | fs.constants.O_EXCL, 0o600, (error, fd) => {
      if (error) callback(error);
      else fs.unlink(name, (unlinkError) => callback(null, new TempFile(fd, unlinkError ? name : undefined)));
    });
  }

  get length(): number {
    return this.#length;
  }

  /** Writes all of `blocks` at the end. One at a time. */
  append(blocks: readonly Buffer[], callback: Done): void {
    this.#operations++;
    fs.writev(this.#fd, blocks, this.#length, (error, written) => {
      this.#operations--;
      if (this.#isClosed) this.#closeWhenIdle();
      if (error) return callback(error);
      this.#length += written;
      const rest = withoutFirst(blocks, written);
      // A write may be cut short, by a signal or a full disk; the next one tells which.
      if (rest.length > 0 && !this.#isClosed) this.append(rest, callback);
      else callback(null);
    });
  }

  /** Up to `size` octets from `position`; fewer only at the end. */
  read(position: number, size: number, callback: (error: Error | null, octets: Buffer) => void): void {
    const octets = this.#bufferFor(position, size);
    this.#operations++;
    fs.read(this.#fd, octets, 0, octets.length, position, (error, count) => {
      this.#operations--;
      if (this.#isClosed) this.#closeWhenIdle();
      callback(error, octets.subarray(0, count));
    });
  }

  readSync(position: number, size: number): Buffer {
    const octets = this.#bufferFor(position, size);
    let read = 0;
    while (read < octets.length) {
      const count = fs.readSync(this.#fd, octets, read, octets.length - read, position + read);
      if (count === 0) break;
      read += count;
    }
    return octets.subarray(0, read);
  }

  /** May be called at any time, and again. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#closeWhenIdle();
  }

  #bufferFor(position: number, size: number): Buffer {
    return Buffer.allocUnsafe(Math.max(0, Math.min(size, this.#length - position)));
  }

  #closeWhenIdle(): void {
    if (this.#operations > 0) return;
    fs.close(this.#fd, () => {
      if (this.#path !== undefined) fs.unlink(this.#path, () => {});
    });
  }
}

function withoutFirst(blocks: readonly Buffer[], octets: number): Buffer[] {
  let skip = octets;
  const rest = [];
  for (const block of blocks) {
    if (skip < block.length) rest.push(block.subarray(skip));
    skip = Math.max(0, skip - block.length);
  }
  return rest;
}

/** A file in memory (Python: io.BytesIO): for `request.content` in tests, and what a transport was written. */
import { ContentFile } from "../content-file";
import { encodeBytes } from "../octets";

export class BytesIO {
  #octets: Buffer;
  #file: ContentFile;

  constructor(initial: string | Uint8Array = "") {
    this.#octets = bytesOf(initial);
    this.#file = ContentFile.inMemory([this.#octets]);
  }

  /** Always at the end, wherever reading stands. */
  write(octets: string | Uint8Array): number {
    const added = bytesOf(octets);
    const position = this.#file.tell();
    this.#octets = Buffer.concat([this.#octets, added]);
    this.#file = ContentFile.inMemory([this.#octets]);
    this.#file.seek(position);
    return added.length;
  }

  /** All of it. */
  getvalue(): Buffer {
    return this.#octets;
  }

  read(size?: number | null): Buffer {
    return this.#file.read(size);
  }

  readline(size?: number | null): Buffer {
    return this.#file.readline(size);
  }

  readlines(hint?: number | null): Buffer[] {
    return this.#file.readlines(hint);
  }

  seek(offset: number, whence?: 0 | 1 | 2): number {
    return this.#file.seek(offset, whence);
  }

  tell(): number {
    return this.#file.tell();
  }

  close(): void {
    this.#file.close();
  }

  [Symbol.iterator](): Iterator<Buffer> {
    return this.#file[Symbol.iterator]();
  }
}

/** A copy; text as UTF-8. */
function bytesOf(octets: string | Uint8Array): Buffer {
  return typeof octets === "string" ? encodeBytes(octets) : Buffer.from(octets);
}

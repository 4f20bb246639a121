/**
 * A part of an open file as a body: 64 KiB at a time, each read when the reader wants it.
 *
 * The descriptor is the body's from here on and is given back once, however the body ends. A file that turns out
 * shorter than was announced breaks the body off; nothing is made up.
 */
import type { FileHandle } from "node:fs/promises";
import { bodyProducer } from "@headgate/core";
import type { IBody, IBodyConsumer, IBodyProducer } from "@headgate/core";

const PIECE_OCTETS = 64 * 1024;

export function fileBody(file: FileHandle, start: number, length: number): IBody {
  return bodyProducer(new FileProducer(file, start, length));
}

class FileProducer implements IBodyProducer {
  readonly length: number;
  readonly #file: FileHandle;
  #position: number;
  readonly #end: number;
  #consumer: IBodyConsumer | undefined;

  constructor(file: FileHandle, start: number, length: number) {
    this.length = length;
    this.#file = file;
    this.#position = start;
    this.#end = start + length;
  }

  startProducing(consumer: IBodyConsumer): undefined {
    this.#consumer = consumer;
  }

  resumeProducing(): void {
    this.#produce().catch((error: unknown) => {
      this.stopProducing();
      this.#consumer?.fail(error);
    });
  }

  /** A read that is under way ends first; what it brings is dropped. */
  stopProducing(): void {
    // There is nobody to tell, and nothing to be done, if a descriptor can't be closed.
    this.#file.close().catch(() => {});
  }

  async #produce(): Promise<void> {
    const wanted = Math.min(PIECE_OCTETS, this.#end - this.#position);
    if (wanted === 0) {
      await this.#file.close();
      this.#consumer?.finish();
      return;
    }
    const piece = Buffer.allocUnsafeSlow(wanted);
    const { bytesRead } = await this.#file.read(piece, 0, wanted, this.#position);
    if (bytesRead === 0) throw new Error("the file has become shorter while it was sent");
    this.#position += bytesRead;
    this.#consumer?.write(piece.subarray(0, bytesRead));
  }
}

/**
 * Writes parts of a file to a request, no faster than the client reads (twisted.web.static: StaticProducer and the
 * three that derive from it).
 *
 * What comes first is written at once, so that a small file leaves together with its head. The rest is read when it
 * is wanted, and waits for the disk without holding up others. A file that has become shorter than was announced
 * breaks the response off; nothing is made up. However it ends, the file is closed once.
 */
import { ClientGone, type IPushProducer } from "@headgate/core";
import type { Request } from "./request";

/** What `openForReading` gives: an open file, or anything that reads like one. */
export interface IReadableFile {
  /** Up to `size` octets; none at the end. */
  read(size: number): Uint8Array;
  /** The same, later; absent: `read` is called, once a turn. */
  readLater?(size: number, done: (error: Error | null, octets: Uint8Array) => void): void;
  /** Absent where nobody asks for ranges. */
  seek?(offset: number): unknown;
  close?(): unknown;
}

/** What is written before a part of a file, and which part that is. Size 0: none, only the separator. */
export type RangeInfo = readonly [separator: string, offset: number, size: number];

/** Without an offset: from where the file stands. Size Infinity: up to its end. */
type Part = RangeInfo | readonly [separator: string, offset: undefined, size: number];

export abstract class StaticProducer implements IPushProducer {
  /** Octets in one piece. */
  bufferSize = 65_536;
  /** null: it has ended, or was stopped. */
  request: Request | null;
  readonly fileObject: IReadableFile;
  #parts: readonly Part[] = [];
  /** The part that is being written, and how much of it was. */
  #index = -1;
  #written = 0;
  /** Is written with the next piece. */
  #separator = "";
  #isPaused = false;
  #isReading = false;

  constructor(request: Request, fileObject: IReadableFile) {
    this.request = request;
    this.fileObject = fileObject;
  }

  /** Registers with the request, and writes. */
  abstract start(): void;

  protected produce(parts: readonly Part[]): void {
    const { request } = this;
    if (request === null) return;
    this.#parts = parts;
    request.registerProducer(this, true);
    // Somebody else may finish the request, and unregister us with it.
    request.notifyFinish().addCallbacks(
      () => this.stopProducing(),
      () => null,
    );
    this.#attempt(() => this.#produceFirst());
    this.#readOn();
  }

  resumeProducing(): void {
    this.#isPaused = false;
    this.#readOn();
  }

  pauseProducing(): void {
    this.#isPaused = true;
  }

  /** A read that is under way ends first; what it brings is dropped. */
  stopProducing(): void {
    if (this.request === null) return;
    this.request = null;
    this.fileObject.close?.();
  }

  // ---- reading and writing -------------------------------------------------------------------------------

  #produceFirst(): void {
    this.#nextPart();
    for (let room = this.bufferSize; room > 0 && this.request !== null;) {
      const octets = this.fileObject.read(Math.min(room, this.#wanted));
      room -= Math.max(octets.length, 1);
      this.#took(octets);
    }
  }

  #readOn(): void {
    if (this.request === null || this.#isPaused || this.#isReading) return;
    this.#isReading = true;
    this.#readLater(this.#wanted, (error, octets) => {
      this.#isReading = false;
      if (this.request === null) return;
      this.#attempt(() => {
        if (error) throw error;
        this.#took(octets);
      });
      this.#readOn();
    });
  }

  #readLater(size: number, done: (error: Error | null, octets: Uint8Array) => void): void {
    if (this.fileObject.readLater !== undefined) {
      this.fileObject.readLater(size, done);
      return;
    }
    setImmediate(() => {
      let octets: Uint8Array;
      try {
        octets = this.request === null ? NOTHING : this.fileObject.read(size);
      } catch (error) {
        done(error as Error, NOTHING);
        return;
      }
      done(null, octets);
    });
  }

  /** Octets that are read next. There are some, as long as it has not ended. */
  get #wanted(): number {
    return Math.min(this.bufferSize, this.#partSize - this.#written);
  }

  get #partSize(): number {
    return this.#parts[this.#index]?.[2] ?? 0;
  }

  #took(read: Uint8Array): void {
    const size = this.#partSize;
    const octets = read.subarray(0, size - this.#written);
    if (octets.length === 0 && size !== Infinity) {
      throw new Error("the file has become shorter while it was sent");
    }
    this.#written += octets.length;
    if (octets.length > 0) this.#write(octets);
    if (octets.length === 0 || this.#written >= size) this.#nextPart();
  }

  #write(octets: Uint8Array): void {
    const separator = this.#separator;
    this.#separator = "";
    this.request?.write(separator === "" ? octets : Buffer.concat([Buffer.from(separator), octets]));
  }

  #nextPart(): void {
    this.#written = 0;
    do {
      this.#index++;
      const part = this.#parts[this.#index];
      if (part === undefined) {
        this.#finish();
        return;
      }
      const [separator, offset] = part;
      this.#separator += separator;
      if (offset !== undefined && this.#partSize > 0) this.fileObject.seek?.(offset);
    } while (this.#partSize === 0);
  }

  // ---- the end -------------------------------------------------------------------------------------------

  #finish(): void {
    const { request } = this;
    if (request === null) return;
    if (this.#separator !== "") this.#write(NOTHING);
    request.unregisterProducer();
    this.stopProducing();
    request.finish();
  }

  #attempt(code: () => void): void {
    const { request } = this;
    try {
      code();
    } catch (error) {
      if (request !== null) this.#failed(request, error);
    }
  }

  #failed(request: Request, error: unknown): void {
    if (this.request !== null) request.unregisterProducer();
    this.stopProducing();
    // Nobody has to be told that the client left.
    if (error instanceof ClientGone || request.finished) return;
    if (!request.startedWriting) {
      // What was said of the file is not true of a page.
      for (const name of ["content-encoding", "content-range"]) request.responseHeaders.removeHeader(name);
    }
    try {
      request.processingFailed(error);
    } catch (another) {
      if (!(another instanceof ClientGone)) throw another;
    }
  }
}

const NOTHING = Buffer.alloc(0);

/** The whole file. */
export class NoRangeStaticProducer extends StaticProducer {
  readonly #size: number;

  /** @param size what was announced: more is not sent, even if the file has grown. Absent: up to its end */
  constructor(request: Request, fileObject: IReadableFile, size = Infinity) {
    super(request, fileObject);
    this.#size = size;
  }

  override start(): void {
    this.produce([["", undefined, this.#size]]);
  }
}

/** One part of it. */
export class SingleRangeStaticProducer extends StaticProducer {
  readonly offset: number;
  readonly size: number;

  constructor(request: Request, fileObject: IReadableFile, offset: number, size: number) {
    super(request, fileObject);
    this.offset = offset;
    this.size = size;
  }

  override start(): void {
    this.produce([["", this.offset, this.size]]);
  }
}

/** Several, and what stands between them. */
export class MultipleRangeStaticProducer extends StaticProducer {
  readonly rangeInfo: readonly RangeInfo[];

  constructor(request: Request, fileObject: IReadableFile, rangeInfo: readonly RangeInfo[]) {
    super(request, fileObject);
    this.rangeInfo = rangeInfo;
  }

  override start(): void {
    this.produce(this.rangeInfo);
  }
}

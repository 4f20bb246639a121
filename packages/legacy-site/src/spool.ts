/**
 * Collects the octets of one body: in memory below a threshold, from there in a temporary file.
 *
 * Writing is asynchronous with at most one write in flight; what comes meanwhile is gathered, and `write`
 * answers false when that is enough for now. Chunks are copied, so they may be lent. Every octet is taken
 * from the budget when it comes and given back when it is let go, by `discard`, an error, or the close of
 * the ContentFile.
 */
import { BufferBudgetExceeded } from "@headgate/core";
import { BlockList } from "./block-list";
import type { BufferBudget } from "./buffer-budget";
import { ContentFile } from "./content-file";
import { TempFile } from "./temp-file";

export interface SpoolOptions {
  /** Content of this many octets and more goes to a file (`spoolThresholdOctets`). */
  readonly threshold: number;
  /** Where the file is made; default: the system's directory for temporary files. */
  readonly directory?: string | undefined;
  readonly budget: BufferBudget;
  /** There is room again, after a `write` that answered false. */
  readonly onDrain: () => void;
  /** The budget or the disk is full, or worse. At most once, perhaps inside `write`; everything is given back. */
  readonly onError: (error: Error) => void;
}

/** Gathered while a write is in flight. */
const MAX_PENDING_OCTETS = 65_536;

export class Spool {
  readonly #options: SpoolOptions;
  /** In memory for good, or waiting to be written. */
  readonly #pending = new BlockList();
  #file: TempFile | undefined;
  #length = 0;
  /** A file is being opened or written. */
  #isBusy = false;
  #isFull = false;
  #isOver = false;
  #finished: ((content: ContentFile) => void) | undefined;

  constructor(options: SpoolOptions) {
    this.#options = options;
  }

  /** Octets taken so far. */
  get length(): number {
    return this.#length;
  }

  /** false: enough for now, wait for `onDrain`; or it is over. */
  write(chunk: Uint8Array): boolean {
    if (this.#isOver) return false;
    if (!this.#options.budget.take(chunk.length)) {
      this.#fail(new BufferBudgetExceeded("the budget for collected bodies is used up"));
      return false;
    }
    this.#length += chunk.length;
    this.#pending.append(chunk);
    if (this.#length >= this.#options.threshold) this.#flush();
    this.#isFull = this.#isBusy && this.#pending.length >= MAX_PENDING_OCTETS;
    return !this.#isFull;
  }

  /** That was all. `finished` is called at once for content in memory, else when the last octet is on disk. */
  finish(finished: (content: ContentFile) => void): void {
    if (this.#isOver) return;
    this.#finished = finished;
    this.#completeWhenWritten();
  }

  /** Lets everything go. May be called at any time; after `finished` the content is the receiver's to close. */
  discard(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#pending.take();
    this.#file?.close();
    this.#options.budget.give(this.#length);
  }

  #flush(): void {
    if (this.#isBusy) return;
    this.#isBusy = true;
    if (this.#file) this.#file.append(this.#pending.take(), (error) => this.#advance(error));
    else TempFile.open(this.#options.directory, (error, file) => this.#opened(error, file));
  }

  #opened(error: Error | null, file: TempFile | undefined): void {
    this.#file = file;
    if (this.#isOver) file?.close();
    this.#advance(error);
  }

  /** The file was opened, or a write came back. */
  #advance(error: Error | null): void {
    this.#isBusy = false;
    if (this.#isOver) return;
    if (error) return this.#fail(error);
    if (this.#pending.length > 0) this.#flush();
    if (this.#isFull) {
      this.#isFull = false;
      this.#options.onDrain();
    }
    this.#completeWhenWritten();
  }

  #completeWhenWritten(): void {
    if (!this.#finished || this.#isBusy || this.#isOver) return;
    this.#isOver = true;
    const giveBack = (): void => this.#options.budget.give(this.#length);
    this.#finished(
      this.#file
        ? ContentFile.onDisk(this.#file, giveBack)
        : ContentFile.inMemory(this.#pending.take(), giveBack),
    );
  }

  #fail(error: Error): void {
    this.discard();
    this.#options.onError(error);
  }
}

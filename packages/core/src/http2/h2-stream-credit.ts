/**
 * What the client may send on one stream, and the frames that say so (RFC 9113 section 5.2): its receive window, widened
 * from the pool of the connection, with the id held privately.
 *
 * Credit returns when octets were taken, in batches; a stream whose octets nobody takes stops, and no sibling with it.
 */
import { H2StreamError } from "../errors";
import { ReceiveWindow, type WindowPool } from "./flow-control-window";
import type { H2Output } from "./h2-output";
import { ErrorCode } from "./wire/error-code";
import { INITIAL_WINDOW_OCTETS } from "./wire/settings";

/** A piece that keeps a read buffer of more than this many times its size is copied out of it. */
const MAX_PINNED_FACTOR = 2;

export class H2StreamCredit {
  readonly #streamId: number;
  readonly #output: H2Output;
  readonly #pool: WindowPool;
  readonly #window = new ReceiveWindow(INITIAL_WINDOW_OCTETS);
  #drawn = 0;
  #isEnded = false;

  constructor(streamId: number, output: H2Output, pool: WindowPool) {
    this.#streamId = streamId;
    this.#output = output;
    this.#pool = pool;
  }

  /** Octets came, padding included. @throws H2StreamError for more than were allowed */
  receive(octets: number): void {
    if (this.#window.receive(octets)) return;
    throw new H2StreamError(ErrorCode.FLOW_CONTROL_ERROR, "more came than the stream's window allows");
  }

  /** Octets that came are off our hands. */
  release(octets: number): void {
    const credit = this.#window.release(octets);
    if (credit > 0) this.#announce(credit);
  }

  /** Somebody reads: the window grows towards `octets`, as far as the pool goes. */
  widen(octets: number): void {
    if (this.#isEnded || this.#drawn > 0) return;
    this.#drawn = this.#pool.draw(octets - this.#window.size);
    if (this.#drawn > 0) this.#announce(this.#window.widen(this.#drawn));
  }

  /** The client has no more to send on this stream, or nobody wants it: it is told of no more credit. */
  end(): void {
    this.#isEnded = true;
  }

  /** Nothing that came is held any more: the pool has its octets back. */
  giveBack(): void {
    this.end();
    this.#pool.giveBack(this.#drawn);
    this.#drawn = 0;
  }

  #announce(credit: number): void {
    if (this.#isEnded) return;
    this.#output.frames.windowUpdate(this.#streamId, credit);
    this.#output.written();
  }
}

/** A piece that has to wait, without the larger buffer that it was read into. */
export function toKeep(data: Buffer): Buffer {
  return data.length * MAX_PINNED_FACTOR < data.buffer.byteLength ? Buffer.from(data) : data;
}

/**
 * The end of a connection from our side: closed behind what was written, or by FIN, reading on for a while.
 *
 * The latter is for a client that may still be writing: closed at once, it would read a reset in place of its
 * answer (RFC 9112 section 9.6). What it sends is thrown away, and so is its patience: both have a limit.
 */
import type { IChannelContext } from "../channel/channel-context";
import type { ITransport } from "../interfaces/transport";
import type { Http1Input } from "./http1-input";

export class Http1Closing {
  readonly #transport: ITransport;
  readonly #input: Http1Input;
  readonly #context: IChannelContext;
  #phase: "open" | "lingering" | "closing" = "open";
  /** Stamps of the wheel: our FIN, and the last octet behind it. */
  #since = 0;
  #lastOctetAt = 0;

  constructor(transport: ITransport, input: Http1Input, context: IChannelContext) {
    this.#transport = transport;
    this.#input = input;
    this.#context = context;
  }

  /** Closes after what was written has left. */
  close(): void {
    if (this.#phase === "closing") return;
    this.#phase = "closing";
    this.#input.stop();
    this.#transport.loseConnection();
  }

  /** FIN after what was written, then reads on. */
  lingerOut(): void {
    if (this.#input.hasEnded || this.#transport.loseWriteConnection === undefined) {
      this.close();
      return;
    }
    this.#phase = "lingering";
    this.#since = this.#lastOctetAt = this.#context.wheel.now;
    this.#input.stop();
    this.#transport.loseWriteConnection();
    this.#input.unpause();
  }

  octetsReceived(): void {
    this.#lastOctetAt = this.#context.wheel.now;
  }

  /** The client has said its last word: nothing to wait for. */
  finReceived(): void {
    if (this.#phase === "lingering") this.close();
  }

  /** Once a tick: a client that neither reads nor leaves has had its time. */
  checkClock(): void {
    if (this.#phase !== "lingering") return;
    const { wheel, options } = this.#context;
    const { idleMs, totalMs } = options.linger;
    if (wheel.isOver(this.#since, totalMs) || wheel.isOver(this.#lastOctetAt, idleMs)) {
      this.#transport.abortConnection();
    }
  }
}

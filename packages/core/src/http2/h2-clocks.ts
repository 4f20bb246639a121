/**
 * The clocks of a connection and of its streams: handshake, idleness, drips, windows that stay shut, bodies. Each is a
 * stamp of the wheel, looked at once a tick.
 */
import type { IChannelContext } from "../channel/channel-context";
import { H2ConnectionError, H2StreamError } from "../errors";
import type { H2Control } from "./h2-control";
import type { H2Input } from "./h2-input";
import type { H2Output } from "./h2-output";
import type { H2Streams } from "./h2-streams";
import { ErrorCode } from "./wire/error-code";

export class H2Clocks {
  readonly #context: IChannelContext;
  readonly #input: H2Input;
  readonly #output: H2Output;
  readonly #streams: H2Streams;
  readonly #control: H2Control;
  /** Stamps of the wheel: the beginning, and the end of the last stream. */
  readonly #since: number;
  #idleSince: number;

  constructor(
    context: IChannelContext,
    input: H2Input,
    output: H2Output,
    streams: H2Streams,
    control: H2Control,
  ) {
    this.#context = context;
    this.#input = input;
    this.#output = output;
    this.#streams = streams;
    this.#control = control;
    this.#since = this.#idleSince = context.wheel.now;
  }

  /** The last stream is gone. */
  idleFromNow(): void {
    this.#idleSince = this.#context.wheel.now;
  }

  /** Whether the connection has been kept for nothing long enough. */
  isIdleOver(): boolean {
    const { wheel, options } = this.#context;
    return this.#streams.isEmpty && wheel.isOver(this.#idleSince, options.keepAliveTimeoutMs);
  }

  /** Once a tick. @throws H2ConnectionError for a clock that ends the connection */
  check(stepMs: number): void {
    const { wheel, options } = this.#context;
    if (!this.#control.isAcknowledged && wheel.isOver(this.#since, options.http2.handshakeTimeoutMs)) {
      throw new H2ConnectionError(
        ErrorCode.SETTINGS_TIMEOUT,
        "no preface, or no acknowledgement of SETTINGS",
      );
    }
    if (this.#input.isDripping(options.headTimeoutMs)) {
      throw new H2ConnectionError(ErrorCode.ENHANCE_YOUR_CALM, "a frame or field block takes too long");
    }
    if (this.#output.isWindowStalled(options.writeStallTimeoutMs)) {
      throw new H2ConnectionError(ErrorCode.ENHANCE_YOUR_CALM, "the connection's window stays shut");
    }
    this.#checkStreams(stepMs);
  }

  #checkStreams(stepMs: number): void {
    const { wheel, options } = this.#context;
    for (const stream of this.#streams.live()) {
      if (stream.sender.isStalled(wheel, options.writeStallTimeoutMs)) {
        const stalled = new H2StreamError(ErrorCode.ENHANCE_YOUR_CALM, "the stream's window stays shut");
        this.#streams.refuse(stream.streamId, stalled);
        continue;
      }
      const timeout = stream.checkClocks(stepMs);
      if (timeout !== undefined) stream.timedOut(timeout);
    }
  }
}

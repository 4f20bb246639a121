/**
 * A reader that keeps everything it is told, and holds its sender to the contract of `IProtocol`.
 *
 * A call out of order or re-entered throws there and then, so that the sender's test fails and not a later one.
 */
import type { BodyEnd } from "../interfaces/body-end";
import type { IBodyTransport, IProtocol } from "../interfaces/transport";

export interface RecordingProtocolOptions {
  /** Pause inside `makeConnection`. */
  readonly pauseAtOnce?: boolean;
  readonly borrowsData?: boolean;
  /** Called inside each `dataReceived`, after the chunk was kept. */
  readonly received?: (chunk: Buffer) => void;
}

export class RecordingProtocol<T extends IBodyTransport = IBodyTransport> implements IProtocol<T> {
  readonly borrowsData: boolean;
  /** Copies, where the protocol borrows. */
  readonly chunks: Buffer[] = [];
  readonly #pauseAtOnce: boolean;
  readonly #received: ((chunk: Buffer) => void) | undefined;
  readonly #waiting: ((end: BodyEnd) => void)[] = [];
  #transport: T | undefined;
  #end: BodyEnd | undefined;
  #isReceiving = false;

  constructor(options: RecordingProtocolOptions = {}) {
    this.borrowsData = options.borrowsData ?? false;
    this.#pauseAtOnce = options.pauseAtOnce ?? false;
    this.#received = options.received;
  }

  get transport(): T {
    if (this.#transport === undefined) throw new Error("makeConnection has not been called");
    return this.#transport;
  }

  get isConnected(): boolean {
    return this.#transport !== undefined;
  }

  /** Why it ended; undefined before. */
  get end(): BodyEnd | undefined {
    return this.#end;
  }

  get bytes(): Buffer {
    return Buffer.concat(this.chunks);
  }

  /** All chunks, as UTF-8. */
  get text(): string {
    return this.bytes.toString();
  }

  /** Resolves with the reason of `connectionLost`. */
  whenEnded(): Promise<BodyEnd> {
    if (this.#end !== undefined) return Promise.resolve(this.#end);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  makeConnection(transport: T): void {
    if (this.#transport !== undefined) throw new Error("makeConnection was called twice");
    this.#transport = transport;
    if (this.#pauseAtOnce) transport.pauseProducing();
  }

  dataReceived(data: Buffer): void {
    if (this.#transport === undefined) throw new Error("dataReceived was called before makeConnection");
    if (this.#end !== undefined) throw new Error("dataReceived was called after connectionLost");
    if (this.#isReceiving) throw new Error("dataReceived was re-entered");
    this.chunks.push(this.borrowsData ? Buffer.from(data) : data);
    this.#isReceiving = true;
    try {
      this.#received?.(data);
    } finally {
      this.#isReceiving = false;
    }
  }

  connectionLost(reason: BodyEnd): void {
    if (this.#transport === undefined) throw new Error("connectionLost was called before makeConnection");
    if (this.#end !== undefined) throw new Error("connectionLost was called twice");
    this.#end = reason;
    for (const resolve of this.#waiting) resolve(reason);
  }
}

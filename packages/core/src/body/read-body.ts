/**
 * A whole body as one Buffer, within a limit.
 *
 * Chunks are borrowed and copied, into one allocation where the length was announced. A body that announces more
 * than the limit is not claimed, so that the client is not invited to send it.
 */
import { BodyDone, LimitExceeded } from "../errors";
import type { BodyEnd } from "../interfaces/body-end";
import type { IBody } from "../interfaces/message";
import type { IBodyTransport, IProtocol } from "../interfaces/transport";

const DEFAULT_READ_LIMIT_OCTETS = 16 * 1024 * 1024;

export interface ReadBodyOptions {
  /** Octets; past it: LimitExceeded, which is a 413. */
  readonly limit?: number;
  /** Aborted: the body is stopped, and the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Rejects with LimitExceeded, the signal's reason, BodyAlreadyClaimed, or why the body broke off (BodyLost,
 * BodyAborted). A handler may let any of them through: each becomes the right response.
 */
export function readBody(body: IBody, options: ReadBodyOptions = {}): Promise<Buffer> {
  const { limit = DEFAULT_READ_LIMIT_OCTETS, signal } = options;
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const expected = typeof body.length === "number" ? body.length : 0;
    if (expected > limit) throw pastLimit(limit);
    body.deliverBody(new BodyCollector(expected, limit, signal, resolve, reject));
  });
}

const NO_OCTETS = Buffer.alloc(0);

function pastLimit(limit: number): LimitExceeded {
  return new LimitExceeded("limit", `the content is longer than ${limit} octets`);
}

class BodyCollector implements IProtocol {
  readonly borrowsData = true;
  readonly collectsBody = true;
  readonly #expected: number;
  readonly #limit: number;
  readonly #signal: AbortSignal | undefined;
  readonly #resolve: (bytes: Buffer) => void;
  readonly #reject: (reason: unknown) => void;
  #bytes = NO_OCTETS;
  /** How much of `#bytes` is filled. */
  #octets = 0;
  #transport: IBodyTransport | undefined;
  /** Why the body was stopped from here. */
  #failure: { readonly reason: unknown } | undefined;

  constructor(
    expected: number,
    limit: number,
    signal: AbortSignal | undefined,
    resolve: (bytes: Buffer) => void,
    reject: (reason: unknown) => void,
  ) {
    this.#expected = expected;
    this.#limit = limit;
    this.#signal = signal;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  makeConnection(transport: IBodyTransport): void {
    this.#transport = transport;
    this.#signal?.addEventListener("abort", this.#aborted);
  }

  dataReceived(data: Buffer): void {
    const needed = this.#octets + data.length;
    if (needed > this.#limit) {
      this.#stop(pastLimit(this.#limit));
      return;
    }
    if (needed > this.#bytes.length) this.#makeRoom(needed);
    data.copy(this.#bytes, this.#octets);
    this.#octets = needed;
  }

  connectionLost(reason: BodyEnd): void {
    this.#signal?.removeEventListener("abort", this.#aborted);
    if (this.#failure !== undefined) this.#reject(this.#failure.reason);
    else if (!(reason instanceof BodyDone)) this.#reject(reason);
    else this.#resolve(this.#bytes.subarray(0, this.#octets));
  }

  /** Nothing is allocated before the first octet came: an announcement costs its sender nothing. */
  #makeRoom(needed: number): void {
    const bytes = Buffer.allocUnsafe(Math.max(needed, this.#expected, 2 * this.#octets));
    this.#bytes.copy(bytes, 0, 0, this.#octets);
    this.#bytes = bytes;
  }

  readonly #aborted = (): void => {
    this.#stop(this.#signal?.reason);
  };

  #stop(reason: unknown): void {
    this.#failure ??= { reason };
    this.#transport?.stopProducing();
  }
}

/**
 * The streams of a connection by their ids (RFC 9113 section 5.1): those that are live, those that were dismissed and
 * are still held to the rules, and what has to be remembered of the others.
 *
 * A stream counts until its handler has ended, not until the client gives it up (CVE-2023-44487).
 */
import type { H2Stream } from "./h2-stream";
import { isWelcome, PastStreams, type StreamFrameName, type StreamState } from "./stream-states";

/** Streams that were reset are remembered: so many may be on their way at once. */
const REMEMBERED_FACTOR = 4;

export class StreamTable {
  readonly #maxStreams: number;
  readonly #live = new Map<number, H2Stream>();
  /** Answered, and told that nobody reads the rest: what is on its way is still held to the rules. */
  readonly #dismissed = new Map<number, H2Stream>();
  /** Those that count, live or not. */
  readonly #counted = new Set<H2Stream>();
  /** The one that begins now: most are over before anybody could look for them. */
  #beginning: H2Stream | undefined = undefined;
  readonly #past: PastStreams;

  /** @param maxStreams that may count at a time */
  constructor(maxStreams: number) {
    this.#maxStreams = maxStreams;
    this.#past = new PastStreams(maxStreams * REMEMBERED_FACTOR);
  }

  /** The highest that the client has opened. */
  get lastStreamId(): number {
    return this.#past.lastStreamId;
  }

  /** None is live. */
  get isEmpty(): boolean {
    return this.#live.size === 0 && this.#beginning?.isLive !== true;
  }

  /** As many count as may. */
  get isFull(): boolean {
    return this.#counted.size >= this.#maxStreams;
  }

  live(): Iterable<H2Stream> {
    this.register();
    return this.#live.values();
  }

  /** One that is live or dismissed. */
  get(streamId: number): H2Stream | undefined {
    return this.#live.get(streamId) ?? this.#dismissed.get(streamId);
  }

  getLive(streamId: number): H2Stream | undefined {
    return this.#live.get(streamId);
  }

  /** Of one that is not live. @throws H2ConnectionError for one that only a server could open */
  pastStateOf(streamId: number): StreamState {
    return this.#past.stateOf(streamId);
  }

  /** Whom a frame is for; undefined: nobody any more. @throws H2ConnectionError for one that may not come */
  find(streamId: number, frame: StreamFrameName): H2Stream | undefined {
    const stream = this.get(streamId);
    const state = stream?.state ?? this.#past.stateOf(streamId);
    return isWelcome(state, frame) ? stream : undefined;
  }

  // ---- beginning ---------------------------------------------------------------------------------------

  /** The client opens a stream, whatever becomes of it. */
  opened(streamId: number): void {
    this.#past.opened(streamId);
  }

  began(stream: H2Stream): void {
    this.#beginning = stream;
  }

  /** What has begun, and is not over yet, can be found from now on. */
  register(): void {
    const stream = this.#beginning;
    if (stream === undefined) return;
    this.#beginning = undefined;
    if (stream.isLive) this.#live.set(stream.streamId, stream);
    if (!stream.isOver) this.#counted.add(stream);
  }

  // ---- the end -----------------------------------------------------------------------------------------

  /** On the wire it is over. */
  closed(stream: H2Stream): void {
    const { streamId, state } = stream;
    if (stream !== this.#beginning) {
      this.#live.delete(streamId);
      this.#dismissed.delete(streamId);
    }
    if (state === "dismissed") this.#dismiss(stream);
    else if (state === "resetByUs" || state === "resetByPeer") this.#past.reset(streamId, state);
  }

  /** As many are remembered as may be open; the oldest is left to be ignored. */
  #dismiss(stream: H2Stream): void {
    this.#dismissed.set(stream.streamId, stream);
    if (this.#dismissed.size <= this.#maxStreams) return;
    const [oldest = 0] = this.#dismissed.keys();
    this.#dismissed.delete(oldest);
    this.#past.reset(oldest, "resetByUs");
  }

  /** We have reset one that nobody has begun with, or that is gone. */
  refused(streamId: number): void {
    this.#past.reset(streamId, "resetByUs");
  }

  /** Nothing of it is left. */
  over(stream: H2Stream): void {
    if (stream !== this.#beginning) this.#counted.delete(stream);
  }
}

/**
 * Looks at the numbers every now and then, once for all clients, and only while there are any.
 */
import type { IClock, IDelayedCall } from "@headgate/core";
import type { EventFeed } from "./event-feed";
import { type IEventSource, type LatestEvent } from "./event-feed";

/** One kind of event: its name, and the JSON to send. */
export interface EventKind {
  readonly name: string;
  /** Looked at in every n-th round. */
  readonly every: number;
  json(): string;
}

/** After so many rounds without news something is sent all the same. */
const HEARTBEAT_ROUNDS = 30;

export class LiveUpdates implements IEventSource {
  readonly #kinds: readonly EventKind[];
  readonly #clock: IClock;
  readonly #intervalMs: number;
  readonly #feeds = new Set<EventFeed>();
  #latest: LatestEvent[];
  #timer: IDelayedCall | undefined;
  #round = 0;
  #quietRounds = 0;

  constructor(kinds: readonly EventKind[], clock: IClock, intervalMs: number) {
    this.#kinds = kinds;
    this.#clock = clock;
    this.#intervalMs = intervalMs;
    this.#latest = kinds.map(() => ({ version: 0, text: "" }));
  }

  latest(): readonly LatestEvent[] {
    return this.#latest;
  }

  started(feed: EventFeed): void {
    this.#feeds.add(feed);
    // A feed that begins while nobody has looked for a while must not begin with what was then.
    if (this.#timer === undefined) {
      this.#look(true);
      this.#schedule();
    }
  }

  stopped(feed: EventFeed): void {
    this.#feeds.delete(feed);
    if (this.#feeds.size > 0) return;
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  /** Ends all feeds. */
  close(): void {
    for (const feed of [...this.#feeds]) feed.end();
  }

  #schedule(): void {
    this.#timer = this.#clock.callLater(this.#intervalMs, () => this.#tick());
  }

  #tick(): void {
    this.#schedule();
    try {
      this.#look(false);
    } catch (error) {
      for (const feed of [...this.#feeds]) feed.fail(error);
      return;
    }
    const hasNews = [...this.#feeds].map((feed) => feed.update()).includes(true);
    this.#quietRounds = hasNews ? 0 : this.#quietRounds + 1;
    if (this.#quietRounds < HEARTBEAT_ROUNDS) return;
    this.#quietRounds = 0;
    for (const feed of [...this.#feeds]) feed.beat();
  }

  #look(isAll: boolean): void {
    this.#round = isAll ? 0 : this.#round + 1;
    this.#latest = this.#kinds.map((kind, at) => {
      const last = this.#latest[at]!;
      if (!isAll && this.#round % kind.every !== 0) return last;
      const text = `event: ${kind.name}\ndata: ${kind.json()}\n\n`;
      return text === last.text ? last : { version: last.version + 1, text };
    });
  }
}

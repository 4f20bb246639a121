/**
 * Server-sent events to one client: the body of a response, and a push producer.
 *
 * It queues nothing. While the client doesn't read, updates pass it by, and when it reads again it gets the latest of
 * each kind, in one piece.
 */
import type { IBodyConsumer, IBodyProducer } from "@headgate/core";

/** An event that replaces all earlier ones of its kind. */
export interface LatestEvent {
  /** Goes up with every change; 0: there is none yet. */
  readonly version: number;
  /** As it goes out. */
  readonly text: string;
}

export interface IEventSource {
  /** The latest event of each kind, in a fixed order. */
  latest(): readonly LatestEvent[];
  /** The feed begins. */
  started(feed: EventFeed): void;
  /** The client has left, or the feed was ended. */
  stopped(feed: EventFeed): void;
}

/** How long a browser waits before it asks again. */
const RETRY = "retry: 2000\n\n";
/** Nothing for the page, but a client that is gone is noticed by it. */
const HEARTBEAT = ":\n\n";

export class EventFeed implements IBodyProducer {
  readonly #source: IEventSource;
  readonly #sent: number[] = [];
  #consumer: IBodyConsumer | undefined;
  #isPaused = false;
  #isOver = false;

  constructor(source: IEventSource) {
    this.#source = source;
  }

  startProducing(consumer: IBodyConsumer): void {
    // The client may have left before anybody asked for this.
    if (this.#isOver) {
      consumer.finish();
      return;
    }
    this.#consumer = consumer;
    try {
      this.#source.started(this);
    } catch (error) {
      this.stopProducing();
      throw error;
    }
    consumer.write(RETRY + this.#news());
  }

  pauseProducing(): void {
    this.#isPaused = true;
  }

  resumeProducing(): void {
    this.#isPaused = false;
    this.update();
  }

  stopProducing(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#consumer = undefined;
    this.#source.stopped(this);
  }

  /** Sends what is new, if the client takes it. @returns whether anything was */
  update(): boolean {
    const news = this.#isPaused ? "" : this.#news();
    if (news !== "") this.#consumer?.write(news);
    return news !== "";
  }

  beat(): void {
    if (!this.#isPaused) this.#consumer?.write(HEARTBEAT);
  }

  /** That was all, from our side. */
  end(): void {
    this.#consumer?.finish();
    this.stopProducing();
  }

  /** There is nothing to tell: the numbers could not be had. */
  fail(error: unknown): void {
    this.#consumer?.fail(error);
    this.stopProducing();
  }

  #news(): string {
    const news = this.#source.latest().map(({ version, text }, kind) => {
      if (version === (this.#sent[kind] ?? 0)) return "";
      this.#sent[kind] = version;
      return text;
    });
    return news.join("");
  }
}

/**
 * Who sends next, while there is not room for all (RFC 9218 section 10).
 *
 * The lowest urgency goes first. Within one, those that want it by turns take turns, one frame each; the others go
 * one after the other, in the order of their requests; and the two groups alternate. A client that said nothing about
 * a stream gets turns: to serve it in order would let one endless download starve all others.
 */
import { DEFAULT_PRIORITY } from "./priority";
import type { Priority } from "./priority";

export interface ISender {
  readonly streamId: number;
  readonly priority: Priority;
}

const takesTurns = ({ priority }: ISender): boolean => priority.incremental || priority === DEFAULT_PRIORITY;

/** The senders of one urgency. */
class Level<Sender extends ISender> {
  /** First come, first served. */
  readonly byTurns: Sender[] = [];
  /** By stream id. */
  readonly inOrder: Sender[] = [];
  #isOrderNext = true;

  get isEmpty(): boolean {
    return this.byTurns.length === 0 && this.inOrder.length === 0;
  }

  add(sender: Sender): void {
    if (takesTurns(sender)) {
      this.byTurns.push(sender);
      return;
    }
    let at = this.inOrder.length;
    while (at > 0 && this.inOrder[at - 1]!.streamId > sender.streamId) at--;
    this.inOrder.splice(at, 0, sender);
  }

  take(): Sender | undefined {
    const isOrderNow = this.byTurns.length === 0 || (this.#isOrderNext && this.inOrder.length > 0);
    this.#isOrderNext = !isOrderNow;
    return isOrderNow ? this.inOrder.shift() : this.byTurns.shift();
  }
}

const LEVELS = 8;

export class SendScheduler<Sender extends ISender> {
  readonly #levels: (Level<Sender> | undefined)[] = new Array<undefined>(LEVELS).fill(undefined);
  #size = 0;

  get isEmpty(): boolean {
    return this.#size === 0;
  }

  /** It has something to send, and room in its own window. Not to be added twice. */
  add(sender: Sender): void {
    const { urgency } = sender.priority;
    (this.#levels[urgency] ??= new Level()).add(sender);
    this.#size += 1;
  }

  /** Takes out who sends the next frame; it is added again if it has more. */
  take(): Sender | undefined {
    if (this.#size === 0) return undefined;
    this.#size -= 1;
    return this.#levels.find((level) => level?.isEmpty === false)?.take();
  }

  /** It has nothing to send any more, or another priority: then it is to be added again. false: it was not there. */
  remove(sender: Sender): boolean {
    for (const level of this.#levels) {
      if (level === undefined) continue;
      for (const queue of [level.byTurns, level.inOrder]) {
        const at = queue.indexOf(sender);
        if (at === -1) continue;
        queue.splice(at, 1);
        this.#size -= 1;
        return true;
      }
    }
    return false;
  }
}

import * as fc from "fast-check";

import { BodyPipe } from "../../src/body/body-pipe";
import type { IBodySource } from "../../src/body/body-pipe";
import { BodyAborted, BodyDone, BodyLost } from "../../src/errors";
import type { BodyEnd } from "../../src/interfaces/body-end";
import { RecordingProtocol } from "../../src/testing/recording-protocol";

const MAX_UNCLAIMED_OCTETS = 40;

/** What may be done to a pipe, by either side, in any order, from outside or inside the reader's calls. */
const ACTIONS = ["write", "claim", "pause", "resume", "stop", "done", "lose", "abort"] as const;
type Action = (typeof ACTIONS)[number];

/** As `expect`, without its cost: there are a million of these. */
function holds(statement: string, isTrue: boolean): void {
  if (!isTrue) throw new Error(`not so: ${statement}`);
}

/** A pipe with both of its sides, and what each was told. */
class PipeUnderTest implements IBodySource {
  readonly pipe = new BodyPipe(this, "UNKNOWN_LENGTH", MAX_UNCLAIMED_OCTETS);
  readonly reader: RecordingProtocol;
  readonly written: Buffer[] = [];
  /** What the source was last told; before the claim it writes unasked. */
  isWanted = true;
  taken = 0;
  readonly ends: BodyEnd[] = [];
  #isPaused = false;
  #wasStopped = false;
  #depth = 0;
  readonly #reactions: readonly Action[];
  #nextReaction = 0;

  /** @param reactions what the reader does inside each `dataReceived`, one after the other */
  constructor(reactions: readonly Action[]) {
    this.#reactions = reactions;
    this.reader = new RecordingProtocol({ received: () => this.#react() });
  }

  get bytesWritten(): Buffer {
    return Buffer.concat(this.written);
  }

  do(action: Action): void {
    const { pipe, reader } = this;
    const before = reader.chunks.length;
    const wasPaused = this.#isPaused;
    switch (action) {
      case "write": {
        const data = Buffer.alloc(1 + (this.written.length % 7), this.written.length % 256);
        if (!pipe.hasEnded) this.written.push(data);
        pipe.write(data);
        break;
      }
      case "claim":
        if (!pipe.isClaimed) pipe.deliverBody(reader);
        break;
      case "pause":
        if (reader.isConnected) reader.transport.pauseProducing();
        this.#isPaused = reader.isConnected;
        break;
      case "resume":
        this.#isPaused = false;
        if (reader.isConnected) reader.transport.resumeProducing();
        break;
      case "stop":
        if (!reader.isConnected) break;
        this.#wasStopped = true;
        reader.transport.stopProducing();
        break;
      case "done":
        pipe.end(BodyDone.instance);
        break;
      case "lose":
        pipe.end(new BodyLost("lost"));
        break;
      case "abort":
        pipe.abort(new BodyAborted("aborted"));
        break;
    }
    holds("a pause holds data", !wasPaused || action === "resume" || reader.chunks.length === before);
    this.#check();
  }

  #react(): void {
    const reaction = this.#reactions[this.#nextReaction++];
    if (reaction === undefined) return;
    this.#depth++;
    this.do(reaction);
    this.#depth--;
  }

  #check(): void {
    const { pipe, reader } = this;
    const received = reader.bytes;
    const written = this.bytesWritten;
    holds("what is received is what was written", written.subarray(0, received.length).equals(received));
    holds("all that is written is counted", pipe.received === written.length);
    holds("BodyDone comes last", reader.end !== BodyDone.instance || received.length === written.length);
    holds("a stop ends at once", !this.#wasStopped || reader.end !== undefined);
    if (this.#depth > 0) return;
    holds("the source hears of one end", this.ends.length === (reader.end === undefined ? 0 : 1));
    holds("the source hears of the same end", this.ends[0] === reader.end);
    holds("what is received is taken", this.taken === received.length);
    // A source that was told a stale thing would wait for ever, or flood a reader that has paused.
    holds("the source knows whether to go on", pipe.hasEnded || this.isWanted === pipe.wantsData);
  }

  bodyClaimed(): undefined {}
  bodyWanted(): void {
    this.isWanted = true;
  }
  bodyUnwanted(): void {
    this.isWanted = false;
  }
  bodyTaken(octets: number): void {
    this.taken += octets;
  }
  bodyEnded(reason: BodyEnd): void {
    this.ends.push(reason);
  }
  readerFailed(error: unknown): void {
    throw error;
  }
}

const anyAction = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Action>("write") },
  { weight: 4, arbitrary: fc.constantFrom<Action>("pause", "resume", "claim") },
  { weight: 1, arbitrary: fc.constantFrom(...ACTIONS) },
);
const peaceful = fc.constantFrom<Action>("write", "write", "pause", "resume", "claim");

test("any interleaving keeps order, one end, no re-entrance, and tells the source the truth", () => {
  fc.assert(
    fc.property(
      fc.array(anyAction, { maxLength: 40 }),
      fc.array(anyAction, { maxLength: 10 }),
      (actions, reactions) => {
        const under = new PipeUnderTest(reactions);
        for (const action of actions) under.do(action);
      },
    ),
    { numRuns: 1000 },
  );
});

test("whatever the pauses, everything that was written arrives, and then BodyDone", () => {
  fc.assert(
    fc.property(
      fc.array(peaceful, { maxLength: 40 }),
      fc.array(peaceful, { maxLength: 10 }),
      (actions, reactions) => {
        const under = new PipeUnderTest(reactions);
        for (const action of actions) under.do(action);
        under.do("claim");
        under.do("done");
        while (under.reader.end === undefined) under.do("resume");
        expect(under.reader.bytes.equals(under.bytesWritten)).toBe(true);
        expect(under.reader.end).toBe(BodyDone.instance);
      },
    ),
    { numRuns: 1000 },
  );
});

/** A body pipe whose source records what it is told, and the ways in which a body ends. */
import { BodyPipe } from "../../src/body/body-pipe";
import type { IBodySource } from "../../src/body/body-pipe";
import { BodyAborted, BodyDone, BodyLost } from "../../src/errors";
import type { BodyEnd } from "../../src/interfaces/body-end";

export const done = BodyDone.instance;
export const lost = new BodyLost("the wire broke");
export const aborted = new BodyAborted("the clock ran out");

export class RecordingSource implements IBodySource {
  readonly calls: string[] = [];
  readonly failures: unknown[] = [];
  readonly pauses: boolean[] = [];
  refusal: BodyAborted | undefined;

  bodyClaimed(): BodyAborted | undefined {
    this.calls.push("claimed");
    return this.refusal;
  }
  bodyWanted(): void {
    this.calls.push("wanted");
  }
  bodyUnwanted(): void {
    this.calls.push("unwanted");
  }
  bodyTaken(octets: number): void {
    this.calls.push(`taken ${octets}`);
  }
  bodyEnded(reason: BodyEnd): void {
    this.calls.push(`ended ${reason.code}`);
  }
  readerFailed(error: unknown): void {
    this.failures.push(error);
  }
  readerPaused(isPaused: boolean): void {
    this.pauses.push(isPaused);
  }
}

export function makePipe(maxUnclaimedOctets = 100): { pipe: BodyPipe; source: RecordingSource } {
  const source = new RecordingSource();
  return { pipe: new BodyPipe(source, "UNKNOWN_LENGTH", maxUnclaimedOctets), source };
}

export function write(pipe: BodyPipe, ...texts: string[]): void {
  for (const text of texts) pipe.write(Buffer.from(text));
}

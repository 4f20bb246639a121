/**
 * One request that goes to both sides. The old one is followed, never led: what is called from its way to the client
 * either calls no code of the new side, or does so when the client's side has had its turn, and lets nothing out.
 */
import {
  BodyAborted,
  BodyLost,
  ClientGone,
  clientGone,
  discardBody,
  isThenable,
  type Awaitable,
  type BodyEnd,
  type IRequest,
  type IResponse,
} from "@headgate/core";
import type { ContentFile } from "../content-file";
import { Replay } from "../replay";
import { AnswerComparison, isResponse, rootOf, statusOf } from "./answer-comparison";
import { BodyComparison } from "./body-comparison";
import type { HeadComparison } from "./head-comparison";
import { NewAnswerProtocol, type INewAnswerReader } from "./new-answer";
import { ObservedAnswer, type IAnswerObserver } from "./observed-answer";
import { RequestTee, type ITeeOwner } from "./request-tee";
import type { DifferenceDetail, DropReason } from "./shadow-difference";
import type { ShadowSettings } from "./shadow-options";
import type { ShadowRecord } from "./shadow-report";
import { ShadowRequest, type IShadowOwner } from "./shadow-request";
import { WaitingClock } from "./waiting-clock";

/** What all runs of a shadow share. */
export interface ShadowParts {
  readonly settings: ShadowSettings;
  readonly record: ShadowRecord;
  readonly heads: HeadComparison;
}

/** What the request has come through before it came to the shadow. */
export interface Surroundings {
  /** Its content, where it was collected. */
  readonly content: ContentFile | undefined;
  /** What legacy parents have set on the answer. */
  readonly fields: readonly (readonly [name: string, value: string])[];
}

export class ShadowRun implements ITeeOwner, IShadowOwner, IAnswerObserver, INewAnswerReader {
  /** What the new resource is asked with. */
  readonly request: ShadowRequest;
  readonly tee: RequestTee;
  readonly #replay: Replay | undefined;
  /** The new resource reads a body at the pace of the old one. */
  readonly #isTeed: boolean;
  readonly #live: IRequest;
  readonly #parts: ShadowParts;
  readonly #answers: AnswerComparison;
  readonly #bodies: BodyComparison;
  readonly #clock: WaitingClock;
  readonly #newAnswer = new NewAnswerProtocol(this);
  /** The old answer was given to whoever is above, and its body was not asked for. */
  #isOldKept = false;
  #isOver = false;

  /** @param surroundings what the request has come through */
  constructor(live: IRequest, parts: ShadowParts, surroundings: Surroundings) {
    const { clock, timeoutMs, maxBehindOctets } = parts.settings;
    const { content, fields } = surroundings;
    this.#live = live;
    this.#parts = parts;
    this.#bodies = new BodyComparison(maxBehindOctets);
    this.#answers = new AnswerComparison(live, parts.heads, this.#bodies, fields);
    this.#clock = new WaitingClock(clock, timeoutMs, () => this.#timedOut());
    this.tee = new RequestTee(live, maxBehindOctets, this);
    this.#replay = content && new Replay(live, content);
    this.#isTeed = content === undefined && live.length !== 0;
    this.request = new ShadowRequest(live, this.#replay ?? this.tee, this);
    parts.record.active += 1;
    live.signal.addEventListener("abort", this.#clientLeft, { once: true });
  }

  // ---- the new side ------------------------------------------------------------------------------------

  /** @param ask asks the new resource, and may do anything */
  start(ask: (request: ShadowRequest) => Awaitable<IResponse>): void {
    if (this.#isOver) return;
    const answered = (response: IResponse): void => this.#guarded(() => this.#newAnswered(response));
    try {
      const response = ask(this.request);
      if (isThenable(response)) response.then(answered, (error: unknown) => this.#newThrew(error));
      else answered(response);
    } catch (error) {
      this.#newThrew(error);
    }
    this.proceed();
  }

  #newAnswered(response: IResponse): void {
    if (!isResponse(response)) throw new TypeError("the new resource answered with what is no response");
    if (this.#isOver) {
      discardBody(response);
      return;
    }
    if (this.#answers.answered("new", response)) response.deliverBody(this.#newAnswer);
    else discardBody(response);
    this.proceed();
  }

  /** A failure that has a status is an answer. */
  #newThrew(error: unknown): void {
    if (this.#isOver) return;
    const code = statusOf(error);
    if (code === undefined) this.#fail(error);
    else {
      this.#answers.failed("new", code);
      this.proceed();
    }
  }

  newOctets(data: Buffer): void {
    this.#bodies.received("new", data, !this.#newAnswer.isPaused);
    this.#clock.progressed();
    // Who is paused stops reading, and the request goes on.
    if (this.#bodies.isFull("new") && !this.#isReading) this.#newAnswer.pause(true);
    this.proceed();
  }

  newEnded(error: Error | undefined): void {
    if (error !== undefined) this.#fail(error);
    else {
      this.#bodies.end("new");
      this.proceed();
    }
  }

  aborted(error: Error): void {
    this.#fail(error);
  }

  readerFailed(error: unknown): void {
    this.#newThrew(error);
  }

  requestTooFarBehind(): void {
    this.drop("request-behind");
  }

  requestEnded(): void {
    this.proceed();
  }

  requestIncomplete(reason: BodyEnd): void {
    if (clientGone(this.#live) !== undefined) this.drop("client-left");
    else this.drop(reason instanceof BodyLost ? "request-broke-off" : "body-untaken");
  }

  // ---- the old side ------------------------------------------------------------------------------------

  /** Throws nothing. @returns what the client is to get */
  oldAnswered(response: IResponse): IResponse {
    if (this.#isOver) return response;
    try {
      return this.#observed(response);
    } catch (error) {
      // A head that can't be compared is the shadow's affair, not the client's.
      this.#fail(error);
      return response;
    }
  }

  #observed(response: IResponse): IResponse {
    if (!isResponse(response)) {
      // Core complains of it.
      this.oldThrew(new TypeError("the old resource answered with what is no response"));
      return response;
    }
    if (this.#answers.answered("old", response)) {
      this.#isOldKept = true;
      queueMicrotask(() => this.proceed());
      return new ObservedAnswer(response, this);
    }
    queueMicrotask(() => {
      this.tee.oldAnswered();
      this.proceed();
    });
    return response;
  }

  oldBegun(): void {
    this.#isOldKept = false;
  }

  /** Core's table of outcomes says what the client is told. */
  oldThrew(error: unknown): void {
    if (this.#isOver) return;
    if (rootOf(error) instanceof ClientGone) {
      this.drop("client-left");
      return;
    }
    this.#answers.failed("old", statusOf(error) ?? 500);
    queueMicrotask(() => {
      this.tee.oldAnswered();
      this.proceed();
    });
  }

  oldOctets(data: Buffer): void {
    // What reads all first is behind what answers while it reads, and behind what answers in one turn. Nobody can be
    // paused for it, but what can't be held can be digested, and the clock ends it.
    if (!this.#isOver) this.#bodies.received("old", data, true);
  }

  oldEnded(isComplete: boolean): void {
    if (this.#isOver) return;
    if (!isComplete) {
      this.drop(clientGone(this.#live) === undefined ? "old-broke-off" : "client-left");
      return;
    }
    this.#bodies.end("old");
    this.#guarded(() => this.tee.oldAnswered());
    this.proceed();
  }

  readonly #clientLeft = (): void => this.drop("client-left");

  // ---- the comparison ----------------------------------------------------------------------------------

  /** Sees what can be said by now, and who is waited for. Throws nothing. */
  proceed(): void {
    if (this.#isOver) return;
    const bodies = this.#bodies;
    const { verdict } = this.#answers;
    if (verdict !== undefined) this.#conclude(verdict);
    else if (bodies.tooFarAhead !== undefined) this.drop("answer-ahead");
    else {
      const isAwaited = this.#answers.isNewAwaited || bodies.isBehind("new");
      this.#clock.wait(this.#isOldKept || (isAwaited && !this.#isReading), bodies.hasEnded("old"));
      if (!bodies.isFull("new")) this.#guarded(() => this.#newAnswer.pause(false));
    }
  }

  #conclude(details: readonly DifferenceDetail[]): void {
    if (details.length === 0) this.#finish(() => this.#parts.record.same(this.#live));
    else this.#differ("different", details);
  }

  /** The request still comes: the new resource may have to wait for it, and must take it. */
  get #isReading(): boolean {
    return this.#isTeed && this.tee.isFlowing;
  }

  // ---- the end -----------------------------------------------------------------------------------------

  /** Who is above may have put another answer in the place of the old one. */
  #timedOut(): void {
    this.drop(this.#isOldKept ? "old-broke-off" : "timeout");
  }

  drop(reason: DropReason): void {
    this.#finish(() => this.#parts.record.dropped(this.#live, reason));
  }

  #fail(error: unknown): void {
    this.#differ("failed", [{ kind: "failed", error }]);
  }

  #differ(type: "different" | "failed", details: readonly DifferenceDetail[]): void {
    const { method, uri: target, httpVersion } = this.#live;
    const difference = { method, target, httpVersion, details };
    this.#finish(() => this.#parts.record.differed(this.#live, type, difference));
  }

  /** Lets go of everything, and tells the new resource that nobody waits for it. */
  #finish(record: () => void): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#clock.stop();
    this.#live.signal.removeEventListener("abort", this.#clientLeft);
    const isAnswered = this.#bodies.hasEnded("new");
    this.#bodies.clear();
    const gone = clientGone(this.#live) ?? new ClientGone("the shadow of this request was given up");
    const reason = new BodyAborted("nobody waits for the answer any more");
    this.#guarded(() => this.tee.close(reason));
    this.#guarded(() => this.#replay?.abort(reason));
    this.#guarded(() => this.#newAnswer.stop());
    if (!isAnswered) this.#guarded(() => this.request.abandon(gone));
    this.#parts.record.active -= 1;
    record();
  }

  /** Runs code that may come to the new resource's. */
  #guarded(code: () => void): void {
    try {
      code();
    } catch (error) {
      // Once the shadow is over, what it still throws is of no interest.
      this.#newThrew(error);
    }
  }
}

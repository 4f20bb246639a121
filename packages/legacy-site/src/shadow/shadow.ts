/**
 * Two resources for one place: the old one answers, the new one is asked as well, and the answers are compared. A
 * migration is proven on live traffic before the switch.
 */
import {
  clientGone,
  isThenable,
  type Awaitable,
  type IRequest,
  type IResource,
  type IResponse,
  type PathCursor,
} from "@headgate/core";
import { bridge } from "../bridge";
import { findExchange, registerExchange, type ILegacyExchange } from "../exchange-registry";
import { isLegacyResource, type AnyResource } from "../resource";
import { HeadComparison } from "./head-comparison";
import { askTree, NewResource } from "./new-resource";
import { observedRequest } from "./old-request";
import type { DropReason } from "./shadow-difference";
import { shadowSettings, type ShadowOptions, type ShadowSettings } from "./shadow-options";
import { ShadowRecord, type ShadowReport } from "./shadow-report";
import { ShadowRun, type ShadowParts } from "./shadow-run";

/**
 * A resource that answers as `oldResource` does, while `newResource` answers in its shadow.
 *
 *     root.putChild("reports", shadow(new Reports(), new StreamingReports(), { sample: 0.05 }))
 *
 * Either may be a legacy resource or one of core. Nothing that the new one does reaches the client.
 *
 * @throws InvalidOption, and TypeError for what is no resource
 */
export function shadow(
  oldResource: AnyResource,
  newResource: AnyResource,
  options: ShadowOptions = {},
): ShadowResource {
  checkResource("old", oldResource);
  checkResource("new", newResource);
  return new ShadowResource(oldResource, newResource, shadowSettings(options));
}

/** In JavaScript, a class is easily given in place of one of its objects. */
function checkResource(which: string, resource: unknown): void {
  if (typeof resource === "object" && resource !== null) return;
  throw new TypeError(
    `shadow takes two resources: the ${which} one is ${typeof resource === "function" ? "a class or a function" : String(resource)}`,
  );
}

export class ShadowResource implements IResource {
  readonly acceptsUnrouted: boolean;
  readonly #old: IResource;
  readonly #isOldLegacy: boolean;
  readonly #new: NewResource;
  readonly #settings: ShadowSettings;
  readonly #parts: ShadowParts;
  readonly #record: ShadowRecord;

  /** Use `shadow`. */
  constructor(oldResource: AnyResource, newResource: AnyResource, settings: ShadowSettings) {
    this.#isOldLegacy = isLegacyResource(oldResource);
    this.#old = this.#isOldLegacy ? bridge(oldResource) : (oldResource as IResource);
    this.#new = new NewResource(newResource, settings.log);
    this.acceptsUnrouted = this.#old.acceptsUnrouted === true;
    this.#settings = settings;
    this.#record = new ShadowRecord(settings);
    this.#parts = { settings, record: this.#record, heads: new HeadComparison(settings.ignoreHeaders) };
  }

  /** What was seen since it was made. */
  report(): ShadowReport {
    return this.#record.report();
  }

  responseForRequest(request: IRequest, path: PathCursor): Awaitable<IResponse> {
    const outer = findExchange(request);
    if (!this.#isShadowed(request, outer)) return askTree(this.#old, request, path);
    const content = outer?.shareContent();
    const run = new ShadowRun(request, this.#parts, { content, fields: fieldsOf(outer) });
    const live = request.length === 0 || content !== undefined ? request : teed(request, run, outer);
    queueMicrotask(() => run.start((view) => this.#new.ask(view, path, outer)));
    let answer: Awaitable<IResponse>;
    try {
      answer = askTree(this.#old, live, path);
    } catch (error) {
      run.oldThrew(error);
      throw error;
    }
    return isThenable(answer) ? followed(answer, run) : run.oldAnswered(answer);
  }

  #isShadowed(request: IRequest, outer: ILegacyExchange | undefined): boolean {
    const record = this.#record;
    record.requests += 1;
    if (clientGone(request) !== undefined || !this.#isSampled(request)) return false;
    record.sampled += 1;
    const reason = this.#obstacle(request, outer);
    if (reason !== undefined) record.dropped(request, reason);
    return reason === undefined;
  }

  #obstacle(request: IRequest, outer: ILegacyExchange | undefined): DropReason | undefined {
    if (request.upgrade !== undefined || request.method === "CONNECT") return "upgrade";
    if (this.#isOldLegacy && outer !== undefined && outer.legacyRequest._encoder !== null) return "encoded";
    return this.#record.active >= this.#settings.maxConcurrent ? "busy" : undefined;
  }

  #isSampled(request: IRequest): boolean {
    const { sample, random, log } = this.#settings;
    const failed = (error: unknown): void =>
      log.error("the sample of a shadow failed; the request goes to the old resource alone", error);
    try {
      if (typeof sample === "number") return sample === 1 || random() < sample;
      const chosen: unknown = sample(request);
      // A promise is no yes: what is asked twice may write twice.
      if (chosen instanceof Promise) chosen.catch(failed);
      return chosen === true;
    } catch (error) {
      failed(error);
      return false;
    }
  }
}

/** No promise of our own: what an old resource writes leaves in the turn in which it is written. */
function followed(answer: PromiseLike<IResponse>, run: ShadowRun): PromiseLike<IResponse> {
  return {
    then: <A = IResponse, B = never>(
      answered?: ((response: IResponse) => Awaitable<A>) | null,
      failed?: ((error: unknown) => Awaitable<B>) | null,
    ): PromiseLike<A | B> =>
      answer.then(
        (response) => {
          const observed = run.oldAnswered(response);
          return answered ? answered(observed) : (observed as A);
        },
        (error: unknown) => {
          run.oldThrew(error);
          if (failed) return failed(error);
          throw error;
        },
      ),
  };
}

/** Whoever collects the body, or reads it, has the shadow read along. */
function teed(request: IRequest, run: ShadowRun, outer: ILegacyExchange | undefined): IRequest {
  const live = observedRequest(request, (reader) => run.tee.observing(reader));
  if (outer !== undefined) {
    registerExchange(live, outer);
    outer.collectFrom(live);
  }
  return live;
}

/** What legacy parents have set on the answer so far, as it goes on the wire. */
function fieldsOf(outer: ILegacyExchange | undefined): [name: string, value: string][] {
  if (outer === undefined) return [];
  const { responseHeaders, cookies } = outer.legacyRequest;
  const fields = responseHeaders.copy();
  for (const cookie of cookies) fields.addRawHeader("set-cookie", cookie);
  return fields.octets();
}

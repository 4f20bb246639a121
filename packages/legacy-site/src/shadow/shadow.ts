/**
 * Two resources for one place: the old one answers, the new one is asked as well, and the answers are compared. A
 * migration is proven on live traffic before the switch.
 */
import {
  clientGone,
  isThenable,
  notFound,
  traverse,
  type Awaitable,
  type Destination,
  type IRequest,
  type IResource,
  type IResponse,
  type PathCursor,
} from "@headgate/core";
import { bridge } from "../bridge";
import { isLegacyResource, type AnyResource } from "../resource";
import { HeadComparison } from "./head-comparison";
import { observedRequest } from "./old-request";
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
 * @throws InvalidOption
 */
export function shadow(
  oldResource: AnyResource,
  newResource: AnyResource,
  options: ShadowOptions = {},
): ShadowResource {
  return new ShadowResource(oldResource, newResource, shadowSettings(options));
}

export class ShadowResource implements IResource {
  readonly acceptsUnrouted: boolean;
  readonly #old: IResource;
  readonly #new: IResource;
  readonly #settings: ShadowSettings;
  readonly #parts: ShadowParts;
  readonly #record: ShadowRecord;

  /** Use `shadow`. */
  constructor(oldResource: AnyResource, newResource: AnyResource, settings: ShadowSettings) {
    this.#old = coreResource(oldResource);
    this.#new = coreResource(newResource);
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
    const run = this.#runFor(request);
    if (run === undefined) return ask(this.#old, request, path);
    const live =
      request.length === 0 ? request : observedRequest(request, (reader) => run.tee.observing(reader));
    queueMicrotask(() => run.start((view) => ask(this.#new, view, path)));
    let answer: Awaitable<IResponse>;
    try {
      answer = ask(this.#old, live, path);
    } catch (error) {
      run.oldThrew(error);
      throw error;
    }
    return isThenable(answer) ? followed(answer, run) : run.oldAnswered(answer);
  }

  /** undefined: only the old resource is asked. */
  #runFor(request: IRequest): ShadowRun | undefined {
    const record = this.#record;
    record.requests += 1;
    if (clientGone(request) !== undefined || !this.#isSampled(request)) return undefined;
    record.sampled += 1;
    if (request.upgrade !== undefined || request.method === "CONNECT") record.dropped(request, "upgrade");
    else if (record.active >= this.#settings.maxConcurrent) record.dropped(request, "busy");
    else return new ShadowRun(request, this.#parts);
    return undefined;
  }

  #isSampled(request: IRequest): boolean {
    const { sample, random, log } = this.#settings;
    try {
      if (typeof sample === "function") return sample(request);
      return sample === 1 || random() < sample;
    } catch (error) {
      log.error("the sample of a shadow failed; the request goes to the old resource alone", error);
      return false;
    }
  }
}

/** No promise of our own: what an old resource writes leaves in the turn in which it is written. */
function followed(answer: PromiseLike<IResponse>, run: ShadowRun): PromiseLike<IResponse> {
  return {
    then: <A, B>(
      answered: (response: IResponse) => Awaitable<A>,
      failed: (error: unknown) => Awaitable<B>,
    ): PromiseLike<A | B> =>
      answer.then(
        (response) => answered(run.oldAnswered(response)),
        (error: unknown) => {
          run.oldThrew(error);
          return failed(error);
        },
      ),
  } as PromiseLike<IResponse>;
}

function coreResource(resource: AnyResource): IResource {
  return isLegacyResource(resource) ? bridge(resource) : (resource as IResource);
}

function ask(resource: IResource, request: IRequest, path: PathCursor): Awaitable<IResponse> {
  const found = traverse(resource, request, path);
  return isThenable(found) ? found.then((late) => answerOf(late, request)) : answerOf(found, request);
}

function answerOf(found: Destination | undefined, request: IRequest): Awaitable<IResponse> {
  return found === undefined ? notFound() : found.resource.responseForRequest(request, found.path);
}

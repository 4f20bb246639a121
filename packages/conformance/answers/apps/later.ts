/** Answers that take their time: written later, deferred, produced, and clients that leave. */
import {
  Data,
  Deferred,
  DeferredResource,
  Failure,
  NOT_DONE_YET,
  Resource,
  type AnyResource,
  type Rendered,
  type Request,
} from "@headgate/legacy-site";
import type { Twin } from "../../src/answers/twin";

const SOON = 20;
const log = new Map<string, string[]>();

function logOf(key: string): string[] {
  const lines = log.get(key) ?? [];
  log.set(key, lines);
  return lines;
}

function keyOf(request: Request): string {
  return request.args["k"]?.[0] ?? "";
}

class Later extends Resource {
  override readonly isLeaf = true;
  readonly action: (request: Request) => void;

  constructor(action: (request: Request) => void) {
    super();
    this.action = action;
  }

  render_GET(request: Request): Rendered {
    this.action(request);
    return NOT_DONE_YET;
  }
}

function end(request: Request, text: string): void {
  request.write(text);
  request.finish();
}

function once(request: Request): void {
  setTimeout(end, SOON, request, "once");
}

function pieces(request: Request): void {
  request.write("one ");
  setTimeout(() => {
    request.write("two ");
    setTimeout(end, SOON, request, "three");
  }, SOON);
}

function length(request: Request): void {
  request.setHeader("content-length", "7");
  request.write("one ");
  setTimeout(end, SOON, request, "two");
}

function silent(request: Request): void {
  setTimeout(() => request.finish(), SOON);
}

function accepted(request: Request): void {
  setTimeout(() => {
    request.setResponseCode(202);
    request.setHeader("content-type", "application/json");
    end(request, "{}");
  }, SOON);
}

function begun(request: Request): void {
  request.write("begun ");
  setTimeout(() => {
    request.setResponseCode(500);
    request.setHeader("x-late", "1");
    end(request, "ended");
  }, SOON);
}

function failed(request: Request): void {
  setTimeout(() => request.processingFailed(new Failure(new Error("later"))), SOON);
}

class Deferring extends Resource {
  readonly result: Resource | Failure;

  constructor(result: Resource | Failure) {
    super();
    this.result = result;
  }

  override getChildWithDefault(name: string, request: Request): ReturnType<Resource["getChildWithDefault"]> {
    return this.deferring().getChildWithDefault(name, request);
  }

  deferring(): DeferredResource {
    const deferred = new Deferred<Resource>();
    const { result } = this;
    if (result instanceof Failure) setTimeout(() => deferred.errback(result), SOON);
    else setTimeout(() => deferred.callback(result), SOON);
    return new DeferredResource(deferred);
  }

  override render(request: Request): ReturnType<Resource["render"]> {
    return this.deferring().render(request);
  }
}

class Pull {
  readonly request: Request;
  readonly pieces = ["a", "b", "c"];

  constructor(request: Request) {
    this.request = request;
  }

  resumeProducing(): void {
    const piece = this.pieces.shift();
    if (piece !== undefined) {
      this.request.write(piece);
      return;
    }
    this.request.unregisterProducer();
    this.request.finish();
  }

  stopProducing(): void {}
}

class Push {
  readonly key: string;
  isStopped = false;

  constructor(key = "") {
    this.key = key;
  }

  pauseProducing(): void {}

  resumeProducing(): void {}

  stopProducing(): void {
    this.isStopped = true;
    logOf(this.key).push("stopped");
  }
}

function pull(request: Request): void {
  request.registerProducer(new Pull(request), false);
}

function push(request: Request): void {
  request.registerProducer(new Push(), true);
  request.write("to be ");
  setTimeout(() => {
    request.unregisterProducer();
    end(request, "pushed");
  }, SOON);
}

function second(request: Request): void {
  request.registerProducer(new Push(), true);
  let said = "a second one";
  try {
    request.registerProducer(new Push(), true);
  } catch {
    said = "no second one";
  }
  request.unregisterProducer();
  end(request, said);
}

function endless(request: Request): void {
  const producer = new Push(keyOf(request));
  const tick = (): void => {
    if (producer.isStopped) return;
    request.write("tick");
    setTimeout(tick, SOON);
  };
  request.registerProducer(producer, true);
  tick();
}

class Watch extends Resource {
  override readonly isLeaf = true;

  render_GET(request: Request): Rendered {
    const heard = logOf(keyOf(request));
    const ended = request.notifyFinish();
    ended.addCallbacks(
      () => void heard.push("finished"),
      () => void heard.push("lost"),
    );
    const [how] = request.postpath;
    if (how === "finish") setTimeout(end, SOON, request, "done");
    else if (how === "begin") request.write("begun");
    else if (how === "late") setTimeout(() => this.late(request, heard), 300);
    return NOT_DONE_YET;
  }

  late(request: Request, heard: string[]): void {
    request.write("nobody hears");
    try {
      request.finish();
    } catch {
      heard.push("finish raises");
    }
  }
}

class Log extends Resource {
  override readonly isLeaf = true;

  render_GET(request: Request): string {
    return logOf(keyOf(request)).join(", ") || "nothing";
  }
}

function tree(): AnyResource {
  log.clear();
  const root = new Resource();
  const actions = { once, pieces, length, silent, accepted, begun, failed, pull, push, second, endless };
  for (const [name, action] of Object.entries(actions)) root.putChild(name, new Later(action));
  const page = new Data(Buffer.from("deferred"), "text/plain");
  page.putChild("kid", new Data(Buffer.from("deferred kid"), "text/plain"));
  root.putChild("deferred", new Deferring(page));
  root.putChild("refused", new Deferring(new Failure(new Error("refused"))));
  root.putChild("watch", new Watch());
  root.putChild("log", new Log());
  return root;
}

export const later: Twin = { tree };

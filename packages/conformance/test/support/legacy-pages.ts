/** A legacy tree with a page for each way in which resources of twisted.web answer. */
import { respond, type IRequest, type IResponse } from "@headgate/core";
import {
  errorPage,
  ErrorPage,
  forbidden,
  NOT_DONE_YET,
  Resource,
  STREAMING,
  type Rendered,
  type Request,
} from "@headgate/legacy-site";

const PIECE = Buffer.alloc(10_000, "0123456789");
const PIECES = 20;

type Render = (request: Request) => Rendered | Promise<Rendered>;

class Page extends Resource {
  override readonly isLeaf = true;
  readonly #render: Render;

  constructor(render: Render) {
    super();
    this.#render = render;
  }

  render_GET(request: Request): Rendered | Promise<Rendered> {
    return this.#render(request);
  }

  render_POST(request: Request): Rendered | Promise<Rendered> {
    return this.#render(request);
  }
}

class StreamingEcho extends Resource {
  static readonly [STREAMING] = true;

  override responseForRequest(request: IRequest): IResponse {
    return respond(200, { "Content-Type": "text/x-echo" }, request);
  }
}

function json(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

/** What a resource can see of its request, but for what names the version. */
function mirror(request: Request): string {
  request.setHeader("content-type", "application/json");
  const { method, uri, path, prepath, postpath, args } = request;
  return json({
    ...{ method, uri, path, prepath, postpath, args },
    content: request.content.read().toString("latin1"),
    host: request.getHeader("host"),
    hostname: request.getRequestHostname(),
    cookie: request.getHeader("cookie"),
    echoed: request.getHeader("x-echo"),
    user: [request.getUser(), request.getPassword()],
    url: request.URLPath().toString(),
    link: [request.prePathURL(), request.childLink("child"), request.sibLink("sibling")],
    secure: request.isSecure(),
  });
}

function later(request: Request): Rendered {
  setTimeout(() => {
    request.setHeader("x-when", "later");
    request.write("one\n");
    request.write("two\n");
    setImmediate(() => {
      request.write("three\n");
      request.finish();
    });
  }, 1);
  return NOT_DONE_YET;
}

function pull(request: Request): Rendered {
  let left = PIECES;
  const resumeProducing = (): void => {
    left -= 1;
    request.write(PIECE);
    if (left > 0) return;
    request.unregisterProducer();
    request.finish();
  };
  request.registerProducer({ resumeProducing, stopProducing: () => undefined }, false);
  return NOT_DONE_YET;
}

function push(request: Request): Rendered {
  let left = PIECES;
  let isPaused = false;
  const produce = (): void => {
    if (isPaused || left === 0) return;
    left -= 1;
    request.write(PIECE);
    if (left > 0) setImmediate(produce);
    else {
      request.unregisterProducer();
      request.finish();
    }
  };
  const producer = {
    pauseProducing: (): void => void (isPaused = true),
    resumeProducing: (): void => {
      isPaused = false;
      setImmediate(produce);
    },
    stopProducing: (): void => void (left = 0),
  };
  request.registerProducer(producer, true);
  setImmediate(produce);
  return NOT_DONE_YET;
}

const PAGES: Readonly<Record<string, Render>> = {
  mirror,
  later,
  pull,
  push,
  text: () => "a page\n",
  nothing: () => "",
  promised: async () => Promise.resolve("promised\n"),
  measured: (request) => {
    request.setHeader("content-length", "4");
    request.write("four");
    request.finish();
    return NOT_DONE_YET;
  },
  fields: (request) => {
    request.setResponseCode(201, "Made");
    request.setHeader("location", "/made");
    request.responseHeaders.addRawHeader("x-twice", "first");
    request.responseHeaders.addRawHeader("x-twice", "second");
    request.setHeader("x-text", "caf\u00e9");
    request.setHeader("connection", "keep-alive");
    return "made\n";
  },
  empty: (request) => {
    request.setResponseCode(204);
    return "";
  },
  unchanged: (request) => {
    request.setResponseCode(304);
    return "";
  },
  elsewhere: (request) => {
    request.redirect("/text");
    return "";
  },
  broken: () => {
    throw new Error("a bug of the application");
  },
};

export function legacyPages(): Resource {
  const root = new Resource();
  for (const [name, render] of Object.entries(PAGES)) root.putChild(name, new Page(render));
  root.putChild("stream", new StreamingEcho());
  root.putChild("forbidden", forbidden());
  root.putChild("gone", errorPage(410, "Gone", "It was here <once>."));
  root.putChild("old", new ErrorPage(402, "Pay", "And then come back."));
  return root;
}

/** Resources that were migrated: live requests, replays, and methods that are not migrated yet. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createHash } from "node:crypto";
import diagnostics from "node:diagnostics_channel";
import {
  collect,
  ContentNotCollected,
  leaf,
  readBody,
  respond,
  type IRequest,
  type IResponse,
  type PathCursor,
} from "@headgate/core";
import {
  bridge,
  isStreaming,
  legacyRequest,
  mark,
  Resource,
  Site,
  STREAMING,
  type AnyResource,
  type LegacyEvent,
  type Rendered,
  type Request,
} from "../src/index";
import { Connection, Journal, until } from "./support/connection";
import { branch, Leaf } from "./support/resources";

/** Answers with what it was given, piece by piece. */
class Echo extends Resource {
  static readonly [STREAMING]: true | readonly string[] = true;
  override isLeaf = true;

  override async responseForRequest(request: IRequest, path: PathCursor): Promise<IResponse> {
    const body = await readBody(request);
    return respond(200, { "x-length": request.length, "x-rest": path.rest }, body);
  }

  override render(request: Request): Rendered {
    return `rendered ${request.content.read().toString()}`;
  }
}

/** Looks at the body on the way. */
class Looks extends Resource {
  readonly #child: AnyResource;

  constructor(child: AnyResource) {
    super();
    this.#child = child;
  }

  override getChild(_name: string, request: Request): AnyResource {
    request.setHeader("x-seen", request.content.read(3).toString());
    return this.#child;
  }
}

describe("a streaming resource", () => {
  test("has its request before the body", () => {
    class AtOnce extends Echo {
      override responseForRequest(): Promise<IResponse> {
        return Promise.resolve(respond(200, undefined, "at once"));
      }
    }
    const connection = Connection.to(branch({ a: new AtOnce() })).send("POST /a", { "Content-Length": "5" });
    return connection.answered().then(() => expect(connection.body).toBe("at once"));
  });

  test("has the rest of the path as a cursor, and its legacy request behind the core one", async () => {
    let seen: Request | undefined;
    class Behind extends Echo {
      override async responseForRequest(request: IRequest, path: PathCursor): Promise<IResponse> {
        seen = legacyRequest(request);
        return super.responseForRequest(request, path);
      }
    }
    const connection = Connection.to(branch({ a: new Behind() })).send("POST /a/b%20c/", {}, "body");
    await connection.answered();
    expect(connection.response.headers.get("x-rest")).toBe("b%20c/");
    expect([seen?.prepath, seen?.postpath]).toEqual([["a"], ["b c", ""]]);
    expect(() => seen?.content).toThrow(ContentNotCollected);
  });

  test("is there for the methods that it lists, and rendered for others", async () => {
    class PutOnly extends Echo {
      static override readonly [STREAMING] = ["PUT"];
    }
    const connection = Connection.to(new PutOnly());
    connection.send("PUT /", {}, "body").send("POST /", {}, "body");
    await connection.answered(2);
    expect(connection.responses.map(({ body }) => body.toString())).toEqual(["body", "rendered body"]);
  });

  test("may leave a request to render, by the inherited responseForRequest", async () => {
    class Both extends Resource {
      override isLeaf = true;

      override responseForRequest(
        request: IRequest,
        path: PathCursor,
      ): ReturnType<Resource["responseForRequest"]> {
        return request.method === "PUT" ? respond(201) : super.responseForRequest(request, path);
      }

      override render(request: Request): Rendered {
        return `rendered ${request.content.read().toString()}`;
      }
    }
    const connection = Connection.to(new Both()).send("PUT /", {}, "x").send("POST /", {}, "body");
    await connection.answered(2);
    expect(connection.responses.map(({ code, body }) => [code, body.toString()])).toEqual([
      [201, ""],
      [200, "rendered body"],
    ]);
  });
});

describe("isStreaming", () => {
  class Plain extends Resource {}
  class Renders extends Echo {
    render_PUT(): Rendered {
      return "";
    }
  }
  class ByMethod extends Resource {
    override responseForRequest(): IResponse {
      return respond(200);
    }
  }

  test.each<[string, AnyResource, string, boolean]>([
    ["an ordinary resource", new Plain(), "GET", false],
    ["a marked one", new Echo(), "GET", true],
    ["one with responseForRequest", new ByMethod(), "GET", true],
    ["one object that was marked", mark(new Plain(), STREAMING), "GET", true],
    ["one that was marked for other methods", mark(new Plain(), STREAMING, ["PUT"]), "GET", false],
    ["HEAD where GET is listed", mark(new Plain(), STREAMING, ["GET"]), "HEAD", true],
    ["a subclass that renders this method", new Renders(), "PUT", false],
    ["a subclass that renders another", new Renders(), "POST", true],
  ])("%s", (_what, resource, method, streams) => {
    expect(isStreaming(resource, method)).toBe(streams);
  });
});

describe("a replay", () => {
  let directory: string;
  beforeEach(() => (directory = fs.mkdtempSync(path.join(os.tmpdir(), "headgate-test-"))));
  afterEach(() => fs.rmSync(directory, { recursive: true, force: true }));

  test.each([
    ["from memory", 1_000],
    ["from a file", 300_000],
  ])("%s: the same head, the whole body, whatever the parent has read of it", async (_where, length) => {
    const body = Buffer.alloc(length, "0123456789");
    const site = new Site(new Looks(new Echo()), { spoolDirectory: directory, log: new Journal() });
    const connection = new Connection(site).send("POST /a", {}, body);
    await connection.answered();
    const { headers } = connection.response;
    expect([headers.get("x-length"), headers.get("x-seen")]).toEqual([String(length), "012"]);
    expect(connection.response.body.equals(body)).toBe(true);
    expect(site.bridgeSettings.budget.used).toBe(0);
  });

  test("goes as fast as its reader, and is marked as one", async () => {
    class Slow extends Echo {
      override async responseForRequest(request: IRequest): Promise<IResponse> {
        const hash = createHash("sha256");
        await collect(request, async (piece) => {
          await new Promise((resolve) => setImmediate(resolve));
          hash.update(piece);
        });
        return respond(200, undefined, hash.digest("hex"));
      }
    }
    const body = Buffer.alloc(500_000, "abc");
    const site = new Site(new Looks(new Slow()), { spoolDirectory: directory, log: new Journal() });
    const connection = new Connection(site).send("POST /a", {}, body);
    await until(() => site.exchanges()[0]?.mode === "replayed");
    await connection.answered();
    expect(connection.body).toBe(createHash("sha256").update(body).digest("hex"));
  });

  test("that ends in a render below core resources is a collected body again", async () => {
    const modes: unknown[] = [];
    const rendering = new Leaf((request) => {
      modes.push(site.exchanges()[0]?.mode);
      return request.content.getvalue();
    });
    const core = leaf((request, path) => {
      modes.push(site.exchanges()[0]?.mode);
      return bridge(rendering).responseForRequest(request, path);
    });
    const site = new Site(new Looks(core), { log: new Journal() });
    const connection = new Connection(site).send("POST /a", {}, "body");
    await connection.answered();
    expect(connection.body).toBe("body");
    expect(modes).toEqual(["replayed", "buffered"]);
  });

  test("that nobody reads is let go when the answer has left", async () => {
    class Refuses extends Echo {
      override responseForRequest(): Promise<IResponse> {
        return Promise.resolve(respond(403));
      }
    }
    const site = new Site(new Looks(new Refuses()), { log: new Journal() });
    const connection = new Connection(site).send("POST /a", {}, "body");
    await connection.answered();
    expect([connection.response.code, site.bridgeSettings.budget.used]).toEqual([403, 0]);
  });
});

describe("headgate:legacy", () => {
  const events: LegacyEvent[] = [];
  const subscriber = (event: unknown): void => void events.push(event as LegacyEvent);
  beforeEach(() => {
    events.length = 0;
    diagnostics.subscribe("headgate:legacy", subscriber);
  });
  afterEach(() => {
    diagnostics.unsubscribe("headgate:legacy", subscriber);
  });

  test("tells who made us collect, who looked, and who streams all the same", async () => {
    const connection = Connection.to(new Looks(new Echo())).send("POST /a", {}, "body");
    await connection.answered();
    const [event] = events;
    if (event?.type !== "ended") throw new Error("the end of the exchange was not told");
    expect(event.way).toMatchObject({
      step: { resource: "Echo", route: "/*", phase: "stream", hook: "stream" },
      ordinal: 2,
      previous: {
        step: { resource: "Looks", route: "/", phase: "getChild", hook: "getChild", couldLook: true },
        ordinal: 1,
        isCollector: true,
        previous: { step: { phase: "received" }, isCollector: false, previous: undefined },
      },
    });
    expect(event).toMatchObject({ touchedContent: 0b10, touchedArgs: 0, failure: undefined });
    expect(event.collection).toMatchObject({ octets: 4, isSpooled: false });
    expect(events).toHaveLength(1);
  });
});

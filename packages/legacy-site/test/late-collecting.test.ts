/**
 * When the body is collected, and for whom: rules 1 to 5 of the bridge. `early` sends the head of a POST and
 * nothing of its body; what is answered then was answered without it.
 */
import { leaf, respond } from "@headgate/core";
import {
  CONTENT_BLIND,
  ErrorPage,
  mark,
  NoResource,
  RENDERS_BLIND,
  Request,
  Resource,
  Site,
  STREAMING,
  type AnyResource,
  type Rendered,
} from "../src/index";
import { Connection, Journal } from "./support/connection";
import { branch, Leaf, Page } from "./support/resources";

const LENGTH = { "Content-Length": "5" };

function early(resource: AnyResource, line = "POST /a/b"): Connection {
  return Connection.to(resource).send(line, LENGTH);
}

const echo = new Leaf((request) => request.content.read());

/** Looks for its child in the body. */
class BodyIsTheWay extends Resource {
  override getChild(_name: string, request: Request): AnyResource {
    const body = request.content.read().toString();
    return new Leaf(() => `getChild saw ${body}`);
  }
}

/** A getChild that does not look, and does not say so. */
class Dynamic extends Resource {
  override getChild(name: string): AnyResource {
    return new ErrorPage(418, name, "");
  }
}

class Blind extends Dynamic {
  static readonly [CONTENT_BLIND] = true;
}

describe("what is answered without the body", () => {
  class NoPost extends Resource {
    render_GET(): Rendered {
      return "got";
    }
  }
  class BlindRender extends Resource {
    static readonly [RENDERS_BLIND] = true;
    override isLeaf = true;

    override render(): Rendered {
      return "blind";
    }
  }

  test.each<[string, AnyResource, number]>([
    ["a 404", new Resource(), 404],
    ["a 404 below a static child", branch({ a: new Resource() }), 404],
    ["a 405", branch({ a: branch({ b: new NoPost() }) }), 405],
    ["an error page", branch({ a: new ErrorPage(418, "Teapot", "") }), 418],
    ["a render marked RENDERS_BLIND", branch({ a: new BlindRender() }), 200],
    ["what is below a getChild marked CONTENT_BLIND", new Blind(), 418],
    ["a core resource", branch({ a: leaf(() => respond(201)) }), 201],
  ])("%s", (_what, root, code) => {
    expect(early(root).response.code).toBe(code);
  });

  test("a 501", () => {
    expect(Connection.to(branch({ a: new Resource() })).send("BREW /a", LENGTH).response.code).toBe(501);
  });

  test("so the client that asks is not invited to send it", () => {
    const connection = Connection.to(new Resource()).send("POST /a", { ...LENGTH, Expect: "100-continue" });
    expect(connection.responses.map(({ code }) => code)).toEqual([404]);
  });
});

describe("what waits for the body", () => {
  test.each<[string, AnyResource, string]>([
    ["a render", branch({ a: echo }), "hello"],
    ["a getChild that was overridden", new BodyIsTheWay(), "getChild saw hello"],
    ["a getChild below a static child", branch({ a: new BodyIsTheWay() }), "getChild saw hello"],
  ])("%s", async (_what, root, body) => {
    const connection = early(root);
    expect(connection.responses).toEqual([]);
    connection.transport.feed("hello");
    await connection.answered();
    expect(connection.body).toBe(body);
  });

  test("invites it", () => {
    const connection = Connection.to(echo).send("POST /", { ...LENGTH, Expect: "100-continue" });
    expect(connection.responses.map(({ code }) => code)).toEqual([100]);
  });

  test("never sees a part of it", () => {
    const rendered = jest.fn(() => "");
    const connection = Connection.to(new Leaf(rendered)).send("POST /", LENGTH);
    connection.transport.feed("hel");
    connection.transport.feedEnd();
    expect(rendered).not.toHaveBeenCalled();
    expect(connection.responses).toEqual([]);
  });
});

describe("a blind resource that looks all the same", () => {
  class Looks extends Resource {
    static readonly [RENDERS_BLIND] = true;
    override isLeaf = true;

    override render(request: Request): Rendered {
      return request.content.read();
    }
  }
  class LooksAtArgs extends Looks {
    static override readonly [RENDERS_BLIND] = true;

    override render(request: Request): Rendered {
      return Object.keys(request.args).join();
    }
  }
  const FORM = { "Content-Type": "application/x-www-form-urlencoded" };

  test.each<[string, AnyResource, Record<string, string>, string]>([
    ["content", new Looks(), {}, "Looks asked for request.content in render, but it is marked RENDERS_BLIND"],
    ["args of a form", new LooksAtArgs(), FORM, "LooksAtArgs asked for request.args in render"],
  ])("at %s: ContentNotCollected, never an empty body", (_what, root, fields, message) => {
    const log = new Journal();
    const connection = Connection.to(root, { log }).send("POST /?a=1", { ...LENGTH, ...fields });
    expect(connection.response.code).toBe(500);
    expect(log.details).toEqual([expect.objectContaining({ code: "CONTENT_NOT_COLLECTED" })]);
    expect(String(log.details[0])).toContain(message);
  });

  test("args of the query alone are there", () => {
    expect(Connection.to(new LooksAtArgs()).send("POST /?a=1", LENGTH).body).toBe("a");
  });

  test("without a body there is nothing to miss", () => {
    expect(Connection.to(new Looks()).send("GET /").response.code).toBe(200);
  });
});

describe("markers and inheritance", () => {
  class MinePage extends ErrorPage {
    override getChild(_name: string, request: Request): AnyResource {
      return new NoResource(`saw ${request.content.read().toString()}`);
    }
  }

  test("a subclass of a blind class, with a getChild of its own, sees the whole body", async () => {
    const connection = early(branch({ a: new MinePage(404, "", "") }));
    expect(connection.responses).toEqual([]);
    connection.transport.feed("hello");
    await connection.answered();
    expect(connection.body).toContain("saw hello");
  });

  test("a marker at the class of the method counts", () => {
    class Marked extends MinePage {
      static override readonly [CONTENT_BLIND] = true;

      override getChild(): AnyResource {
        return new NoResource("blind");
      }
    }
    expect(early(branch({ a: new Marked(404, "", "") })).body).toContain("blind");
  });

  test("a marker below the class of the method counts", () => {
    expect(early(new Dynamic()).responses).toEqual([]);
    expect(early(new Blind()).response.code).toBe(418);
  });

  test("mark() speaks of one object, and of what it has of its own", () => {
    const [one, other] = [new Dynamic(), new Dynamic()];
    mark(one, CONTENT_BLIND);
    one.getChild = () => new ErrorPage(419, "", "");
    expect(early(one).response.code).toBe(419);
    expect(early(other).responses).toEqual([]);
  });

  test("false takes back what a class above has said", () => {
    class SeesAgain extends Blind {
      static override readonly [CONTENT_BLIND] = false as true;
    }
    expect(early(new SeesAgain()).responses).toEqual([]);
  });

  class FieldForChildren extends Dynamic {
    readonly [CONTENT_BLIND] = true;
  }
  class FieldForRender extends Page {
    readonly [RENDERS_BLIND] = true;
  }
  class FieldForStream extends Page {
    readonly [STREAMING] = true;
  }
  test.each<[string, AnyResource]>([
    ["CONTENT_BLIND", new FieldForChildren()],
    ["RENDERS_BLIND", branch({ a: new FieldForRender() })],
    ["STREAMING", branch({ a: new FieldForStream() })],
  ])("%s in an instance field is refused, with or without a body", (name, root) => {
    for (const fields of [{}, LENGTH]) {
      const log = new Journal();
      const connection = Connection.to(root, { log }).send("POST /a", fields);
      expect(connection.response.code).toBe(500);
      expect(String(log.details[0])).toMatch(
        RegExp(`\\[${name}\\] of Field.* is an instance field.*static readonly \\[${name}\\]`),
      );
    }
  });

  test("each object literal is looked at, however many came before", () => {
    const literal = (): AnyResource => ({ isLeaf: true, render: () => "rendered" });
    const marked = Object.assign(literal(), { [RENDERS_BLIND]: true });
    const root = branch({ plain: literal(), marked });
    const log = new Journal();
    const codes = ["plain", "marked"].map(
      (name) => Connection.to(root, { log }).send(`GET /${name}`).response.code,
    );
    expect(codes).toEqual([200, 500]);
    expect(String(log.details[0])).toContain("put it on with mark(object, RENDERS_BLIND)");
  });
});

describe("hooks that ran on whole requests", () => {
  const order: string[] = [];
  class Hooked extends Request {
    override gotLength(length: number | null): void {
      order.push(`gotLength ${String(length)}`);
      super.gotLength(length);
    }

    override handleContentChunk(octets: Buffer): void {
      order.push(`chunk ${octets.toString()}`);
      super.handleContentChunk(octets);
    }

    override requestReceived(method: string, uri: string, version: string): void {
      order.push(`requestReceived ${method} ${uri} ${version}`);
      super.requestReceived(method, uri, version);
    }

    override process(): void {
      order.push(`process ${this.content.read().toString()}`);
      this.content.seek(0);
      super.process();
    }
  }
  class HookedSite extends Site {
    override getResourceFor(request: Request): ReturnType<Site["getResourceFor"]> {
      order.push("getResourceFor");
      return super.getResourceFor(request);
    }
  }

  test("run in twisted's order, after the body", async () => {
    const root = new Leaf((request) => {
      order.push(`render ${request.content.read().toString()}`);
      return "done";
    });
    const connection = new Connection(new HookedSite(root, Hooked, { log: new Journal() }));
    connection.send("POST /x", LENGTH);
    connection.transport.feed("hel");
    expect(order).toEqual(["gotLength 5", "chunk hel"]);
    connection.transport.feed("lo");
    await connection.answered();
    expect(order.slice(2)).toEqual([
      "chunk lo",
      "requestReceived POST /x HTTP/1.1",
      "process hello",
      "getResourceFor",
      "render hello",
    ]);
  });

  test("CONTENT_BLIND on their class lifts the wait", () => {
    class Blinded extends Request {
      static readonly [CONTENT_BLIND] = true;

      override process(): void {
        super.process();
      }
    }
    const connection = Connection.to(new Resource(), { requestFactory: Blinded }).send("POST /a", LENGTH);
    expect(connection.response.code).toBe(404);
  });

  test("gotLength and handleContentChunk alone change only the collecting", () => {
    class Collects extends Request {
      override handleContentChunk(octets: Buffer): void {
        super.handleContentChunk(Buffer.from(octets.toString().toUpperCase()));
      }
    }
    expect(
      Connection.to(new Resource(), { requestFactory: Collects }).send("POST /a", LENGTH).response.code,
    ).toBe(404);
    const connection = Connection.to(echo, { requestFactory: Collects }).send("POST /", {}, "hello");
    expect(connection.body).toBe("HELLO");
  });

  test("getContentFile of the site is collected into", () => {
    const chunks: Buffer[] = [];
    class OwnFiles extends Site {
      getContentFile(): { write(octets: Buffer): void; read(): Buffer; seek(): void } {
        return {
          write: (octets) => void chunks.push(octets),
          read: () => Buffer.concat(chunks),
          seek: () => undefined,
        };
      }
    }
    const connection = new Connection(new OwnFiles(echo)).send("POST /", {}, "hello");
    expect(connection.body).toBe("hello");
    expect(chunks).toHaveLength(1);
  });
});

describe("limits", () => {
  test("a body that could never be held is refused before it comes", () => {
    const connection = Connection.to(echo, { bufferBudgetOctets: 4 }).send("POST /", LENGTH);
    expect(connection.response.code).toBe(413);
  });

  test("a budget that is used up: 503", () => {
    const site = new Site(echo, { bufferBudgetOctets: 8, log: new Journal() });
    const [first, second] = [new Connection(site), new Connection(site)];
    first.send("POST /", LENGTH).transport.feed("hell");
    second.send("POST /", LENGTH).transport.feed("hello");
    expect(second.response.code).toBe(503);
    expect(second.response.headers.has("retry-after")).toBe(true);
    first.transport.feed("o");
    expect(first.response.code).toBe(200);
    expect(new Connection(site).send("POST /", {}, "hello").response.code).toBe(200);
  });

  test("a multipart form without a boundary: 400 and close", () => {
    const fields = { "Content-Type": "multipart/form-data" };
    const connection = Connection.to(echo).send("POST /", fields, "--x\r\n");
    expect([connection.response.code, connection.response.headers.get("connection")]).toEqual([400, "close"]);
  });
});

test("a page marks only what it says: STREAMING is not inherited past a render of one's own", () => {
  class Streams extends Page {
    static readonly [STREAMING] = true;

    override responseForRequest(): never {
      throw new Error("not for whoever renders");
    }
  }
  class Renders extends Streams {
    override render(request: Request): Rendered {
      return request.content.read();
    }
  }
  expect(Connection.to(branch({ a: new Renders() })).send("POST /a", {}, "hello").body).toBe("hello");
});

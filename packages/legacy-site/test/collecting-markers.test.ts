/** What the markers say of collecting, and for which classes. */
import {
  CONTENT_BLIND,
  ErrorPage,
  mark,
  NoResource,
  RENDERS_BLIND,
  Resource,
  STREAMING,
  type AnyResource,
  type Rendered,
  type Request,
} from "../src/index";
import { Connection, Journal } from "./support/connection";
import { branch, Page } from "./support/resources";
import { Blind, Dynamic, early, LENGTH } from "./support/early";

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

import { NOT_DONE_YET, Resource, UnsupportedMethod, type Rendered, type Request } from "../src/index";
import { ask, Connection, Journal } from "./support/connection";
import { Leaf, Page } from "./support/resources";

class GetOnly extends Resource {
  override isLeaf = true;

  render_GET(request: Request): Rendered {
    request.setHeader("x-page", "yes");
    return "0123456789";
  }
}

class PostOnly extends Resource {
  override isLeaf = true;

  render_POST(): Rendered {
    return "posted";
  }
}

describe("what render returns", () => {
  test.each<[string, unknown, string]>([
    ["text, as UTF-8", "é", "é"],
    ["a Buffer", Buffer.from("octets"), "octets"],
    ["any octets", new Uint8Array([111, 107]), "ok"],
    ["nothing", "", ""],
  ])("%s is the body, with its length", async (_what, returned, body) => {
    const response = await ask(new Leaf(() => returned as Rendered), "GET /");
    expect([response.code, response.body.toString()]).toEqual([200, body]);
    expect(response.headers.get("content-length")).toBe(String(Buffer.byteLength(body)));
    expect(response.headers.get("content-type")).toBe(body === "" ? undefined : "text/html");
  });

  test("a promise stands for its body", async () => {
    const response = await ask(new Leaf(() => Promise.resolve("later")), "GET /");
    expect([response.body.toString(), response.headers.get("content-length")]).toEqual(["later", "5"]);
  });

  test("a promise of nothing is fine for who has finished by itself", async () => {
    const leaf = new Leaf(async (request) => {
      await Promise.resolve();
      request.write("by hand");
      request.finish();
      return undefined as never;
    });
    expect((await ask(leaf, "GET /")).body.toString()).toBe("by hand");
  });

  test.each([[null], [undefined], [42], [["a"]], [Promise.resolve(7)]])(
    "%p is a 500 that says so",
    async (value) => {
      const response = await ask(new Leaf(() => value as never), "GET /");
      expect(response.code).toBe(500);
      expect(response.body.toString()).toContain("Request did not return bytes");
    },
  );

  test("its length overrules the application's", async () => {
    const leaf = new Leaf((request) => {
      request.setHeader("content-length", "999");
      return "seven b";
    });
    expect((await ask(leaf, "GET /")).headers.getAll("content-length")).toEqual(["7"]);
  });

  test("leaves with its head in one write", () => {
    const connection = Connection.to(new Leaf(() => "body")).send("GET /");
    expect(connection.transport.writes).toHaveLength(1);
  });
});

describe("methods", () => {
  test.each([
    ["POST", 405, "HEAD, GET"],
    ["PUT", 501, undefined],
    ["OPTIONS", 501, undefined],
    ["get", 501, undefined],
  ])("%s where only GET is: %i", async (method, code, allow) => {
    const response = await ask(new GetOnly(), `${method} /`);
    expect([response.code, response.headers.get("allow")]).toEqual([code, allow]);
  });

  test("allowedMethods is what a 405 names", async () => {
    class Listed extends Resource {
      override allowedMethods = ["PUT", "BREW"];
    }
    const root = new Resource();
    root.putChild("", new Listed());
    expect((await ask(root, "GET /")).headers.get("allow")).toBe("PUT, BREW");
  });

  test("a 405 names inherited methods first", async () => {
    class Both extends GetOnly {
      render_POST(): Rendered {
        return "";
      }
    }
    const both = new Both();
    Object.defineProperty(both, "render_GET", { value: undefined });
    Object.defineProperty(both, "render_HEAD", { value: undefined });
    expect((await ask(both, "GET /")).headers.get("allow")).toBe("HEAD, GET, POST");
  });

  test("UnsupportedMethod wants a list", () => {
    expect(() => new UnsupportedMethod("GET" as never)).toThrow(TypeError);
    expect(new UnsupportedMethod(["GET", "PUT"]).message).toBe("Expected one of [GET, PUT]");
  });
});

describe("HEAD", () => {
  test("ended by loseConnection gets its head, and the connection closes", () => {
    const leaf = new Leaf((request) => {
      request.write("begun");
      request.loseConnection();
      return NOT_DONE_YET;
    });
    const { response, transport } = Connection.to(leaf).send("HEAD /");
    expect(response).toMatchObject({ code: 200, isComplete: true });
    expect(response.headers.get("connection")).toBe("close");
    expect(transport.hasFinished).toBe(true);
  });

  test("has the length of what GET returns, and no body", async () => {
    const response = await ask(new GetOnly(), "HEAD /");
    expect([response.headers.get("content-length"), response.headers.get("x-page")]).toEqual(["10", "yes"]);
  });

  test("of an empty page has no length", async () => {
    expect((await ask(new Leaf(() => ""), "HEAD /")).headers.has("content-length")).toBe(false);
  });

  test("where only POST is: 500, as twisted.web has it", async () => {
    expect((await ask(new PostOnly(), "HEAD /")).code).toBe(500);
  });

  class OnlyKnowsGet extends Resource {
    override isLeaf = true;
    readonly #answer: (request: Request) => Rendered;

    constructor(answer: (request: Request) => Rendered) {
      super();
      this.#answer = answer;
    }

    override render(request: Request): Rendered {
      if (request.method !== "GET") throw new UnsupportedMethod(["GET"]);
      return this.#answer(request);
    }
  }

  test("is faked by a GET where the resource says that it has that only", async () => {
    const methods: string[] = [];
    const leaf = new OnlyKnowsGet((request) => {
      methods.push(request.method);
      request.write("is dropped");
      return "nine byte";
    });
    const response = await ask(leaf, "HEAD /");
    expect([response.code, response.headers.get("content-length")]).toEqual([200, "9"]);
    expect(methods).toEqual(["GET"]);
  });

  test("faked by a GET that is not done yet: the head only", async () => {
    const response = await ask(new OnlyKnowsGet(() => NOT_DONE_YET), "HEAD /");
    expect([response.code, response.headers.has("content-length")]).toEqual([200, false]);
  });
});

describe("failures", () => {
  const boom = new Page(() => {
    throw new Error("boom <b>");
  });

  test("a throw is a 500 without detail, logged", async () => {
    const log = new Journal();
    const response = await ask(boom, "GET /", {}, undefined, { log });
    expect([response.code, response.headers.get("content-type")]).toEqual([404, "text/html; charset=utf-8"]);
    const atRoot = await ask(new Leaf((request) => boom.render(request)), "GET /", {}, undefined, { log });
    expect([atRoot.code, atRoot.headers.get("content-type")]).toEqual([500, "text/html"]);
    expect(atRoot.body.toString()).not.toContain("boom");
    expect(log.messages).toEqual(["GET / failed"]);
  });

  test("displayTracebacks shows it, escaped", async () => {
    const leaf = new Leaf((request) => boom.render(request));
    const response = await ask(leaf, "GET /", {}, undefined, { displayTracebacks: true });
    expect(response.body.toString()).toContain("boom &lt;b&gt;");
  });

  test("after the first write the body is cut, with what was written", () => {
    const leaf = new Leaf((request) => {
      request.write("partial;");
      throw new Error("boom");
    });
    const connection = Connection.to(leaf).send("GET /");
    expect(connection.response).toMatchObject({ code: 200, isComplete: false });
    expect(connection.transport.written.toString()).toMatch(/partial;\r\n$/);
    expect(connection.transport.hasFinished).toBe(true);
  });

  test("after finish only the log hears of it", () => {
    const log = new Journal();
    const leaf = new Leaf((request) => {
      request.write("whole");
      request.finish();
      throw new Error("boom");
    });
    const connection = Connection.to(leaf, { log }).send("GET /").send("GET /");
    expect(connection.responses.map(({ body }) => body.toString())).toEqual(["whole", "whole"]);
    expect(log.messages).toHaveLength(2);
  });

  test("a rejected promise is a 500 too", async () => {
    const leaf = new Leaf(() => Promise.reject(new Error("boom")));
    expect((await ask(leaf, "GET /")).code).toBe(500);
  });
});

/** When the body is collected, and within which limits. */
import { leaf, respond } from "@headgate/core";
import {
  ErrorPage,
  RENDERS_BLIND,
  Resource,
  Site,
  type AnyResource,
  type Rendered,
  type Request,
} from "../src/index";
import { Connection, Journal } from "./support/connection";
import { branch, Leaf } from "./support/resources";
import { Blind, early, echo, LENGTH } from "./support/early";

/** Looks for its child in the body. */
class BodyIsTheWay extends Resource {
  override getChild(_name: string, request: Request): AnyResource {
    const body = request.content.read().toString();
    return new Leaf(() => `getChild saw ${body}`);
  }
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

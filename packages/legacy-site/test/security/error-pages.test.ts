/** Attacks on whoever is shown an error: markup of a client's in our pages (CVE-2022-39348 and its kin), and secrets. */
import {
  errorPage,
  ErrorPage,
  forbidden,
  NameVirtualHost,
  NoResource,
  notFound,
  Resource,
  type AnyResource,
} from "../../src/index";
import { ask, Connection, Journal } from "../support/connection";
import { branch, Leaf } from "../support/resources";

const MARKUP = `"'><script>alert(1)</script>&<img src=x onerror=alert(1)>`;
const ENCODED = encodeURIComponent(MARKUP);

class GetOnly extends Resource {
  override readonly isLeaf = true;

  render_GET(): string {
    return "";
  }
}

const fails = new Leaf(() => {
  throw new Error(`secret ${MARKUP}`);
});
const root: AnyResource = branch({ get: new GetOnly(), fails, none: new Leaf(() => null as never) });

function expectInert(body: string): void {
  expect(body).not.toMatch(/<(?:script|img)|"'>/);
}

describe("markup in a target", () => {
  test.each([
    ["404", "GET", `/${ENCODED}`, 404],
    ["404, not encoded", "GET", "/x?<script>alert(1)</script>", 404],
    ["405", "POST", `/get/${ENCODED}`, 405],
    ["405, not encoded", "POST", "/get?<script>alert(1)</script>", 405],
    ["405, with quotes", "POST", "/get?\"'><img/src=x>", 405],
    ["500", "GET", `/fails/${ENCODED}`, 500],
    ["500 of no content", "GET", `/none/<script>`, 500],
    ["501", "BREW", `/get/${ENCODED}`, 501],
  ])("is none in the page of a %s", async (_what, method, target, code) => {
    const response = await ask(root, `${method} ${target}`);
    expect(response.code).toBe(code);
    expectInert(response.body.toString());
  });
});

test.each(["<script>", "GET<img>", 'G"T', "G'T&"])("markup in a method (%s) is none in a page", (method) => {
  const connection = Connection.to(root).send(`${method} /get`);
  expect([400, 501]).toContain(connection.response.code);
  expectInert(connection.body);
});

test.each(["<script>alert(1)</script>", 'a"><img>', "a'b"])(
  "CVE-2022-39348: markup in a Host (%s) is none in the page of an unknown one",
  async (host) => {
    const connection = Connection.to(new NameVirtualHost());
    connection.transport.feed(`GET / HTTP/1.0\r\nHost: ${host}\r\n\r\n`);
    await connection.answered();
    expect([400, 404]).toContain(connection.responses[0]?.code);
    expectInert(connection.transport.written.toString());
  },
);

describe("texts of an application's own", () => {
  test.each<[string, AnyResource]>([
    ["notFound", notFound(MARKUP, MARKUP)],
    ["forbidden", forbidden(MARKUP, MARKUP)],
    ["errorPage", errorPage(500, MARKUP, MARKUP)],
  ])("%s escapes them", async (_what, page) => {
    expectInert((await ask(branch({ a: page }), "GET /a")).body.toString());
  });

  test("the older pages do not, as twisted.web has it: their texts are HTML", async () => {
    for (const page of [new NoResource("<i>gone</i>"), new ErrorPage(500, "a", "<i>gone</i>")]) {
      expect((await ask(branch({ a: page }), "GET /a")).body.toString()).toContain("<i>gone</i>");
    }
  });
});

describe("what went wrong", () => {
  test("is not told to clients", async () => {
    const { body } = await ask(root, "GET /fails");
    expect(body.toString()).not.toMatch(/secret|error-pages|\.ts/);
  });

  test("is escaped where a site displays it", async () => {
    const log = new Journal();
    const { body } = await ask(root, "GET /fails", {}, undefined, { displayTracebacks: true, log });
    expect(body.toString()).toContain("secret");
    expectInert(body.toString());
  });
});

/** Conditional requests: validators that a resource sets, and what is answered to a client that has them. */
import { leaf, respond } from "@headgate/core";
import { CACHED, Resource, type Request } from "../src/index";
import { isTagNamed, isUnmodifiedSince } from "../src/conditional-request";
import { ask } from "./support/connection";
import { branch, Leaf } from "./support/resources";

const STAMP = 1_000_000_000;
const DATE = "Sun, 09 Sep 2001 01:46:40 GMT";

const modified = new Leaf((request) => (request.setLastModified(STAMP) === CACHED ? "" : "page"));
const tagged = new Leaf((request) => (request.setETag('"v1"') === CACHED ? "" : "page"));

describe("setLastModified", () => {
  test.each([
    ["no condition", undefined, 200],
    ["the same second", DATE, 304],
    ["a second earlier", "Sun, 09 Sep 2001 01:46:39 GMT", 200],
    ["a day later", "Mon, 10 Sep 2001 01:46:40 GMT", 304],
    ["another format", "Sunday, 09-Sep-01 01:46:40 GMT", 304],
    ["a length behind it", `${DATE}; length=3`, 304],
    ["no date", "yesterday", 200],
    ["nothing before the semicolon", ";", 200],
    ["nothing", "", 200],
  ])("with %s", async (_what, since, code) => {
    const fields = since === undefined ? {} : { "If-Modified-Since": since };
    const response = await ask(modified, "GET /", fields);
    expect(response.code).toBe(code);
    expect(response.headers.get("last-modified")).toBe(DATE);
    expect(response.body.toString()).toBe(code === 200 ? "page" : "");
    expect(response.headers.has("content-type")).toBe(code === 200);
  });

  test("is about every method", async () => {
    expect((await ask(modified, "POST /", { "If-Modified-Since": DATE }, "x")).code).toBe(304);
    expect((await ask(modified, "HEAD /", { "If-Modified-Since": DATE })).code).toBe(304);
  });

  test("rounds up, and never goes back", async () => {
    const monotone = new Leaf((request) => {
      request.setLastModified(STAMP + 0.25);
      request.setLastModified(STAMP - 1000);
      return String(request.lastModified);
    });
    const { body, headers } = await ask(monotone, "GET /");
    expect(body.toString()).toBe(`${STAMP + 1}`);
    expect(headers.get("last-modified")).toBe("Sun, 09 Sep 2001 01:46:41 GMT");
  });

  test("a date that the application has set itself stands, a tag does not", async () => {
    const own = new Leaf((request) => {
      request.setHeader("last-modified", "today");
      request.setHeader("etag", '"own"');
      request.setLastModified(STAMP);
      request.setETag('"v1"');
      return "page";
    });
    const { headers } = await ask(own, "GET /");
    expect([headers.get("last-modified"), headers.get("etag")]).toEqual(["today", '"v1"']);
  });

  test("takes seconds, and nothing else", async () => {
    const bad = new Leaf((request) => String(request.setLastModified(NaN)));
    expect((await ask(bad, "GET /")).code).toBe(500);
  });
});

describe("setETag", () => {
  test.each([
    ["GET", "no condition", undefined, 200],
    ["GET", "the tag", '"v1"', 304],
    ["HEAD", "the tag", '"v1"', 304],
    ["POST", "the tag", '"v1"', 412],
    ["GET", "any", "*", 304],
    ["POST", "any", "*", 412],
    ["GET", "another", '"v0"', 200],
    ["GET", "a weak one", 'W/"v1"', 200],
    ["GET", "a list by blanks", '"v0" "v1"', 304],
    ["GET", "a list by commas", '"v0", "v1"', 304],
    ["GET", "a list by commas, first", '"v1", "v0"', 304],
    ["GET", "a list without blanks", '"v1","v0"', 304],
    ["GET", "a tag within a tag", '"v0,v1"', 200],
    ["GET", "a tag with a semicolon behind it", '"v1";', 200],
    ["GET", "any, with a comma behind it", '*, "v0"', 200],
    ["GET", "any behind a tag", '"v0", *', 304],
  ])("%s with %s", async (method, _what, tags, code) => {
    const fields = tags === undefined ? {} : { "If-None-Match": tags };
    const response = await ask(tagged, `${method} /`, fields);
    expect(response.code).toBe(code);
    expect(response.headers.get("etag")).toBe('"v1"');
    expect(response.body.toString()).toBe(code === 200 && method !== "HEAD" ? "page" : "");
  });

  test("an empty one is none", async () => {
    const untagged = new Leaf((request) => (request.setETag("") === CACHED ? "" : "page"));
    const response = await ask(untagged, "GET /", { "If-None-Match": '"v1"' });
    expect([response.code, response.headers.has("etag")]).toEqual([200, false]);
    expect((await ask(untagged, "GET /", { "If-None-Match": "*" })).code).toBe(304);
  });

  test("a line break in it splits no response", async () => {
    const evil = new Leaf((request) => (request.setETag('"a"\r\nX-Evil: 1') === CACHED ? "" : "page"));
    const { headers } = await ask(evil, "GET /");
    expect(headers.has("x-evil")).toBe(false);
  });

  test("what is written to a 304 all the same is dropped", async () => {
    const ignoring = new Leaf((request) => {
      request.setETag('"v1"');
      return "nobody reads this";
    });
    expect((await ask(ignoring, "GET /", { "If-None-Match": '"v1"' })).body).toHaveLength(0);
  });
});

test("either condition is enough", async () => {
  const both = new Leaf((request) => {
    const conditions = [request.setLastModified(STAMP), request.setETag('"both"')];
    return conditions.includes(CACHED) ? "" : "page";
  });
  expect((await ask(both, "GET /", { "If-None-Match": '"both"' })).code).toBe(304);
  expect((await ask(both, "GET /", { "If-Modified-Since": DATE })).code).toBe(304);
});

test("validators that a parent sets stand on a core child's answer", async () => {
  class Parent extends Resource {
    override getChild(_name: string, request: Request): object {
      request.setETag('"parent"');
      return leaf(() => respond(200, {}, "child"));
    }
  }
  const { headers } = await ask(branch({ parent: new Parent() }), "GET /parent/x");
  expect(headers.get("etag")).toBe('"parent"');
});

test("what is long and no condition is none", () => {
  const quotes = `${'"a,'.repeat(10_000)}"`;
  expect(isTagNamed(quotes, '"b"')).toBe(false);
  expect(isTagNamed("W/".repeat(10_000), '"b"')).toBe(false);
  expect(isUnmodifiedSince(" ".repeat(10_000), 0)).toBe(false);
});

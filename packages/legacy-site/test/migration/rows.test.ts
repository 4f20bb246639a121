/** Rows of the report: their order, what is no row, and what is said of objects and of classes at several routes. */
import { BODY_LIMITS, Resource, type AnyResource, type Request } from "../../src/index";
import { branch } from "../support/resources";
import { Dyn, FORM, Form, rowOf, siteAfter, Store } from "./reported-site";

test("what waits for a child that has to be changed too comes before what waits for little", async () => {
  const site = await siteAfter(branch({ store: new Store(), dyn: new Dyn() }), [
    ["PUT /store", "abc"],
    ["PUT /dyn/store", "x".repeat(1_000_000)],
  ]);
  const names = site.migrationReport().rows.map(({ resource, route }) => `${resource} ${route}`);
  expect(names).toEqual(["Dyn /dyn", "Store /store", "Store /dyn/*"]);
});

test("objects of one class at one route, one of them with a render of its own, have rows of their own", async () => {
  class Makes extends Resource {
    override getChild(name: string): AnyResource {
      const store = new Store();
      return name === "own" ? Object.assign(store, { render: () => "own" }) : store;
    }
  }
  const site = await siteAfter(branch({ makes: new Makes() }), [
    ["PUT /makes/a", "abc"],
    ["PUT /makes/own", "abc"],
    ["PUT /makes/a", "abc"],
  ]);
  const rows = site.migrationReport().rows.filter(({ resource }) => resource === "Store");
  expect(rows.map(({ hook, requests }) => [hook, requests])).toEqual([
    ["render_PUT", 2],
    ["render", 1],
  ]);
});

test("an object without a class is marked by mark()", async () => {
  const blind = { isLeaf: true, render: (): string => "done" } as unknown as AnyResource;
  const reader = {
    isLeaf: true,
    render: (request: Request): Buffer => request.content.read(),
  } as unknown as AnyResource;
  const site = await siteAfter(branch({ blind, reader }), [
    ["PUT /blind", "abc"],
    ["PUT /reader", "abc"],
  ]);
  const { rows } = site.migrationReport();
  expect(rows.find(({ route }) => route === "/blind")?.advice).toMatch(
    /^render of an object never read the body in 1 request: add mark\(object, RENDERS_BLIND\); /,
  );
  const skeleton = rows.find(({ route }) => route === "/reader")?.skeleton;
  expect(skeleton).toContain("// around the object: mark(object, STREAMING), and in it:");
  expect(skeleton).not.toContain("override");
});

test("of a body that was refused it is not said that nobody read it: nobody had a turn", async () => {
  class Limited extends Store {
    static readonly [BODY_LIMITS] = { maxBodyOctets: 2 };
  }
  const site = await siteAfter(branch({ limited: new Limited() }), [["PUT /limited", "abc"]]);
  const { rows, totals } = site.migrationReport();
  expect(rows).toEqual([]);
  expect(totals).toMatchObject({ requests: 1, unread: 1 });
  expect(site.migrationReport().tree.children[0]).toMatchObject({ state: "buffered", requests: 1 });
});

test("as text, the lines to begin with are there once for a class", async () => {
  const site = await siteAfter(branch({ a: new Store(), b: new Store() }), [
    ["PUT /a", "abc"],
    ["PUT /b", "abc"],
  ]);
  const text = site.migrationReport().toString();
  expect(text.match(/static readonly \[STREAMING\]/g)).toHaveLength(1);
  expect(text.match(/make it \[STREAMING\]/g)).toHaveLength(2);
  expect(text).toMatch(/make it \[STREAMING\]\n {5}with the same lines as above\n$/);
});

test("a form is as large as it is, whoever above had it collected", async () => {
  class Forms extends Resource {
    override getChild(): AnyResource {
      return new Form();
    }
  }
  const site = await siteAfter(branch({ forms: new Forms() }), [
    ["POST /forms/x", `a=${"x".repeat(1_500_000)}`, FORM],
  ]);
  expect(rowOf(site, "Form").advice).toMatch(
    /^render_POST of Form read the args of forms of up to 1\.5 MB, which something above it had collected: make it \[STREAMING\]/,
  );
});

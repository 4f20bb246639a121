/** What a site advises after some requests. */
import { Request, Resource, Site, type AnyResource } from "../../src/index";
import { Connection, Journal } from "../support/connection";
import { branch } from "../support/resources";
import { Dyn, Form, FORM, rowOf, siteAfter, Store } from "./reported-site";

class Twice extends Store {
  override render_PUT(request: Request): Buffer {
    request.content.read(1);
    request.content.seek(0);
    return request.content.read();
  }
}

class Careless extends Resource {
  render_PUT(): string {
    return "done";
  }
}

class Nosy extends Dyn {
  override getChild(name: string, request?: Request): AnyResource {
    request?.content.read(1);
    return super.getChild(name);
  }
}

describe("advice", () => {
  test.each<[what: string, root: AnyResource, line: string, body: string, resource: string, advice: RegExp]>([
    [
      "a getChild that never looks is to be marked",
      branch({ dyn: new Dyn() }),
      "PUT /dyn/upload",
      "abc",
      "Dyn",
      /^getChild of Dyn never read the body in 2 requests: add \[CONTENT_BLIND\]; 6 octets waited .+ for nothing$/,
    ],
    [
      "a getChild that looks is to choose otherwise",
      branch({ dyn: new Nosy() }),
      "PUT /dyn/upload",
      "abc",
      "Nosy",
      /^getChild of Nosy read the body in 2 of 2 requests, .*path, query or fields.* then add \[CONTENT_BLIND\]$/,
    ],
    [
      "a render that reads once could stream",
      branch({ store: new Store() }),
      "PUT /store",
      "abc",
      "Store",
      /^render_PUT of Store read content once, front to back, 6 octets waited .+: make it \[STREAMING\]$/,
    ],
    [
      "a render that reads twice had better stay",
      branch({ twice: new Twice() }),
      "PUT /twice",
      "abc",
      "Twice",
      /^render_PUT of Twice read content more than once or out of order in 2 of 2 requests, .*: leave it/,
    ],
    [
      "a render that never looks is to be marked",
      branch({ careless: new Careless() }),
      "PUT /careless",
      "abc",
      "Careless",
      /^render_PUT of Careless never read the body in 2 requests: add \[RENDERS_BLIND\]; 6 octets waited/,
    ],
  ])("%s", async (_, root, line, body, resource, advice) => {
    const site = await siteAfter(root, [
      [line, body],
      [line, body],
    ]);
    expect(rowOf(site, resource).advice).toMatch(advice);
    expect(site.migrationReport().toString()).toContain(rowOf(site, resource).advice);
  });

  test("a small form is well buffered, a large one could stream its files", async () => {
    const root = branch({ form: new Form() });
    const site = await siteAfter(root, [["POST /form", "a=1", FORM]]);
    expect(rowOf(site, "Form")).toMatchObject({ touchedArgs: 1, touchedContent: 0 });
    expect(rowOf(site, "Form").marker).toBeUndefined();
    expect(rowOf(site, "Form").advice).toMatch(/of at most 3 octets in 1 request: .*leave it$/);
    const large = await siteAfter(root, [["POST /form", `a=${"x".repeat(1_000_000)}`, FORM]]);
    expect(rowOf(large, "Form")).toMatchObject({ marker: "STREAMING", spooledOctets: 1_000_002 });
  });

  test("that the framework parsed a form does not count as reading it", async () => {
    class Raw extends Resource {
      render_POST(request: Request): Buffer {
        return request.content.read();
      }
    }
    const site = await siteAfter(branch({ raw: new Raw() }), [["POST /raw", "a=1", FORM]]);
    expect(rowOf(site, "Raw")).toMatchObject({ touchedContent: 1, readInOrder: 1, touchedArgs: 0 });
  });

  test("the skeleton of a resource that reads once says which method streams", async () => {
    const site = await siteAfter(branch({ store: new Store() }), [["PUT /store", "abc"]]);
    expect(rowOf(site, "Store").skeleton).toContain(`static readonly [STREAMING] = ["PUT"];`);
  });

  test("an override of process or of getResourceFor is named with its class", async () => {
    class Processing extends Request {
      override process(): void {
        super.process();
      }
    }
    const processing = await siteAfter(branch({ store: new Store() }), [["PUT /store", "abc"]], {
      requestFactory: Processing,
    });
    expect(rowOf(processing, "Processing")).toMatchObject({
      hook: "process",
      collected: 1,
      marker: "CONTENT_BLIND",
    });
    class Finding extends Site {
      override getResourceFor(request: Request): ReturnType<Site["getResourceFor"]> {
        return super.getResourceFor(request);
      }
    }
    const finding = new Finding(branch({ store: new Store() }), { log: new Journal() });
    await new Connection(finding).send("PUT /store", {}, "abc").answered();
    expect(rowOf(finding, "Finding")).toMatchObject({ hook: "getResourceFor", collected: 1 });
  });

  test("what would gain most stands first, and what is well as it is last", async () => {
    const root = branch({ store: new Store(), twice: new Twice(), dyn: new Dyn() });
    const site = await siteAfter(root, [
      ["PUT /twice", "x".repeat(90_000)],
      ["PUT /store", "abc"],
      ["PUT /dyn/upload", "x".repeat(1_000_000)],
    ]);
    const names = site.migrationReport().rows.map(({ resource, hook }) => `${resource}.${hook}`);
    expect(names[0]).toBe("Dyn.getChild");
    expect(names.slice(-2).sort()).toEqual(["Twice.render_PUT", "Upload.stream"]);
  });
});

/** The report of a core Site, on the legacy trees that are bridged into it. */
import { leaf, readBody, respond, Site as CoreSite, tree } from "@headgate/core";
import { inject, ManualClock } from "@headgate/core/testing";
import {
  bridge,
  CONTENT_BLIND,
  dashboardOf,
  MigrationEvidence,
  NOT_DONE_YET,
  Request,
  Resource,
  Site,
  type AnyResource,
  type ResourceNode,
} from "../../src/index";
import { Journal } from "../support/connection";

class Store extends Resource {
  override isLeaf = true;
  render_PUT(request: Request): Buffer {
    return request.content.read();
  }
}

class Dyn extends Resource {
  override getChild(): AnyResource {
    return new Store();
  }
}

class Marked extends Dyn {
  static readonly [CONTENT_BLIND] = true;
}

class Forgetful extends Resource {
  override isLeaf = true;
  forgotten: Request | undefined;

  render_POST(request: Request): typeof NOT_DONE_YET {
    this.forgotten = request;
    return NOT_DONE_YET;
  }
}

async function put(site: CoreSite, target: string): Promise<string> {
  return (await inject(site, { method: "PUT", target, body: "hello" })).body.toString();
}

function namesIn({ name, resource, kind, children }: ResourceNode): unknown[] {
  return [`${name} ${resource} ${kind}`, ...children.map(namesIn)];
}

test("two trees in one report, by the routes of the whole site; what never comes to a bridge is not counted", async () => {
  const evidence = new MigrationEvidence({ log: new Journal() });
  const old = new Resource();
  old.putChild("dyn", new Dyn());
  const site = new CoreSite(
    tree({
      old: bridge(old, { evidence }),
      deeper: tree({ marked: bridge(new Marked(), { evidence }) }),
      unseen: bridge(new Dyn()),
      fresh: leaf(async (request) => respond(200, {}, await readBody(request))),
    }),
  );
  evidence.site = site;
  for (const target of ["/old/dyn/a", "/old/dyn/b", "/deeper/marked/c", "/unseen/d", "/fresh"]) {
    expect(await put(site, target)).toBe("hello");
  }
  const report = evidence.migrationReport();
  expect(report.totals).toMatchObject({ requests: 3, buffered: 3, octets: 15 });
  const rows = report.rows.map(({ resource, route, hook, requests, marker }) =>
    [resource, route, hook, requests, marker].join(" "),
  );
  expect(rows.sort()).toEqual([
    "Dyn /old/dyn getChild 2 CONTENT_BLIND",
    "Store /deeper/marked/* render_PUT 1 STREAMING",
    "Store /old/dyn/* render_PUT 2 STREAMING",
  ]);
  expect(namesIn(report.tree)).toEqual([
    " Tree core",
    ["old Resource legacy", ["dyn Dyn legacy", ["* Store legacy"]]],
    ["deeper Tree core", ["marked Marked legacy", ["* Store legacy"]]],
    ["unseen Dyn legacy"],
    ["fresh Leaf core"],
  ]);
});

test("without its site it has the rows, but no tree and no exchanges", async () => {
  const evidence = new MigrationEvidence({ log: new Journal() });
  await put(new CoreSite(tree({ dyn: bridge(new Dyn(), { evidence }) })), "/dyn/a");
  const { rows, tree: known } = evidence.migrationReport();
  expect(rows.map(({ route }) => route).sort()).toEqual(["/dyn", "/dyn/*"]);
  expect(known.children.map(({ route, resource }) => `${route} ${resource}`)).toEqual(["/dyn/* Store"]);
  expect(evidence.exchanges()).toEqual([]);
});

test("a dashboard of it, in the tree that it tells of", async () => {
  const evidence = new MigrationEvidence({ log: new Journal() });
  const dashboard = dashboardOf(evidence, { allow: () => true });
  const site = new CoreSite(tree({ dyn: bridge(new Dyn(), { evidence }), dashboard }));
  evidence.site = site;
  await put(site, "/dyn/a");
  const { body } = await inject(site, { target: "/dashboard/report.json" });
  expect(JSON.parse(body.toString())).toMatchObject({
    version: 1,
    rows: [{ route: "/dyn" }, { route: "/dyn/*" }],
  });
  const live = await inject(site, { target: "/dashboard/exchanges.json" });
  expect(JSON.parse(live.body.toString())).toMatchObject([{ target: "/dashboard/exchanges.json" }]);
});

test("who looks before the walk begins below a site is the Request, not the site, which is not asked", async () => {
  class Own extends Site {
    override getResourceFor(): never {
      throw new Error("asked");
    }
  }
  class Curious extends Request {
    override process(): void {
      this.content.read(1);
      super.process();
    }
  }
  const own = new Own(new Resource(), { requestFactory: Curious, log: new Journal() });
  expect(await put(new CoreSite(tree({ dyn: bridge(new Dyn(), { site: own }) })), "/dyn/a")).toBe("ello");
  const collectors = own.migrationReport().rows.filter(({ collected }) => collected > 0);
  expect(collectors.map(({ resource, hook }) => `${hook} of ${resource}`)).toEqual(["process of Curious"]);
});

test("its warnings are those of a legacy Site", async () => {
  const [log, clock] = [new Journal(), new ManualClock()];
  const evidence = new MigrationEvidence({ log, clock, unfinishedWarningMs: 1000 });
  const forgetful = new Forgetful();
  const answered = inject(new CoreSite(tree({ lost: bridge(forgetful, { evidence }) })), {
    method: "POST",
    target: "/lost",
    body: "x",
  });
  while (forgetful.forgotten === undefined) await new Promise(setImmediate);
  clock.advance(2000);
  const said = evidence.migrationReport().warnings.map(({ resource, message }) => `${resource}: ${message}`);
  expect(said).toEqual([
    expect.stringMatching(/^Forgetful: it returned NOT_DONE_YET for POST \/lost 1\.0 s ago/),
  ]);
  forgetful.forgotten.finish();
  await answered;
});

/** What a site has counted after some requests. */
import { ManualClock } from "@headgate/core/testing";
import { CONTENT_BLIND, Site, type AnyResource } from "../../src/index";
import { Connection, Journal } from "../support/connection";
import { branch } from "../support/resources";
import { Dyn, Form, nodeAt, rowOf, siteAfter, Store } from "./reported-site";

describe("evidence", () => {
  test("who forced buffering on whom", async () => {
    const journal = new Journal();
    const site = await siteAfter(branch({ dyn: new Dyn() }), [["PUT /dyn/upload", "abc"]], { log: journal });
    expect(rowOf(site, "Dyn")).toMatchObject({
      route: "/dyn",
      collected: 1,
      octets: 3,
      avoidableOctets: 3,
      forced: [{ resource: "Upload", route: "/dyn/*", requests: 1 }],
    });
    expect(rowOf(site, "Upload").forcedBy).toEqual([
      { resource: "getChild of Dyn", route: "/dyn", requests: 1 },
    ]);
    expect(nodeAt(site, "/dyn/*")).toMatchObject({ state: "replayed", forcedBy: "Dyn at /dyn", requests: 1 });
    expect(journal.messages).toEqual([
      expect.stringMatching(
        /^Upload at \/dyn\/\*: it streams, but getChild of Dyn at \/dyn .*mark Dyn \[CONTENT_BLIND\]/,
      ),
    ]);
  });

  test("a marker does nothing for a body that a child reads all the same", async () => {
    const site = await siteAfter(branch({ dyn: new Dyn() }), [["PUT /dyn/store", "abc"]]);
    expect(rowOf(site, "Dyn")).toMatchObject({ octets: 3, avoidableOctets: 0, forced: [] });
    expect(rowOf(site, "Dyn").advice).toBe(
      "getChild of Dyn never read the body in 1 request: add [CONTENT_BLIND]",
    );
    expect(rowOf(site, "Store").advice).toContain("which something above it had collected");
  });

  test("once marked, the row is gone and the child streams", async () => {
    class Blind extends Dyn {
      static readonly [CONTENT_BLIND] = true;
      override getChild(name: string): AnyResource {
        return super.getChild(name);
      }
    }
    const site = await siteAfter(branch({ dyn: new Blind() }), [["PUT /dyn/upload", "abc"]]);
    const { rows, totals, warnings } = site.migrationReport();
    expect(rows).toEqual([]);
    expect(warnings).toEqual([]);
    expect(totals).toMatchObject({ requests: 1, streamed: 1, buffered: 0, octets: 0 });
    expect(nodeAt(site, "/dyn/*")).toMatchObject({ state: "streaming", octets: 3 });
  });

  test("waiting takes time on the clock of the site", async () => {
    const clock = new ManualClock(1_000);
    const site = new Site(branch({ store: new Store() }), { log: new Journal(), clock });
    const connection = new Connection(site).send("PUT /store", { "Content-Length": "3" });
    clock.advance(1_500);
    connection.transport.feed("abc");
    await connection.answered();
    expect(rowOf(site, "Store")).toMatchObject({ waitedMs: 1_500, octets: 3 });
  });

  test("requests without a body are not counted", async () => {
    const site = new Site(branch({ form: new Form() }), { log: new Journal() });
    await new Connection(site).send("GET /form?a=1").answered();
    expect(site.migrationReport()).toMatchObject({ totals: { requests: 0 }, rows: [], warnings: [] });
  });

  test("a site that keeps none says nothing", async () => {
    const site = await siteAfter(branch({ store: new Store() }), [["PUT /store", "abc"]], {
      evidence: false,
    });
    expect(site.migrationReport()).toMatchObject({ totals: { requests: 0 }, rows: [] });
  });

  test("each site keeps its own", async () => {
    const [one, other] = [new Site(new Store()), new Site(new Store())];
    await new Connection(one).send("PUT /", {}, "abc").answered();
    expect(one.migrationReport().totals.requests).toBe(1);
    expect(other.migrationReport().totals.requests).toBe(0);
  });

  test("a client that leaves is counted when it leaves", async () => {
    const site = new Site(new Store(), { log: new Journal() });
    const { transport } = new Connection(site).send("PUT /", { "Content-Length": "10" });
    transport.feed("abc");
    transport.lose();
    await Promise.resolve();
    expect(site.migrationReport().totals).toMatchObject({ requests: 1 });
  });
});

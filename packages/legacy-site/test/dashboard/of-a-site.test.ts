/** The dashboard of a real site, in its own tree. */
import { inject } from "@headgate/core/testing";
import { Resource, Site, type MigrationReportData, type Request } from "../../src/index";
import { Connection, Journal } from "../support/connection";

class Store extends Resource {
  override isLeaf = true;
  render_PUT(request: Request): Buffer {
    return request.content.read();
  }
}

function watched(): Site {
  const root = new Resource();
  const site = new Site(root, { log: new Journal() });
  root.putChild("store", new Store());
  root.putChild("dashboard", site.dashboard({ allow: () => true }));
  return site;
}

test("gives the report of its site as JSON, to whoever prefers that", async () => {
  const site = watched();
  await inject(site, { method: "PUT", target: "/store", body: "abc" });
  const { code, body } = await inject(site, {
    method: "GET",
    target: "/dashboard",
    headers: { Accept: "application/json" },
  });
  expect(code).toBe(200);
  const report = JSON.parse(body.toString()) as MigrationReportData;
  expect(report).toMatchObject({ version: 1, totals: { requests: 1, buffered: 1, octets: 3 } });
  expect(report.rows[0]?.advice).toContain("render_PUT of Store read content once, front to back");
  expect(report).toEqual({
    ...(JSON.parse(JSON.stringify(site.migrationReport())) as object),
    until: report.until,
  });
});

test("a listener that closes ends the feeds of events", async () => {
  const site = watched();
  const connection = new Connection(site).send("GET /dashboard/events");
  await Promise.resolve();
  expect(connection.transport.written.toString()).toContain("event: report");
  expect(connection.transport.written.toString()).not.toMatch(/0\r\n\r\n$/);
  site.closing();
  expect(connection.transport.written.toString()).toMatch(/0\r\n\r\n$/);
});

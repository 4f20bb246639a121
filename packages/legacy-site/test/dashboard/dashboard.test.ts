/** The dashboard's URLs: what is below it, in either kind of tree, and what every answer carries. */
import { Site as CoreSite, tree } from "@headgate/core";
import { inject } from "@headgate/core/testing";
import { dashboardOf, Resource, Site } from "../../src/index";
import { Journal } from "../support/connection";
import { DashboardClient, exchangeInfo, FakeSource, REPORT, serveDashboard } from "./served-dashboard";

const FILES: [name: string, type: string][] = [
  ["", "text/html; charset=utf-8"],
  ["index.html", "text/html; charset=utf-8"],
  ["report.json", "application/json"],
  ["exchanges.json", "application/json"],
  ["dashboard.css", "text/css; charset=utf-8"],
  ["gate.svg", "image/svg+xml"],
  ["dashboard.js", "text/javascript; charset=utf-8"],
  ["elements.js", "text/javascript; charset=utf-8"],
];

describe("what is below the URL", () => {
  test.each(FILES)("%p is %s", (name, type) => {
    const { response } = serveDashboard().client().send(`GET /admin/dash/${name}`);
    expect(response.code).toBe(200);
    expect(response.headers.get("content-type")).toBe(type);
    expect(response.body.length).toBeGreaterThan(0);
  });

  test.each(FILES)("HEAD of %p has the fields of GET, and no content", (name) => {
    const client = serveDashboard().client().send(`GET /admin/dash/${name}`).send(`HEAD /admin/dash/${name}`);
    const [get, head] = client.responses;
    expect(head!.body.length).toBe(0);
    for (const field of ["content-type", "content-length", "content-security-policy"]) {
      expect(head!.headers.get(field)).toBe(get!.headers.get(field));
    }
  });

  test("every module and every file that the page names is there", () => {
    const { client } = serveDashboard();
    const page = client().send("GET /admin/dash/").body;
    const seen = new Set<string>();
    const visit = (text: string): void => {
      for (const [, attribute, imported] of text.matchAll(/(?:src|href)="([\w.-]+)"|from "\.\/([\w.-]+)"/g)) {
        const name = (attribute ?? imported)!;
        if (seen.has(name)) continue;
        seen.add(name);
        const { response, body } = client().send(`GET /admin/dash/${name}`);
        expect([name, response.code]).toEqual([name, 200]);
        if (name.endsWith(".js")) visit(body);
      }
    };
    visit(page);
    expect([...seen].filter((name) => name.endsWith(".js"))).toHaveLength(7);
    expect([...seen].filter((name) => name.endsWith(".css"))).toHaveLength(7);
  });

  test.each(["nothing", "report.json/", "../report.json", "%2e%2e/x", "dashboard.js/x", "__proto__"])(
    "%p is 404",
    (name) => {
      expect(serveDashboard().client().send(`GET /admin/dash/${name}`).response.code).toBe(404);
    },
  );

  test("without its slash it redirects there, with the query, on this origin", () => {
    const { client } = serveDashboard();
    const { response } = client().send("GET /admin/dash?a=b");
    expect(response.code).toBe(308);
    expect(response.headers.get("location")).toBe("/admin/dash/?a=b");
    const site = new CoreSite(dashboardOf(new FakeSource(), { allow: () => true }));
    expect(new DashboardClient(site).send("GET /").response.code).toBe(200);
  });

  test.each(["POST", "PUT", "DELETE", "PATCH"])("%s is 405", (method) => {
    const { response } = serveDashboard().client().send(`${method} /admin/dash/`);
    expect(response.code).toBe(405);
    expect(response.headers.get("allow")).toBe("GET, HEAD, OPTIONS");
  });

  test.each(["1.0", "1.1", "2.0"] as const)("it is the same over HTTP/%s", async (httpVersion) => {
    const site = new CoreSite(tree({ dash: dashboardOf(new FakeSource(), { allow: () => true }) }));
    const answer = await inject(site, { target: "/dash/report.json", httpVersion });
    expect(JSON.parse(answer.body.toString())).toEqual(REPORT);
  });

  test("it stands in a legacy tree, at any depth, as it does in one of core", () => {
    const source = new FakeSource();
    const [root, middle] = [new Resource(), new Resource()];
    root.putChild("a", middle);
    middle.putChild("b c", dashboardOf(source));
    const site = new Site(root, { log: new Journal() });
    const redirected = new DashboardClient(site).send("GET /a/b%20c").response;
    expect([redirected.code, redirected.headers.get("location")]).toEqual([308, "/a/b%20c/"]);
    const client = new DashboardClient(site).send("GET /a/b%20c/report.json");
    expect(JSON.parse(client.body)).toEqual(REPORT);
    expect(new DashboardClient(site).send("GET /a/b%20c/").body).toContain(
      "<title>Headgate dashboard</title>",
    );
  });
});

describe("JSON", () => {
  test("the report and the live exchanges are sent as they are", () => {
    const { source, client } = serveDashboard();
    source.report = { ...REPORT, untold: 7 };
    source.live = [exchangeInfo(4, { target: `/${"x".repeat(500)}` })];
    expect(JSON.parse(client().send("GET /admin/dash/report.json").body)).toEqual(source.report);
    expect(JSON.parse(client().send("GET /admin/dash/exchanges.json").body)).toEqual(source.live);
  });

  test.each<[accept: string | undefined, isJson: boolean]>([
    [undefined, false],
    ["", false],
    ["*/*", false],
    ["text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", false],
    ["application/json", true],
    ["Application/JSON", true],
    ["application/json, text/plain, */*", true],
    ["application/json;q=0.5, text/html", false],
    ["application/json, text/html;q=0.5", true],
    ["application/json, text/html", false],
    ["application/*", true],
    ["application/json;q=0", false],
    ["application/json;q=0, text/html;q=0", false],
    ["text/*;q=0.3, application/json;charset=utf-8;q=0.4", true],
    ["application/json;q=nonsense", true],
    [",,;q=1,/", false],
  ])("the page's URL, asked with Accept: %p: %p", (accept, isJson) => {
    const { client } = serveDashboard();
    for (const target of ["/admin/dash", "/admin/dash/", "/admin/dash/index.html"]) {
      const { response } = client().send(`GET ${target}`, accept === undefined ? {} : { Accept: accept });
      const type = response.code === 308 ? "text/html" : response.headers.get("content-type")!;
      expect([target, type.startsWith("application/json")]).toEqual([target, isJson]);
      if (response.code === 200) expect(response.headers.get("vary")).toBe("Accept");
    }
  });
});

describe("every answer", () => {
  const targets = ["", "report.json", "dashboard.js", "events", "nothing"].map(
    (name) => `/admin/dash/${name}`,
  );

  const answers = [
    ...["/admin/dash", ...targets].map((target) => [`GET ${target}`, {}] as const),
    ...["PUT", "OPTIONS", "TRACE"].map((method) => [`${method} /admin/dash/`, {}] as const),
    ["GET /admin/dash/", { Host: "elsewhere.example" }] as const,
    ["GET /admin/dash/", { Accept: "application/json" }] as const,
  ];

  test.each(answers)("to %s with %j has a policy that lets nothing else in", (line, fields) => {
    const { headers } = serveDashboard().client().send(line, fields).response;
    const policy = new Map(
      headers
        .get("content-security-policy")!
        .split("; ")
        .map((directive) => [directive.split(" ")[0]!, directive.split(" ").slice(1).join(" ")]),
    );
    expect(Object.fromEntries(policy)).toMatchObject({
      "default-src": "'none'",
      "script-src": "'self'",
      "style-src": "'self'",
      "connect-src": "'self'",
      "base-uri": "'none'",
      "form-action": "'none'",
      "frame-ancestors": "'none'",
    });
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
    expect(headers.has("access-control-allow-origin")).toBe(false);
  });

  test("no file holds script or style of its own in the page, nor makes markup of text", () => {
    const { client } = serveDashboard();
    const page = client().send("GET /admin/dash/").body;
    expect(page).not.toMatch(/ style=| on\w+=|<style|<script(?![^>]* src=)|https?:\/\//);
    for (const name of ["dashboard", "advice", "elements", "exchanges", "resource-tree", "totals", "units"]) {
      const script = client().send(`GET /admin/dash/${name}.js`).body;
      expect(script).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|Function\(/);
    }
  });
});

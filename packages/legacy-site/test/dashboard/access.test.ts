/** Who may see the dashboard: clients on this machine that ask for this machine, or whom its owner allows. */
import type { IRequest } from "@headgate/core";
import type { DashboardOptions } from "../../src/index";
import { serveDashboard, type ClientOptions } from "./served-dashboard";

const TARGETS = ["", "report.json", "exchanges.json", "events", "dashboard.js"].map(
  (name) => `/admin/dash/${name}`,
);

function codeFor(
  fields: Readonly<Record<string, string>>,
  peer?: ClientOptions["peer"],
  allow?: (request: IRequest) => boolean,
): number[] {
  const { client } = serveDashboard(allow === undefined ? {} : { allow });
  const options = peer === undefined ? {} : { peer };
  const codes = TARGETS.map((target) => client(options).send(`GET ${target}`, fields).response.code);
  return [...new Set(codes)];
}

describe("by default", () => {
  test.each(["127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"])("a peer at %s sees it", (host) => {
    expect(codeFor({}, { type: "TCP", host, port: 1 })).toEqual([200]);
  });

  test("a client of a UNIX socket sees it", () => {
    expect(codeFor({}, { type: "UNIX", host: "", port: 0 })).toEqual([200]);
  });

  test.each([
    "192.0.2.1",
    "10.0.0.1",
    "128.0.0.1",
    "::2",
    "fe80::1",
    "::ffff:192.0.2.1",
    "127.0.0.1.example",
    "",
  ])("a peer at %p gets 403", (host) => {
    expect(codeFor({}, { type: "TCP", host, port: 1 })).toEqual([403]);
  });

  test.each([
    "localhost",
    "localhost:8080",
    "LOCALHOST",
    "localhost.",
    "app.localhost:1",
    "127.0.0.1",
    "[::1]:80",
  ])("Host: %s is this machine", (host) => {
    expect(codeFor({ Host: host })).toEqual([200]);
  });

  // DNS rebinding: a name of somebody else's that leads here.
  test.each([
    ...[
      "evil.example",
      "evil.example:8080",
      "localhost.evil.example",
      "127.0.0.1.evil.example",
      "notlocalhost",
    ],
    ...["192.0.2.1", "[::2]", "[::ffff:127.0.0.1]", ""],
  ])("Host: %p is refused", (host) => {
    expect(codeFor({ Host: host })).toEqual([403]);
  });

  test("a target in absolute form counts, not the Host beside it", () => {
    const { response } = serveDashboard()
      .client()
      .send("GET http://evil.example/admin/dash/", { Host: "localhost" });
    expect(response.code).toBe(403);
  });

  test.each([
    ...["Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded"],
    ...["X-Real-IP", "X-Client-IP", "X-Original-Forwarded-For", "CF-Connecting-IP", "CDN-Loop"],
  ])("a proxy on this machine that says %s speaks for others, whatever it says", (name) => {
    expect(codeFor({ [name]: "192.0.2.1" })).toEqual([403]);
    expect(codeFor({ [name.toLowerCase()]: "127.0.0.1" })).toEqual([403]);
  });

  test("a refusal says how to decide otherwise, and nothing of the site", () => {
    const { source, client } = serveDashboard();
    const { body } = client({ peer: { type: "TCP", host: "192.0.2.1", port: 1 } }).send(
      "GET /admin/dash/report.json",
    );
    expect(body).toContain("allow: (request) =>");
    expect([source.reports, source.looks]).toEqual([0, 0]);
  });
});

describe("with a rule of the owner", () => {
  const afar = { type: "TCP", host: "192.0.2.1", port: 1 } as const;

  test("the rule decides alone", () => {
    const seen: string[] = [];
    const allow = ({ authority, headers }: IRequest): boolean => {
      seen.push(authority);
      return headers.get("x-key") === "open";
    };
    expect(codeFor({ Host: "ops.example", "X-Key": "open" }, afar, allow)).toEqual([200]);
    expect(codeFor({ Host: "localhost", "X-Key": "wrong" }, undefined, allow)).toEqual([403]);
    expect(new Set(seen)).toEqual(new Set(["ops.example", "localhost"]));
  });

  test("what is not true, such as a promise, is no", () => {
    const allow = (() => Promise.resolve(true)) as unknown as () => boolean;
    expect(codeFor({}, undefined, allow)).toEqual([403]);
  });
});

describe("pages of other origins", () => {
  const always = (): boolean => true;

  test.each(["cross-site", "same-site"])("a %s fetch, script, image or event source is refused", (site) => {
    for (const mode of ["no-cors", "cors", "websocket"]) {
      const fields = { "Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode };
      expect(codeFor(fields)).toEqual([403]);
      expect(codeFor(fields, undefined, always)).toEqual([403]);
    }
  });

  test.each([
    ["same-origin", "cors"],
    ["none", "navigate"],
    ["cross-site", "navigate"],
  ])("%s with mode %s is the page itself, or somebody who follows a link", (site, mode) => {
    expect(codeFor({ "Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode })).toEqual([200]);
  });
});

test.each([
  [{ alow: () => true }, "there is no option alow of dashboard()"],
  [{ allow: true }, "allow is a function"],
])("%p is refused: it would decide nothing", (options, message) => {
  expect(() => serveDashboard(options as DashboardOptions)).toThrow(message);
});

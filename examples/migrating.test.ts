/** The guide for migrating: its names exist, and its applications do what they did in Python. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inject, type Injected, type InjectOptions } from "@headgate/core/testing";
import { complaints, programsOf, siteOf } from "./support/programs";
import { VERSIONS } from "./support/clients";

const PAGE = "docs/migrating-from-twisted.md";
const PROGRAMS = programsOf(PAGE);
const TEXT = readFileSync(join(__dirname, "..", PAGE), "utf8");

/** A program that imports all that the table names. */
const IMPORTS = [...TEXT.matchAll(/^\| `twisted[^|]*\| `(@headgate\/\S+)` *\|([^|]*)\|$/gm)].map(
  ([, module, names]) =>
    `import type { ${[...names!.matchAll(/`(\w+)`/g)].map(([, name]) => name).join(", ")} } from "${module!}";`,
);

test("the table has imports of web, cred and internet", () => {
  expect(IMPORTS).toHaveLength([...TEXT.matchAll(/^\| `twisted/gm)].length);
  expect(IMPORTS.length).toBeGreaterThan(20);
});

test("all that is named is exported, and the applications compile", () => {
  expect(PROGRAMS).toHaveLength(2);
  expect(complaints([...PROGRAMS, ...IMPORTS])).toEqual([]);
}, 120_000);

describe.each(VERSIONS)("over HTTP/%s", (httpVersion) => {
  test("the guest book", async () => {
    const site = siteOf(PROGRAMS[0]!);
    const ask = (options: InjectOptions): Promise<Injected> => inject(site, { httpVersion, ...options });
    const headers = { "Content-Type": "application/x-www-form-urlencoded" };
    const said = await ask({ method: "POST", target: "/book", headers, body: "text=%3Chi%3E" });
    expect([said.code, said.headers.get("location")]).toEqual([302, "/book/"]);
    const first = await ask({ target: "/book/" });
    expect(first.body.toString()).toBe("<p>Visit 1</p><ol><li>&lt;hi&gt;</li></ol>");
    const cookie = first.headers.get("set-cookie")!.split(";")[0]!;
    const second = await ask({ target: "/book/", headers: { Cookie: cookie } });
    expect(second.body.toString()).toContain("Visit 2");
    expect((await ask({ target: "/book/0" })).body.toString()).toBe("<hi>");
    expect((await ask({ target: "/book/1" })).code).toBe(404);
    expect((await ask({ method: "POST", target: "/book" })).code).toBe(400);
  });

  test("the jobs", async () => {
    const site = siteOf(PROGRAMS[1]!);
    const ask = (headers: Record<string, string>): Promise<Injected> =>
      inject(site, { httpVersion, method: "POST", target: "/job", headers, body: "some work" });
    const refused = await ask({});
    expect([refused.code, refused.headers.get("www-authenticate")]).toEqual([401, 'basic realm="jobs"']);
    const answer = await ask({ Authorization: `Basic ${Buffer.from("ada:engine").toString("base64")}` });
    expect([answer.code, answer.body.toString()]).toEqual([200, "begun for ada\ndone: SOME WORK\n"]);
  });
});

/** Attacks by arguments: names of a prototype, more fields than fit, and forms that are made to be slow or to break. */
import { Site, type SiteOptions } from "../../src/index";
import { ask, Connection, Journal } from "../support/connection";
import { Leaf } from "../support/resources";

const URLENCODED = { "Content-Type": "application/x-www-form-urlencoded" };
const MULTIPART = { "Content-Type": "multipart/form-data; boundary=cut" };

const part = (name: string, value: string, more = ""): string =>
  `--cut\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;

/** Looks at its arguments as applications do. */
const args = new Leaf((request) => JSON.stringify(request.args));

describe("prototype pollution by the name of an argument", () => {
  const NAMES = ["__proto__", "constructor", "prototype", "hasOwnProperty", "toString", "a[__proto__][x]"];

  test.each([
    ["a query", "GET /?", NAMES.map((name) => `${name}=1`).join("&"), {}, undefined],
    ["a form", "POST /", "", URLENCODED, NAMES.map((name) => `${name}=1`).join("&")],
    ["parts", "POST /", "", MULTIPART, `${NAMES.map((name) => part(name, "1")).join("")}--cut--\r\n`],
  ])("of %s: they are names like any other", async (_where, line, query, fields, body) => {
    const seen: boolean[] = [];
    const leaf = new Leaf((request) => {
      for (const record of [request.args, request.argsBytes]) {
        seen.push(Object.getPrototypeOf(record) === null, Array.isArray(record["__proto__"]));
        seen.push(!("valueOf" in record));
      }
      return JSON.stringify(Object.keys(request.args));
    });
    const response = await ask(leaf, line + query, fields, body);
    expect([response.code, JSON.parse(response.body.toString())]).toEqual([200, NAMES]);
    expect(seen).toEqual(Array(6).fill(true));
    const fresh = {} as Record<string, unknown>;
    expect([fresh["x"], fresh["1"], fresh["polluted"]]).toEqual([undefined, undefined, undefined]);
  });
});

describe("a form that is too much", () => {
  const octets = (count: number): string => `a=${"x".repeat(count)}`;

  test.each<[string, Record<string, string>, string]>([
    ["more than 1,000 fields", URLENCODED, "a=1&".repeat(1_001)],
    ["more than 1,000 fields behind semicolons", URLENCODED, "a=1;".repeat(1_001)],
    ["more than 1,000 parts", MULTIPART, part("a", "1").repeat(1_001)],
    ["more than 1,000 parts without a name", MULTIPART, "--cut\r\n\r\nx\r\n".repeat(1_001)],
    ["16 KiB of a part's head", MULTIPART, part("a", "1", `; x="${"y".repeat(17_000)}"`)],
    ["a part's head of many lines", MULTIPART, `--cut\r\n${"X: y\r\n".repeat(5_000)}\r\n`],
    ["more than 16 MiB", URLENCODED, octets(16 * 1024 * 1024)],
    ["more than 16 MiB in one part", MULTIPART, part("a", octets(16 * 1024 * 1024))],
  ])("%s: 413, and the application is not asked", async (_what, fields, body) => {
    let isAsked = false;
    const leaf = new Leaf(() => {
      isAsked = true;
      return "";
    });
    const { code } = await ask(leaf, "POST /", fields, body, { spoolThresholdOctets: Infinity });
    expect([code, isAsked]).toEqual([413, false]);
  });

  test.each([0, Infinity])("nothing stays of it, with files from %d octets on", async (threshold) => {
    const site = new Site(args, { log: new Journal(), spoolThresholdOctets: threshold });
    const connection = new Connection(site).send("POST /", MULTIPART, part("a", "1").repeat(1_001));
    await connection.answered();
    expect([connection.response.code, site.bridgeSettings.budget.used]).toEqual([413, 0]);
  });

  test("a client that leaves in the middle of it leaves nothing behind", () => {
    const site = new Site(args, { log: new Journal() });
    const connection = new Connection(site);
    connection.send("POST /", { ...MULTIPART, "Content-Length": "50000" });
    connection.transport.feed(part("a", "x".repeat(20_000)));
    expect(site.bridgeSettings.budget.used).toBeGreaterThan(20_000);
    connection.transport.lose();
    expect(site.bridgeSettings.budget.used).toBe(0);
  });
});

describe("a form that is made to break", () => {
  test.each<[string, Record<string, string>, string, number]>([
    ["escapes that are none", URLENCODED, "a=%&%zz=%e&=%%%", 200],
    ["octets that are not UTF-8", URLENCODED, "%ff%fe=%c0%80", 200],
    ["a boundary that is none", { "Content-Type": 'multipart/form-data; boundary="a "' }, "x", 400],
    ["no boundary", { "Content-Type": "multipart/form-data" }, "--\r\n\r\n--", 400],
    ["an end that never comes", MULTIPART, part("a", "1"), 200],
    ["parts in a part", MULTIPART, `${part("a", part("b", "1"))}--cut--\r\n`, 200],
    [
      "a line break in a file's name",
      MULTIPART,
      `${part("a", "1", '; filename="x\r\nX: y"')}--cut--\r\n`,
      200,
    ],
  ])("%s", async (_what, fields, body, code) => {
    const log = new Journal();
    const response = await ask(args, "POST /", fields, body, { log });
    expect([response.code, log.messages]).toEqual([code, []]);
  });

  test("the name of a file leads nowhere: it is not kept, and no file is made of it", async () => {
    const body = `${part("f", "content", '; filename="../../etc/passwd"')}--cut--\r\n`;
    const response = await ask(args, "POST /", MULTIPART, body);
    expect(JSON.parse(response.body.toString())).toEqual({ f: ["content"] });
  });
});

describe("arguments that others read otherwise", () => {
  const seenBy = async (query: string, options: SiteOptions): Promise<unknown> =>
    JSON.parse((await ask(args, `GET /?${query}`, {}, undefined, options)).body.toString());

  test("cache poisoning by a semicolon (CVE-2021-23336): refused where a site is hardened", async () => {
    expect(await seenBy("a=1;b=2", {})).toEqual({ a: ["1"], b: ["2"] }); // as twisted.web has it
    expect(await seenBy("a=1;b=2", { hardened: true })).toEqual({ a: ["1;b=2"] });
  });
});

/** The guest book answers as it did before the first step, but for what a step says. */
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { inject, StringTransport, type Injected, type InjectOptions } from "@headgate/core/testing";
import type { Site } from "@headgate/legacy-site/server";
import { VERSIONS } from "../support/clients";
import { STEPS } from "./steps";

const FORM = { "Content-Type": "application/x-www-form-urlencoded" };
const PICTURE = Buffer.alloc(300_000, "picture ");
const SHA256 = createHash("sha256").update(PICTURE).digest("hex");

let directory: string;
let site: Site;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "guestbook-"));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

function begin(step: number): void {
  site = STEPS[step]!(directory, { log: { error() {}, warn() {} } });
}

/** Status, type and text. */
async function ask(options: InjectOptions): Promise<[code: number, type: string | undefined, text: string]> {
  const { code, headers, body } = await inject(site, options);
  return [code, headers.get("content-type"), body.toString("latin1")];
}

const sign = (text: string, options: InjectOptions = {}): Promise<Injected> =>
  inject(site, { ...options, method: "POST", target: "/book", headers: FORM, body: `text=${text}` });

const ALL = STEPS.map((_, step) => step);
const STREAMING = ALL.slice(2);

describe.each(ALL.flatMap((step) => VERSIONS.map((httpVersion) => [step, httpVersion] as const)))(
  "after step %i, over HTTP/%s",
  (step, httpVersion) => {
    beforeEach(async () => {
      begin(step);
      await sign("Lovely+%3Cweather%3E.", { httpVersion });
    });

    test("signs, and shows what was signed", async () => {
      const signed = await sign("again", { httpVersion });
      expect([signed.code, signed.headers.get("location")]).toEqual([302, "/book/"]);
      const book = await inject(site, { httpVersion, target: "/book/" });
      const list = "<ol><li>Lovely &lt;weather&gt;.</li><li>again</li></ol>";
      expect(book.body.toString()).toBe(`<p>Visit 1</p>${list}`);
      const cookie = book.headers.get("set-cookie")!.split(";")[0]!;
      expect((await ask({ httpVersion, target: "/book", headers: { Cookie: cookie } }))[2]).toBe(
        `<p>Visit 2</p>${list}`,
      );
      expect((await sign("", { httpVersion })).code).toBe(400);
    });

    test("counts what is liked, whatever came with it", async () => {
      const like = { httpVersion, method: "POST", target: "/book/0/like" };
      const type = "text/plain; charset=utf-8";
      expect(await ask(like)).toEqual([200, type, "1\n"]);
      expect(await ask({ ...like, body: "x".repeat(3_000) })).toEqual([200, type, "2\n"]);
      const entry = "Lovely <weather>.\n2 like this.\n";
      expect(await ask({ httpVersion, target: "/book/0" })).toEqual([200, type, entry]);
    });

    test("stores a picture, and shows it", async () => {
      const picture = { httpVersion, target: "/book/0/picture" };
      expect((await ask(picture))[0]).toBe(404);
      expect(await ask({ ...picture, method: "PUT", body: PICTURE })).toEqual([
        200,
        "text/plain; charset=utf-8",
        `Thank you for the picture.\nsha256 ${SHA256}\n`,
      ]);
      expect(await ask(picture)).toEqual([200, "image/png", PICTURE.toString("latin1")]);
      const part = await ask({ ...picture, headers: { Range: "bytes=0-6" } });
      expect(part).toEqual([206, "image/png", "picture"]);
      expect(readdirSync(directory)).toEqual(["0.png"]);
    });

    test("takes an empty picture too", async () => {
      const [code, , text] = await ask({ httpVersion, method: "PUT", target: "/book/0/picture", body: "" });
      const nothing = createHash("sha256").digest("hex");
      expect([code, text]).toEqual([200, `Thank you for the picture.\nsha256 ${nothing}\n`]);
    });

    test.each([
      ["GET", "/book/1", 404],
      ["PUT", "/book/1/picture", 404],
      ["GET", "/book/0/like", 405],
      ["POST", "/book/0/picture", 405],
      ["PUT", "/nothing", 404],
    ])("%s %s is a %i", async (method, target, code) => {
      const body = method === "GET" ? {} : { body: "some octets" };
      expect((await ask({ httpVersion, method, target, ...body }))[0]).toBe(code);
    });
  },
);

/** A PUT of a picture of which half has come. */
async function halfAPicture(fields = ""): Promise<StringTransport> {
  await sign("hello");
  const transport = new StringTransport().connect(site.buildProtocol());
  const head = `PUT /book/0/picture HTTP/1.1\r\nHost: localhost\r\n${fields}`;
  transport.feed(`${head}Content-Length: ${PICTURE.length}\r\n\r\n`);
  transport.feed(PICTURE.subarray(0, 150_000));
  return transport;
}

async function until(isSo: () => boolean): Promise<void> {
  for (let turns = 0; !isSo(); turns += 1) {
    if (turns > 100_000) throw new Error("waited in vain");
    await setImmediate();
  }
}

describe("a picture that comes slowly", () => {
  test.each(STREAMING)("after step %i, is thanked for before all of it was sent", async (step) => {
    begin(step);
    const transport = await halfAPicture();
    await until(() => transport.written.includes("Thank you for the picture."));
    expect(transport.written.toString()).not.toContain("sha256");
    transport.feed(PICTURE.subarray(150_000));
    await until(() => transport.written.includes(`sha256 ${SHA256}\n`));
    transport.lose();
  });

  test.each([0, 1])("after step %i, is answered when all of it is in", async (step) => {
    begin(step);
    const transport = await halfAPicture();
    await until(() => site.exchanges()[0]?.taken === 150_000);
    expect(transport.written.toString()).toBe("");
    transport.feed(PICTURE.subarray(150_000));
    await until(() => transport.written.includes(`sha256 ${SHA256}\n`));
    transport.lose();
  });

  test.each(STREAMING)("after step %i, leaves nothing behind where it breaks off", async (step) => {
    begin(step);
    const transport = await halfAPicture();
    await until(() => readdirSync(directory).length === 1);
    transport.lose();
    await until(() => readdirSync(directory).length === 0);
    expect((await ask({ target: "/book/0/picture" }))[0]).toBe(404);
  });

  test.each(STREAMING)("after step %i, is invited when its resource reads it", async (step) => {
    begin(step);
    await sign("hello");
    const transport = new StringTransport().connect(site.buildProtocol());
    const fields = `Expect: 100-continue\r\nContent-Length: ${PICTURE.length}\r\n`;
    transport.feed(`PUT /book/0/picture HTTP/1.1\r\nHost: localhost\r\n${fields}\r\n`);
    await until(() => transport.written.length > 0);
    expect(transport.written.toString()).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\n/);
    transport.lose();
  });
});

describe("limits, after step 4", () => {
  const tooLong = (target: string, octets: number): InjectOptions => ({
    method: target.endsWith("picture") ? "PUT" : "POST",
    target,
    headers: { ...FORM, "Content-Length": octets, Expect: "100-continue" },
  });

  test.each([
    ["/book/0/picture", 20_000_001],
    ["/book", 10_001],
  ])("%s of %i octets is a 413, and nothing of it was asked for", async (target, octets) => {
    for (const step of [4, 5]) {
      begin(step);
      await sign("hello");
      const { code, interim } = await inject(site, tooLong(target, octets));
      expect([code, interim]).toEqual([413, []]);
    }
  });

  test("a picture may be larger than a form", async () => {
    begin(4);
    await sign("hello");
    expect((await ask({ method: "PUT", target: "/book/0/picture", body: PICTURE }))[0]).toBe(200);
  });
});

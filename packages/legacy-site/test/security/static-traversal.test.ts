/** Attacks on File by what a path says: nothing outside of the folder is served, and nothing fails either. */
import { File } from "../../src/index";
import { ask } from "../support/connection";
import { SiteFolder } from "../support/site-folder";

const folder = new SiteFolder({
  "index.html": "home",
  "a.txt": "text",
  "sub/b.txt": "b",
  "sub/.env": "SECRET",
});
folder.write("../secret.txt", "SECRET");
folder.write("../site-evil/secret.txt", "SECRET");
afterAll(() => folder.remove());

const site = new File(folder.root, "text/html", ["*"]);

const ATTACKS = [
  "/../secret.txt",
  "/..%2fsecret.txt",
  "/%2e%2e/secret.txt",
  "/%2e%2e%2fsecret.txt",
  "/%2E%2E%2Fsecret.txt",
  "/sub/../../secret.txt",
  "/sub/..%2f..%2fsecret.txt",
  "/sub/%2e%2e/%2e%2e/secret.txt",
  "/%252e%252e/secret.txt",
  "/..%252fsecret.txt",
  "/%c0%ae%c0%ae/secret.txt",
  "/%c0%ae%c0%ae%c0%afsecret.txt",
  "/%e0%80%ae%e0%80%ae/secret.txt",
  "/..%5csecret.txt",
  "/..%c1%9csecret.txt",
  "/..;/secret.txt",
  "/....//secret.txt",
  "/..%2fsite-evil%2fsecret.txt",
  "/..%2fsite-evil/secret.txt",
  "/%2fetc%2fpasswd",
  "//etc/passwd",
  "/%2f%2fetc/passwd",
  "/sub%2fb.txt",
  "/..",
  "/%2e%2e",
  "/%2e%2e/",
  "/sub/%2e%2e%2f%2e%2e",
  "/../site",
  "/..%00/secret.txt",
];

describe.each([false, true])("hardened: %p", (hardened) => {
  const get = (target: string) => ask(site, `GET ${target}`, {}, undefined, { hardened });

  test.each(ATTACKS)("path traversal by %s", async (target) => {
    const { code, body } = await get(target);
    expect([code, body.includes("SECRET"), body.includes("root:")]).toEqual([404, false, false]);
  });

  test.each(["/%00", "/a.txt%00", "/a.txt%00.html", "/%00a.txt", "/sub/%00/b.txt", "/a%00"])(
    "NUL in a name: %s",
    async (target) => {
      expect((await get(target)).code).toBe(404);
    },
  );

  test.each([
    "CON",
    "NUL.txt",
    "C:",
    "a.txt:$DATA",
    "a.txt.",
    "a.txt%20",
    "a.txt::$INDEX",
    "%5c%5chost%5cshare",
  ])("a name that is something else on Windows: %s", async (name) => {
    expect((await get(`/${name}`)).code).toBe(404);
  });

  test("names that are too long, by themselves or together", async () => {
    expect((await get(`/${"n".repeat(300)}`)).code).toBe(404);
    expect((await get(`/${"sub/".repeat(2_000)}`)).code).toBe(404);
    expect((await get(`/${"./".repeat(2_000)}a.txt`)).code).toBe(hardened ? 404 : 200);
  });
});

test("what twisted.web takes for a name in the same folder is refused on a hardened site", async () => {
  for (const target of ["/sub%2f..%2fa.txt", "/a.txt%2f", "/./a.txt"]) {
    expect([target, (await ask(site, `GET ${target}`)).code]).toEqual([target, 200]);
    const { code } = await ask(site, `GET ${target}`, {}, undefined, { hardened: true });
    expect([target, code]).toEqual([target, 404]);
  }
});

test("dotfiles are not served by a hardened site, whatever the ignored extensions", async () => {
  for (const target of ["/sub/.env", "/sub/%2eenv", "/sub/."]) {
    expect((await ask(site, `GET ${target}`, {}, undefined, { hardened: true })).code).toBe(404);
  }
  expect((await ask(site, "GET /sub/.env")).body.toString()).toBe("SECRET");
});

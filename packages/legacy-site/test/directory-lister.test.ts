import { DirectoryLister, formatFileSize } from "../src/index";
import { ask } from "./support/connection";
import { SiteFolder } from "./support/site-folder";

const folder = new SiteFolder({
  "b.txt": Buffer.alloc(2048),
  "a.tar.gz": "x",
  ".hidden": "",
  "sub/x": "",
});
folder.link("broken", "nowhere");
afterAll(() => folder.remove());

const lister = new DirectoryLister(folder.root);

async function page(resource = lister, target = "/", hardened = false): Promise<string> {
  return (await ask(resource, `GET ${target}`, {}, undefined, { hardened })).body.toString();
}

function rows(html: string): string[][] {
  return [...html.matchAll(/<tr class="(.*?)">\s*([^]*?)\s*<\/tr>/g)].map(([, kind = "", row = ""]) => [
    kind,
    ...[...row.matchAll(/<td>(.*?)<\/td>/g)].map(([, cell = ""]) => cell),
  ]);
}

const leaf = Object.assign(new DirectoryLister(folder.root), { isLeaf: true });

test("directories come first, then files, by name; what leads nowhere is left out", async () => {
  expect(rows(await page(leaf))).toEqual([
    ["odd", '<a href="sub/">sub/</a>', "", "[Directory]", ""],
    ["even", '<a href=".hidden">.hidden</a>', "0B", "[text/html]", ""],
    ["odd", '<a href="a.tar.gz">a.tar.gz</a>', "1B", "[application/x-tar]", "[gzip]"],
    ["even", '<a href="b.txt">b.txt</a>', "2K", "[text/plain]", ""],
  ]);
});

test("any method gets it, as UTF-8", async () => {
  const { code, headers, body } = await ask(leaf, "PUT /x", {}, "body");
  expect([code, headers.get("content-type"), body.includes("b.txt")]).toEqual([
    200,
    "text/html; charset=utf-8",
    true,
  ]);
});

test("it is titled with the target, decoded", async () => {
  expect(await page(leaf, "/%C3%BC%ff/?x=1")).toContain("<title>Directory listing for /ü\ufffd/?x=1</title>");
});

test("only names that it was given are listed", async () => {
  const some = new DirectoryLister(folder.root, ["sub/x", "b.txt", "gone"], { ".txt": "a/b" }, {}, "c/d");
  some.isLeaf = true;
  expect(rows(await page(some))).toEqual([
    ["odd", '<a href="sub/x">sub/x</a>', "0B", "[c/d]", ""],
    ["even", '<a href="b.txt">b.txt</a>', "2K", "[a/b]", ""],
  ]);
});

test("its templates may be replaced", async () => {
  class Mine extends DirectoryLister {
    override isLeaf = true;
    override template = "%(header)s: %(tableContent)s 100%% %(unknown)s.";
    override linePattern = "%(href)s=%(size)s;";
  }
  expect(await page(new Mine(folder.root, ["b.txt"]))).toBe("Directory listing for /: b.txt=2K; 100% .");
});

test("it has no children", async () => {
  expect((await ask(lister, "GET /b.txt")).code).toBe(404);
  expect(String(lister)).toBe(`<DirectoryLister of "${folder.root}">`);
});

test("a hardened site lists no dotfiles", async () => {
  const html = await page(leaf, "/", true);
  expect([html.includes(".hidden"), html.includes("b.txt")]).toEqual([false, true]);
});

test.each([
  [0, "0B"],
  [1023, "1023B"],
  [1024, "1K"],
  [2047, "1K"],
  [3 * 1024 ** 2, "3M"],
  [1024 ** 3, "1G"],
  [5 * 1024 ** 4, "5120G"],
])("%i octets are %s", (octets, text) => {
  expect(formatFileSize(octets)).toBe(text);
});

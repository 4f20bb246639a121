/** File: what is answered for a file. Who reads what, static-producers.test.ts shows. */
import { DirectoryLister, File, isDangerous } from "../src/index";
import { ask, Connection } from "./support/connection";
import { branch } from "./support/resources";
import { MODIFIED } from "./support/site-folder";
import { DATE, folder, get, root } from "./support/served-folder";

describe("a file", () => {
  test("is sent with its type, its length and its date", async () => {
    const { code, headers, body } = await get("/a.txt");
    expect([code, body.toString()]).toEqual([200, "abcdefghijklmnopqrstuvwxyz"]);
    expect(Object.fromEntries(headers)).toMatchObject({
      "accept-ranges": "bytes",
      "content-length": "26",
      "content-type": "text/plain",
      "last-modified": DATE,
    });
    expect([headers.has("etag"), headers.has("x-content-type-options")]).toEqual([false, false]);
  });

  test.each([
    ["/noext", "text/html", undefined, "text"],
    ["/archive.tar.gz", "application/x-tar", "gzip", "zipped"],
    ["/%C3%BC%20b.txt", "text/plain", undefined, "name"],
    ["/empty.txt", "text/plain", undefined, ""],
    ["/.hidden", "text/html", undefined, "dot"],
  ])("%s is %s", async (target, type, encoding, content) => {
    const { code, headers, body } = await get(target);
    expect([code, headers.get("content-type"), body.toString()]).toEqual([200, type, content]);
    expect(headers.get("content-encoding")).toBe(encoding);
  });

  test("leaves with its head in one write", async () => {
    const connection = Connection.to(root).send("GET /a.txt");
    expect(connection.transport.writes).toHaveLength(1);
    await connection.answered();
  });

  test("to a HEAD, all but the content, whatever the range", async () => {
    const { code, headers, body } = await ask(root, "HEAD /a.txt", { Range: "bytes=0-1" });
    expect([code, headers.get("content-length"), headers.get("content-type"), body.length]).toEqual([
      200,
      "26",
      "text/plain",
      0,
    ]);
  });

  test("is not sent to who has it", async () => {
    for (const method of ["GET", "HEAD"]) {
      const { code, headers, body } = await ask(root, `${method} /a.txt`, { "If-Modified-Since": DATE });
      expect([code, body.length, headers.has("content-type")]).toEqual([304, 0, false]);
      expect(headers.get("last-modified")).toBe(DATE);
    }
    expect((await get("/a.txt", { "If-None-Match": "*" })).code).toBe(200);
  });

  test("other methods are refused before the body is invited", () => {
    const connection = Connection.to(root).send("POST /a.txt", {
      Expect: "100-continue",
      "Content-Length": "5",
    });
    expect(connection.responses.map(({ code }) => code)).toEqual([405]);
    expect(connection.response.headers.get("allow")).toBe("HEAD, GET");
    expect(Connection.to(root).send("PUT /a.txt", {}, "x").response.code).toBe(501);
  });

  test("a body that comes with a GET is not collected", () => {
    const connection = Connection.to(root).send("GET /a.txt", { "Content-Length": "1000000" });
    expect(connection.body).toBe("abcdefghijklmnopqrstuvwxyz");
  });

  test("may be a resource by itself, and has no children", async () => {
    const tree = branch({ one: new File(folder.at("a.txt")), gone: new File(folder.at("gone")) });
    expect((await get("/one", {}, tree)).code).toBe(200);
    for (const target of ["/one/", "/one/x", "/gone", "/gone/", "/gone/x"]) {
      const { code, body } = await get(target, {}, tree);
      expect([target, code]).toEqual([target, 404]);
      expect(body.toString()).toContain("File not found.");
    }
  });

  test("type and default type are settled by the application", async () => {
    const typed = Object.assign(new File(folder.at("a.txt")), { type: "text/x-mine", encoding: "mine" });
    const { headers } = await get("/", {}, branch({ "": typed }));
    expect([headers.get("content-type"), headers.get("content-encoding")]).toEqual(["text/x-mine", "mine"]);
    expect(
      (await get("/noext", {}, new File(folder.root, "text/x-default"))).headers.get("content-type"),
    ).toBe("text/x-default");
  });
});

test.each([
  ["..", true],
  ["a/b", true],
  ["a", false],
  ["..a", false],
])("isDangerous(%j) is %p", (segment, expected) => {
  expect(isDangerous(segment)).toBe(expected);
});

test("it is a FilePath as well", () => {
  const file = new File(folder.at("sub/b.txt"));
  expect([file.basename(), file.dirname(), file.splitext()[1]]).toEqual(["b.txt", folder.at("sub"), ".txt"]);
  expect([file.exists(), file.isfile(), file.isdir(), file.islink()]).toEqual([true, true, false, false]);
  expect([file.getsize(), file.getModificationTime()]).toEqual([1, MODIFIED.getTime() / 1000]);
  expect([file.parent().path, file.sibling("x").path]).toEqual([folder.at("sub"), folder.at("sub/x")]);
  expect(file.getContent().toString()).toBe("b");
  expect(file.realpath().path).toBe(folder.at("sub/b.txt"));
  const directory = new File(folder.root);
  directory.restat();
  directory.changed();
  expect(directory.preauthChild("sub/b.txt").getsize()).toBe(1);
  expect(directory.descendant(["sub", "b.txt"]).getsize()).toBe(1);
  expect(directory.child("sub").isdir()).toBe(true);
  expect(directory.childSearchPreauth("sub")?.isdir()).toBe(true);
  expect(directory.siblingExtensionSearch(".nope")).toBeUndefined();
  expect(directory.listdir()).toContain("sub");
  expect(directory.directoryListing()).toBeInstanceOf(DirectoryLister);
});

/** File: what is found below a directory, and how it is answered. Who reads what, static-producers.test.ts shows. */
import {
  Data,
  DirectoryLister,
  File,
  ForbiddenResource,
  isDangerous,
  Resource,
  type AnyResource,
  type IReadableFile,
  type Rendered,
  type Request,
} from "../src/index";
import { ask, Connection, until } from "./support/connection";
import { branch } from "./support/resources";
import { MODIFIED, SiteFolder } from "./support/site-folder";

const DATE = MODIFIED.toUTCString();
const folder = new SiteFolder({
  "index.html": "home",
  "a.txt": "abcdefghijklmnopqrstuvwxyz",
  "empty.txt": "",
  noext: "text",
  "archive.tar.gz": "zipped",
  "shout.up": "loud",
  "ü b.txt": "name",
  ".hidden": "dot",
  "sub/b.txt": "b",
  "sub/deep/c.txt": "c",
  "folder.txt/x": "x",
});
const root = new File(folder.root);
afterEach(() => until(() => folder.openDescriptors() === 0));
afterAll(() => folder.remove());

const get = (target: string, fields: Record<string, string> = {}, resource: AnyResource = root) =>
  ask(resource, `GET ${target}`, fields);

/** A process of root may read everything, so what it may not is pretended. */
function denied(): Error {
  return Object.assign(new Error("permission denied"), { code: "EACCES" });
}

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

describe("a directory", () => {
  test("shows its index with a slash, and is redirected to without", async () => {
    expect((await get("/")).body.toString()).toBe("home");
    const { code, headers } = await get("/sub?x=1&y");
    expect([code, headers.get("location")]).toEqual([302, "/sub/?x=1&y"]);
    expect((await get("/sub/deep")).headers.get("location")).toBe("/sub/deep/");
  });

  test("shows the first index that there is, else its listing", async () => {
    const indexed = Object.assign(new File(folder.root), { indexNames: ["nope", "b.txt", "a.txt"] });
    expect((await get("/", {}, indexed)).body.toString()).toBe("abcdefghijklmnopqrstuvwxyz");
    expect((await get("/sub/", {}, indexed)).body.toString()).toBe("b");
    const { headers, body } = await get("/sub/deep/", {}, indexed);
    expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(body.toString()).toContain("Directory listing for /sub/deep/");
  });

  test("answers 404 for what is not there", async () => {
    for (const target of ["/nope", "/sub/nope", "/a.txt/x", "/a.txt/", "/%ff", `/${"n".repeat(300)}`]) {
      const { code, body } = await get(target);
      expect([target, code]).toEqual([target, 404]);
      expect(body.toString()).toContain("File not found.");
    }
  });

  test("has the children that it was given before those that it has", async () => {
    const mixed = new File(folder.root);
    mixed.putChild("a.txt", new Data("mine", "text/plain"));
    expect((await get("/a.txt", {}, mixed)).body.toString()).toBe("mine");
  });

  test("names its entries", () => {
    const names = [".hidden", "a.txt", "archive.tar.gz", "empty.txt", "folder.txt", "index.html", "noext"];
    expect(root.listNames()).toEqual([...names, "shout.up", "sub", "ü b.txt"]);
    expect(new File(folder.at("a.txt")).listNames()).toEqual([]);
    const [, [name, child] = []] = new File(folder.at("sub")).listEntities().reverse();
    expect([name, (child as File).path]).toEqual(["b.txt", folder.at("sub/b.txt")]);
  });
});

describe("extensions", () => {
  test("that are ignored may be left out", async () => {
    const file = new File(folder.root, "text/html", [".html"]);
    expect((await get("/index", {}, file)).body.toString()).toBe("home");
    expect((await get("/a", {}, file)).code).toBe(404);
    file.ignoreExt(".txt");
    expect((await get("/a", {}, file)).body.toString()).toBe("abcdefghijklmnopqrstuvwxyz");
    expect((await get("/sub/b", {}, file)).body.toString()).toBe("b");
    expect((await get("/archive", {}, new File(folder.root, "text/html", ["*"]))).body.toString()).toBe(
      "zipped",
    );
    expect((await get("/archive", {}, new File(folder.root, "text/html", true))).body.toString()).toBe(
      "zipped",
    );
  });

  test("with a processor are its affair, at any depth", async () => {
    const seen: unknown[] = [];
    class Processed extends Resource {
      override isLeaf = true;
      render_GET(request: Request): Rendered {
        return `processed ${request.postpath.join("/")}`;
      }
    }
    const file = new File(folder.root);
    file.processors = {
      ".up": (path, registry) => {
        seen.push(path, registry === file.registry);
        registry.cachePath(path, "cached");
        return new Processed();
      },
      ".txt": () => new Data("text", "text/plain"),
    };
    expect((await get("/shout.up/x/y", {}, file)).body.toString()).toBe("processed x/y");
    expect((await get("/sub/deep/c.txt", {}, file)).body.toString()).toBe("text");
    expect(seen).toEqual([folder.at("shout.up"), true]);
    expect(file.registry.getCachedPath(folder.at("shout.up"))).toBe("cached");
    expect(file.registry.getCachedPath("other")).toBeNull();
  });
});

describe("what applications replace", () => {
  test("childNotFound, at any depth", async () => {
    const file = Object.assign(new File(folder.root), { childNotFound: new Data("mine", "text/plain") });
    for (const target of ["/nope", "/sub/deep/nope", "/%00", "/..%2f"]) {
      expect((await get(target, {}, file)).body.toString()).toBe("mine");
    }
  });

  test("a subclass has children of its own class, and statics of its own", async () => {
    class Mine extends File {
      static override contentTypes = { ...File.contentTypes, ".up": "text/x-up" };
      static override indexNames = ["shout.up"];
      override childNotFound = new ForbiddenResource("mine");
      override getChild(name: string, request: Request): ReturnType<File["getChild"]> {
        request.responseHeaders.addRawHeader("x-class", this.constructor.name);
        return super.getChild(name, request);
      }
    }
    const mine = new Mine(folder.root);
    const { headers } = await get("/sub/deep/c.txt", {}, mine);
    expect(headers.getAll("x-class")).toEqual(["Mine", "Mine", "Mine"]);
    expect((await get("/", {}, mine)).headers.get("content-type")).toBe("text/x-up");
    expect((await get("/sub/nope", {}, mine)).code).toBe(403);
    expect(mine.createSimilarFile(folder.at("sub"))).toBeInstanceOf(Mine);
  });

  test("an entry that is added to the shared table counts everywhere", async () => {
    File.contentTypes[".up"] = "text/x-shared";
    const { headers } = await get("/shout.up");
    delete File.contentTypes[".up"];
    expect(headers.get("content-type")).toBe("text/x-shared");
  });

  test("what opens, measures and lists", async () => {
    class Encrypted extends File {
      override openForReading(): IReadableFile {
        const file = super.openForReading();
        return {
          read: (size) => Buffer.from(file.read(size)).map((octet) => octet ^ 32),
          seek: (offset) => file.seek?.(offset),
          close: () => file.close?.(),
        };
      }
      override getFileSize(): number {
        return super.getFileSize();
      }
      override directoryListing(): AnyResource {
        return new Data(this.listNames().join(), "text/plain");
      }
    }
    const file = new Encrypted(folder.root);
    expect((await get("/a.txt", { Range: "bytes=1-3" }, file)).body.toString()).toBe("BCD");
    expect((await get("/sub/", {}, file)).body.toString()).toBe("b.txt,deep");
  });

  test("a getChild of its own may look at the body, so that is collected", async () => {
    class Looks extends File {
      override getChild(name: string, request: Request): ReturnType<File["getChild"]> {
        request.setHeader("x-body", request.content.read().toString());
        return super.getChild(name, request);
      }
    }
    const { code, headers } = await ask(new Looks(folder.root), "GET /a.txt", {}, "body");
    expect([code, headers.get("x-body")]).toEqual([200, "body"]);
  });
});

describe("what can't be opened", () => {
  function failing(error: Error): File {
    class Fails extends File {
      override openForReading(): IReadableFile {
        throw error;
      }
    }
    return new Fails(folder.root);
  }

  test("is forbidden, if it is there", async () => {
    const { code, body } = await get("/a.txt", {}, failing(denied()));
    expect([code, body.toString().includes("Sorry, resource is forbidden.")]).toEqual([403, true]);
  });

  test("is 404, if it has gone meanwhile", async () => {
    const gone = Object.assign(new Error("no such file"), { code: "ENOENT" });
    expect((await get("/a.txt", {}, failing(gone))).code).toBe(404);
  });

  test("is 500 for any other reason", async () => {
    const broken = Object.assign(new Error("too many open files"), { code: "EMFILE" });
    expect((await get("/a.txt", {}, failing(broken))).code).toBe(500);
  });

  test("a directory that can't be listed is forbidden", async () => {
    class Unlisted extends File {
      override listNames(): string[] {
        throw denied();
      }
    }
    expect((await get("/sub/", {}, new Unlisted(folder.root))).code).toBe(403);
  });

  test("an error while the head is made closes the file", async () => {
    class Unmeasured extends File {
      override getFileSize(): number {
        throw new Error("boom");
      }
    }
    expect((await get("/a.txt", {}, new Unmeasured(folder.root))).code).toBe(500);
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

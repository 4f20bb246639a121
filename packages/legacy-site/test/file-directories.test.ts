/** File: what is found below a directory, by which name. */
import { Data, File, Resource, type Rendered, type Request } from "../src/index";
import { folder, get, root } from "./support/served-folder";

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

import fs from "node:fs";
import fc from "fast-check";
import { FilePath, InsecurePath, NotAFile } from "../src/index";
import { MODIFIED, SiteFolder } from "./support/site-folder";

const folder = new SiteFolder({ "a.txt": "0123456789", "sub/b.tar.gz": "b", "foo.bar": "", "foo.baz": "" });
folder.link("alias", "a.txt");
const root = new FilePath(folder.root);
afterAll(() => folder.remove());

describe("what stands there", () => {
  test("is told, with links followed", () => {
    const file = root.child("a.txt");
    expect([file.exists(), file.isfile(), file.isdir(), file.islink()]).toEqual([true, true, false, false]);
    expect([file.getsize(), file.getModificationTime()]).toEqual([10, MODIFIED.getTime() / 1000]);
    expect([root.isdir(), root.isfile()]).toEqual([true, false]);
    const alias = root.child("alias");
    expect([alias.isfile(), alias.islink(), alias.realpath().path]).toEqual([true, true, file.path]);
    expect(file.getContent().toString()).toBe("0123456789");
  });

  test("nothing", () => {
    const nothing = root.child("nothing");
    expect([nothing.exists(), nothing.isfile(), nothing.isdir(), nothing.islink()]).toEqual(
      Array(4).fill(false),
    );
    expect(() => nothing.getsize()).toThrow("ENOENT");
    expect(() => nothing.restat()).toThrow("ENOENT");
    expect(() => nothing.open()).toThrow("ENOENT");
    nothing.restat(false);
  });

  test("is remembered until restat, changed or open", () => {
    const file = root.child("grows");
    fs.writeFileSync(file.path, "1");
    expect(file.getsize()).toBe(1);
    fs.writeFileSync(file.path, "12");
    expect(file.getsize()).toBe(1);
    file.restat();
    expect(file.getsize()).toBe(2);
    fs.writeFileSync(file.path, "123");
    file.changed();
    expect(file.getsize()).toBe(3);
    fs.writeFileSync(file.path, "1234");
    file.open().close();
    expect(file.getsize()).toBe(4);
    fs.rmSync(file.path);
    expect(file.exists()).toBe(true);
    file.restat(false);
    expect(file.exists()).toBe(false);
  });

  test("a directory is not opened", () => {
    expect(() => root.open()).toThrow(NotAFile);
  });
});

describe("names", () => {
  test("and what they are made of", () => {
    const file = root.descendant(["sub", "b.tar.gz"]);
    expect([file.basename(), file.dirname()]).toEqual(["b.tar.gz", folder.at("sub")]);
    expect(file.splitext()).toEqual([folder.at("sub/b.tar"), ".gz"]);
    expect(file.parent().path).toBe(folder.at("sub"));
    expect(file.sibling("c").path).toBe(folder.at("sub/c"));
    expect(String(file)).toBe(`FilePath("${folder.at("sub/b.tar.gz")}")`);
  });

  test.each([
    ["a.txt", "a.txt"],
    [".", ""],
    ["", ""],
    ["a.txt/", "a.txt"],
    ["x/../a.txt", "a.txt"],
    ["..txt", "..txt"],
    ["a\\b", "a\\b"],
  ])("child %j", (name, expected) => {
    expect(root.child(name).path).toBe(new FilePath(folder.at(expected)).path);
  });

  test.each(["..", "../", "../x", "x/..//..", "/", "/etc/passwd", "sub/b", "./sub/b", "a\0b", "\0"])(
    "child %j is insecure",
    (name) => {
      expect(() => root.child(name)).toThrow(InsecurePath);
    },
  );

  test("no name leads out of the folder", () => {
    const name = fc.array(fc.constantFrom("..", ".", "/", "a", "\\", "\0", "%2e", " "), { maxLength: 8 });
    fc.assert(
      fc.property(name, (pieces) => {
        let found: FilePath;
        try {
          found = root.child(pieces.join(""));
        } catch (error) {
          expect(error).toBeInstanceOf(InsecurePath);
          return;
        }
        expect(found.path === root.path || found.dirname() === root.path).toBe(true);
      }),
    );
  });

  test("preauthChild may be further down, and no further up", () => {
    expect(root.preauthChild("sub/b.tar.gz").getsize()).toBe(1);
    expect(root.preauthChild("sub/../a.txt").getsize()).toBe(10);
    for (const bad of ["../site-evil", "sub/../../x", "..", "a\0"]) {
      expect(() => root.preauthChild(bad)).toThrow(InsecurePath);
    }
  });
});

describe("searches", () => {
  test("childSearchPreauth takes the first that exists", () => {
    expect(root.childSearchPreauth("nope", "sub", "a.txt")?.path).toBe(folder.at("sub"));
    expect(root.childSearchPreauth("nope")).toBeUndefined();
  });

  test.each([
    ["foo", [".nope", ".baz", ".bar"], "foo.baz"],
    ["foo", ["*"], "foo.bar"],
    ["foo.bar", [""], "foo.bar"],
    ["foo", [""], undefined],
    ["nope", ["*", ".bar"], undefined],
    ["foo", [], undefined],
  ])("siblingExtensionSearch of %s with %j", (name, extensions, expected) => {
    const found = root.child(name).siblingExtensionSearch(...extensions);
    expect(found?.path).toBe(expected === undefined ? undefined : folder.at(expected));
  });

  test("listdir leaves out what no request can ask for", () => {
    const other = new SiteFolder({ b: "", ä: "" });
    fs.writeFileSync(Buffer.concat([Buffer.from(`${other.root}/`), Buffer.from([0xff])]), "");
    expect(new FilePath(other.root).listdir().sort()).toEqual(["b", "ä"]);
    other.remove();
  });
});

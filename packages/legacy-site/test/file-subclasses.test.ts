/** File: what applications replace of it. */
import {
  Data,
  File,
  ForbiddenResource,
  type AnyResource,
  type IReadableFile,
  type Request,
} from "../src/index";
import { ask } from "./support/connection";
import { folder, get } from "./support/served-folder";

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

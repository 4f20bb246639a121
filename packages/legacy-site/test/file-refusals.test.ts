/** File: how what can not be opened is answered. */
import { File, type IReadableFile } from "../src/index";
import { folder, get } from "./support/served-folder";

/** A process of root may read everything, so what it may not is pretended. */
function denied(): Error {
  return Object.assign(new Error("permission denied"), { code: "EACCES" });
}

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

/** An access log that is moved away while it is written. */
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AppendedFile } from "../src/serving/appended-file";

test("what was moved or removed is not written to any more; what was there is appended to", () => {
  const folder = mkdtempSync(join(tmpdir(), "headgate-log-"));
  const [path, old] = [join(folder, "log"), join(folder, "log.1")];
  const text = (name: string): string => readFileSync(name, "utf8");
  try {
    new AppendedFile(path).append("one\n");
    const file = new AppendedFile(path);
    file.append("two\n");
    renameSync(path, old);
    expect(readdirSync(folder)).toEqual(["log.1"]);
    file.append("three\n");
    file.append("four\n");
    expect([text(old), text(path)]).toEqual(["one\ntwo\n", "three\nfour\n"]);
    rmSync(path);
    file.append("five\n");
    file.close();
    expect(text(path)).toBe("five\n");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

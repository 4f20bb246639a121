/** A folder with files to serve and traps around them, and a count of what is open there. */
import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A whole second, in the past. */
export const MODIFIED = new Date("2024-05-06T07:08:09Z");

export class SiteFolder {
  readonly #parent = realpathSync(mkdtempSync(join(tmpdir(), "headgate-files-")));
  readonly root = join(this.#parent, "public");

  constructor() {
    mkdirSync(this.root);
    writeFileSync(join(this.#parent, "secret.txt"), "SECRET");
    symlinkSync(join(this.#parent, "secret.txt"), join(this.root, "leak.txt"));
    symlinkSync(this.#parent, join(this.root, "up"));
    execFileSync("mkfifo", [join(this.root, "fifo")]);
    symlinkSync("/dev/zero", join(this.root, "zero"));
    symlinkSync("loop", join(this.root, "loop"));
  }

  write(name: string, content: string | Buffer): void {
    const path = join(this.root, name);
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, content);
    utimesSync(path, MODIFIED, MODIFIED);
  }

  link(name: string, target: string): void {
    symlinkSync(target, join(this.root, name));
  }

  /** Descriptors of this process that lead into the folder. */
  openDescriptors(): number {
    const links = readdirSync("/proc/self/fd").map((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`);
      } catch {
        return ""; // the descriptor of this very readdir
      }
    });
    return links.filter((path) => path.startsWith(this.#parent)).length;
  }

  remove(): void {
    rmSync(this.#parent, { recursive: true });
  }
}

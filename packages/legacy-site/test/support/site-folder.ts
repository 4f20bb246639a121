/** A folder with files to serve, with traps in it and secrets around it, and a count of what is open there. */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

/** A whole second, in the past. */
export const MODIFIED = new Date("2024-05-06T07:08:09Z");

export class SiteFolder {
  readonly #parent = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "headgate-file-")));
  readonly root = path.join(this.#parent, "site");

  constructor(files: Readonly<Record<string, string | Buffer>> = {}) {
    fs.mkdirSync(this.root);
    for (const [name, content] of Object.entries(files)) this.write(name, content);
  }

  at(name: string): string {
    return path.join(this.root, name);
  }

  write(name: string, content: string | Buffer): void {
    fs.mkdirSync(path.dirname(this.at(name)), { recursive: true });
    fs.writeFileSync(this.at(name), content);
    fs.utimesSync(this.at(name), MODIFIED, MODIFIED);
  }

  mkdir(name: string): void {
    fs.mkdirSync(this.at(name), { recursive: true });
  }

  link(name: string, target: string): void {
    fs.symlinkSync(target, this.at(name));
  }

  fifo(name: string): void {
    execFileSync("mkfifo", [this.at(name)]);
  }

  /** Descriptors of this process that lead into the folder, or did before the file was removed. */
  openDescriptors(): number {
    const targets = fs.readdirSync("/proc/self/fd").map((fd) => {
      try {
        return fs.readlinkSync(`/proc/self/fd/${fd}`);
      } catch {
        return ""; // the descriptor of this very readdir
      }
    });
    return targets.filter((target) => target.startsWith(this.#parent)).length;
  }

  remove(): void {
    fs.rmSync(this.#parent, { recursive: true });
  }
}

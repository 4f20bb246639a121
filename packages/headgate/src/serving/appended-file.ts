/** A file that lines are appended to, and that somebody may move away meanwhile, as logrotate does. */
import { closeSync, fstatSync, openSync, statSync, writeSync } from "node:fs";

export class AppendedFile {
  readonly #path: string;
  #file: number;

  /** @throws Error of the file system */
  constructor(path: string) {
    this.#path = path;
    this.#file = openSync(path, "a");
  }

  /** To the file that has the name now; a new one, if none has. @throws Error of the file system */
  append(text: string): void {
    if (!this.#isInPlace()) {
      const file = openSync(this.#path, "a");
      closeSync(this.#file);
      this.#file = file;
    }
    writeSync(this.#file, text);
  }

  close(): void {
    closeSync(this.#file);
  }

  #isInPlace(): boolean {
    const named = statSync(this.#path, { throwIfNoEntry: false });
    const { dev, ino } = fstatSync(this.#file);
    return named?.dev === dev && named.ino === ino;
  }
}

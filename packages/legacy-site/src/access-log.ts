/** The access log of a site: a file that lines are appended to. Lines are written in the background. */
import fs from "node:fs";
import { logTimestamp } from "./current-second";
import type { LogFormatter, LoggedRequest } from "./log-formatters";

/** What lines are written to. */
export interface ILogFile {
  write(line: string): unknown;
  end?(): unknown;
}

export function openLogFile(path: string, failed: (error: Error) => void): ILogFile {
  const file = fs.createWriteStream(path, { flags: "a" });
  file.on("error", failed);
  return file;
}

export class AccessLog {
  readonly #file: ILogFile;
  readonly #format: LogFormatter;

  constructor(file: ILogFile, format: LogFormatter) {
    this.#file = file;
    this.#format = format;
  }

  log(request: LoggedRequest): void {
    this.#file.write(`${this.#format(logTimestamp(), request)}\n`);
  }

  close(): void {
    this.#file.end?.();
  }
}

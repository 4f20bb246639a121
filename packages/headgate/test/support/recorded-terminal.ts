import type { Terminal } from "../../src/command-line/terminal";

/** A terminal that keeps what was written. */
export class RecordedTerminal implements Terminal {
  stdout = "";
  stderr = "";

  out(text: string): void {
    this.stdout += text;
  }

  err(text: string): void {
    this.stderr += text;
  }
}

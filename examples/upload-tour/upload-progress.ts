/** How far the last upload to one resource has come: what the resource has seen, and what the site has for it. */
import type { ExchangeInfo } from "@headgate/core";

export interface ProgressReport {
  /** Uploads to this resource so far. */
  readonly upload: number;
  /** `receiving`: on the way, and the resource does not know of it yet. */
  readonly state: "waiting" | "receiving" | "reading" | "done" | "broken";
  /** Octets announced; null: nobody said. */
  readonly expected: number | null;
  /** Octets of the body that have arrived. */
  readonly received: number;
  /** Octets that the resource has looked at. */
  readonly seen: number;
  /** The head of the answer has left. */
  readonly isAnswering: boolean;
}

const NOTHING_YET: ProgressReport = {
  upload: 0,
  state: "waiting",
  expected: null,
  received: 0,
  seen: 0,
  isAnswering: false,
};

export class UploadProgress {
  readonly #path: string;
  readonly #exchanges: () => readonly ExchangeInfo[];
  #report = NOTHING_YET;

  constructor(path: string, exchanges: () => readonly ExchangeInfo[]) {
    this.#path = path;
    this.#exchanges = exchanges;
  }

  // ---- what the resource tells -------------------------------------------------------------------------

  begin(expected: number | null): void {
    if (this.#report.state !== "receiving") this.#startOver();
    this.#change({ state: "reading", expected });
  }

  saw(total: number): void {
    this.#change({ seen: total, received: Math.max(total, this.#report.received) });
  }

  end(isDone: boolean): void {
    this.#change({ state: isDone ? "done" : "broken" });
  }

  // ---- what the site knows -----------------------------------------------------------------------------

  report(): ProgressReport {
    const exchange = this.#exchanges().find(({ target }) => target.split("?")[0] === this.#path);
    const { state } = this.#report;
    if (exchange === undefined) {
      if (state === "receiving") this.#change({ state: "broken" });
      if (state === "done") this.#change({ isAnswering: true });
      return this.#report;
    }
    const { received, expected = null, isAnswering } = exchange;
    const isNew = state !== "reading" && state !== "receiving" && !isAnswering;
    if (isNew) {
      this.#startOver();
      this.#change({ state: "receiving", expected });
    }
    this.#change({ received, isAnswering });
    return this.#report;
  }

  #startOver(): void {
    this.#report = { ...NOTHING_YET, upload: this.#report.upload + 1 };
  }

  #change(change: Partial<ProgressReport>): void {
    this.#report = { ...this.#report, ...change };
  }
}

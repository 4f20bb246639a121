/** Our work per second of processor time beside somebody else's: one ratio a round, and the median of them. */
import { cpus } from "node:os";
import { ServerProcess } from "./server-process";

export function headline(rounds: number): string {
  return `node ${process.version}, ${cpus().length} cores, ${rounds} rounds; median of ratios [min..max]`;
}

export class Comparison {
  readonly #name: string;
  readonly #peer: string;
  readonly #unit: string;
  readonly #goal: number | undefined;
  readonly #ours: number[] = [];
  readonly #theirs: number[] = [];

  /** @param goal undefined: just to be seen */
  constructor(name: string, peer: string, unit: string, goal?: number) {
    this.#name = name;
    this.#peer = peer;
    this.#unit = unit;
    this.#goal = goal;
  }

  /** What was done in a second of processor time, in the same round. */
  add(ours: number, theirs: number): void {
    this.#ours.push(ours);
    this.#theirs.push(theirs);
  }

  /** Who goes first changes from round to round. */
  async inFreshProcesses(
    peerKind: string,
    rounds: number,
    measure: (server: ServerProcess) => Promise<number>,
  ): Promise<void> {
    for (let round = 0; round < rounds; round++) {
      const isOursFirst = round % 2 === 0;
      const rates: number[] = [];
      for (const kind of isOursFirst ? ["headgate", peerKind] : [peerKind, "headgate"]) {
        const server = await ServerProcess.start(kind);
        rates.push(await measure(server));
        server.stop();
      }
      if (!isOursFirst) rates.reverse();
      this.add(rates[0]!, rates[1]!);
    }
  }

  /** @returns whether the goal was reached */
  print(): boolean {
    const ratios = this.#ours.map((value, i) => value / this.#theirs[i]!);
    const ratio = median(ratios);
    const range = `[${Math.min(...ratios).toFixed(2)}..${Math.max(...ratios).toFixed(2)}]`;
    const goal = this.#goal ?? 0;
    const verdict = ratio >= goal ? "ok" : "BELOW";
    const aim = this.#goal === undefined ? "" : `goal ${goal}  ${verdict}`;
    console.log(
      `${this.#name.padEnd(24)} ${ratio.toFixed(2).padStart(6)} ${range.padEnd(16)} ${aim.padEnd(16)}` +
        ` headgate ${Math.round(median(this.#ours))}, ${this.#peer} ${Math.round(median(this.#theirs))}` +
        ` ${this.#unit} per CPU-second`,
    );
    return ratio >= goal;
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * How many octets all collected bodies of a site may hold, in memory and in spool files together
 * (`bufferBudgetOctets`). Each collector takes before it keeps, and gives back exactly what it took.
 */
export class BufferBudget {
  readonly limit: number;
  #used = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  get used(): number {
    return this.#used;
  }

  /** false, and nothing taken, if that would pass the limit. */
  take(octets: number): boolean {
    if (this.#used + octets > this.limit) return false;
    this.#used += octets;
    return true;
  }

  give(octets: number): void {
    this.#used -= octets;
  }
}

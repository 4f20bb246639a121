/**
 * Something that was thrown, on its way through the errbacks of a Deferred (twisted.python.failure.Failure).
 */

/** What `check` and `trap` compare with. */
export type ErrorClass = abstract new (...args: never[]) => unknown;

export class Failure {
  /** What was thrown. */
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }

  /** Wraps what was thrown; a Failure stays itself. */
  static from(reason: unknown): Failure {
    return reason instanceof Failure ? reason : new Failure(reason);
  }

  /** The class of what was thrown. */
  get type(): unknown {
    return (this.value as object | null | undefined)?.constructor;
  }

  getErrorMessage(): string {
    return this.value instanceof Error ? this.value.message : String(this.value);
  }

  /** The stack where there is one, else the value in words. */
  getTraceback(): string {
    return (this.value instanceof Error && this.value.stack) || String(this.value);
  }

  /** Writes it to `file`, or to stderr. */
  printTraceback(file: { write(text: string): unknown } = process.stderr): void {
    file.write(`${this.getTraceback()}\n`);
  }

  /** The first of `classes` that the value is an instance of. */
  check<C extends ErrorClass>(...classes: readonly C[]): C | undefined {
    return classes.find((type) => this.value instanceof type);
  }

  /** As `check`, but throws the value again if it is none of `classes`: for the head of an errback. */
  trap<C extends ErrorClass>(...classes: readonly C[]): C {
    return this.check(...classes) ?? this.raiseException();
  }

  raiseException(): never {
    throw this.value;
  }

  toString(): string {
    return `[Failure: ${String(this.value)}]`;
  }
}

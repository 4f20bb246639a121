/** How long it takes on a clock that is moved by hand. */
import type { Served } from "./serve";

/** Moves the clock in small steps until the client sees an end or an answer; says when. */
export async function whenOver(served: Served, limitMs: number, isOver: () => boolean): Promise<number> {
  const start = served.clock.now();
  while (!isOver()) {
    if (served.clock.now() - start > limitMs) throw new Error(`nothing happened for ${limitMs} ms`);
    served.clock.advance(50);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return served.clock.now() - start;
}

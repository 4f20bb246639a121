/**
 * `npm run show:mixed`: every kind of parent over every kind of leaf, with bodies of every size, over both versions: how
 * the body came to the leaf, whether it was exact, and when the first octet of the answer came; negative: before the
 * last of the request was sent. What is not as the rules say makes it fail. `--full` prints a line for each body.
 */
import { parseArgs } from "node:util";
import { CHILDREN } from "../../src/matrix/children";
import type { BodyKind } from "../../src/matrix/kinds";
import { ALL_PARENTS } from "../../src/matrix/parents";
import { headLine, linesOf } from "../../src/matrix/table";
import { combinationsOf, walk } from "../../src/matrix/walk";

const SIZES = [0, 1, 99_999, 100_000, 1024 * 1024];
const BODIES: readonly BodyKind[] = SIZES.flatMap((octets) => [
  { octets, isDeclared: true },
  { octets, isDeclared: false },
]);

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { full: { type: "boolean", default: false } } });
  const since = performance.now();
  let walked = 0;
  let wrong = 0;
  console.log(headLine());
  for (const combination of combinationsOf(ALL_PARENTS, CHILDREN)) {
    const outcomes = await walk(combination, BODIES);
    for (const line of linesOf(outcomes, values.full)) console.log(line);
    walked += outcomes.length;
    wrong += outcomes.filter(({ faults }) => faults.length > 0).length;
  }
  const seconds = ((performance.now() - since) / 1000).toFixed(1);
  console.log(`\n${walked} exchanges in ${seconds} s; ${wrong} not as they should be`);
  if (wrong > 0) process.exitCode = 1;
}

void main();

/**
 * `H2SPEC=path npm run h2spec`: the conformance suite of HTTP/2, strict, in cleartext and over TLS. Fails unless every
 * case passes and none is skipped in both. Without H2SPEC the suite is skipped.
 */
import { findH2spec, runH2spec } from "../src/h2spec";

async function main(): Promise<void> {
  const path = findH2spec();
  if (path === undefined) return;
  for (const isSecure of [false, true]) {
    const { summary, isPerfect, output } = await runH2spec(path, isSecure);
    if (!isPerfect) {
      console.log(output);
      process.exitCode = 1;
    }
    console.log(
      `${isPerfect ? "ok    " : "FAILED"}  h2spec -S ${isSecure ? "over TLS    " : "in cleartext"}  ${summary}`,
    );
  }
}

void main();

/** What the client expects of us before it goes on (RFC 9110 section 10.1.1). */
import { RemoteProtocolError } from "../errors";
import type { Options } from "../options";

/** For an expectation that we don't know, and that is not to be ignored: the refusal. */
export function unmetExpectation(
  expect: string | undefined,
  { unknownExpectation }: Options,
): RemoteProtocolError | undefined {
  if (expect === undefined || expect.toLowerCase() === "100-continue") return undefined;
  if (unknownExpectation !== 417) return undefined;
  return new RemoteProtocolError(`the expectation ${expect} can't be met`, 417);
}

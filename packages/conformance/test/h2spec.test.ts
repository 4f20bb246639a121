/** The conformance suite of HTTP/2, where H2SPEC says where it is. */
import "./support/close-all";
import { findH2spec, runH2spec } from "../src/h2spec";

const H2SPEC = findH2spec();

jest.setTimeout(180_000);

(H2SPEC === undefined ? test.skip : test).each([
  ["in cleartext", false],
  ["over TLS", true],
])("all of h2spec -S passes, and nothing is skipped, %s (RFC 9113, RFC 7541)", async (_, isSecure) => {
  const { isPerfect, summary, output } = await runH2spec(H2SPEC ?? "", isSecure);
  expect(isPerfect ? summary : output).toBe("147 tests, 147 passed, 0 skipped, 0 failed");
});

import { CACHED, NOT_DONE_YET } from "../src/constants";
import { NO_BODY_CODES, phraseOf, supportedMethods } from "../src/responses";

describe("responses", () => {
  // R9: what 22.4 says, its spelling and its gaps.
  test.each<[number, string]>([
    [200, "OK"],
    [205, "Reset Content."],
    [304, "Not Modified"],
    [408, "Request Time-out"],
    [413, "Request Entity Too Large"],
    [414, "Request-URI Too Long"],
    [416, "Requested Range not satisfiable"],
    [504, "Gateway Time-out"],
    [505, "HTTP Version not supported"],
    [507, "Insufficient Storage Space"],
    ...[102, 103, 208, 226, 418, 421, 422, 425, 426, 428, 429, 431, 451, 506, 508, 511, 799].map(
      (code): [number, string] => [code, "Unknown Status"],
    ),
  ])("%i is %s", (code, phrase) => {
    expect(phraseOf(code)).toBe(phrase);
  });

  test("constants", () => {
    expect([...NO_BODY_CODES]).toEqual([204, 304]);
    expect(supportedMethods).toEqual(["GET", "HEAD", "POST"]);
    expect(NOT_DONE_YET).not.toBe(CACHED);
    expect(Boolean(CACHED)).toBe(true);
  });
});

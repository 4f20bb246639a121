import { Headers } from "../src/headers";
import { datetimeToLogString } from "../src/http-dates";
import { combinedLogFormatter, proxiedLogFormatter } from "../src/log-formatters";
import type { LoggedRequest } from "../src/log-formatters";

const TIMESTAMP = datetimeToLogString(1_795_333_216);

function request(
  headers: Record<string, string[]> = {},
  overrides: Partial<LoggedRequest> = {},
): LoggedRequest {
  return {
    method: "GET",
    uri: "/a",
    clientproto: "HTTP/1.1",
    code: 200,
    sentLength: 347,
    requestHeaders: new Headers(headers),
    getClientAddress: () => ({ type: "TCP", host: "192.168.1.1" }),
    ...overrides,
  };
}

describe("combinedLogFormatter", () => {
  test("writes the combined format, the address in quotes (S8)", () => {
    const line = combinedLogFormatter(TIMESTAMP, request({ referer: ["referer"], "user-agent": ["agent"] }));
    expect(line).toBe(
      '"192.168.1.1" - - [22/Nov/2026:07:40:16 +0000] "GET /a HTTP/1.1" 200 347 "referer" "agent"',
    );
  });

  test("a dash stands for what is missing", () => {
    const getClientAddress = (): { type: string; host: string } => ({ type: "UNIX", host: "/run/x" });
    const line = combinedLogFormatter("TS", request({}, { sentLength: 0, getClientAddress }));
    expect(line).toBe('"-" - - TS "GET /a HTTP/1.1" 200 - "-" "-"');
  });

  test("escapes as Python does in double quotes, so that no client forges a line", () => {
    const headers = { referer: ["first", "http://x/\"'<\t\x1b"], "user-agent": ["a\udcff\\"] };
    const line = combinedLogFormatter("TS", request(headers, { uri: '/a"b\\c\n\udce9\0\x7fé' }));
    expect(line).toBe(
      String.raw`"192.168.1.1" - - TS "GET /a\"b\\c\n\xe9\x00\x7f\xc3\xa9 HTTP/1.1" 200 347 ` +
        String.raw`"http://x/\"'<\t\x1b" "a\xff\\"`,
    );
  });
});

describe("proxiedLogFormatter", () => {
  test.each([
    [[" 1.2.3.4 , 5.6.7.8", "9.9.9.9"], '"1.2.3.4"'],
    [[], '"-"'],
    [[""], '""'],
    [['1"2 x,b'], String.raw`"1\"2 x"`],
  ])("X-Forwarded-For %j is %s (S10)", (forwarded, address) => {
    const line = proxiedLogFormatter("TS", request(forwarded.length ? { "x-forwarded-for": forwarded } : {}));
    expect(line).toBe(`${address} - - TS "GET /a HTTP/1.1" 200 347 "-" "-"`);
  });
});

/** The options of HTTP/2 are a group: each part has its default, and a range where the wire has one. */
import { InvalidOption } from "../../src/errors";
import { DEFAULT_OPTIONS, type SiteOptions } from "../../src/options";
import { resolveOptions } from "../../src/server/resolve-options";

test("what is left out of a group keeps its default, and what is undefined too", () => {
  const options = resolveOptions({ http2: { maxConcurrentStreams: 7, resetBurst: undefined } });
  expect(options.http2).toEqual({ ...DEFAULT_OPTIONS.http2, maxConcurrentStreams: 7 });
  expect(DEFAULT_OPTIONS.http2.maxConcurrentStreams).toBe(100);
});

test("every limit is finite", () => {
  expect(Object.values(DEFAULT_OPTIONS.http2).every(Number.isFinite)).toBe(true);
});

test.each<[what: string, options: object]>([
  ["a part that nobody knows", { http2: { maxStreams: 1 } }],
  ["a number for a group", { http2: 5 }],
  ["a part that is no number", { http2: { resetBurst: "5" } }],
  ["frames below 2^14 octets", { http2: { maxFrameOctets: 16_383 } }],
  ["frames beyond 2^24 - 1 octets", { http2: { maxFrameOctets: 2 ** 24 } }],
  ["no streams at all", { http2: { maxConcurrentStreams: 0 } }],
  ["a window beyond 2^31 - 1", { receiveWindowOctets: 2 ** 31 }],
  ["a connection window below the initial one", { connectionWindowOctets: 65_534 }],
])("%s is refused", (_, options) => {
  expect(() => resolveOptions(options as SiteOptions)).toThrow(InvalidOption);
});

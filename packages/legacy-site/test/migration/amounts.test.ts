import { octetsText, requestsText, timeText } from "../../src/migration/amounts";

test.each([
  [0, "0 octets"],
  [1, "1 octet"],
  [999, "999 octets"],
  [1_000, "1.0 kB"],
  [99_949, "99.9 kB"],
  [99_950, "100 kB"],
  [999_499, "999 kB"],
  [999_500, "1.0 MB"],
  [3_100_000_000, "3.1 GB"],
  [5e15, "5000 TB"],
])("%d octets are %s", (octets, text) => {
  expect(octetsText(octets)).toBe(text);
});

test.each([
  [0, "0 s"],
  [0.4, "0 s"],
  [1, "1 ms"],
  [999.4, "999 ms"],
  [999.6, "1.0 s"],
  [9_949, "9.9 s"],
  [9_960, "10 s"],
  [59_400, "59 s"],
  [59_600, "1 min 0 s"],
  [64_000, "1 min 4 s"],
  [725_000, "12 min"],
  [3_599_000, "1 h 0 min"],
  [7_290_000, "2 h 2 min"],
])("%d ms are %s", (ms, text) => {
  expect(timeText(ms)).toBe(text);
});

test("requests are counted", () => {
  expect([requestsText(1), requestsText(412)]).toEqual(["1 request", "412 requests"]);
});

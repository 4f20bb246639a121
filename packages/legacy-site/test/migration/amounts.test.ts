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
  [999, "999 ms"],
  [1_000, "1.0 s"],
  [9_949, "9.9 s"],
  [41_000, "41 s"],
  [180_000, "3 min"],
  [7_200_000, "2.0 h"],
])("%d ms are %s", (ms, text) => {
  expect(timeText(ms)).toBe(text);
});

test("requests are counted", () => {
  expect([requestsText(1), requestsText(412)]).toEqual(["1 request", "412 requests"]);
});

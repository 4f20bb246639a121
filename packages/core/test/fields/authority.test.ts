import { isAuthority } from "../../src/fields/authority";

test.each([
  "",
  "h",
  "H.example:80",
  "h:",
  "h.",
  "a_b-c~d!$&'()*+,;=",
  "%41%fF",
  "127.0.0.1:8080",
  "999.0.0.1",
  "[::]",
  "[::1]:80",
  "[1:2:3:4:5:6:7:8]",
  "[1::8]",
  "[::ffff:192.0.2.1]",
  "[1:2:3:4:5:6:192.0.2.1]",
])("%j is an authority", (text) => {
  expect(isAuthority(text)).toBe(true);
});

test.each([
  ":80",
  "h:x",
  "h:1:2",
  "u@h",
  "a b",
  "a/b",
  "a?b",
  "a#b",
  "a\\b",
  "h%",
  "h%4",
  "h%4g",
  "\xe9",
  "\u0130",
  "[]",
  "[:]",
  "[:::]",
  "[::1",
  "::1",
  "[1:2]",
  "[1:2:3:4:5:6:7:8:9]",
  "[1:2:3:4:5:6:7:8::]",
  "[1::2::3]",
  "[12345::]",
  "[::1%25eth0]",
  "[v1.a]",
  "[::1]x",
  "[::256.0.0.1]",
  "[1.2.3.4]",
])("%j is no authority", (text) => {
  expect(isAuthority(text)).toBe(false);
});

import { addSlash } from "../src/index";

// Rows of twisted.web 22.4, but for those that lead to another host.
test.each([
  ["/sub", "/sub/"],
  ["/sub?x=1", "/sub/?x=1"],
  ["/sub?", "/sub/"],
  ["/sub?a=1&a=", "/sub/?a=1&a="],
  ["/sub?next=http://x/?y", "/sub/?next=http://x/?y"],
  ["/%73ub?q=%zz", "/%73ub/?q=%zz"],
  ["/a//b", "/a//b/"],
  ["/./sub", "/./sub/"],
  ["//evil.test", "/.//evil.test/"],
  ["/\\evil.test?x", "/./\\evil.test/?x"],
  ["http://evil.test/sub?x", "/sub/?x"],
  ["http://evil.test//other.test", "/.//other.test/"],
])("%s -> %s", (uri, expected) => {
  expect(addSlash({ uri })).toBe(expected);
});

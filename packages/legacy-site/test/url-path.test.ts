import { URLPath } from "../src/url-path";

describe("URLPath", () => {
  // [url, itself, child, sibling, here, parent]; rows of Twisted 22.4.
  test.each([
    [
      "http://h/a/b?x=1#f",
      "http://h/a/b?x=1#f",
      "http://h/a/b/kid",
      "http://h/a/sis",
      "http://h/a/",
      "http://h/",
    ],
    ["http://h/", "http://h/", "http://h/kid", "http://h/sis", "http://h/", "http://h/"],
    ["http://h", "http://h/", "http://h/kid", "http://h/sis", "http://h/", "http://h/"],
    ["/a/b", "/a/b", "/a/b/kid", "/a/sis", "/a/", "/"],
    ["", "", "/kid", "/sis", "/", "/"],
    [
      "http://h/a/b/c/?q",
      "http://h/a/b/c/?q",
      "http://h/a/b/c/kid",
      "http://h/a/b/c/sis",
      "http://h/a/b/c/",
      "http://h/a/b/",
    ],
    [
      "http://H:8080/a%2Fb/%C3%A9/",
      "http://h:8080/a%2Fb/%C3%A9/",
      "http://h:8080/a%2Fb/%C3%A9/kid",
      "http://h:8080/a%2Fb/%C3%A9/sis",
      "http://h:8080/a%2Fb/%C3%A9/",
      "http://h:8080/a%2Fb/",
    ],
    ["http://h/a//b", "http://h/a//b", "http://h/a//b/kid", "http://h/a//sis", "http://h/a//", "http://h/a/"],
    [
      "http://h/a/../b",
      "http://h/a/../b",
      "http://h/a/../b/kid",
      "http://h/a/../sis",
      "http://h/",
      "http://h/",
    ],
    [
      'http://h/a b"<>`{}|^',
      "http://h/a%20b%22%3C%3E%60%7B%7D%7C%5E",
      "http://h/a%20b%22%3C%3E%60%7B%7D%7C%5E/kid",
      "http://h/sis",
      "http://h/",
      "http://h/",
    ],
    [
      "http://h/%7e~!$&'()*+,;=:@%",
      "http://h/%7e~!$&'()*+,;=:@%",
      "http://h/%7e~!$&'()*+,;=:@%/kid",
      "http://h/sis",
      "http://h/",
      "http://h/",
    ],
    [
      "http://h/a?b c=%zz&d;e+f",
      "http://h/a?b%20c=%zz&d;e+f",
      "http://h/a/kid",
      "http://h/sis",
      "http://h/",
      "http://h/",
    ],
    [
      "http://[::1]:8080/a",
      "http://[::1]:8080/a",
      "http://[::1]:8080/a/kid",
      "http://[::1]:8080/sis",
      "http://[::1]:8080/",
      "http://[::1]:8080/",
    ],
  ])("around %s", (url, itself, child, sibling, here, parent) => {
    const path = URLPath.fromString(url);
    expect([path, path.child("kid"), path.sibling("sis"), path.here(), path.parent()].map(String)).toEqual([
      itself,
      child,
      sibling,
      here,
      parent,
    ]);
  });

  test("names are encoded, once", () => {
    const path = URLPath.fromString("http://h/a/b?x=1");
    expect(String(path.child("k/i d%"))).toBe("http://h/a/b/k%2Fi%20d%");
    expect(String(path.sibling("s?i#\r\n"))).toBe("http://h/a/s%3Fi%23%0D%0A");
    expect(String(path.child("é\udcff"))).toBe("http://h/a/b/%C3%A9%FF");
  });

  test("the query is kept where that is asked for", () => {
    const path = URLPath.fromString("http://h/a/b?x=1#f");
    expect(
      [path.child("k", true), path.sibling("s", true), path.here(true), path.parent(true)].map(String),
    ).toEqual(["http://h/a/b/k?x=1", "http://h/a/s?x=1", "http://h/a/?x=1", "http://h/?x=1"]);
  });

  test.each([
    ["x", "http://h/a/x"],
    ["/x", "http://h/x"],
    ["../x", "http://h/x"],
    ["../../../x", "http://h/x"],
    ["x/../y", "http://h/a/y"],
    ["./", "http://h/a/"],
    ["..", "http://h/"],
    ["?q", "http://h/a/b?q"],
    ["#g", "http://h/a/b?x=1#g"],
    ["", "http://h/a/b?x=1#f"],
    ["x;y?q#z", "http://h/a/x;y?q#z"],
    ["//o/p", "http://o/p"],
    ["https://o/p", "https://o/p"],
  ])("a click on %j leads to %s", (link, target) => {
    expect(String(URLPath.fromString("http://h/a/b?x=1#f").click(link))).toBe(target);
  });

  test("is made of its parts, or of a request", () => {
    expect(String(new URLPath())).toBe("http://localhost/");
    expect(String(new URLPath("https", "h:1", "a/b", "q", "f"))).toBe("https://h:1/a/b?q#f");
    const request = { prePathURL: () => "http://h:1/a" };
    expect(URLPath.fromRequest(request).pathList()).toEqual(["", "a"]);
    const encoded = URLPath.fromString("http://h/a%2Fb/caf%C3%A9");
    expect([encoded.pathList(), encoded.pathList(true)]).toEqual([
      ["", "a%2Fb", "caf%C3%A9"],
      ["", "a/b", "café"],
    ]);
  });
});

import { parseRequestTarget } from "../../src/message/request-target";
import type { RequestTarget } from "../../src/message/request-target";
import { refusalOf } from "../support/read-head";

describe("parseRequestTarget", () => {
  test.each<[method: string, target: string, parsed: RequestTarget]>([
    ["GET", "/", { form: "origin", path: "/", query: "" }],
    ["GET", "/a/b?c=d?e", { form: "origin", path: "/a/b", query: "c=d?e" }],
    ["GET", "/a?", { form: "origin", path: "/a", query: "" }],
    ["GET", "//a/../%2e%2E", { form: "origin", path: "//a/../%2e%2E", query: "" }],
    ["GET", "/a#b?c", { form: "origin", path: "/a#b", query: "c" }],
    ["GET", "http://h", { form: "absolute", path: "/", query: "", scheme: "http", authority: "h" }],
    ["GET", "http://h?a", { form: "absolute", path: "/", query: "a", scheme: "http", authority: "h" }],
    [
      "GET",
      "HTTPS://H:8/a/b?c",
      { form: "absolute", path: "/a/b", query: "c", scheme: "https", authority: "H:8" },
    ],
    [
      "GET",
      "http://[::1]:80/",
      { form: "absolute", path: "/", query: "", scheme: "http", authority: "[::1]:80" },
    ],
    ["OPTIONS", "http://h", { form: "absolute", path: "/", query: "", scheme: "http", authority: "h" }],
    ["OPTIONS", "*", { form: "asterisk", path: "*", query: "" }],
    ["GET", "*", { form: "asterisk", path: "*", query: "" }],
    ["OPTIONS", "/*", { form: "origin", path: "/*", query: "" }],
    ["CONNECT", "h:443", { form: "authority", path: "", query: "", authority: "h:443" }],
    ["CONNECT", "[::1]:443", { form: "authority", path: "", query: "", authority: "[::1]:443" }],
  ])("%s %s", (method, target, parsed) => {
    expect(parseRequestTarget(method, target)).toEqual(parsed);
  });

  test.each([
    ["GET", "foo/bar"],
    ["GET", "?a"],
    ["GET", "h:80"],
    ["GET", "http:/h"],
    ["GET", "http:///a"],
    ["GET", "http://user@h/"],
    ["GET", "http://h#a"],
    ["GET", "http://h\\@i/"],
    ["GET", "http://:80/"],
    ["GET", "ftp://h/"],
    ["OPTIONS", "**"],
    ["CONNECT", "/"],
    ["CONNECT", "*"],
    ["CONNECT", "h"],
    ["CONNECT", "h:"],
    ["CONNECT", ":443"],
    ["CONNECT", "http://h:443"],
    ["CONNECT", "u@h:443"],
  ])("refuses %s %s", (method, target) => {
    expect(refusalOf(() => parseRequestTarget(method, target))).toMatch(/^400 /);
  });
});

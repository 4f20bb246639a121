import { getTypeAndEncoding, loadMimeTypes } from "../src/index";
import { SiteFolder } from "./support/site-folder";

const TYPES = loadMimeTypes();
const ENCODINGS = { ".gz": "gzip", ".bz2": "bzip2" };

test.each([
  ["a.txt", "text/plain", null],
  ["A.TXT", "text/plain", null],
  ["page.html", "text/html", null],
  ["style.css", "text/css", null],
  ["pic.png", "image/png", null],
  ["app.js", "text/javascript", null],
  ["data.json", "application/json", null],
  ["x.conf", "text/plain", null],
  ["x.java", "text/plain", null],
  ["x.flac", "audio/x-flac", null],
  ["x.py", "text/x-python", null],
  ["x.tar.gz", "application/x-tar", "gzip"],
  ["X.TAR.GZ", "application/x-tar", "gzip"],
  ["notes.txt.bz2", "text/plain", "bzip2"],
  ["only.gz", "a/default", "gzip"],
  ["noext", "a/default", null],
  ["dots.", "a/default", null],
  [".hidden", "a/default", null],
  ["..twodots.txt", "text/plain", null],
  [".txt", "a/default", null],
  ["x.unknownext", "a/default", null],
  ["x.constructor", "a/default", null],
  ["x.__proto__", "a/default", null],
  ["folder.txt/noext", "a/default", null],
])("%s is %s, encoded: %s", (name, type, encoding) => {
  expect(getTypeAndEncoding(name, TYPES, ENCODINGS, "a/default")).toEqual([type, encoding]);
});

test("locations go over the table, and twisted.web's own over them", () => {
  const folder = new SiteFolder({
    "mime.types": "# types\ntext/x-mine  mine  txt\n\ntext/x-none\ntext/x-conf conf # end\n",
  });
  const types = loadMimeTypes([folder.at("mime.types")]);
  folder.remove();
  expect([types[".mine"], types[".txt"], types[".conf"]]).toEqual([
    "text/x-mine",
    "text/x-mine",
    "text/plain",
  ]);
  expect(TYPES[".txt"]).toBe("text/plain");
});

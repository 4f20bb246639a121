import { Failure } from "../src/failure";
import { formatFailure } from "../src/format-failure";
import * as pages from "../src/page-texts";

/** The page of twisted.web 22.4 around a title, a heading and a paragraph. */
const page = (title: string, heading: string, paragraph: string): string =>
  `\n<html>\n  <head><title>${title}</title></head>\n  <body>\n    <h1>${heading}</h1>\n    <p>${paragraph}</p>\n  </body>\n</html>\n`;

describe("page texts, byte for byte", () => {
  test("ErrorPage stands unescaped (E1)", () => {
    expect(
      pages.unescapedErrorPage(404, "No Such Resource", "Sorry. No luck finding that resource."),
    ).toHaveLength(167);
    expect(pages.unescapedErrorPage(503, "Busy", "Come back <i>later</i>.")).toBe(
      page("503 - Busy", "Busy", "Come back <i>later</i>."),
    );
  });

  test("notFound and its kin escape markup and leave quotes (E4)", () => {
    expect(pages.escapedErrorPage(404, "Brief & short", 'Long <b>text</b> "quoted".')).toBe(
      "<!DOCTYPE html>\n<html><head><title>404 - Brief &amp; short</title></head><body>" +
        '<h1>Brief &amp; short</h1><p>Long &lt;b&gt;text&lt;/b&gt; "quoted".</p></body></html>',
    );
  });

  test("405 (T18)", () => {
    expect(pages.methodNotAllowedPage("GET", "/bare", ["HEAD"])).toBe(
      page(
        "405 - Method Not Allowed",
        "Method Not Allowed",
        'Your browser approached me (at /bare) with the method "GET".  I only allow the method HEAD here.',
      ),
    );
    const several = pages.methodNotAllowedPage("POST", "/get?<script>", ["HEAD", "GET"]);
    expect(several).toContain("(at /get?&lt;script&gt;) with");
    expect(several).toContain("the methods HEAD, GET here.");
    expect(several).toHaveLength(251);
  });

  test("501 (T19)", () => {
    expect(pages.methodNotImplementedPage("X<b>")).toBe(
      page("501 - Huh?", "Huh?", "I don't know how to treat a X&lt;b&gt; request."),
    );
  });

  test("500 (R29)", () => {
    expect(pages.PROCESSING_FAILED).toHaveLength(95);
    expect(pages.tracebackPage("<hr>")).toBe(
      "<html><head><title>web.Server Traceback (most recent call last)</title></head>" +
        "<body><b>web.Server Traceback (most recent call last):</b>\n\n<hr>\n\n</body></html>\n",
    );
  });

  test("500 for what is no content (T13)", () => {
    expect(pages.noContentReturnedPage("<Request at 0x1>", "<R>", "'a'")).toBe(
      page(
        "500 - Request did not return bytes",
        "Request did not return bytes",
        "Request: <pre>&lt;Request at 0x1&gt;</pre><br />Resource: <pre>&lt;R&gt;</pre>" +
          "<br />Value: <pre>&#x27;a&#x27;</pre>",
      ),
    );
  });
});

describe("formatFailure", () => {
  test("shows the error, escaped and in ASCII, and the source of each frame", () => {
    const html = formatFailure(new Failure(new RangeError("visible <tag> & é 😀")));
    expect(html).toContain(
      "<span>RangeError</span>: <span>visible &lt;tag&gt; &amp; &#233; &#128512;</span>",
    );
    expect(html).toContain("page-texts.test.ts");
    expect(html).toContain('<div class="snippetHighlightLine">');
    expect(html).toMatch(/^[\0-\x7f]*$/);
  });

  test("shows what is no Error", () => {
    expect(formatFailure(new Failure("<b>"))).toContain("<span>string</span>: <span>&lt;b&gt;</span>");
  });

  test("a message that looks like a frame opens no file", () => {
    const html = formatFailure(new Failure(new Error("x\n    at f (/etc/passwd:1:1)")));
    expect(html).not.toContain("<span>/etc/passwd</span>");
    const changed = new Error("other"); // than the message in the stack
    changed.stack = "Error: first\n    at f (/etc/passwd:1:1)";
    expect(formatFailure(new Failure(changed))).not.toContain('class="frame"');
  });

  test("a source that is not there is left out", () => {
    const error = new Error("gone");
    error.stack = "Error: gone\n    at f (/no/such/file.js:3:1)\n    at node:internal/x:1:1";
    const html = formatFailure(new Failure(error));
    expect(html).toContain("<span>/no/such/file.js</span>:<span>3</span>");
    expect(html).toContain('<div class="snippet"></div>');
  });
});

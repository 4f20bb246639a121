/** RFC 9113 sections 8.2 and 8.3, clause by clause: fields over a whole connection. Messages: rfc9113-messages.test.ts. */
import type { Handler } from "../../src/interfaces/resource";
import { respond } from "../../src/message/response";
import type { FieldLines } from "../../src/testing/http2-client";
import { connect, head } from "../support/http2-peer";
import { serve } from "../support/serve";

const hello: Handler = () => respond(200, {}, "hello");
/** The fields that the handler sees, a line each. */
const reflect: Handler = ({ headers }) => {
  const lines: string[] = [];
  headers.forEachLine((name, value) => lines.push(`${name}: ${value}`));
  return respond(200, {}, lines.join("\n"));
};

/** What comes of one request. */
function outcomeOf(lines: FieldLines, handler: Handler = hello, isEnd = true): string {
  return connect(serve(handler)).open(1, lines, isEnd).outcome(1);
}

const MALFORMED = "reset PROTOCOL_ERROR";

describe("fields", () => {
  test.each<[what: string, name: string, value: string]>([
    ["upper case in a name", "X", "y"],
    ["a blank in a name", "x y", "z"],
    ["DEL in a name", "x\x7f", "y"],
    ["an octet above ASCII in a name", "x\xff", "y"],
    ["a colon in a name", "x:y", "z"],
    ["NUL in a value", "x", "a\0b"],
    ["LF in a value", "x", "a\nb"],
    ["CR in a value", "x", "a\rb"],
    ["a blank at the beginning of a value", "x", " a"],
    ["a tab at the end of a value", "x", "a\t"],
  ])("%s is malformed (section 8.2.1)", (_, name, value) => {
    expect(outcomeOf(head("GET", "/", [name, value]))).toBe(MALFORMED);
  });

  test("every other octet of a value is taken as it is (section 8.2.1)", () => {
    const octets = Array.from({ length: 256 }, (_, octet) => String.fromCharCode(octet)).join("");
    const value = `<${octets.replace(/[\0\r\n]/g, "")}>`;
    const lines = head();
    const client = connect(serve(({ headers }) => respond(200, {}, String(headers.get("x") === value))));
    client.headers(client.request([...lines, ["x", value]], true), [], true);
    expect(client.answer(1).body.toString()).toBe("true");
  });

  test.each(["connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade"])(
    "%s is malformed in a request (section 8.2.2)",
    (name) => {
      expect(outcomeOf(head("GET", "/", [name, "x"]))).toBe(MALFORMED);
    },
  );

  test("te says trailers, or is malformed (section 8.2.2)", () => {
    expect(outcomeOf(head("GET", "/", ["te", "trailers"]))).toBe("200 hello");
    expect(outcomeOf(head("GET", "/", ["te", "trailers, deflate"]))).toBe(MALFORMED);
  });

  test("connection-specific fields are never sent (section 8.2.2)", () => {
    const names = ["connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade"];
    const client = connect(serve(() => respond(200, Object.fromEntries(names.map((name) => [name, "x"])))));
    expect(
      client
        .open(1, head())
        .answer(1)
        .fields.map(([name]) => name),
    ).toEqual(["content-length", "date"]);
  });

  test("names are sent in lower case (section 8.2)", () => {
    const client = connect(serve(() => respond(200, { "X-Mixed-Case": "Kept" })));
    expect(client.open(1, head()).answer(1).fields).toContainEqual(["x-mixed-case", "Kept"]);
  });

  test("crumbs of a cookie are one field above us, and other lines stay lines (section 8.2.3)", () => {
    const lines: FieldLines = [
      ["cookie", "a=1"],
      ["x", "1"],
      ["cookie", "b=2"],
      ["x", "2"],
      ["cookie", "c=3"],
    ];
    expect(outcomeOf(head("GET", "/", ...lines), reflect)).toBe(
      "200 host: headgate.test\ncookie: a=1; b=2; c=3\nx: 1\nx: 2",
    );
  });
});

describe("pseudo-header fields", () => {
  const without = (name: string): FieldLines => head().filter((line) => line[0] !== name);
  const changed = (name: string, value: string): FieldLines => [[name, value], ...without(name)];

  test.each<[what: string, lines: FieldLines]>([
    ["no :method", without(":method")],
    ["no :scheme", without(":scheme")],
    ["no :path", without(":path")],
    ["an empty :path", changed(":path", "")],
    ["a :path without a slash", changed(":path", "x")],
    ["user information in :authority", changed(":authority", "a@headgate.test")],
    ["a host that differs from :authority", head("GET", "/", ["host", "elsewhere.test"])],
    ["neither :authority nor host", without(":authority")],
  ])("%s is malformed (section 8.3.1)", (_, lines) => {
    expect(outcomeOf(lines)).toBe(MALFORMED);
  });

  test.each<[what: string, lines: FieldLines]>([
    ["behind a field", [...without(":path"), ["x", "y"], [":path", "/"]]],
    ["twice", [...head(), [":path", "/"]]],
    ["of a response", [...head(), [":status", "200"]]],
    ["that is unknown", [...head(), [":x", "y"]]],
  ])("one %s is malformed (section 8.3)", (_, lines) => {
    expect(outcomeOf(lines)).toBe(MALFORMED);
  });

  test("host stands in for :authority (section 8.3.1)", () => {
    const authority: Handler = (request) => respond(200, {}, request.authority);
    expect(outcomeOf([...without(":authority"), ["host", "old.test"]], authority)).toBe("200 old.test");
  });

  test("OPTIONS may ask for * (section 8.3.1)", () => {
    expect(
      outcomeOf([[":method", "OPTIONS"], ...changed(":path", "*").filter(([name]) => name !== ":method")]),
    ).toBe("200");
  });

  test("an answer has :status, first, and no phrase (section 8.3.2)", () => {
    const client = connect(serve(() => respond(299, {}, "", { phrase: "So So" })));
    expect(client.open(1, head()).answer(1)).toMatchObject({ code: 299 });
    expect(JSON.stringify(client.answer(1).fields)).not.toMatch(/So So|:status/);
  });
});

/** The tools of the recorded answers can tell: a wrong answer is a difference, an advised one is not. */
import type { Answer, Case, Outcome } from "../src/answers/case";
import { differences } from "../src/answers/differences";
import { Normaliser } from "../src/answers/normalise";
import { parseAnswer } from "../src/answers/parse-answers";
import { fillIn } from "../src/answers/placeholders";

const PLAYED: Case = { id: "a case", steps: ["GET /"] };
const ANSWER: Answer = { status: 200, reason: "OK", fields: ["Connection: close", "X-One: 1"], body: "text" };

function outcome(change: Partial<Answer> = {}, end: Outcome["end"] = "open"): Outcome {
  return { answers: [{ ...ANSWER, ...change }], end };
}

test.each([
  ["status", outcome({ status: 201 })],
  ["reason", outcome({ reason: "Fine" })],
  ["fields", outcome({ fields: ["X-One: 1"] })],
  ["body", outcome({ body: "texts" })],
  ["connection", outcome({}, "closed")],
  ["answers", { answers: [], end: "open" } as const],
])("another %s is a difference", (what, got) => {
  expect(differences(PLAYED, outcome(), got, 1)).toEqual([expect.stringContaining(what)]);
});

test("over HTTP/2 framing, reason and the letters of a name do not count, the rest does", () => {
  const got = { reason: "", fields: ["x-one: 1"] };
  expect(differences(PLAYED, outcome(), outcome(got), 2)).toEqual([]);
  expect(differences(PLAYED, outcome(), outcome({ ...got, fields: ["x-one: 2"] }), 2)).toHaveLength(1);
});

test("what advice accepts may be in place of the recorded answer, and nothing else", () => {
  const advice = { why: "a bug", accept: [{ status: 416, fields: { "x-one": "1" } }] };
  const differing = [
    outcome({ status: 416 }),
    outcome({ status: 416, fields: [] }),
    outcome({ status: 400 }),
  ];
  const found = differing.map((got) => differences({ ...PLAYED, advice }, outcome(), got, 1).length > 0);
  expect(found).toEqual([false, true, true]);
});

test("what advice accepts may have to end the connection", () => {
  const advice = { why: "a bug", accept: [{ status: 400, end: "closed" as const }] };
  const found = (["closed", "open"] as const).map(
    (end) => differences({ ...PLAYED, advice }, outcome(), outcome({ status: 400 }, end), 1).length,
  );
  expect(found).toEqual([0, 1]);
});

test("an answer in chunks is complete with the last of them", () => {
  const text = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n";
  expect(parseAnswer(text, "GET", false)?.answer.body).toBe("abc");
  expect(parseAnswer(text.slice(0, -1), "GET", false)).toBeUndefined();
});

test("sessions are numbered, and dates of another form stay", () => {
  const cookie = ["Set-Cookie", "TWISTED_SESSION=abc; Path=/"] as const;
  const raw = {
    status: 200,
    reason: "OK",
    body: "http://a:4321/",
    fields: [cookie, ["Date", "today"]] as const,
  };
  const { fields, body } = new Normaliser(4321).answer(raw);
  expect(fields).toEqual(["Date: today", "Set-Cookie: TWISTED_SESSION={session 1}; Path=/"]);
  expect(body).toBe("http://a:{port}/");
});

describe("a digest is made of the challenge", () => {
  const challenge =
    'Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", qop="auth"';
  const earlier = [{ status: 401, reason: "", fields: [["WWW-Authenticate", challenge]] as const, body: "" }];
  const asked = { method: "GET", target: "/dir/index.html" };

  test("with a count (RFC 2617 section 3.5)", () => {
    const told = fillIn("{digest Mufasa Circle%20Of%20Life cnonce=0a4f113b}", asked, earlier);
    expect(told).toContain('username="Mufasa", realm="testrealm@host.com"');
    expect(told).toMatch(/response="6629fae49393a05397450978507c4ef1"/);
  });

  test("without one (RFC 2069 section 2.4, and its erratum 749)", () => {
    const told = fillIn("{digest Mufasa CircleOfLife qop=none}", asked, earlier);
    expect(told).toMatch(/response="1949323746fe6a43ef61f9606e7febea"/);
    expect(told).not.toMatch(/qop|nc=/);
  });
});

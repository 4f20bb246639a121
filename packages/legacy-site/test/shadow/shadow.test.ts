/** What a shadow finds, whatever the kinds of the two resources, over both versions. */
import { leaf, respond, Site as CoreSite, tree, type IResource } from "@headgate/core";
import { inject, ManualClock, type Injected, type InjectOptions } from "@headgate/core/testing";
import { shadow, Site, type AnyResource, type ShadowOptions, type ShadowReport } from "../../src/index";
import { Journal, turn, until } from "../support/connection";
import { branch, Leaf } from "../support/resources";
import { PLAIN } from "./support";

/** Of a text, over one of the ways in which a resource can answer with it. */
interface Answer {
  readonly code?: number;
  readonly fields?: Record<string, string>;
  readonly body?: string;
}

type Kind = (answer: Answer) => AnyResource;

async function* inPieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield await Promise.resolve(text.slice(at, at + size));
}

const KINDS: Record<string, Kind> = {
  "core bytes": ({ code = 200, fields = {}, body }) =>
    leaf(() => respond(code, { ...PLAIN, ...fields }, body)),
  "a core stream": ({ code = 200, fields = {}, body }) =>
    leaf(() => respond(code, { ...PLAIN, ...fields }, body === undefined ? undefined : inPieces(body, 7))),
  "a legacy resource": ({ code = 200, fields = {}, body = "" }) =>
    new Leaf((request) => {
      request.setResponseCode(code);
      for (const [name, value] of Object.entries({ ...PLAIN, ...fields })) request.setHeader(name, value);
      return body;
    }),
};

interface Observed {
  readonly answer: Injected;
  readonly report: ShadowReport;
}

async function observe(
  old: AnyResource,
  young: AnyResource,
  options: ShadowOptions = {},
  request: InjectOptions = {},
): Promise<Observed> {
  const shadowed = shadow(old, young, { clock: new ManualClock(), log: new Journal(), ...options });
  const site = new Site(branch({ a: shadowed }), { log: new Journal() });
  const answer = await inject(site, { target: "/a", ...request });
  await until(() => shadowed.report().active === 0);
  return { answer, report: shadowed.report() };
}

const TEXT = "the quick brown fox jumps over the lazy dog";
const pairs = Object.keys(KINDS).flatMap((old) => Object.keys(KINDS).map((young) => [old, young] as const));

describe.each(["1.1", "2.0"] as const)("over HTTP/%s", (httpVersion) => {
  test.each(pairs)("%s and %s with the same answer are the same", async (old, young) => {
    const answer = { code: 201, fields: { "x-a": "b" }, body: TEXT };
    const seen = await observe(KINDS[old]!(answer), KINDS[young]!(answer), {}, { httpVersion });
    expect(seen.answer).toMatchObject({ code: 201, body: Buffer.from(TEXT), isComplete: true });
    expect(seen.report).toMatchObject({
      requests: 1,
      sampled: 1,
      same: 1,
      different: 0,
      failed: 0,
      dropped: {},
    });
  });

  test.each<[string, Answer, object]>([
    ["the status", { code: 202, body: TEXT }, { kind: "status", old: 200, new: 202 }],
    ["a field", { fields: { "X-A": "c" }, body: TEXT }, { kind: "header", name: "x-a", old: [], new: ["c"] }],
    ["the first octet", { body: `T${TEXT.slice(1)}` }, { kind: "body", offset: 0, old: 116, new: 84 }],
    [
      "an octet in the middle",
      { body: `${TEXT.slice(0, 20)}!${TEXT.slice(21)}` },
      { kind: "body", offset: 20, old: 106, new: 33 },
    ],
    ["the last octet", { body: `${TEXT.slice(0, -1)}!` }, { kind: "body", offset: 42, old: 103, new: 33 }],
    ["a body cut short", { body: TEXT.slice(0, -1) }, { kind: "body", offset: 42, old: 103, new: undefined }],
    ["a body too long", { body: `${TEXT}!` }, { kind: "body", offset: 43, old: undefined, new: 33 }],
    ["no body", { body: "" }, { kind: "body", offset: 0, old: 116, new: undefined }],
  ])("%s is told apart", async (_what, planted, detail) => {
    for (const [old, young] of pairs) {
      const seen = await observe(KINDS[old]!({ body: TEXT }), KINDS[young]!(planted), {}, { httpVersion });
      expect(seen.answer).toMatchObject({ code: 200, body: Buffer.from(TEXT), isComplete: true });
      expect(seen.report).toMatchObject({ same: 0, different: 1, failed: 0, dropped: {} });
      expect(seen.report.differences[0]!.details).toEqual([detail]);
    }
  });
});

test("stands in a tree of core as well", async () => {
  const shadowed: IResource & { report(): ShadowReport } = shadow(
    KINDS["a legacy resource"]!({ body: "x" }),
    KINDS["core bytes"]!({ body: "y" }),
  );
  const answer = await inject(new CoreSite(tree({ a: shadowed })), { target: "/a" });
  await turn();
  expect(answer.body.toString()).toBe("x");
  expect(shadowed.report().differences).toEqual([
    {
      method: "GET",
      target: "/a",
      httpVersion: "1.1",
      details: [{ kind: "body", offset: 0, old: 120, new: 121 }],
    },
  ]);
});

/** `[BODY_LIMITS]` of the new resource hold in the shadow, as they will when nobody stands before it. */
import { leaf, readBody, respond, tree, type IRequest, type IResource, type IResponse } from "@headgate/core";
import type { InjectOptions } from "@headgate/core/testing";
import { BODY_LIMITS, type AnyResource } from "../../src/index";
import { branch, Leaf, Looking } from "../support/resources";
import { counts, DIFFERENT, FAILED, observe, observeInCore, PLAIN, SAME, type Observed } from "./support";

const TEN = "0123456789";

function limited<T extends object>(maxBodyOctets: number, resource: T): T {
  return Object.assign(resource, { [BODY_LIMITS]: { maxBodyOctets } });
}

const legacyEcho = (): Leaf =>
  new Leaf((request) => {
    request.setHeader("content-type", "text/plain");
    return request.content.read();
  });
const collecting = (): IResource => leaf(async (request) => respond(200, PLAIN, await readBody(request)));
const streaming = (): AnyResource => leaf((request: IRequest): IResponse => respond(200, PLAIN, request));

async function* inPieces(): AsyncGenerator<Buffer> {
  await Promise.resolve();
  yield Buffer.from(TEN.slice(0, 4));
  yield Buffer.from(TEN.slice(4));
}

const announced: InjectOptions = { method: "PUT", body: TEN };
const chunked: InjectOptions = { method: "PUT", body: inPieces() };
const WAYS: Record<string, (old: AnyResource, young: AnyResource, put: InjectOptions) => Promise<Observed>> =
  {
    "below a legacy site": (old, young, put) => observe(old, young, {}, put),
    "below a site of core": (old, young, put) => observeInCore(old, young, {}, put),
    "below a parent that had it collected": (old, young, put) =>
      observe(old, young, {}, put, { within: (shadowed) => new Looking(shadowed) }),
  };

describe.each(Object.keys(WAYS))("%s", (way) => {
  const ask = WAYS[way]!;
  const bodies = [
    ["announced", () => announced],
    ["chunked", () => ({ ...chunked, body: inPieces() })],
  ] as const;

  describe.each(bodies)("%s", (_kind, put) => {
    test.each([
      ["a legacy one", legacyEcho],
      ["one that collects", collecting],
    ])(
      "%s refuses what is too long for it: its 413 is a difference, and the client's is none",
      async (_new, make) => {
        const { answer, report } = await ask(collecting(), limited(9, make()), put());
        expect(answer.code).toBe(200);
        expect(answer.body.toString()).toBe(TEN);
        expect(counts(report)).toEqual(DIFFERENT);
        expect(report.differences[0]!.details).toEqual([{ kind: "status", old: 200, new: 413 }]);
      },
    );

    test("one that streams has answered, and breaks off", async () => {
      const { answer, report } = await ask(collecting(), limited(9, streaming()), put());
      expect(answer.body.toString()).toBe(TEN);
      expect(counts(report)).toEqual(FAILED);
    });

    test.each([
      ["a legacy one", legacyEcho],
      ["one that collects", collecting],
      ["one that streams", streaming],
    ])("%s takes as much as it may", async (_new, make) => {
      const { answer, report } = await ask(collecting(), limited(10, make()), put());
      expect(answer.body.toString()).toBe(TEN);
      expect(counts(report)).toEqual(SAME);
    });
  });
});

test("the limit nearest to the new resource holds, on its own way", async () => {
  const young = limited(3, tree({ b: limited(20, collecting()), c: collecting() }));
  const old = tree({ b: collecting(), c: collecting() });
  const below = async (target: string): Promise<object> =>
    counts((await observeInCore(old, young, {}, { ...announced, target })).report);
  expect(await below("/a/b")).toEqual(SAME);
  expect(await below("/a/c")).toEqual(DIFFERENT);
});

test("a limit of the old resource is not one of the new", async () => {
  const { answer, report } = await observe(limited(3, collecting()), collecting(), {}, announced);
  expect(answer.code).toBe(413);
  // There is no body to compare: the old one did not take it.
  expect(counts(report)).toEqual({ same: 0, different: 0, failed: 0, dropped: { "body-untaken": 1 } });
});

test("a limit that stands above both holds for both", async () => {
  const within = (shadowed: AnyResource): AnyResource => limited(3, branch({ a: shadowed }));
  const { answer, report } = await observe(collecting(), collecting(), {}, announced, { within });
  expect(answer.code).toBe(413);
  expect(counts(report)).toEqual(SAME);
});

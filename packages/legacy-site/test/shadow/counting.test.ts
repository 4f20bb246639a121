/** Which requests are compared, what counts as the same, and who is told. */
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { HttpError, InvalidOption, leaf, respond, type IRequest } from "@headgate/core";
import { inject, ManualClock } from "@headgate/core/testing";
import {
  EncodingResourceWrapper,
  GzipEncoderFactory,
  shadow,
  Site,
  type AnyResource,
  type ShadowOptions,
} from "../../src/index";
import { Journal, turn } from "../support/connection";
import { branch, Leaf } from "../support/resources";
import { counts, DIFFERENT, droppedFor, never, observe, old, PLAIN, SAME } from "./support";

describe("which requests are compared", () => {
  async function sampledOf(options: ShadowOptions, targets: string[]): Promise<number[]> {
    const shadowed = shadow(old, old, options);
    const site = new Site(branch({ a: shadowed }), { log: new Journal() });
    for (const target of targets) await inject(site, { target });
    const { requests, sampled, same } = shadowed.report();
    return [requests, sampled, same];
  }

  test("a share of them", async () => {
    const values = [0.1, 0.25, 0.3, 0.9];
    const random = (): number => values.shift()!;
    expect(await sampledOf({ sample: 0.25, random }, ["/a", "/a", "/a", "/a"])).toEqual([4, 1, 1]);
    expect(await sampledOf({ sample: 0 }, ["/a"])).toEqual([1, 0, 0]);
  });

  test("those that a predicate names; one that throws names none, and the client is answered", async () => {
    const sample = ({ query }: IRequest): boolean => query === "yes";
    expect(await sampledOf({ sample }, ["/a?yes", "/a?no"])).toEqual([2, 1, 1]);
    const log = new Journal();
    const throws = (): never => {
      throw new Error("which?");
    };
    expect(await sampledOf({ sample: throws, log }, ["/a"])).toEqual([1, 0, 0]);
    expect(log.messages).toHaveLength(1);
    const late = (() => Promise.resolve(true)) as unknown as () => boolean;
    expect(await sampledOf({ sample: late }, ["/a"])).toEqual([1, 0, 0]);
    const rejects = (() => Promise.reject(new Error("which?"))) as unknown as () => boolean;
    expect(await sampledOf({ sample: rejects, log }, ["/a"])).toEqual([1, 0, 0]);
    expect(log.messages).toHaveLength(2);
  });

  test.each([
    { sample: 2 },
    { sample: -1 },
    { sample: NaN },
    { maxBehindOctets: 0 },
    { timeoutMs: -1 },
    { maxConcurrent: NaN },
    { sample: "10%" },
    { smaple: 0.1 },
  ])("%j is refused", (options) => {
    expect(() => shadow(old, old, options as ShadowOptions)).toThrow(InvalidOption);
  });

  test.each([
    [undefined, "the new one is undefined"],
    [class Reports {}, "the new one is a class"],
  ])("what is no resource is refused: %p", (young, message) => {
    expect(() => shadow(old, young as unknown as AnyResource)).toThrow(message);
  });

  test("no more at a time than may be", async () => {
    const shadowed = shadow(
      old,
      leaf(() => never),
      { maxConcurrent: 1, clock: new ManualClock() },
    );
    const site = new Site(branch({ a: shadowed }), { log: new Journal() });
    await inject(site, { target: "/a" });
    await inject(site, { target: "/a" });
    expect(shadowed.report()).toMatchObject({ sampled: 2, active: 1, dropped: { busy: 1 } });
  });

  test("none that would change the protocol", async () => {
    const { answer, report } = await observe(
      old,
      old,
      {},
      { headers: { connection: "upgrade", upgrade: "websocket" } },
    );
    expect(answer.code).toBe(200);
    expect(counts(report)).toEqual(droppedFor("upgrade"));
  });

  test("none whose old answer alone is encoded", async () => {
    const page = new Leaf(() => "page".repeat(100));
    const within = (shadowed: AnyResource): AnyResource =>
      branch({ a: new EncodingResourceWrapper(shadowed, [new GzipEncoderFactory()]) });
    const request = { headers: { "accept-encoding": "gzip" } };
    const rendered = await observe(page, page, {}, request, { within });
    expect(rendered.answer.headers.get("content-encoding")).toBe("gzip");
    expect(counts(rendered.report)).toEqual(droppedFor("encoded"));
    const ofCore = leaf(() => respond(200, PLAIN, "page".repeat(100)));
    const responded = await observe(ofCore, ofCore, {}, request, { within });
    expect(responded.answer.headers.get("content-encoding")).toBe("gzip");
    expect(counts(responded.report)).toEqual(SAME);
  });
});

async function* inPieces(): AsyncGenerator<string> {
  yield await Promise.resolve("xxxxx");
}

describe("answers without content", () => {
  const answer = (code: number, fields = {}): AnyResource => leaf(() => respond(code, fields));

  test.each([204, 205, 304])("%d", async (code) => {
    for (const httpVersion of ["1.1", "2.0"] as const) {
      expect(counts((await observe(answer(code), answer(code), {}, { httpVersion })).report)).toEqual(SAME);
      expect(counts((await observe(answer(code), answer(200), {}, { httpVersion })).report)).toEqual(
        DIFFERENT,
      );
      const other = await observe(
        answer(code, { etag: '"a"' }),
        answer(code, { etag: '"b"' }),
        {},
        { httpVersion },
      );
      expect(counts(other.report)).toEqual(DIFFERENT);
    }
  });

  test("HEAD: fields, and lengths where both are known", async () => {
    const text = (length: number): AnyResource => leaf(() => respond(200, PLAIN, "x".repeat(length)));
    for (const httpVersion of ["1.1", "2.0"] as const) {
      const head = { method: "HEAD", httpVersion };
      expect(counts((await observe(text(5), text(5), {}, head)).report)).toEqual(SAME);
      const streamed = leaf(() => respond(200, PLAIN, inPieces()));
      expect(counts((await observe(text(5), streamed, {}, head)).report)).toEqual(SAME);
      expect(counts((await observe(streamed, streamed, {}, head)).report)).toEqual(SAME);
      const { report } = await observe(text(5), text(6), {}, head);
      expect(report.differences[0]!.details).toEqual([{ kind: "length", old: 5, new: 6 }]);
    }
  });
});

describe("failures that are answers", () => {
  const fails = (code: number): AnyResource =>
    leaf(() => {
      throw new HttpError(code, "no");
    });

  test("are compared by their status", async () => {
    expect(counts((await observe(fails(404), fails(404))).report)).toEqual(SAME);
    const { answer, report } = await observe(fails(404), fails(410));
    expect(answer.code).toBe(404);
    expect(report.differences[0]!.details).toEqual([{ kind: "status", old: 404, new: 410 }]);
  });

  test("an old resource that fails is a 500", async () => {
    const broken = leaf(() => {
      throw new Error("broken");
    });
    const { answer, report } = await observe(broken, old);
    expect(answer.code).toBe(500);
    expect(report.differences[0]!.details).toEqual([{ kind: "status", old: 500, new: 200 }]);
  });
});

describe("who is told", () => {
  const young = leaf(() => respond(200, { ...PLAIN, "X-Ignored": "1" }, "new 0"));

  test("onDifference, whose own failure is logged", async () => {
    const seen: unknown[] = [];
    await observe(old, young, { onDifference: (difference) => seen.push(difference) });
    expect(seen).toMatchObject([{ method: "GET", target: "/a" }]);
    const throwsSo = (): never => {
      throw new Error("listener");
    };
    expect((await observe(old, young, { onDifference: throwsSo })).log.messages).toHaveLength(1);
    const rejects = (): Promise<never> => Promise.reject(new Error("listener"));
    const { log } = await observe(old, young, { onDifference: rejects as unknown as () => void });
    await turn();
    expect(log.messages).toHaveLength(1);
  });

  test("headgate:shadow, while somebody listens", async () => {
    const events: unknown[] = [];
    const listener = (event: unknown): void => void events.push(event);
    subscribe("headgate:shadow", listener);
    await observe(old, old);
    await observe(old, young);
    unsubscribe("headgate:shadow", listener);
    await observe(old, old);
    expect(events).toMatchObject([{ type: "same" }, { type: "different", difference: { target: "/a" } }]);
  });

  test("not of fields that are ignored, and of no more than the first twenty differences", async () => {
    const ignoring = shadow(
      old,
      leaf(() => respond(200, { ...PLAIN, "X-Ignored": "1" }, "old 0")),
      {
        ignoreHeaders: ["x-ignored"],
      },
    );
    const differing = shadow(old, young);
    const site = new Site(branch({ a: ignoring, b: differing }), { log: new Journal() });
    await inject(site, { target: "/a" });
    for (let count = 0; count < 25; count++) await inject(site, { target: "/b" });
    expect(counts(ignoring.report())).toEqual(SAME);
    expect(differing.report().different).toBe(25);
    expect(differing.report().differences).toHaveLength(20);
  });
});

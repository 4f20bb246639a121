/** One side collects all of the request before it answers, the other answers as it reads: bodies of many windows. */
import { iterate, leaf, readBody, respond, type IRequest } from "@headgate/core";
import { inject, ManualClock, type InjectOptions } from "@headgate/core/testing";
import { NOT_DONE_YET, shadow, Site, type AnyResource } from "../../src/index";
import { Journal, turn, until } from "../support/connection";
import { branch, Leaf } from "../support/resources";
import { counts, DIFFERENT, never, observe, observeInCore, PLAIN, SAME } from "./support";

/** Many windows of a shadow; less than one of HTTP/2, so that pieces come as they are sent, and less than is spooled. */
const BODY = Buffer.alloc(60_000, "0123456789");
const PIECE_OCTETS = 500;
const MAX = { maxBehindOctets: 5_000 };

/** As octets come over a network: turns lie between them. */
async function* slowly(body: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < body.length; at += PIECE_OCTETS) {
    for (let turns = 0; turns < 3; turns++) await turn();
    yield body.subarray(at, at + PIECE_OCTETS);
  }
}

type Change = (body: Buffer) => Buffer;
const asItIs: Change = (body) => body;
const flipped =
  (at: number): Change =>
  (body) => {
    const copy = Buffer.from(body);
    copy[at]! ^= 1;
    return copy;
  };

type Make = (change: Change) => AnyResource;

const COLLECTING: Record<string, Make> = {
  "a legacy resource that returns": (change) =>
    new Leaf((request) => {
      request.setHeader("content-type", "text/plain");
      return change(request.content.read());
    }),
  "a legacy resource that writes": (change) =>
    new Leaf((request) => {
      request.setHeader("content-type", "text/plain");
      const body = change(request.content.read());
      for (let at = 0; at < body.length; at += 999) request.write(body.subarray(at, at + 999));
      request.finish();
      return NOT_DONE_YET;
    }),
  "one of core that collects": (change) =>
    leaf(async (request) => respond(200, PLAIN, change(await readBody(request)))),
};

/** Knows what will come, so that it can answer as it reads. */
async function* streamed(request: IRequest, change: Change): AsyncGenerator<Buffer> {
  const changed = change(BODY);
  let offset = 0;
  for await (const piece of iterate(request)) {
    yield changed.subarray(offset, offset + piece.length);
    offset += piece.length;
  }
  if (offset < changed.length) yield changed.subarray(offset);
}

const streaming: Make = (change) => leaf((request) => respond(200, PLAIN, streamed(request, change)));

const put = (httpVersion: "1.1" | "2.0"): InjectOptions => ({
  method: "PUT",
  body: slowly(BODY),
  httpVersion,
});

describe.each(["1.1", "2.0"] as const)("over HTTP/%s", (version) => {
  describe.each(Object.keys(COLLECTING))("%s", (name) => {
    const pairs: [string, Make, Make][] = [
      ["in the place of the old one", COLLECTING[name]!, streaming],
      ["in the place of the new one", streaming, COLLECTING[name]!],
    ];

    test.each(pairs)("%s: the same", async (_where, old, young) => {
      for (const look of [observe, observeInCore]) {
        const { answer, report } = await look(old(asItIs), young(asItIs), MAX, put(version));
        expect(answer.body.equals(BODY)).toBe(true);
        expect(counts(report)).toEqual(SAME);
      }
    });

    test.each(pairs)("%s: one octet is found", async (_where, old, young) => {
      for (const at of [4_321, 42_345, BODY.length - 1]) {
        const { answer, report } = await observe(old(asItIs), young(flipped(at)), MAX, put(version));
        expect(answer.body.equals(BODY)).toBe(true);
        expect(counts(report)).toEqual(DIFFERENT);
        const [detail] = report.differences[0]!.details;
        if (detail?.kind !== "body") throw new Error("no difference of bodies");
        const { offset, end = offset + 1 } = detail;
        expect([offset <= at, at < end, end - offset <= 65_536]).toEqual([true, true, true]);
      }
    });

    test.each(pairs)("%s: a body that goes on, or ends before", async (_where, old, young) => {
      const longer: Change = (body) => Buffer.concat([body, Buffer.from("x")]);
      const shorter: Change = (body) => body.subarray(0, -1);
      for (const [ofOld, ofNew] of [
        [asItIs, longer],
        [longer, asItIs],
        [asItIs, shorter],
        [shorter, asItIs],
      ] as const) {
        const { answer, report } = await observe(old(ofOld), young(ofNew), MAX, put(version));
        expect(answer.body.equals(ofOld(BODY))).toBe(true);
        expect(counts(report)).toEqual(DIFFERENT);
      }
    });
  });
});

test("an answer that was written in one turn, and one that streams, to a request without a body", async () => {
  const written = new Leaf((request) => {
    request.setHeader("content-type", "text/plain");
    for (let at = 0; at < BODY.length; at += 999) request.write(BODY.subarray(at, at + 999));
    request.finish();
    return NOT_DONE_YET;
  });
  for (const [change, seen] of [
    [asItIs, SAME],
    [flipped(42_345), DIFFERENT],
  ] as const) {
    const young = leaf(() => respond(200, PLAIN, slowly(change(BODY))));
    for (const look of [observe, observeInCore]) {
      const { answer, report } = await look(written, young, MAX);
      expect(answer.body.equals(BODY)).toBe(true);
      expect(counts(report)).toEqual(seen);
    }
  }
});

test("a new resource that waits for a slow upload is not too slow; one that waits on is", async () => {
  const clock = new ManualClock();
  const hanging = leaf(async (request) => {
    await readBody(request);
    return never;
  });
  for (const young of [COLLECTING["one of core that collects"]!(asItIs), hanging]) {
    const shadowed = shadow(streaming(asItIs), young, { ...MAX, clock, timeoutMs: 1_000 });
    async function* moving(): AsyncGenerator<Buffer> {
      for await (const piece of slowly(BODY)) {
        clock.advance(400);
        yield piece;
      }
    }
    const site = new Site(branch({ a: shadowed }), { log: new Journal() });
    const { body } = await inject(site, { target: "/a", method: "PUT", body: moving() });
    expect(body.equals(BODY)).toBe(true);
    if (young === hanging) clock.advance(1_000);
    await until(() => shadowed.report().active === 0);
    expect(shadowed.report()).toMatchObject(young === hanging ? { dropped: { timeout: 1 } } : { same: 1 });
  }
});

test("a new answer that runs on when the request is through is paused", async () => {
  let yielded = 0;
  const lasting = leaf((request) => respond(200, PLAIN, beyond(request)));
  async function* beyond(request: IRequest): AsyncGenerator<Buffer> {
    for await (const piece of iterate(request)) yield Buffer.from(piece);
    while (yielded < 100) {
      yielded += 1;
      yield Buffer.alloc(1_000);
    }
  }
  let isThrough = false;
  let answer = (): void => undefined;
  const asked = new Promise<void>((resolve) => (answer = resolve));
  const old = leaf(async (request) => {
    await readBody(request);
    isThrough = true;
    await asked;
    return respond(200);
  });
  const clock = new ManualClock();
  const shadowed = shadow(old, lasting, { ...MAX, clock });
  const site = new Site(branch({ a: shadowed }), { log: new Journal(), clock });
  const answered = inject(site, { target: "/a", method: "PUT", body: slowly(BODY) });
  await until(() => isThrough);
  for (let turns = 0; turns < 50; turns++) await turn();
  expect(yielded).toBeLessThan(5);
  expect(shadowed.report()).toMatchObject({ active: 1, dropped: {} });
  answer();
  await answered;
});

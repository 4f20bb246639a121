/** Drives a HeadParser over slices, as a connection would. */
import { HeadgateError } from "../../src/errors";
import { HeadParser } from "../../src/http1/wire/head-parser";
import type { HeadLimits } from "../../src/http1/wire/head-parser";
import type { RequestHead } from "../../src/http1/wire/request-head";
import { everySplit } from "./every-split";

export const LIMITS: HeadLimits = { maxHeadOctets: 16_384, maxRequestLineOctets: 8_192, maxFieldCount: 100 };

export interface HeadsRead {
  readonly heads: RequestHead[];
  /** Octets that were not used. */
  readonly rest: string;
}

/** Reads heads until the slices, or `count` heads, are over. */
export function readHeads(slices: readonly Buffer[], count = Infinity, limits = LIMITS): HeadsRead {
  const parser = new HeadParser(limits);
  const heads: RequestHead[] = [];
  let rest = "";
  for (const slice of slices) {
    let at = 0;
    while (at < slice.length && heads.length < count) {
      const head = parser.feed(slice, at);
      if (head !== undefined) heads.push(head);
      expect(parser.position).toBeGreaterThan(at);
      at = parser.position;
    }
    rest += slice.toString("latin1", at);
  }
  return { heads, rest };
}

/** Reads the one head of `octets` in every split, which must make no difference. */
export function readHead(octets: Buffer, limits = LIMITS): RequestHead {
  const [whole] = readHeads([octets], 1, limits).heads;
  expect(whole).toBeDefined();
  for (const slices of everySplit(octets)) {
    expect(readHeads(slices, 1, limits)).toEqual({ heads: [whole], rest: "" });
  }
  return whole!;
}

/** What `read` throws, in words: `400 a line ends with LF alone`. */
export function refusalOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof HeadgateError) return `${error.status ?? ""} ${error.message}`;
    throw error;
  }
  return "accepted";
}

/** Why the head in `octets` is refused, with every split: the first reason, if they differ only in when they see it. */
export function wantRefusal(octets: Buffer, status: number, message = /./, limits = LIMITS): void {
  for (const slices of everySplit(octets)) {
    const refusal = refusalOf(() => readHeads(slices, 1, limits));
    expect(refusal).toMatch(new RegExp(`^${status} `));
    expect(refusal).toMatch(message);
  }
}

/**
 * What a case of recorded answers is: what is sent, step by step, and what is looked away from. The files are
 * `answers/cases/<app>.json` and `answers/recorded/<app>.json`; texts are octets, one character each.
 */

/** One request, and its answer is awaited. A plain string is one without fields and content. */
export interface Ask {
  /** `GET /path`; HTTP/1.1 and `Host: site.example` are understood. */
  readonly ask: string;
  /** `Name: value`. `{cookies}` and `{digest USER PASSWORD}` are filled in from earlier answers. */
  readonly fields?: readonly string[];
  /** Content-Length is understood. */
  readonly content?: string;
  /** The content is sent this many times over. */
  readonly times?: number;
}

/** Octets as they are, over HTTP/1.1 only, and how many answers there will be: their requests' methods. */
export interface Raw {
  readonly raw: string;
  readonly methods: readonly string[];
}

/** A client that leaves: FIN or RST; with `after` once so much of an answer has come. Then there is a new one. */
export interface Leave {
  readonly leave: "finish" | "reset";
  readonly after?: string;
}

export interface Wait {
  readonly waitMs: number;
}

export type Step = string | Ask | Raw | Leave | Wait;

export interface Masks {
  /** What of a page is compared: its title, its links, what it is when unzipped. */
  readonly body?: "title" | "links" | "gunzip";
  /** Of these fields only that they are there. */
  readonly fields?: readonly string[];
}

/** What may be in place of the last answer. */
export interface Accepted {
  readonly status: number;
  readonly fields?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** What becomes of the connection, over HTTP/1.1; else it does not matter. */
  readonly end?: Outcome["end"];
}

/** Twisted's answer is a bug or insecure: it passes, and so does one of these. */
export interface Advice {
  readonly why: string;
  readonly accept: readonly Accepted[];
}

export interface Case {
  readonly id: string;
  readonly note?: string;
  readonly steps: readonly Step[];
  readonly masks?: Masks;
  readonly advice?: Advice;
  /** It is about this version alone. */
  readonly only?: "http1";
}

export interface CaseFile {
  readonly app: string;
  readonly cases: readonly Case[];
}

/** An answer as it is kept: normalised and masked. */
export interface Answer {
  readonly status: number;
  readonly reason: string;
  /** `Name: value`, sorted by name. */
  readonly fields: readonly string[];
  /** A long one is its length and digest. */
  readonly body: string;
}

export interface Outcome {
  readonly answers: readonly Answer[];
  /** Whether the server keeps the connection after the last answer. */
  readonly end: "open" | "closed";
}

export interface Recording {
  readonly app: string;
  readonly twisted: string;
  readonly outcomes: Readonly<Record<string, Outcome>>;
}

/** An answer as it came. */
export interface RawAnswer {
  readonly status: number;
  readonly reason: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

export function isAsk(step: Step): step is string | Ask {
  return typeof step === "string" || "ask" in step;
}

/** Over HTTP/2 there are no raw octets, and no connection of one's own to leave. */
export function fitsHTTP2({ only, steps }: Case): boolean {
  return only === undefined && steps.every((step) => isAsk(step) || "waitMs" in step);
}

/**
 * Octets in, request heads out (RFC 9112 sections 2 to 6), within limits on line, head and number of fields.
 *
 * A head that came in one read, as nearly all do, is read where it lies. Any other goes line by line through
 * a `LineBuffer`, so that slices of one octet cost no more than their sum, and what is wrong is told when its
 * line is complete, not when the head is.
 */
import { LimitExceeded, RemoteProtocolError } from "../../errors";
import { LineBuffer } from "./line-buffer";
import { OctetText } from "./octet-text";
import { DraftHead } from "./request-head";
import type { RequestHead } from "./request-head";
import { RequestLine } from "./request-line";

const LF = 0x0a;
const CR = 0x0d;

export interface HeadLimits {
  /** From the method to the empty line, both included. */
  readonly maxHeadOctets: number;
  /** Without its CRLF. */
  readonly maxRequestLineOctets: number;
  readonly maxFieldCount: number;
}

// Taken apart as soon as it is read, so one serves all connections.
const requestLine = new RequestLine();

export class HeadParser {
  /** Index of the first octet that the last `feed` did not use. */
  position = 0;
  /** Of the head that is being read or was read last, as far as it is known: a refusal depends on it. */
  method = "";
  readonly #limits: HeadLimits;
  readonly #line = new LineBuffer();
  /** Set between the request line and the end of a head that comes in several reads. */
  #draft: DraftHead | undefined = undefined;
  #draftOctets = 0;
  #hasSkippedEmptyLine = false;

  constructor(limits: HeadLimits) {
    this.#limits = limits;
  }

  /** No octet of a next head was seen; the empty line that may precede it does not count. */
  get isIdle(): boolean {
    return this.#draft === undefined && this.#line.length === 0;
  }

  /**
   * Reads octets[from..]. Returns a head when it is complete, undefined when all octets are used and more are
   * needed. After a throw the parser is of no more use.
   *
   * @throws RemoteProtocolError for a head that breaks the grammar, or whose framing is in doubt
   * @throws LimitExceeded with status 414 for the request line, else 431
   */
  feed(octets: Buffer, from: number): RequestHead | undefined {
    let at = from;
    if (this.isIdle) {
      this.method = "";
      at = this.#skipEmptyLine(octets, from);
      const stop = Math.min(octets.length, at + this.#limits.maxHeadOctets);
      const end = indexBehindEmptyLine(octets, at, stop);
      if (end !== -1) return this.#readWhole(octets, at, end);
    }
    return this.#readLines(octets, at);
  }

  /** One empty line before a request is ignored (RFC 9112 section 2.2); a second is no request line. */
  #skipEmptyLine(octets: Buffer, at: number): number {
    if (octets[at] !== CR || octets[at + 1] !== LF || this.#hasSkippedEmptyLine) return at;
    this.#hasSkippedEmptyLine = true;
    return at + 2;
  }

  #readWhole(octets: Buffer, from: number, end: number): RequestHead {
    const source = new OctetText(octets, from, end);
    const behindLine = this.#readRequestLine(source, from);
    if (behindLine - 2 - from > this.#limits.maxRequestLineOctets) throw this.#lineTooLong();
    const draft = new DraftHead(requestLine);
    const at = draft.readFieldLines(source, behindLine);
    expectLF(octets[at + 1]);
    return this.#finish(draft, end);
  }

  /** @returns the index behind it */
  #readRequestLine(source: OctetText, from: number): number {
    try {
      return requestLine.read(source, from);
    } finally {
      this.method = requestLine.method;
    }
  }

  #readLines(octets: Buffer, from: number): RequestHead | undefined {
    let at = from;
    while (at < octets.length) {
      const maxOctets = this.#maxOctetsOfLine();
      const line = this.#line.take(octets, at, maxOctets);
      at = this.#line.position;
      if (line !== undefined) {
        const head = this.#readLine(line, at);
        if (head !== undefined) return head;
      } else if (this.#line.length === maxOctets) {
        if (this.#draft !== undefined) throw this.#headTooLong();
        this.method = this.#line.firstWord();
        throw this.#lineTooLong();
      }
    }
    this.position = at;
    return undefined;
  }

  #readLine(line: Buffer, position: number): RequestHead | undefined {
    const source = new OctetText(line, 0, line.length);
    if (this.#draft === undefined) {
      if (this.#skipEmptyLine(line, 0) > 0) return undefined;
      this.#readRequestLine(source, 0);
      this.#draft = new DraftHead(requestLine);
    } else if (this.#draft.readFieldLines(source, 0) === 0) {
      expectLF(line[1]);
      return this.#finish(this.#draft, position);
    }
    this.#draftOctets += line.length;
    return undefined;
  }

  #finish(draft: DraftHead, position: number): RequestHead {
    this.position = position;
    this.#draft = undefined;
    this.#draftOctets = 0;
    this.#hasSkippedEmptyLine = false;
    const { maxFieldCount } = this.#limits;
    if (draft.fields.length > 2 * maxFieldCount) {
      throw new LimitExceeded("maxFieldCount", `the head has more than ${maxFieldCount} fields`, 431);
    }
    return draft.finish();
  }

  #maxOctetsOfLine(): number {
    const { maxHeadOctets, maxRequestLineOctets } = this.#limits;
    if (this.#draft !== undefined) return maxHeadOctets - this.#draftOctets;
    return Math.min(maxRequestLineOctets + 2, maxHeadOctets);
  }

  #lineTooLong(): LimitExceeded {
    const { maxRequestLineOctets } = this.#limits;
    const message = `the request line is longer than ${maxRequestLineOctets} octets`;
    return new LimitExceeded("maxRequestLineOctets", message, 414);
  }

  #headTooLong(): LimitExceeded {
    const { maxHeadOctets } = this.#limits;
    return new LimitExceeded("maxHeadOctets", `the head is longer than ${maxHeadOctets} octets`, 431);
  }
}

function expectLF(octet: number | undefined): void {
  if (octet !== LF) throw new RemoteProtocolError("a line holds CR without LF");
}

/**
 * Index behind the first CRLFCRLF of octets[from..stop), or -1.
 * Looks at every fourth octet as long as it is neither CR nor LF: no pattern of four can hide in between.
 */
function indexBehindEmptyLine(octets: Buffer, from: number, stop: number): number {
  let last = from + 3;
  while (last < stop) {
    const octet = octets[last]!;
    if (octet > CR) last += 4;
    else if (octet !== LF) last += 1;
    else if (octets[last - 1] === CR && octets[last - 2] === LF && octets[last - 3] === CR) return last + 1;
    else last += 2;
  }
  return -1;
}

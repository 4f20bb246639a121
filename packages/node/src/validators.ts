/**
 * What tells two versions of a file apart, and the conditions that clients put on it (RFC 9110 sections 8.8, 13).
 *
 * The tag is made of size and time, so it is weak: good to say "not modified", not to join ranges.
 */
import type { Stats } from "node:fs";
import type { Headers } from "@headgate/core";

/** A version that is younger may still change within the same second, which is all that a date can tell. */
const STRONG_AFTER_MS = 1_000;

export class Validators {
  readonly etag: string;
  readonly lastModified: string;
  /** In whole seconds, as on the wire. */
  readonly #modifiedMs: number;

  constructor({ size, mtimeMs }: Stats) {
    this.#modifiedMs = Math.floor(mtimeMs / 1000) * 1000;
    this.etag = `W/"${size.toString(16)}-${Math.floor(mtimeMs).toString(16)}"`;
    this.lastModified = new Date(this.#modifiedMs).toUTCString();
  }

  /** If-None-Match, or without it If-Modified-Since: the client has this version. */
  isKnownTo(conditions: Headers): boolean {
    const tags = conditions.get("if-none-match");
    if (tags !== undefined)
      return tags.trim() === "*" || tags.split(",").some((tag) => this.#isWeakMatch(tag));
    const since = conditions.get("if-modified-since");
    return since !== undefined && Date.parse(since) >= this.#modifiedMs;
  }

  /** If-Range: a part may be sent. That takes a strong validator, so only a date will do. */
  allowsPart(conditions: Headers): boolean {
    const validator = conditions.get("if-range");
    if (validator === undefined) return true;
    return validator === this.lastModified && Date.now() - this.#modifiedMs > STRONG_AFTER_MS;
  }

  #isWeakMatch(tag: string): boolean {
    return tag.trim().replace(/^W\//, "") === this.etag.slice(2);
  }
}

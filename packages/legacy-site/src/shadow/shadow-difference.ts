/** What a shadow tells of one request. */
import type { BodyDifference } from "./body-comparison";

/** One way in which the new answer was another than the old one. */
export type DifferenceDetail =
  | { readonly kind: "status"; readonly old: number; readonly new: number }
  /** Values in their order; none: the field was not there. */
  | {
      readonly kind: "header";
      readonly name: string;
      readonly old: readonly string[];
      readonly new: readonly string[];
    }
  /** The announced lengths, where no body is sent: HEAD. */
  | { readonly kind: "length"; readonly old: number; readonly new: number }
  /** The first octet that differs; undefined: that body had ended there. */
  | ({ readonly kind: "body" } & BodyDifference)
  /** The new resource threw, or broke its answer off. */
  | { readonly kind: "failed"; readonly error: unknown };

/** One request whose two answers were not the same. */
export interface ShadowDifference {
  readonly method: string;
  /** As it was sent. */
  readonly target: string;
  readonly httpVersion: "1.0" | "1.1" | "2.0";
  readonly details: readonly DifferenceDetail[];
}

/**
 * Why a request that was sampled was not compared to its end.
 *
 * - `request-behind`: the new resource read the request's body too slowly
 * - `answer-ahead`: the new answer came too fast, and paid no heed to a pause
 * - `timeout`: the new answer, or more of it, was waited for too long
 * - `client-left`, `old-broke-off`: the old answer did not come to its end
 * - `request-broke-off`: the request did not come to its end, or was malformed
 * - `body-untaken`: the new resource asked for a body that the old one did not take
 * - `upgrade`: the request may change the protocol, and only one can have the connection
 * - `encoded`: a wrapper above encodes the old answer, and not the new one
 * - `busy`: as many requests as may be are being compared
 */
export type DropReason =
  | "request-behind"
  | "answer-ahead"
  | "timeout"
  | "client-left"
  | "old-broke-off"
  | "request-broke-off"
  | "body-untaken"
  | "upgrade"
  | "encoded"
  | "busy";

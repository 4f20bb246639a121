/**
 * What turns octets behind a head into content: one implementation for each framing of RFC 9112 section 6.
 *
 * Pull style: the caller asks for the next piece and stops asking while its reader pauses.
 */
export interface IContentDecoder {
  /**
   * The next piece of content in octets[from..], a view of it as a rule. undefined: the content `isEnded`, or all
   * octets are used and more are needed. A piece may be the last: look at `isEnded` before asking for octets.
   *
   * @throws MalformedBody, LimitExceeded
   */
  decode(octets: Buffer, from: number): Buffer | undefined;
  /** Index of the first octet that the last `decode` did not use. */
  readonly position: number;
  readonly isEnded: boolean;
  /** Octets of content that are missing, where the framing tells. */
  readonly remaining: number | undefined;
  /** Flat [lower-case name, value, ...]; complete once the content is ended. */
  readonly trailers: readonly string[];
}

export const NO_TRAILERS: readonly string[] = Object.freeze([]);

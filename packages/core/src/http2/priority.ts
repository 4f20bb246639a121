/**
 * What a client asks to have first: the field `priority`, and PRIORITY_UPDATE, which says the same (RFC 9218).
 *
 * Of the dictionary two members mean something, `u` and `i`. What is not understood is left out, never refused.
 */

export interface Priority {
  /** 0 is first, 7 is last. */
  readonly urgency: number;
  /** Pieces are of use before the rest is there: to be sent by turns with others of the same urgency. */
  readonly incremental: boolean;
}

/** Of a request that says nothing. One object: who asks whether anything was said compares with it. */
export const DEFAULT_PRIORITY: Priority = Object.freeze({ urgency: 3, incremental: false });

/** What means something has a few octets. A long list costs a client one octet a request, as an index, and us milliseconds. */
const MAX_VALUE_OCTETS = 256;

const URGENCY = /^[ \t]*u=([0-7])[ \t]*(?:;|$)/;
const INCREMENTAL = /^[ \t]*i(?:=\?([01]))?[ \t]*(?:;|$)/;

export function parsePriority(value: string | undefined): Priority {
  if (value === undefined || value.length > MAX_VALUE_OCTETS) return DEFAULT_PRIORITY;
  let { urgency, incremental } = DEFAULT_PRIORITY;
  for (const member of value.split(",")) {
    const level = URGENCY.exec(member)?.[1];
    if (level !== undefined) urgency = Number(level);
    const flag = INCREMENTAL.exec(member);
    if (flag !== null) incremental = flag[1] !== "0";
  }
  return { urgency, incremental };
}

/** PRIORITY_UPDATEs that came before their requests, of which a server may keep as many as it takes streams. */
export class EarlyPriorities {
  readonly #byStreamId = new Map<number, Priority>();
  readonly #max: number;

  constructor(max: number) {
    this.#max = max;
  }

  /** Past the maximum the oldest is forgotten. */
  note(streamId: number, priority: Priority): void {
    this.#byStreamId.delete(streamId);
    this.#byStreamId.set(streamId, priority);
    if (this.#byStreamId.size <= this.#max) return;
    const [oldest = streamId] = this.#byStreamId.keys();
    this.#byStreamId.delete(oldest);
  }

  /** What was said about a stream that opens now. It wins over the field. */
  take(streamId: number): Priority | undefined {
    if (this.#byStreamId.size === 0) return undefined;
    const priority = this.#byStreamId.get(streamId);
    this.#byStreamId.delete(streamId);
    return priority;
  }
}

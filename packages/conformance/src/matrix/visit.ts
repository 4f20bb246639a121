/** One request in two halves, and what comes back; the same to both versions. */
export interface Asked {
  readonly method: string;
  readonly target: string;
  /** Without those that frame the body. */
  readonly fields: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly isDeclared: boolean;
}

export interface Heard {
  readonly code: number;
  /** The content, as it was encoded. */
  readonly body: Buffer;
  readonly contentEncoding: string | undefined;
  /** Milliseconds from just before the last octet was sent to the first octet of the answer; below 0: it was before. */
  readonly firstAfterLastMs: number;
}

/** Between the halves; given whether an octet of the answer has come. */
export type Look = (hasHeard: () => boolean) => Promise<void>;

export type Visit = (asked: Asked, look: Look) => Promise<Heard>;

/** Nothing is sent after the head: there is no second half. */
export function isHeadOnly({ body, isDeclared }: Asked): boolean {
  return isDeclared && body.length === 0;
}

export function halvesOf({ body }: Asked): readonly [first: Buffer, second: Buffer] {
  const middle = Math.floor(body.length / 2);
  return [body.subarray(0, middle), body.subarray(middle)];
}

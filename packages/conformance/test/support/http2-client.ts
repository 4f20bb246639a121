/** A client of HTTP/2, whoever it is made by: it opens streams, and each keeps what was heard on it. */

export type Fields = readonly (readonly [name: string, value: string])[];

export interface IHTTP2Client {
  /** The server's SETTINGS have come and say so: before the first extended CONNECT (RFC 8441 section 3). */
  readonly canConnect: boolean;
  /** Of every GOAWAY that came. */
  readonly goAways: readonly GoAway[];
  readonly isClosed: boolean;
  /** The pseudo-header fields that are not given are those of a GET of this server. */
  open(fields: Fields, isEnd?: boolean): HTTP2Stream;
  close(): void;
}

export interface GoAway {
  readonly lastStreamId: number;
  readonly errorCode: number;
}

export abstract class HTTP2Stream {
  readonly interims: Fields[] = [];
  head: Fields | undefined = undefined;
  /** Of the content. */
  readonly pieces: Buffer[] = [];
  trailers: Fields | undefined = undefined;
  /** END_STREAM was heard. */
  hasEnded = false;
  /** Of an RST_STREAM that was heard. node:http2 doesn't tell NO_ERROR from the end. */
  resetCode: number | undefined = undefined;

  abstract write(data: Buffer | string): void;
  abstract end(trailers?: Fields): void;
  abstract reset(errorCode: number): void;

  get body(): Buffer {
    return Buffer.concat(this.pieces);
  }

  get code(): number {
    return Number(this.field(":status"));
  }

  field(name: string): string | undefined {
    return valueOf(this.head ?? [], name);
  }
}

export function valueOf(fields: Fields, name: string): string | undefined {
  return fields.find(([known]) => known === name)?.[1];
}

/** With what a GET says, where it is not said otherwise. CONNECT says what it says. */
export function requestFields(fields: Fields, scheme: string, authority: string): Fields {
  const standard: Fields = [
    [":method", "GET"],
    [":scheme", scheme],
    [":authority", authority],
    [":path", "/"],
  ];
  const isPlainConnect =
    valueOf(fields, ":method") === "CONNECT" && valueOf(fields, ":protocol") === undefined;
  const missing = standard.filter(([name]) => valueOf(fields, name) === undefined);
  const pseudo = isPlainConnect ? missing.filter(([name]) => name === ":authority") : missing;
  const given = fields.filter(([name]) => name.startsWith(":"));
  return [...pseudo, ...given, ...fields.filter(([name]) => !name.startsWith(":"))];
}

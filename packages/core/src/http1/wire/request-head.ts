/**
 * The head of a request as a value, and the draft of it that a parser fills line by line.
 *
 * Fields that frame or route the message are noted while they pass, and judged together at the end.
 */
import { RemoteProtocolError } from "../../errors";
import { isAuthority } from "../../fields/authority";
import { CONNECTION_UPGRADE, parseConnectionOptions } from "./connection-options";
import { FieldLine } from "./field-line";
import { FieldRole } from "./field-name";
import { decideMessageFraming } from "./message-framing";
import type { OctetText } from "./octet-text";
import type { RequestLine } from "./request-line";

export interface RequestHead {
  readonly method: string;
  /** As sent (RFC 9112 section 3.2); its form is not checked here. */
  readonly target: string;
  /** Of HTTP/1.x: 0, or 1 for every later x. */
  readonly minor: 0 | 1;
  /** Flat: lower-case name, value, ... Values are latin1, without the blanks around them. */
  readonly fields: readonly string[];
  /** The one valid Host; undefined only on HTTP/1.0. */
  readonly host: string | undefined;
  /** Octets of content, 0 for none, or `CHUNKED`. */
  readonly framing: number;
  /** `CONNECTION_CLOSE`, `CONNECTION_KEEP_ALIVE`, `CONNECTION_UPGRADE`, or-ed. */
  readonly connection: number;
  /** Lower-case. */
  readonly expect: string | undefined;
  /** What Upgrade offers, if Connection confirms it; never on HTTP/1.0 (RFC 9110 section 7.8). */
  readonly upgrade: string | undefined;
}

const CR = 0x0d;

// A line is taken apart as soon as it is read, so one reader serves all connections.
const fieldLine = FieldLine.ofHead();

/** Nearly every request names the host that the one before it named, and that one was checked. */
let lastHost = "";

export class DraftHead {
  readonly fields: string[] = [];
  readonly #method: string;
  readonly #target: string;
  readonly #minor: 0 | 1;
  #host: string | undefined = undefined;
  #contentLength: string | undefined = undefined;
  #transferEncoding: string | undefined = undefined;
  #connection: string | undefined = undefined;
  #expect: string | undefined = undefined;
  #upgrade: string | undefined = undefined;

  /** @param line the request line, just read */
  constructor(line: RequestLine) {
    this.#method = line.method;
    this.#target = line.target;
    this.#minor = line.minor;
  }

  /**
   * Reads field lines from `from` to an empty line or the end of `source`.
   *
   * @returns the index behind the last
   * @throws RemoteProtocolError
   */
  readFieldLines(source: OctetText, from: number): number {
    const { octets, end } = source;
    const { fields } = this;
    let at = from;
    while (at < end && octets[at] !== CR) {
      at = fieldLine.read(source, at);
      const { name, value } = fieldLine;
      fields.push(name.text, value);
      if (name.role !== FieldRole.NONE) this.#note(name.role, value);
    }
    return at;
  }

  /** No more field lines. @throws RemoteProtocolError for a message that can't be framed or routed */
  finish(): RequestHead {
    const minor = this.#minor;
    const host = this.#host;
    if (host === undefined ? minor === 1 : host !== lastHost && !isAuthority(host)) {
      throw new RemoteProtocolError("there must be one Host, and it must be a host with or without a port");
    }
    if (host !== undefined) lastHost = host;
    const connection = this.#connection === undefined ? 0 : parseConnectionOptions(this.#connection);
    const canUpgrade = minor === 1 && (connection & CONNECTION_UPGRADE) !== 0;
    return {
      method: this.#method,
      target: this.#target,
      minor,
      fields: this.fields,
      host,
      framing: decideMessageFraming(minor, this.#contentLength, this.#transferEncoding),
      connection,
      expect: this.#expect?.toLowerCase(),
      upgrade: canUpgrade ? this.#upgrade : undefined,
    };
  }

  #note(role: Exclude<FieldRole, typeof FieldRole.NONE>, value: string): void {
    switch (role) {
      case FieldRole.HOST:
        this.#host = joined(this.#host, value);
        return;
      case FieldRole.CONTENT_LENGTH:
        this.#contentLength = joined(this.#contentLength, value);
        return;
      case FieldRole.TRANSFER_ENCODING:
        this.#transferEncoding = joined(this.#transferEncoding, value);
        return;
      case FieldRole.CONNECTION:
        this.#connection = joined(this.#connection, value);
        return;
      case FieldRole.EXPECT:
        this.#expect = joined(this.#expect, value);
        return;
      case FieldRole.UPGRADE:
        this.#upgrade = joined(this.#upgrade, value);
        return;
    }
  }
}

/** Repeated lines are one list (RFC 9110 section 5.3), and a list is no valid Host, length or coding. */
function joined(before: string | undefined, value: string): string {
  return before === undefined ? value : `${before}, ${value}`;
}

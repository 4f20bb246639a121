/**
 * The fields of one message while they are decoded: counted, judged, and those told apart that mean something to us.
 *
 * Past a limit the fields are dropped and the counting goes on: the table needs the whole block, and the client can
 * still be answered. Past four times the limit it is an attack. What is malformed is noted for the same reason.
 */
import { H2ConnectionError, LimitExceeded } from "../../errors";
import { isForbiddenTrailer } from "../../fields/trailer-fields";
import { ErrorCode } from "./error-code";
import { FieldRole } from "./field-name";
import type { Field, IFieldReceiver } from "./hpack-decoder";

/** Counted for each field on top of name and value (RFC 9113 section 6.5.2). */
const FIELD_OVERHEAD = 32;
const HARD_LIMIT_FACTOR = 4;

abstract class FieldSection implements IFieldReceiver {
  /** Flat: name, value, ... Pseudo-header fields are kept apart. Of no use beside a `fault` or an `excess`. */
  readonly fields: string[] = [];
  /** The first thing that makes the message malformed (RFC 9113 section 8.1.1). */
  fault: string | undefined = undefined;
  /** The limit that was passed. */
  excess: LimitExceeded | undefined = undefined;
  readonly #octetsOption: string;
  readonly #maxOctets: number;
  readonly #maxFieldCount: number;
  #octets = 0;
  #count = 0;

  constructor(octetsOption: string, maxOctets: number, maxFieldCount: number) {
    this.#octetsOption = octetsOption;
    this.#maxOctets = maxOctets;
    this.#maxFieldCount = maxFieldCount;
  }

  /** Every field counts, each crumb of a cookie too (CVE-2026-47774). @throws H2ConnectionError far past a limit */
  fieldReceived(field: Field): void {
    this.#octets += field.name.text.length + field.value.length + FIELD_OVERHEAD;
    this.#count += 1;
    if (this.#octets > this.#maxOctets || this.#count > this.#maxFieldCount) this.#exceed();
    else if (field.role === FieldRole.NONE) this.takeRegular(field);
    else this.take(field);
  }

  /** A field whose name means nothing to us. */
  protected abstract takeRegular(field: Field): void;
  protected abstract take(field: Field): void;

  protected refuse(fault: string): void {
    this.fault ??= fault;
  }

  #exceed(): void {
    this.#checkLimit(this.#octetsOption, this.#octets, this.#maxOctets);
    this.#checkLimit("maxFieldCount", this.#count, this.#maxFieldCount);
    this.fields.length = 0;
  }

  #checkLimit(option: string, value: number, limit: number): void {
    if (value > HARD_LIMIT_FACTOR * limit) {
      throw new H2ConnectionError(ErrorCode.ENHANCE_YOUR_CALM, `a field section far past ${option}`);
    }
    if (value > limit)
      this.excess ??= new LimitExceeded(option, `the fields are past ${option}, ${limit}`, 431);
  }
}

export class RequestFields extends FieldSection {
  method: string | undefined = undefined;
  scheme: string | undefined = undefined;
  authority: string | undefined = undefined;
  path: string | undefined = undefined;
  protocol: string | undefined = undefined;
  host: string | undefined = undefined;
  contentLength: string | undefined = undefined;
  expect: string | undefined = undefined;
  /** All lines, joined with ", ". */
  priority: string | undefined = undefined;
  #hasRegular = false;
  #cookieAt = -1;

  constructor(limits: { readonly maxHeadOctets: number; readonly maxFieldCount: number }) {
    super("maxHeadOctets", limits.maxHeadOctets, limits.maxFieldCount);
  }

  protected takeRegular(field: Field): void {
    this.#hasRegular = true;
    this.fields.push(field.name.text, field.value);
  }

  protected take(field: Field): void {
    const { value } = field;
    switch (field.role) {
      case FieldRole.METHOD:
        this.method = this.#pseudo(field, this.method);
        return;
      case FieldRole.SCHEME:
        this.scheme = this.#pseudo(field, this.scheme);
        return;
      case FieldRole.AUTHORITY:
        this.authority = this.#pseudo(field, this.authority);
        // Whoever looks for the Host finds it, as over HTTP/1.1.
        this.fields.push("host", value);
        return;
      case FieldRole.PATH:
        this.path = this.#pseudo(field, this.path);
        return;
      case FieldRole.PROTOCOL:
        this.protocol = this.#pseudo(field, this.protocol);
        return;
      case FieldRole.COOKIE:
        this.#takeCrumb(field);
        return;
      case FieldRole.HOST:
        this.host = this.#single(field, this.host);
        this.#hasRegular = true;
        if (this.authority === undefined) break;
        return;
      case FieldRole.CONTENT_LENGTH:
        this.contentLength = this.#single(field, this.contentLength);
        break;
      case FieldRole.EXPECT:
        this.expect = value;
        break;
      case FieldRole.PRIORITY:
        this.priority = this.priority === undefined ? value : `${this.priority}, ${value}`;
        break;
      case FieldRole.TE:
        if (value.toLowerCase() !== "trailers") this.refuse("te may say trailers only");
        break;
      default:
        this.refuse(faultOf(field));
    }
    this.takeRegular(field);
  }

  #pseudo(field: Field, before: string | undefined): string {
    if (this.#hasRegular) this.refuse(`${field.name.text} comes behind a field`);
    return this.#single(field, before);
  }

  #single(field: Field, before: string | undefined): string {
    if (before !== undefined) this.refuse(`${field.name.text} comes twice`);
    return field.value;
  }

  /** A cookie may come in crumbs, for the sake of compression; above they are one (RFC 9113 section 8.2.3). */
  #takeCrumb(field: Field): void {
    const { fields } = this;
    const at = this.#cookieAt;
    if (at >= 0) fields[at] = `${fields[at]!}; ${field.value}`;
    else {
      this.takeRegular(field);
      this.#cookieAt = fields.length - 1;
    }
  }
}

/** A trailer section: what would frame, route or authenticate a message is dropped, and nothing is a pseudo-header field. */
export class TrailerFields extends FieldSection {
  constructor(limits: { readonly maxTrailerOctets: number; readonly maxFieldCount: number }) {
    super("maxTrailerOctets", limits.maxTrailerOctets, limits.maxFieldCount);
  }

  protected takeRegular(field: Field): void {
    const name = field.name.text;
    if (!isForbiddenTrailer(name)) this.fields.push(name, field.value);
  }

  protected take(field: Field): void {
    const { role } = field;
    const isRegular = role >= FieldRole.TE && role < FieldRole.METHOD;
    if (isRegular) this.takeRegular(field);
    else this.refuse(faultOf(field));
  }
}

function faultOf(field: Field): string {
  const name = JSON.stringify(field.name.text);
  switch (field.role) {
    case FieldRole.MALFORMED:
      return `the field ${name} has a name or a value that no field may have`;
    case FieldRole.CONNECTION_SPECIFIC:
      return `${name} is for HTTP/1.1`;
    default:
      return `the pseudo-header field ${name} has no place here`;
  }
}

/**
 * Heads of responses, final and interim, as field blocks (RFC 9113 sections 8.2.2 and 8.3.2).
 *
 * What is HTTP/1.1's is left out, and Content-Length too: the channel decides about it. What was made of one `Headers`
 * is kept with it.
 */
import type { Headers } from "../../fields/headers";
import { FieldRole, knownFieldName } from "./field-name";
import type { HpackEncoder } from "./hpack-encoder";

/** The fields of a response as they are sent, and what the channel has to know of them. */
export class ResponseFields {
  /** Flat: lower-case name, value, ... */
  readonly lines: string[] = [];
  hasDate = false;
  hasServer = false;
  /** The application's own Content-Length, if it is one that can be sent. */
  declaredLength: number | undefined = undefined;

  static of(headers: Headers): ResponseFields {
    const known = headers.encoded;
    if (known instanceof ResponseFields) return known;
    const fields = new ResponseFields();
    headers.forEachLine((name, value) => fields.#add(name, value));
    headers.encoded = fields;
    return fields;
  }

  #add(name: string, value: string): void {
    const role = knownFieldName(name)?.role;
    if (role === FieldRole.CONNECTION_SPECIFIC) return;
    if (role === FieldRole.CONTENT_LENGTH) {
      this.declaredLength = /^\d{1,15}$/.test(value) ? Number(value) : undefined;
      return;
    }
    if (name === "date") this.hasDate = true;
    else if (name === "server") this.hasServer = true;
    this.lines.push(name, value);
  }
}

/** Writes the status and the fields into a block that was begun; the channel adds its own behind them. @throws InvalidField */
export function encodeHead(encoder: HpackEncoder, code: number, { lines }: ResponseFields): void {
  encoder.field(":status", String(code));
  for (let i = 0; i < lines.length; i += 2) encoder.field(lines[i]!, lines[i + 1]!);
}

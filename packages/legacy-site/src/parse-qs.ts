/** A query or the body of a form by itself, for who has one of somewhere else (twisted.web.http.parse_qs). */
import { parseQuery, textArgs, type Args } from "./form-args";
import { encodeBytes } from "./octets";

/**
 * Name -> values, as in `request.args`: pieces without `=` are dropped.
 *
 * @param query text, sent as UTF-8, or bytes
 * @param keepBlankValues false: `a=` is dropped too
 */
export function parse_qs(query: string | Uint8Array, keepBlankValues = false): Args {
  const octets = typeof query === "string" ? encodeBytes(query) : Buffer.from(query);
  const args = textArgs(parseQuery(octets.toString("latin1")));
  if (keepBlankValues) return args;
  const filled = Object.create(null) as Args;
  for (const [name, values] of Object.entries(args)) {
    const kept = values.filter((value) => value !== "");
    if (kept.length > 0) filled[name] = kept;
  }
  return filled;
}

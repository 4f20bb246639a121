/**
 * What a client asks to be compared before it is sent anything (twisted.web.http.Request: setLastModified, setETag).
 * The grammar is twisted.web's; a list of tags may also be separated by commas, as in RFC 9110 section 13.1.2.
 */
import { datetimeToString, stringToDatetime } from "./http-dates";

/** What stands right behind the quotes makes it another word, and no tag. */
const TAG = /(?:W\/)?"[^"]*"(?=[\s,]|$)|[^\s,]+/g;
/** What is younger may still change within the second, which is all that a date can tell. */
const SETTLED_AFTER_S = 1;

/**
 * Whether If-Modified-Since names this second or a later one. What stands behind a semicolon is ignored, and so is
 * what is no date.
 */
export function isUnmodifiedSince(field: string | null, lastModified: number): boolean {
  const [date = ""] = (field ?? "").split(";", 1);
  const since = stringToDatetime(date);
  return since !== undefined && since >= lastModified;
}

/**
 * Whether If-None-Match names `tag`, or any. Compared as it is written: a weak tag is another one. A `*` stands
 * for itself only between blanks: it is no member of a list.
 */
export function isTagNamed(field: string | null, tag: string): boolean {
  if (field === null) return false;
  const words = field.split(/\s+/);
  if (words.includes("*")) return true;
  return tag !== "" && (words.includes(tag) || field.match(TAG)?.includes(tag) === true);
}

/** Whether If-Range says that the parts which a client has are of what was last changed at `modifiedAt`, in seconds. */
export function isUnchanged(validator: string, modifiedAt: number): boolean {
  const modified = Math.ceil(modifiedAt);
  return validator === datetimeToString(modified) && Date.now() / 1000 - modified > SETTLED_AFTER_S;
}

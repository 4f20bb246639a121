/**
 * One segment of a path, raw and decoded (RFC 3986 section 3.3, UTF-8 below the percent signs).
 *
 * What does not decode stays as written. It is recognised by grammar and never by a caught URIError: a throw
 * costs a hundred times the look, and a path of 8 KiB may hold thousands of bad escapes.
 */

const tail = "%[89ab][\\da-f]";
/** RFC 3629 section 4, each octet as an escape; a character that is no escape stands for itself. */
const decodable = new RegExp(
  `^(?:[^%]` +
    `|%[0-7][\\da-f]` +
    `|%(?:c[2-9a-f]|d[\\da-f])${tail}` +
    `|%(?:e0%[ab][\\da-f]|e[1-9a-cef]${tail}|ed%[89][\\da-f])${tail}` +
    `|%(?:f0%[9ab][\\da-f]|f[1-3]${tail}|f4%8[\\da-f])${tail}${tail})*$`,
  "is",
);

export function decodeSegment(raw: string): string {
  return raw.includes("%") && decodable.test(raw) ? decodeURIComponent(raw) : raw;
}

/** Leaves only unreserved characters, so that the result is safe inside a path and a quoted attribute. */
export function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replace(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

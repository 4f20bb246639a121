/** A value of a field, as applications give it: text of octets (U+0000 to U+00FF), or a number written in decimal. */
export type FieldValue = string | number;

/**
 * Whatever `new Headers(...)` accepts: a record (an array value repeats the field), pairs (any `Headers`
 * is one), or a flat array `[name, value, name, value, ...]`.
 */
export type HeadersInit =
  | Readonly<Record<string, FieldValue | readonly FieldValue[]>>
  | Iterable<readonly [string, FieldValue]>
  | readonly string[];

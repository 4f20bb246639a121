/**
 * The Range field (RFC 9110 section 14): one range of octets is served, anything else gets the whole.
 *
 * Several ranges at once are how one request asks for a file a thousand times over; a server may ignore them.
 */

export interface ByteRange {
  readonly start: number;
  readonly length: number;
}

const ONE_RANGE = /^bytes=(\d*)-(\d*)$/i;

/** "whole" where there is no range, or none that is served; "unsatisfiable" means 416. */
export function selectRange(field: string | undefined, size: number): ByteRange | "whole" | "unsatisfiable" {
  const match = ONE_RANGE.exec(field ?? "");
  if (match === null) return "whole";
  const [, first = "", last = ""] = match;
  if (first === "") {
    if (last === "") return "whole";
    const length = Math.min(Number(last), size);
    return length === 0 ? "unsatisfiable" : { start: size - length, length };
  }
  const start = Number(first);
  const end = last === "" ? size : Math.min(Number(last) + 1, size);
  if (last !== "" && Number(last) < start) return "whole";
  return start >= size ? "unsatisfiable" : { start, length: end - start };
}

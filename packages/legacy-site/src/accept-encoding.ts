/** What a client says it can decode (RFC 9110 section 12.5.3). */
import type { Headers } from "./headers";

/**
 * Whether the field names `coding` as twisted.web wants it: in lower case, with a blank, a comma or nothing at
 * either side. So `gzip;q=1` is missed: the client then gets what it can read all the same. A weight of 0 behind
 * a blank is not missed.
 */
export function namesCoding(headers: Headers, coding: string): boolean {
  return elementsOf(headers).some((element) => /^[^;]*(?:$|\s;)/.test(element) && isWish(element, coding));
}

/** Whether the client takes `coding`: named in any case, and its weight is not 0. */
export function acceptsCoding(headers: Headers, coding: string): boolean {
  return elementsOf(headers).some((element) => isWish(element.toLowerCase(), coding));
}

/** Blanks separate names too. */
function isWish(element: string, coding: string): boolean {
  const [names = "", ...parameters] = element.split(";");
  return (
    names.split(/\s+/).includes(coding) &&
    !parameters.some((parameter) => ZERO_WEIGHT.test(parameter.trim().toLowerCase()))
  );
}

const ZERO_WEIGHT = /^q ?= ?0(?:\.0{0,3})?$/;

function elementsOf(headers: Headers): string[] {
  const fields = headers.getRawHeaders("accept-encoding", []);
  return fields.flatMap((field) => field.split(",")).map((element) => element.trim());
}

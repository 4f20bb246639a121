/** What a client says it can decode (RFC 9110 section 12.5.3). */
import type { Headers } from "./headers";

/**
 * Whether the field names `coding`, in lower case and without a weight. So does twisted.web, which misses
 * `gzip;q=1`: the client then gets what it can read all the same.
 */
export function namesCoding(headers: Headers, coding: string): boolean {
  return elementsOf(headers).includes(coding);
}

/** Whether the client takes `coding`: named in any case, and its weight is not 0. */
export function acceptsCoding(headers: Headers, coding: string): boolean {
  return elementsOf(headers).some((element) => {
    const [name = "", ...parameters] = element.toLowerCase().split(";");
    return name.trim() === coding && !parameters.some((parameter) => ZERO_WEIGHT.test(parameter.trim()));
  });
}

const ZERO_WEIGHT = /^q ?= ?0(?:\.0{0,3})?$/;

function elementsOf(headers: Headers): string[] {
  const fields = headers.getRawHeaders("accept-encoding", []);
  return fields.flatMap((field) => field.split(",")).map((element) => element.trim());
}

/**
 * What of a message's fields a proxy passes on (RFC 9110 section 7.6.1). Fields of one connection stay behind, and
 * so does everything that could tell the next server another length than we read.
 */
import { Headers } from "@headgate/core";

const OF_THE_CONNECTION: ReadonlySet<string> = new Set([
  ...["connection", "keep-alive", "proxy-connection", "upgrade", "te", "trailer", "transfer-encoding"],
  ...["proxy-authenticate", "proxy-authorization", "proxy-authentication-info"],
  // Answered here.
  "expect",
  // A CGI behind the next server would take it for HTTP_PROXY (CVE-2016-5385).
  "proxy",
]);

/** Order, repetition and spelling are kept. What Connection names is of the connection too. */
export function endToEndFields(fields: Headers): Headers {
  const named = fields.getAll("connection").flatMap((value) => value.split(","));
  const dropped = new Set([...OF_THE_CONNECTION, ...named.map((name) => name.trim().toLowerCase())]);
  const kept = new Headers();
  fields.forEachLine((name, value, spelled) => {
    if (!dropped.has(name)) kept.append(spelled, value);
  });
  return kept;
}

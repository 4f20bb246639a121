/** What is said when a server begins: where it is, and how it ends. */
import { networkInterfaces } from "node:os";
import type { Endpoint } from "@headgate/node";
import type { Place } from "../listening/endpoint-description";
import { version } from "../version";
import { watchedProcess } from "../watch/watched-process";

const MAX_ADDRESSES = 4;

/**
 * @param does as in "serves /srv/www"
 * @param dashboard its path
 */
export function banner(
  does: string,
  places: readonly Place[],
  endpoints: readonly Endpoint[],
  dashboard?: string,
): string {
  const lines = endpoints.flatMap((endpoint, at) => urlsOf(places[at]!, endpoint));
  if (dashboard !== undefined) lines.push(`the dashboard is at /${dashboard.replace(/^\/+/, "")}`);
  return [
    `headgate ${version()} ${does} (pid ${pidToStop()})`,
    ...lines.map((line) => `  ${line}`),
    "Ctrl-C lets answers under way end, a second one does not wait.",
    "",
  ].join("\n");
}

/** With --watch this process is only the one of now: who ends it gets the next. */
function pidToStop(): number {
  return watchedProcess === undefined ? process.pid : process.ppid;
}

function urlsOf(place: Place, { host, port, url }: Endpoint): string[] {
  if (url.startsWith("unix:")) return [url];
  const isSelfSigned = place.type === "ssl" && place.certificate === undefined;
  const note = isSelfSigned ? "  (the certificate signs itself: clients will warn)" : "";
  const urls = [`${url}/${note}`];
  if (host !== "0.0.0.0" && host !== "::") return urls;
  const scheme = url.slice(0, url.indexOf(":"));
  const others = addresses().map((address) => `${scheme}://${address}:${port}/`);
  return [...urls, ...others.slice(0, MAX_ADDRESSES)];
}

/** Of this machine, as others reach it. */
function addresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .filter(({ family, internal }) => family === "IPv4" && !internal)
    .map(({ address }) => address);
}

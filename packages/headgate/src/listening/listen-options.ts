/** The options that say where to listen, and what they come to. */
import type { Arguments } from "../command-line/arguments";
import type { OptionTable } from "../command-line/option-table";
import { UsageError } from "../command-line/exit-codes";
import { parsePlace, type CertificateFiles, type Place } from "./endpoint-description";

export const LISTEN_OPTIONS: OptionTable = {
  listen: {
    type: "string",
    value: "PLACE",
    multiple: true,
    help:
      "8080, localhost:8080, or as in Twisted: tcp:8080:interface=127.0.0.1, unix:/path, " +
      "ssl:8443:privateKey=key.pem:certKey=cert.pem; may be given again",
  },
  port: { type: "string", short: "p", value: "PORT", help: "on --host; 8080, if nothing else is said" },
  https: { type: "string", value: "PORT", help: "HTTP/1.1 and HTTP/2 over TLS, on --host" },
  host: { type: "string", value: "ADDRESS", help: "for --port and --https; 127.0.0.1, if nothing is said" },
  certificate: {
    type: "string",
    short: "c",
    value: "FILE",
    help: "PEM, for --https; if nothing is said, one is made that signs itself",
  },
  privkey: { type: "string", short: "k", value: "FILE", help: "PEM; if nothing is said, as --certificate" },
};

const DEFAULT_HOST = "127.0.0.1";
const DEFAULT_PORT = "8080";

/** In the order: --listen, --port, --https. Without any of them port 8080 of the loopback. @throws UsageError */
export function placesFrom(args: Arguments): Place[] {
  const host = args.text("host") ?? DEFAULT_HOST;
  const https = args.text("https");
  const places = args.all("listen").map(parsePlace);
  const port = args.text("port") ?? (places.length === 0 && https === undefined ? DEFAULT_PORT : undefined);
  if (port !== undefined) places.push(onHost(port, host));
  const files = certificateFrom(args);
  if (https !== undefined) {
    const place = onHost(https, host);
    if (place.type !== "tcp") throw new UsageError(`--https takes a port, not ${https}: use --listen`);
    places.push({ ...place, type: "ssl", ...(files !== undefined && { certificate: files }) });
  } else if (files !== undefined) {
    throw new UsageError("--certificate and --privkey are for --https PORT, which is missing");
  }
  if (args.has("host") && port === undefined && https === undefined) {
    throw new UsageError("--host is for --port and --https; a place of --listen names its own");
  }
  return places;
}

/** `twist web --port` takes a description too. */
function onHost(port: string, host: string): Place {
  const place = parsePlace(port);
  return place.type === "tcp" && /^\d+$/.test(port) ? { ...place, host } : place;
}

function certificateFrom(args: Arguments): CertificateFiles | undefined {
  const certKey = args.text("certificate");
  const privateKey = args.text("privkey") ?? certKey;
  if (privateKey === undefined) return undefined;
  if (certKey === undefined) throw new UsageError("--privkey is given, but no --certificate");
  return { privateKey, certKey };
}

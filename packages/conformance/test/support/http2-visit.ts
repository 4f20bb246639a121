/** Visits by the clients of HTTP/2 that are on this machine, in cleartext and over TLS. */
import type { IResource } from "@headgate/core";
import type { Fields, IHTTP2Client } from "./http2-client";
import { NodeHTTP2Client } from "./node-http2-client";
import { PAGES } from "./pages";
import { PythonHTTP2Client } from "./python-http2-client";
import { serve, type Served } from "./servers";
import { hasTool } from "./tools";

type Connect = (url: string) => IHTTP2Client;

export const connectNode: Connect = (url) => new NodeHTTP2Client(url);
const connectPython: Connect = (url) => new PythonHTTP2Client(url);

export const CLIENTS: [name: string, isSecure: boolean, connect: Connect][] = [
  ["node:http2", false, connectNode],
  ["node:http2 over TLS", true, connectNode],
];
if (hasTool("python3-h2")) {
  CLIENTS.push(["python3-h2", false, connectPython], ["python3-h2 over TLS", true, connectPython]);
}

/** A head of these, as far as it differs from a GET of /. */
export function to(path: string, method = "POST", ...more: Fields): Fields {
  return [[":method", method], [":path", path], ...more];
}

export interface Visit extends Served {
  readonly client: IHTTP2Client;
}

export async function visitBy(connect: Connect, isSecure: boolean, root: IResource = PAGES): Promise<Visit> {
  const tls = isSecure ? ("self-signed" as const) : undefined;
  const served = await serve(root, {}, { port: 0, host: "127.0.0.1", tls });
  return { ...served, client: connect(served.endpoint.url) };
}

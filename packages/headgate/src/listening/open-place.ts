/** From a description to an endpoint that listens. */
import { chmodSync, readFileSync } from "node:fs";
import type { IServer } from "@headgate/core";
import { listen, ListenFailed, type Endpoint, type ListenOptions, type TLSOptions } from "@headgate/node";
import { CommandFailed, NotUsable } from "../command-line/exit-codes";
import type { CertificateFiles, Place } from "./endpoint-description";

/** @throws NotUsable for files that can't be read, CommandFailed for a place that can't be had */
async function openPlace(place: Place, server: IServer): Promise<Endpoint> {
  const options = listenOptions(place);
  try {
    const endpoint = await listen(server, options);
    if (place.type === "unix" && place.mode !== undefined) chmodSync(place.path, place.mode);
    return endpoint;
  } catch (error) {
    if (!(error instanceof ListenFailed)) throw error;
    const files = place.type === "ssl" ? place.certificate : undefined;
    const problem = files && certificateProblem(error, files);
    if (problem !== undefined) throw new NotUsable(problem, { cause: error });
    throw new CommandFailed(error.message, { cause: error });
  }
}

/** Opens all of them, or none. */
export async function openPlaces(places: readonly Place[], server: IServer): Promise<Endpoint[]> {
  const endpoints: Endpoint[] = [];
  try {
    for (const place of places) endpoints.push(await openPlace(place, server));
    return endpoints;
  } catch (error) {
    await Promise.all(endpoints.map((endpoint) => endpoint.close({ graceMs: 0 })));
    throw error;
  }
}

function listenOptions(place: Place): ListenOptions {
  switch (place.type) {
    case "tcp":
      return { port: place.port, host: place.host };
    case "ssl":
      return {
        port: place.port,
        host: place.host,
        tls: place.certificate === undefined ? "self-signed" : tlsFrom(place.certificate),
      };
    case "unix":
      return { path: place.path };
    case "descriptor":
      return { fd: place.fd };
  }
}

function tlsFrom({ privateKey, certKey, extraCertChain }: CertificateFiles): TLSOptions {
  const chain = extraCertChain === undefined ? "" : pem(extraCertChain);
  return { key: pem(privateKey), cert: `${pem(certKey)}\n${chain}` };
}

/** What is wrong with the files, by the words of OpenSSL, which names none of them. */
function certificateProblem(
  { cause }: ListenFailed,
  { certKey, privateKey }: CertificateFiles,
): string | undefined {
  switch ((cause as NodeJS.ErrnoException).code) {
    case "ERR_OSSL_PEM_NO_START_LINE":
      return `there is no certificate in ${certKey}, in PEM`;
    case "ERR_OSSL_UNSUPPORTED":
    case "ERR_OSSL_EVP_UNSUPPORTED":
      return `there is no key in ${privateKey}, in PEM`;
    case "ERR_OSSL_X509_KEY_VALUES_MISMATCH":
      return `the key in ${privateKey} is not that of the certificate in ${certKey}`;
    case "ERR_OSSL_BAD_DECRYPT":
    case "ERR_MISSING_PASSPHRASE":
      return `the key in ${privateKey} is locked by a passphrase`;
    default:
      return undefined;
  }
}

function pem(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new NotUsable(`the certificate can't be read: ${(error as Error).message}`, { cause: error });
  }
}

/** From a description to an endpoint that listens. */
import { chmodSync, readFileSync } from "node:fs";
import { createSecureContext, type SecureContextOptions } from "node:tls";
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
    if (error instanceof ListenFailed) throw new CommandFailed(error.message, { cause: error });
    throw error;
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
  const [cert, key] = [`${pem(certKey)}\n${chain}`, pem(privateKey)];
  wantUsable({ cert }, `the certificate in ${certKey}`);
  wantUsable({ cert, key }, `the key in ${privateKey}`);
  return { key, cert };
}

const REASONS: Readonly<Record<string, string>> = {
  ERR_OSSL_PEM_NO_START_LINE: "there is none, in PEM",
  ERR_OSSL_UNSUPPORTED: "there is none, in PEM",
  ERR_OSSL_EVP_UNSUPPORTED: "there is none, in PEM",
  ERR_OSSL_BAD_DECRYPT: "it is locked by a passphrase",
  ERR_OSSL_X509_KEY_VALUES_MISMATCH: "it is that of another certificate",
  ERR_MISSING_PASSPHRASE: "it is locked by a passphrase",
};

/** Before anything listens, and with the name of the file. */
function wantUsable(options: SecureContextOptions, what: string): void {
  try {
    createSecureContext(options);
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    throw new NotUsable(`${what} can't be used: ${REASONS[code] ?? message}`, { cause: error });
  }
}

function pem(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new NotUsable(`the certificate can't be read: ${(error as Error).message}`, { cause: error });
  }
}

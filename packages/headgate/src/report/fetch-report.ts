/** A report of a site that runs elsewhere, asked for and looked at. */
import type { MigrationReportData } from "@headgate/legacy-site";
import { NotUsable, UsageError } from "../command-line/exit-codes";
import { isReport } from "./is-report";

const TIMEOUT_MS = 30_000;
const HINTS: Readonly<Record<number, string>> = {
  401: ". Who asks goes into the URL: http://name:password@host/",
  404: ". Is a dashboard there?",
};
/** A report has a bounded number of rows. */
const MAX_OCTETS = 64_000_000;

/**
 * @param given `https://name:password@host/dashboard` for one that asks who one is
 * @throws UsageError for what is no URL, NotUsable where there is no report
 */
export async function fetchReport(given: string): Promise<MigrationReportData> {
  const { url: asked, authorization } = withoutCredentials(urlOf(given));
  // Not to be seen in a log of CI.
  const url = authorization === undefined ? given : asked.href;
  const response = await ask(asked, authorization);
  if (!response.ok) {
    const hint = HINTS[response.status] ?? "";
    throw new NotUsable(`${url} answers ${response.status} ${response.statusText}`.trimEnd() + hint);
  }
  const text = await textOf(response, url);
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    const type = response.headers.get("content-type") ?? "something without a type";
    throw new NotUsable(`${url} answers with ${type}, which is no JSON. Is it the URL of a dashboard?`, {
      cause: error,
    });
  }
  if (isReport(data)) return data;
  throw new NotUsable(`${url} answers with JSON that is no migration report of version 1`);
}

function urlOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === "http:" || url?.protocol === "https:") return url;
  const guess = `http://${text}`;
  const hint = !text.includes("//") && URL.canParse(guess) ? ` Did you mean ${guess}?` : "";
  throw new UsageError(`${text} is no URL of http: or https:.${hint}`);
}

/** fetch takes none in a URL. */
function withoutCredentials(given: URL): { readonly url: URL; readonly authorization?: string } {
  const { username, password } = given;
  if (username === "" && password === "") return { url: given };
  const url = new URL(given);
  url.username = url.password = "";
  const credentials = `${decoded(username)}:${decoded(password)}`;
  return { url, authorization: `Basic ${Buffer.from(credentials).toString("base64")}` };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

async function ask(url: URL, authorization: string | undefined): Promise<Response> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const headers = { accept: "application/json", ...(authorization !== undefined && { authorization }) };
    return await fetch(url, { headers, signal });
  } catch (error) {
    throw new NotUsable(`${url.href} can't be reached: ${reasonOf(error)}${hintFor(error as Error)}`, {
      cause: error,
    });
  }
}

async function textOf(response: Response, url: string): Promise<string> {
  const pieces: Uint8Array[] = [];
  let octets = 0;
  try {
    for await (const piece of response.body ?? []) {
      pieces.push(piece as Uint8Array);
      octets += (piece as Uint8Array).length;
      if (octets > MAX_OCTETS) throw new NotUsable(`${url} answers with more than a report can have`);
    }
  } catch (error) {
    if (error instanceof NotUsable) throw error;
    throw new NotUsable(`${url} broke off: ${reasonOf(error)}`, { cause: error });
  }
  return Buffer.concat(pieces).toString();
}

/** fetch says only that it failed; the reason is below, and of several addresses there are several. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  if (cause instanceof AggregateError) return (cause.errors as Error[]).map((one) => one.message).join("; ");
  if (!(cause instanceof Error)) return message;
  return cause.message.trim() || ((cause as NodeJS.ErrnoException).code ?? message);
}

const UNTRUSTED: ReadonlySet<unknown> = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

function hintFor({ cause }: { readonly cause?: unknown }): string {
  const { code } = (cause ?? {}) as { readonly code?: unknown };
  return UNTRUSTED.has(code) ? ". NODE_EXTRA_CA_CERTS=FILE has Node trust the certificate in it" : "";
}

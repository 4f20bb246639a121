/** A report of a site that runs elsewhere, asked for and looked at. */
import type { MigrationReportData } from "@headgate/legacy-site";
import { NotUsable, UsageError } from "../command-line/exit-codes";
import { isReport } from "./is-report";

const TIMEOUT_MS = 30_000;
/** A report has a bounded number of rows. */
const MAX_OCTETS = 64_000_000;

/** @throws UsageError for what is no URL, NotUsable where there is no report */
export async function fetchReport(url: string): Promise<MigrationReportData> {
  const response = await ask(urlOf(url));
  if (!response.ok) {
    const where = response.status === 404 ? ". Is a dashboard there?" : "";
    throw new NotUsable(`${url} answers ${response.status} ${response.statusText}`.trimEnd() + where);
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

async function ask(url: URL): Promise<Response> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    return await fetch(url, { headers: { accept: "application/json" }, signal });
  } catch (error) {
    throw new NotUsable(`${url.href} can't be reached: ${reasonOf(error)}`, { cause: error });
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
  return cause instanceof Error ? cause.message || (cause as NodeJS.ErrnoException).code || message : message;
}

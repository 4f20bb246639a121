/**
 * The HTML of the pages that the framework itself answers with, byte for byte as twisted.web 22.4
 * (twisted.web.resource, .pages, .server). Text only; status and fields are their callers' affair.
 */
import { escapeContent, escapeHtml, fillIn } from "./html";

/** The page of ErrorPage and of what derives from it. */
export const ERROR_TEMPLATE = `
<html>
  <head><title>%(code)s - %(brief)s</title></head>
  <body>
    <h1>%(brief)s</h1>
    <p>%(detail)s</p>
  </body>
</html>
`;

/** `brief` and `detail` are HTML and stand as they are. */
export function unescapedErrorPage(
  code: number,
  brief: string,
  detail: string,
  template = ERROR_TEMPLATE,
): string {
  return fillIn(template, { code: `${code}`, brief, detail });
}

/** `pages.errorPage`, `notFound`, `forbidden`. `brief` and `detail` are text. */
export function escapedErrorPage(code: number, brief: string, detail: string): string {
  const title = `${code} - ${escapeContent(brief)}`;
  const body = `<h1>${escapeContent(brief)}</h1><p>${escapeContent(detail)}</p>`;
  return `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body>${body}</body></html>`;
}

/** What `redirectTo` returns. @param url escaped */
export function redirectPage(url: string): string {
  return `
<html>
    <head>
        <meta http-equiv="refresh" content="0;URL=${url}">
    </head>
    <body bgcolor="#FFFFFF" text="#000000">
    <a href="${url}">click here</a>
    </body>
</html>
`;
}

/** The 500 of a resource that threw. */
export const PROCESSING_FAILED =
  "<html><head><title>Processing Failed</title></head><body><b>Processing Failed</b></body></html>";

/** The same where `displayTracebacks` is set. @param traceback HTML, from `formatFailure` */
export function tracebackPage(traceback: string): string {
  const title = "web.Server Traceback (most recent call last)";
  return `<html><head><title>${title}</title></head><body><b>${title}:</b>\n\n${traceback}\n\n</body></html>\n`;
}

/** 405: a method of `supportedMethods` that the resource lacks. */
export function methodNotAllowedPage(method: string, uri: string, allowed: readonly string[]): string {
  const methods = `method${allowed.length > 1 ? "s" : ""} ${allowed.join(", ")}`;
  return unescapedErrorPage(
    405,
    "Method Not Allowed",
    `Your browser approached me (at ${escapeHtml(uri)}) with the method "${escapeHtml(method)}".` +
      `  I only allow the ${methods} here.`,
  );
}

/** 501: any other method that the resource lacks. */
export function methodNotImplementedPage(method: string): string {
  return unescapedErrorPage(501, "Huh?", `I don't know how to treat a ${escapeHtml(method)} request.`);
}

/** 500: `render` returned neither content nor NOT_DONE_YET. The three are shown as they describe themselves. */
export function noContentReturnedPage(request: string, resource: string, value: string): string {
  const detail = Object.entries({ Request: request, Resource: resource, Value: value })
    .map(([label, description]) => `${label}: <pre>${escapeHtml(description)}</pre>`)
    .join("<br />");
  return unescapedErrorPage(500, "Request did not return bytes", detail);
}

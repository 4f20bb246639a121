/** A redirect, with a page for whoever does not follow it (twisted.web.util.redirectTo). */
import { escapeHtml } from "./html";
import type { Request } from "./request";

/** Sets status and fields; returns the page. 302 to `url`, as it is. */
export function redirectTo(url: string, request: Request): string {
  request.setHeader("content-type", "text/html; charset=utf-8");
  request.redirect(url);
  const escaped = escapeHtml(url);
  return `
<html>
    <head>
        <meta http-equiv="refresh" content="0;URL=${escaped}">
    </head>
    <body bgcolor="#FFFFFF" text="#000000">
    <a href="${escaped}">click here</a>
    </body>
</html>
`;
}

/** What a site that is `hardened` does otherwise: the question, and what several resources answer in the same way. */
import type { Request } from "./request";

/** Whether the site of this request departs from twisted.web where that is safer. */
export function isHardened(request: Request): boolean {
  return request.site?.hardened === true;
}

/** Has browsers believe the media type that they are told. */
export function forbidSniffing(request: Request): void {
  if (isHardened(request)) request.setHeader("x-content-type-options", "nosniff");
}

/**
 * Methods of Request that a subclass may override: what they do to late collecting, where they are about the body
 * or run where twisted.web has all of it, and whether they have to be called at all.
 */
import type { ILegacySite } from "./contracts";
import { CONTENT_BLIND, isMarked } from "./markers";
import { Request } from "./request";

const standard = Request.prototype;

/** Run before the walk; the body is there when they do, as it always was. */
const RUN_ON_WHOLE_REQUESTS = ["requestReceived", "process", "render"] as const;

export function collectsFirst(request: Request): boolean {
  const isStandard =
    request.requestReceived === standard.requestReceived &&
    request.process === standard.process &&
    request.render === standard.render;
  return !isStandard && collectingHooks(request).length > 0;
}

/** What a subclass has of these, unless it says that they do not look at the body. */
export function collectingHooks(request: Request): string[] {
  const own = RUN_ON_WHOLE_REQUESTS.filter((name) => request[name] !== standard[name]);
  return own.length > 0 && isMarked(request, CONTENT_BLIND, own) ? [] : own;
}

/** They may keep what they are given. */
export function keepsChunks(request: Request, site: ILegacySite<Request>): boolean {
  return request.handleContentChunk !== standard.handleContentChunk || site.getContentFile !== undefined;
}

/** It wants to hear that the client left, whether or not the application asks for it. */
export function hearsOfLoss(request: Request): boolean {
  return request.connectionLost !== standard.connectionLost;
}

/** They want to hear of a body even where there is none. */
export function hearsOfLength(request: Request, site: ILegacySite<Request>): boolean {
  return request.gotLength !== standard.gotLength || site.getContentFile !== undefined;
}

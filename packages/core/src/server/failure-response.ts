/**
 * What a failure says to the client: one table for everything that a handler, a body or a channel can throw.
 *
 *     HttpError                         its status and message, as text/plain
 *     malformed, clock, limit, budget   400, 408, 413, 503; the connection closes after the first two
 *     the client left                   nothing: undefined
 *     anything else                     500 without detail, logged once with resource and path
 */
import {
  BodyAborted,
  BodyLost,
  BufferBudgetExceeded,
  ClientGone,
  HeadgateError,
  HttpError,
  RemoteProtocolError,
  TimedOut,
} from "../errors";
import { Headers } from "../fields/headers";
import type { IRequest, IResponse } from "../interfaces/message";
import type { ILog } from "../interfaces/server";
import { Request, resourceName } from "../message/request";
import { respond } from "../message/response";
import { isFinalStatus, reasonPhrase, refusesContent } from "../message/status";

const INTERNAL_SERVER_ERROR = respond(500, undefined, "Internal Server Error\n");

/** The error that an end of a body stands for: what broke it, or itself. */
function rootOf(error: unknown): unknown {
  const isEnd = error instanceof BodyLost || error instanceof BodyAborted;
  return isEnd && error.cause !== undefined ? error.cause : error;
}

function fromHttpError(error: HttpError): IResponse {
  const headers = new Headers(error.headers);
  const code = isFinalStatus(error.code) ? error.code : 500;
  if (refusesContent(code)) return respond(code, headers);
  // What an application wrote is sent as it wrote it.
  return respond(code, headers, error.message === "" ? `${reasonPhrase(code)}\n` : error.message);
}

function fromStatus(error: HeadgateError, status: number): IResponse {
  const headers = new Headers();
  if (error instanceof BufferBudgetExceeded) headers.set("Retry-After", error.retryAfter);
  // What follows a message that broke off can't be told from a request.
  if (error instanceof RemoteProtocolError || error instanceof TimedOut) headers.set("Connection", "close");
  return respond(status, headers, `${error.message}\n`);
}

/** @returns undefined where there is nobody to answer */
export function failureResponse(request: IRequest, error: unknown, log: ILog): IResponse | undefined {
  const root = rootOf(error);
  if (root instanceof ClientGone) return undefined;
  if (root instanceof HttpError) {
    try {
      return fromHttpError(root);
    } catch (invalidField) {
      // Its fields can't be sent, and that is the failure now.
      return failureResponse(request, invalidField, log);
    }
  }
  if (root instanceof HeadgateError && root.status !== undefined && root.status < 500) {
    return fromStatus(root, root.status);
  }
  const resource = request instanceof Request ? resourceName(request.resource) : "";
  log.error(`${request.method} ${request.uri} failed in ${resource || "no resource"}`, error);
  if (root instanceof HeadgateError && root.status !== undefined) return fromStatus(root, root.status);
  return INTERNAL_SERVER_ERROR;
}

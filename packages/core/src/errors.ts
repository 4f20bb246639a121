/**
 * Every error of the project: a class each, with a `code`, whose fault it is and how far it reaches.
 *
 * `fault` "remote": the peer or the wire; "local": this process (handler, options, shutdown).
 * `reach` "exchange": this request and its answer; "connection": everything on the connection.
 * `status` is what the client is told, where there is something to tell.
 */
import type { HeadersInit } from "./fields/headers-init";

export type Fault = "local" | "remote";
export type Reach = "exchange" | "connection";

export abstract class HeadgateError extends Error {
  abstract readonly code: string | number;
  abstract readonly fault: Fault;
  abstract readonly reach: Reach;
  /** The response status that says this to the client; absent where the client is told nothing or 500. */
  readonly status?: number | undefined;

  override get name(): string {
    return this.constructor.name;
  }
}

// ---- what the peer did -------------------------------------------------------------------------------

/** A message that breaks the grammar or the framing of RFC 9112 or 9113. Refused, never repaired. */
export class RemoteProtocolError extends HeadgateError {
  readonly code: string = "PROTOCOL_ERROR";
  readonly fault = "remote";
  readonly reach: Reach = "connection";
  override readonly status: number;

  /** @param status 400, 414, 417, 431, 501 or 505 */
  constructor(message: string, status = 400) {
    super(message);
    this.status = status;
  }
}

/** The content breaks its framing or its media type. Thrown by a handler, it is answered with 400 and close. */
export class MalformedBody extends RemoteProtocolError {
  override readonly code = "MALFORMED_BODY";
}

/** Ends an HTTP/2 connection with GOAWAY: nothing on it can be trusted any more (RFC 9113 section 5.4.1). */
export class H2ConnectionError extends RemoteProtocolError {
  override readonly code = "H2_CONNECTION_ERROR";
  /** RFC 9113 section 7. */
  readonly errorCode: number;

  constructor(errorCode: number, message: string) {
    super(message);
    this.errorCode = errorCode;
  }
}

/** Ends one HTTP/2 stream with RST_STREAM; its siblings go on (RFC 9113 section 5.4.2). */
export class H2StreamError extends RemoteProtocolError {
  override readonly code = "H2_STREAM_ERROR";
  override readonly reach = "exchange";
  /** RFC 9113 section 7. */
  readonly errorCode: number;

  constructor(errorCode: number, message: string) {
    super(message);
    this.errorCode = errorCode;
  }
}

/** The client has left, or is presumed gone: FIN, RST, a dead transport. The reason of `request.signal`. */
export class ClientGone extends HeadgateError {
  readonly code = "CLIENT_GONE";
  readonly fault = "remote";
  readonly reach = "connection";
  /** true: the client reset the connection or stream; false: it closed cleanly (twisted: ConnectionDone). */
  readonly wasReset: boolean;

  constructor(message = "the client has left", wasReset = false, options?: ErrorOptions) {
    super(message, options);
    this.wasReset = wasReset;
  }
}

/** A limit of `options.ts` was passed; `limit` names it. */
export class LimitExceeded extends HeadgateError {
  readonly code = "LIMIT_EXCEEDED";
  readonly fault = "remote";
  readonly reach = "exchange";
  override readonly status: number;
  readonly limit: string;

  /** @param status 413, 414 or 431 */
  constructor(limit: string, message: string, status = 413) {
    super(message);
    this.limit = limit;
    this.status = status;
  }
}

/** A clock of `options.ts` ran out while the peer was owed nothing; `clock` names it. */
export class TimedOut extends HeadgateError {
  readonly code = "TIMED_OUT";
  readonly fault = "remote";
  readonly reach = "connection";
  override readonly status = 408;
  readonly clock: string;

  constructor(clock: string, message: string) {
    super(message);
    this.clock = clock;
  }
}

// ---- how a body ends ---------------------------------------------------------------------------------

/** Complete: every octet that the framing promised was delivered. One shared instance; not an Error. */
export class BodyDone {
  static readonly instance = new BodyDone();
  readonly code = "BODY_DONE";
}

/** What the cause of a body's end says to the client. */
function statusOf(cause: unknown): number | undefined {
  return cause instanceof HeadgateError ? cause.status : undefined;
}

/** Broken off by the peer or the wire; `cause` says how (RemoteProtocolError, ClientGone). */
export class BodyLost extends HeadgateError {
  readonly code = "BODY_LOST";
  readonly fault = "remote";
  readonly reach = "connection";
  override readonly status: number | undefined;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = statusOf(options?.cause);
  }
}

/** Broken off by our side: the reader stopped, a limit, a clock, shutdown; `cause` says which. */
export class BodyAborted extends HeadgateError {
  readonly code = "BODY_ABORTED";
  readonly fault = "local";
  readonly reach = "exchange";
  override readonly status: number | undefined;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = statusOf(options?.cause);
  }
}

// ---- what the application did ------------------------------------------------------------------------

/** Thrown anywhere in a handler: becomes a text/plain response. `code` is the status, 400 to 599 as a rule. */
export class HttpError extends HeadgateError {
  readonly code: number;
  readonly fault = "local";
  readonly reach = "exchange";
  override readonly status: number;
  readonly headers: HeadersInit;

  constructor(code: number, message = "", headers: HeadersInit = {}) {
    super(message);
    this.code = code;
    this.status = code;
    this.headers = headers;
  }
}

/** `deliverBody` was called a second time: a body has one reader. */
export class BodyAlreadyClaimed extends HeadgateError {
  readonly code = "BODY_ALREADY_CLAIMED";
  readonly fault = "local";
  readonly reach = "exchange";

  constructor(message = "deliverBody was called twice: a body has one reader, and it has been claimed") {
    super(message);
  }
}

/** Nobody claimed a request body and no response came (`unclaimedBodyWarningMs`, `strictUnclaimed`). */
export class BodyUnclaimed extends HeadgateError {
  readonly code = "BODY_UNCLAIMED";
  readonly fault = "local";
  readonly reach = "exchange";
}

/** The walk makes no progress: the same resource with the same cursor, or 64 steps on the spot. */
export class TraversalLoop extends HeadgateError {
  readonly code = "TRAVERSAL_LOOP";
  readonly fault = "local";
  readonly reach = "exchange";
}

/** `takeOver` on a request that can't be switched. Answered with 400 where nobody catches it. */
export class UpgradeRefused extends HeadgateError {
  readonly code = "UPGRADE_REFUSED";
  readonly fault = "remote";
  readonly reach = "exchange";
  override readonly status = 400;
}

/** A field name that is no token, or a value with CR, LF, NUL or a character above U+00FF. */
export class InvalidField extends HeadgateError {
  readonly code = "INVALID_FIELD";
  readonly fault = "local";
  readonly reach = "exchange";
}

/** A response that can't be sent: no status, content where none may be, used twice. */
export class InvalidResponse extends HeadgateError {
  readonly code = "INVALID_RESPONSE";
  readonly fault = "local";
  readonly reach = "exchange";
}

/** Our own response was longer or shorter than it said. Surplus is dropped, a shortfall aborts; never padded. */
export class ResponseLengthMismatch extends HeadgateError {
  readonly code = "RESPONSE_LENGTH_MISMATCH";
  readonly fault = "local";
  readonly reach = "connection";
}

/** An option out of its range, or unknown. */
export class InvalidOption extends HeadgateError {
  readonly code = "INVALID_OPTION";
  readonly fault = "local";
  readonly reach = "connection";
}

/** The server is closing and the grace is over. */
export class ShutDown extends HeadgateError {
  readonly code = "SHUT_DOWN";
  readonly fault = "local";
  readonly reach = "connection";

  constructor(message = "the server is closing and its grace is over") {
    super(message);
  }
}

// ---- collected bodies --------------------------------------------------------------------------------

/** A content-blind resource touched `content`, or the `args` of a form, which nobody has collected. */
export class ContentNotCollected extends HeadgateError {
  readonly code = "CONTENT_NOT_COLLECTED";
  readonly fault = "local";
  readonly reach = "exchange";
}

/** Memory and spool files of all collected bodies together are at `bufferBudgetOctets`. */
export class BufferBudgetExceeded extends HeadgateError {
  readonly code = "BUFFER_BUDGET_EXCEEDED";
  readonly fault = "local";
  readonly reach = "exchange";
  override readonly status = 503;
  /** Seconds, for Retry-After. */
  readonly retryAfter = 10;
}

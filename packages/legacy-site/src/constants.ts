/**
 * Values that stand for something a method can't say otherwise; compared by identity
 * (twisted.web.server.NOT_DONE_YET, twisted.web.http.CACHED).
 *
 * From the global registry, so that two copies of this package in one process agree.
 */

/** Returned by `render`: the response is written later, until `request.finish()`. */
export const NOT_DONE_YET: unique symbol = Symbol.for("@headgate/legacy-site.NOT_DONE_YET");

/** Returned by `setLastModified` and `setETag`: the client has it already; send no body. */
export const CACHED: unique symbol = Symbol.for("@headgate/legacy-site.CACHED");

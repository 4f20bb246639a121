/**
 * What code may do with a legacy request and surely not touch its body. Lists of what is safe, never of what is
 * not: whatever they don't name, a reader of code has to look at.
 */

/** They are the body, or are only of use with it. */
const BODY_MEMBERS: ReadonlySet<string> = new Set([
  "content",
  "args",
  "argsBytes",
  "contentFile",
  "contentCollected",
  "gotLength",
  "handleContentChunk",
]);

/**
 * Absent, for what they lead to: `channel` (collects), `render`, `process` and `requestReceived` (render somebody
 * else), `getComponent` (an adapter is given the request).
 */
const SAFE_MEMBERS: ReadonlySet<string> = new Set([
  ...["method", "uri", "path", "clientproto", "prepath", "postpath", "sitepath", "site", "queued"],
  ...["client", "host", "transport", "code", "code_message", "etag", "lastModified", "defaultContentType"],
  ...["startedWriting", "finished", "chunked", "sentLength", "producer", "cookies", "appRootURL", "session"],
  ...["requestHeaders", "responseHeaders", "received_cookies"],
  ...["getHeader", "getAllHeaders", "getCookie", "parseCookies", "getUser", "getPassword", "getSession"],
  ...["getHost", "setHost", "getRequestHostname", "getClientAddress", "getClientIP", "isSecure"],
  ...["prePathURL", "URLPath", "childLink", "sibLink", "rememberRootURL", "getRootURL"],
  ...["setResponseCode", "setHeader", "setLastModified", "setETag", "addCookie", "redirect"],
  ...["write", "finish", "processingFailed", "loseConnection", "registerProducer", "unregisterProducer"],
  ...["notifyFinish"],
]);

/** Setting one of the others may change what `args` is. */
const WRITABLE_MEMBERS: ReadonlySet<string> = new Set([
  ...["prepath", "postpath", "sitepath", "defaultContentType", "code", "etag", "lastModified", "appRootURL"],
]);

/** Exported functions that are given a request and ask it for nothing but safe members. */
const SAFE_FUNCTIONS: ReadonlySet<string> = new Set(["redirectTo", "addSlash", "fromRequest"]);

export type MemberUse = "safe" | "body" | "unknown";

/** @param httpMethod of the request, where it is known: only the args of a POST may come from a form */
export function useOfMember(name: string, isWritten: boolean, httpMethod: string | undefined): MemberUse {
  if (isWritten && !BODY_MEMBERS.has(name)) return WRITABLE_MEMBERS.has(name) ? "safe" : "unknown";
  if (SAFE_MEMBERS.has(name)) return "safe";
  if (!BODY_MEMBERS.has(name)) return "unknown";
  const isOfQuery =
    name.startsWith("args") && !isWritten && httpMethod !== undefined && httpMethod !== "POST";
  return isOfQuery ? "safe" : "body";
}

export function isSafeFunction(name: string): boolean {
  return SAFE_FUNCTIONS.has(name);
}

/** What became of what apps use around twisted.web: guard, cred, Deferreds, failures, URLPath and the dummies of tests. */
import type { Owner } from "./owner";

const CRAM = "of mail protocols";
const SSH = "of SSH";
const TCP = "a connection has what requests use of it";
const AWAIT = "write an async function";
const LISTS = "`Promise.all` and its kin take Deferreds";
const LOCKS = "no part of a web server";
const FRAMES = "JavaScript has no frames to look at; `getTraceback` has the stack";

export const OTHER_OWNERS: readonly Owner[] = [
  {
    module: "web.guard",
    entry: "guard",
    same: "HTTPAuthSessionWrapper BasicCredentialFactory",
    differs: { DigestCredentialFactory: "says `stale`; refuses replays where a site is hardened" },
  },
  {
    module: "web.guard",
    name: "HTTPAuthSessionWrapper",
    entry: "guard",
    same: "isLeaf render getChildWithDefault putChild",
  },
  {
    module: "web.guard",
    name: "BasicCredentialFactory",
    entry: "guard",
    same: "scheme getChallenge decode authenticationRealm",
  },
  {
    module: "web.guard",
    name: "DigestCredentialFactory",
    entry: "guard",
    same: "scheme getChallenge decode digest",
  },
  { module: "cred.portal", entry: "cred/portal", same: "Portal", types: "IRealm" },
  {
    module: "cred.portal",
    name: "Portal",
    entry: "cred/portal",
    same: "listCredentialsInterfaces registerChecker login realm",
    differs: { checkers: "a Map by interfaces" },
  },
  {
    module: "cred.checkers",
    entry: "cred/checkers",
    same: "AllowAnonymousAccess InMemoryUsernamePasswordDatabaseDontUse FilePasswordDB",
    differs: { ANONYMOUS: "a frozen empty array, compared by identity" },
    types: "ICredentialsChecker",
    absent: { OnDiskUsernamePasswordDatabase: "another name of `FilePasswordDB`" },
  },
  {
    module: "cred.checkers",
    name: "AllowAnonymousAccess",
    entry: "cred/checkers",
    same: "credentialInterfaces requestAvatarId",
  },
  {
    module: "cred.checkers",
    name: "InMemoryUsernamePasswordDatabaseDontUse",
    entry: "cred/checkers",
    same: "credentialInterfaces requestAvatarId addUser",
    differs: { users: "a Map" },
  },
  {
    module: "cred.checkers",
    name: "FilePasswordDB",
    entry: "cred/checkers",
    same: "credentialInterfaces requestAvatarId filename",
    absent: {
      getUser: "private; override `requestAvatarId`",
      cache: "an option of the constructor",
      delim: "an option of the constructor",
      ufield: "the option `usernameField`",
      pfield: "the option `passwordField`",
      caseSensitive: "an option of the constructor",
      hash: "an option of the constructor",
    },
  },
  {
    module: "cred.credentials",
    entry: "cred/credentials",
    same: "UsernamePassword Anonymous DigestedCredentials",
    differs: {
      IUsernamePassword: "a symbol",
      IUsernameHashedPassword: "a symbol",
      IUsernameDigestHash: "a symbol",
      IAnonymous: "a symbol",
    },
    absent: {
      ICredentials: "credentials are any object",
      DigestCredentialFactory: "the class of `guard`; its `digest` is this one",
      UsernameHashedPassword: "deprecated there",
      CramMD5Credentials: CRAM,
      ISSHPrivateKey: SSH,
      SSHPrivateKey: SSH,
    },
  },
  {
    module: "cred.credentials",
    name: "UsernamePassword",
    entry: "cred/credentials",
    same: "username password checkPassword",
  },
  {
    module: "cred.credentials",
    name: "DigestedCredentials",
    entry: "cred/credentials",
    same: "username method realm checkPassword checkHash",
    differs: { fields: "a Map" },
  },
  {
    module: "cred.error",
    entry: "cred/error",
    same: "Unauthorized LoginFailed UnhandledCredentials LoginDenied",
    differs: { UnauthorizedLogin: "derives from `LoginFailed` alone" },
  },
  { module: "python.urlpath", same: "URLPath" },
  {
    module: "python.urlpath",
    name: "URLPath",
    same: "scheme netloc path query fragment pathList fromString fromRequest sibling child parent here click",
    absent: { fromBytes: "URLs are strings: `fromString`" },
  },
  {
    module: "python.components",
    same: "registerAdapter",
    absent: {
      Componentized: "requests and sessions are",
      Adapter: "any class that takes the original",
      getAdapterFactory: "of zope.interface",
      proxyForInterface: "of zope.interface",
    },
  },
  { module: "python.failure", same: "Failure" },
  {
    module: "python.failure",
    name: "Failure",
    same: "value type check trap raiseException getErrorMessage getTraceback printTraceback",
    absent: {
      getBriefTraceback: "`getTraceback`",
      frames: FRAMES,
      stack: FRAMES,
      tb: FRAMES,
      cleanFailure: FRAMES,
      getTracebackObject: FRAMES,
      printBriefTraceback: FRAMES,
      printDetailedTraceback: FRAMES,
      throwExceptionIntoGenerator: AWAIT,
    },
  },
  {
    module: "internet.defer",
    same: "Deferred AlreadyCalledError CancelledError TimeoutError succeed fail maybeDeferred",
    absent: {
      inlineCallbacks: AWAIT,
      returnValue: AWAIT,
      ensureDeferred: "`Deferred.fromPromise`",
      execute: "`maybeDeferred`",
      DeferredList: LISTS,
      gatherResults: LISTS,
      FirstError: LISTS,
      DeferredLock: LOCKS,
      DeferredSemaphore: LOCKS,
      DeferredQueue: LOCKS,
      DeferredFilesystemLock: LOCKS,
    },
  },
  {
    module: "internet.defer",
    name: "Deferred",
    same: "called addCallbacks addCallback addErrback addBoth callback errback cancel chainDeferred addTimeout pause unpause",
    differs: { result: "undefined where there is none, also while the callbacks wait for another Deferred" },
    absent: {
      fromCoroutine: "`fromPromise`",
      fromFuture: "`fromPromise`",
      asFuture: "a Deferred is thenable",
      send: AWAIT,
      paused: "of Twisted's own use",
    },
  },
  {
    module: "internet.error",
    differs: {
      ConnectionDone: "with the code `CLIENT_GONE`; its text is the general one",
      ConnectionLost: "with the code `CLIENT_GONE`; its text does not say how",
    },
  },
  { module: "web.test.requesthelper", entry: "testing", same: "DummyRequest DummyChannel" },
  {
    module: "web.test.requesthelper",
    name: "DummyRequest",
    entry: "testing",
    same: "uri method client registerProducer unregisterProducer getAllHeaders getHeader setHeader getSession render write notifyFinish finish processingFailed addArg setResponseCode setLastModified setETag getClientIP getClientAddress getRequestHostname getHost setHost redirect sitepath written finished postpath prepath session protoSession args requestHeaders responseHeaders responseCode clientproto responseMessage isSecure",
    absent: { go: "pull producers run by themselves" },
  },
  {
    module: "web.test.requesthelper",
    name: "DummyChannel",
    entry: "testing",
    same: "TCP SSL site requestDone getPeer getHost registerProducer unregisterProducer write loseConnection isSecure transport",
    differs: { writeHeaders: "what is written is not framed" },
    absent: {
      writeSequence: "of its transport",
      endRequest: TCP,
      abortConnection: "of its transport",
    },
  },
];

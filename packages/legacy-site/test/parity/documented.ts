/** The documented names of Twisted 22.4, by module and class: what a class defines itself, of what apps of twisted.web use. */
export const DOCUMENTED: Readonly<Record<string, string>> = {
  "web.server":
    "GzipEncoderFactory NOT_DONE_YET Request Session Site date_time_string quote string_date_time supportedMethods version",
  "web.server.Site":
    "_openLogFile acceptableProtocols buildProtocol counter displayTracebacks getChildWithDefault getResourceFor getSession isLeaf makeSession render requestFactory resource sessionCheckTime sessionFactory sessions",
  "web.server.Request":
    "URLPath appRootURL childLink defaultContentType finish getRootURL getSession getStateToCopyFor gotLength postpath prePathURL prepath process processingFailed rememberRootURL render session sibLink site view_addCookie view_finish view_registerProducer view_setETag view_setHeader view_setLastModified view_setResponseCode view_unregisterProducer view_write write",
  "web.server.Session":
    "expire expireCallbacks lastModified notifyOnExpire sessionNamespaces sessionTimeout site startCheckingExpiration touch uid",
  "web.server.GzipEncoderFactory": "compressLevel encoderForRequest",
  "web.http":
    "ACCEPTED BAD_GATEWAY BAD_REQUEST CACHED CONFLICT CREATED EXPECTATION_FAILED FORBIDDEN FOUND GATEWAY_TIMEOUT GONE HTTPChannel HTTPClient HTTPFactory HTTP_VERSION_NOT_SUPPORTED INSUFFICIENT_STORAGE_SPACE INTERNAL_SERVER_ERROR LENGTH_REQUIRED MOVED_PERMANENTLY MULTIPLE_CHOICE MULTI_STATUS NON_AUTHORITATIVE_INFORMATION NOT_ACCEPTABLE NOT_ALLOWED NOT_EXTENDED NOT_FOUND NOT_IMPLEMENTED NOT_MODIFIED NO_BODY_CODES NO_CONTENT OK PARTIAL_CONTENT PAYMENT_REQUIRED PERMANENT_REDIRECT PRECONDITION_FAILED PROXY_AUTH_REQUIRED PotentialDataLoss REQUESTED_RANGE_NOT_SATISFIABLE REQUEST_ENTITY_TOO_LARGE REQUEST_TIMEOUT REQUEST_URI_TOO_LONG RESET_CONTENT RESPONSES Request SEE_OTHER SERVICE_UNAVAILABLE SWITCHING StringTransport TEMPORARY_REDIRECT UNAUTHORIZED UNSUPPORTED_MEDIA_TYPE USE_PROXY combinedLogFormatter datetimeToLogString datetimeToString fromChunk maxChunkSizeLineLength monthname parseContentRange parse_qs protocol_version proxiedLogFormatter responses stringToDatetime timegm toChunk urlparse weekdayname",
  "web.http.Request":
    "_disconnected addCookie args channel chunked client clientproto code code_message connectionLost content cookies etag finish finished getAllHeaders getClientAddress getClientIP getCookie getHeader getHost getPassword getRequestHostname getUser gotLength handleContentChunk host isSecure lastModified loseConnection method noLongerQueued notifications notifyFinish parseCookies password path process producer queued received_cookies redirect registerProducer requestHeaders requestReceived responseHeaders sentLength setETag setHeader setHost setLastModified setResponseCode startedWriting streamingProducer transport unregisterProducer uri user write",
  "web.http.HTTPChannel":
    "abortTimeout allContentReceived allHeadersReceived checkPersistence connectionLost connectionMade dataReceived forceAbortClient getHost getPeer headerReceived isSecure length lineReceived loseConnection maxHeaders pauseProducing persistent rawDataReceived registerProducer requestDone requestFactory requests resumeProducing stopProducing timeoutConnection totalHeadersSize unregisterProducer write writeHeaders writeSequence",
  "web.http_headers": "Headers",
  "web.http_headers.Headers":
    "addRawHeader copy getAllRawHeaders getRawHeaders hasHeader removeHeader setRawHeaders",
  "web.resource":
    "EncodingResourceWrapper ErrorPage ForbiddenResource IResource NoResource Resource getChildForRequest",
  "web.resource.Resource":
    "children delEntity entityType getChild getChildForRequest getChildWithDefault getDynamicEntity getStaticEntity isLeaf listDynamicEntities listDynamicNames listEntities listNames listStaticEntities listStaticNames putChild reallyPutEntity render render_HEAD server",
  "web.resource.ErrorPage": "brief code detail getChild render template",
  "web.resource.EncodingResourceWrapper": "getEncoder",
  "web.error":
    "Error ExcessiveBufferingError FlattenerError InfiniteRedirection MissingRenderMethod MissingTemplateLoader PageRedirect RedirectWithNoLocation RenderError SchemeNotSupported UnexposedMethodError UnfilledSlot UnsupportedMethod UnsupportedSpecialHeader UnsupportedType",
  "web.error.UnsupportedMethod": "allowedMethods",
  "web.util":
    "ChildRedirector DeferredResource FailureElement ParentRedirect Redirect SourceFragmentElement SourceLineElement formatFailure redirectTo",
  "web.util.Redirect": "isLeaf url render getChild",
  "web.util.ParentRedirect": "isLeaf render getChild",
  "web.util.ChildRedirector": "isLeaf url getChild",
  "web.util.DeferredResource": "isLeaf d render",
  "web.pages": "errorPage forbidden notFound",
  "web.vhost": "NameVirtualHost VHostMonsterResource VirtualHostCollection",
  "web.vhost.NameVirtualHost":
    "addHost default getChild getStaticEntity hosts listStaticEntities removeHost render",
  "web.vhost.VirtualHostCollection":
    "delEntity entityType getStaticEntity listStaticEntities nvh reallyPutEntity",
  "web.vhost.VHostMonsterResource": "getChild",
  "web.rewrite": "RewriterResource alias tildeToUsers",
  "web.rewrite.RewriterResource": "getChild render resource rewriteRules",
  "web.proxy":
    "Proxy ProxyClient ProxyClientFactory ProxyRequest ReverseProxy ReverseProxyRequest ReverseProxyResource",
  "web.proxy.ReverseProxyResource": "getChild host path port proxyClientFactoryClass reactor render",
  "web.iweb":
    "IAccessLogFormatter IAgent IAgentEndpointFactory IBodyProducer IClientRequest ICredentialFactory INonQueuedRequestFactory IPolicyForHTTPS IRenderable IRequest IResponse ITemplateLoader UNKNOWN_LENGTH",
  "web.template": "renderElement",
  "web.wsgi": "WSGIResource",
  "web.distrib": "ResourcePublisher ResourceSubscription UserDirectory",
  "web.script": "PythonScript ResourceScript ResourceTemplate",
  "web.twcgi": "CGIDirectory CGIScript FilteredScript",
  "web.xmlrpc": "XMLRPC",
  "web.tap": "makeService",
  "web.static":
    "ASISProcessor Data DirectoryLister File MultipleRangeStaticProducer NoRangeStaticProducer Redirect Registry SingleRangeStaticProducer StaticProducer addSlash dangerousPathError formatFileSize getTypeAndEncoding isDangerous loadMimeTypes",
  "web.static.Data": "data render_GET render_HEAD type",
  "web.static.File":
    "childNotFound contentEncodings contentTypes createSimilarFile defaultType directoryListing encoding forbidden getChild getFileSize ignoreExt ignoredExts indexNames listEntities listNames makeProducer openForReading processors redirect registry render_GET render_HEAD type",
  "web.static.StaticProducer": "bufferSize fileObject request resumeProducing start stopProducing",
  "web.static.SingleRangeStaticProducer": "bytesWritten offset resumeProducing size start",
  "web.static.MultipleRangeStaticProducer": "partBoundary rangeInfo rangeIter resumeProducing start",
  "web.static.DirectoryLister":
    "contentEncodings contentTypes defaultType dirs linePattern path render template",
  "web.static.Registry": "cachePath getCachedPath",
  "web.guard": "BasicCredentialFactory DigestCredentialFactory HTTPAuthSessionWrapper",
  "web.guard.HTTPAuthSessionWrapper": "getChildWithDefault isLeaf putChild render",
  "web.guard.BasicCredentialFactory": "authenticationRealm decode getChallenge scheme",
  "web.guard.DigestCredentialFactory": "decode digest getChallenge scheme",
  "cred.portal": "IRealm Portal",
  "cred.portal.Portal": "checkers listCredentialsInterfaces login realm registerChecker",
  "cred.checkers":
    "ANONYMOUS AllowAnonymousAccess FilePasswordDB ICredentialsChecker InMemoryUsernamePasswordDatabaseDontUse OnDiskUsernamePasswordDatabase",
  "cred.checkers.AllowAnonymousAccess": "credentialInterfaces requestAvatarId",
  "cred.checkers.InMemoryUsernamePasswordDatabaseDontUse":
    "addUser credentialInterfaces requestAvatarId users",
  "cred.checkers.FilePasswordDB":
    "cache caseSensitive credentialInterfaces delim filename getUser hash pfield requestAvatarId ufield",
  "cred.credentials":
    "Anonymous CramMD5Credentials DigestCredentialFactory DigestedCredentials IAnonymous ICredentials ISSHPrivateKey IUsernameDigestHash IUsernameHashedPassword IUsernamePassword SSHPrivateKey UsernameHashedPassword UsernamePassword",
  "cred.credentials.UsernamePassword": "checkPassword password username",
  "cred.credentials.DigestedCredentials": "checkHash checkPassword fields method realm username",
  "cred.error": "LoginDenied LoginFailed Unauthorized UnauthorizedLogin UnhandledCredentials",
  "python.urlpath": "URLPath",
  "python.urlpath.URLPath":
    "child click fragment fromBytes fromRequest fromString here netloc parent path pathList query scheme sibling",
  "python.components": "Adapter Componentized getAdapterFactory proxyForInterface registerAdapter",
  "python.failure": "Failure",
  "python.failure.Failure":
    "check cleanFailure frames getBriefTraceback getErrorMessage getTraceback getTracebackObject printBriefTraceback printDetailedTraceback printTraceback raiseException stack tb throwExceptionIntoGenerator trap type value",
  "internet.defer":
    "AlreadyCalledError CancelledError Deferred DeferredFilesystemLock DeferredList DeferredLock DeferredQueue DeferredSemaphore FirstError TimeoutError ensureDeferred execute fail gatherResults inlineCallbacks maybeDeferred returnValue succeed",
  "internet.defer.Deferred":
    "addBoth addCallback addCallbacks addErrback addTimeout asFuture callback called cancel chainDeferred errback fromCoroutine fromFuture pause paused result send unpause",
  "internet.error": "ConnectionDone ConnectionLost",
  "web.test.requesthelper": "DummyChannel DummyRequest",
  "web.test.requesthelper.DummyRequest":
    "addArg args client clientproto finish finished getAllHeaders getClientAddress getClientIP getHeader getHost getRequestHostname getSession go method notifyFinish postpath prepath processingFailed protoSession redirect registerProducer render requestHeaders responseCode responseHeaders responseMessage session setETag setHeader setHost setLastModified setResponseCode sitepath unregisterProducer uri write written",
  "web.test.requesthelper.DummyChannel":
    "abortConnection endRequest getHost getPeer isSecure loseConnection registerProducer requestDone site transport unregisterProducer write writeHeaders writeSequence",
};

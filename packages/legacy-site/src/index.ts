/** @headgate/legacy-site: the buffered Site and Resource API of twisted.web, name by name, on the streaming core. */

// A tree and its requests
export { Site } from "./site";
export type { SiteOptions } from "./site-options";
export { hardenByDefault } from "./hardened-by-default";
export { Request } from "./request";
export type { RequestFactory } from "./bridge-settings";
export type { IContentFile, ILegacySite, IRequestChannel, IRequestTransport, Producer } from "./contracts";
export type { ILogFile } from "./access-log";
export { Session, SessionExpired, UnknownSession } from "./session";
export type { ISessionSite } from "./session";
export type { SessionFactory } from "./session-keeper";
export { SessionStore } from "./session-store";
export type { ISessionStore, IStoredSession } from "./session-store";
export { ErrorPage, ForbiddenResource, IResource, NoResource, Resource } from "./resource";
export type { AnyResource, ILegacyResource, Rendered } from "./resource";
export { getChildForRequest } from "./walk";
export { errorPage, forbidden, notFound } from "./pages";
export { DeferredResource } from "./deferred-resource";
export { ChildRedirector, isLocalTarget, ParentRedirect, Redirect, redirectTo } from "./redirects";
export { NameVirtualHost, VirtualHostCollection } from "./name-virtual-host";
export { VHostMonsterResource } from "./vhost-monster-resource";
export { alias, RewriterResource, tildeToUsers } from "./rewriter-resource";
export type { RewriteRule } from "./rewriter-resource";
export { ReverseProxyResource } from "./reverse-proxy-resource";
export type { Connector } from "./reverse-proxy-resource";
export { EncodingResourceWrapper } from "./encoding-resource-wrapper";
export { GzipEncoderFactory } from "./gzip-encoder-factory";
export { BrotliEncoderFactory } from "./brotli-encoder-factory";
export { ContentEncoder } from "./content-encoder";
export type {
  EncodingStream,
  IEncodedRequest,
  IRequestEncoder,
  IRequestEncoderFactory,
  RequestEncoder,
} from "./content-encoder";
export { CACHED, NOT_DONE_YET } from "./constants";
export { UnsupportedMethod } from "./unsupported-method";
export { NO_BODY_CODES, RESPONSES, supportedMethods } from "./responses";

// Files
export { addSlash } from "./add-slash";
export { getTypeAndEncoding, loadMimeTypes } from "./content-types";
export type { ByExtension } from "./content-types";
export { Data } from "./data";
export { DirectoryLister } from "./directory-lister";
export type { ListedEntry } from "./directory-lister";
export { formatFileSize } from "./directory-page";
export { File } from "./file";
export { FilePath, InsecurePath, isDangerous } from "./file-path";
export { NotAFile, OpenedFile } from "./opened-file";
export type { IStartable } from "./partial-content";
export { PathResource } from "./path-resource";
export { Registry } from "./processors";
export type { Processor } from "./processors";
export {
  MultipleRangeStaticProducer,
  NoRangeStaticProducer,
  SingleRangeStaticProducer,
  StaticProducer,
} from "./static-producers";
export type { IReadableFile, RangeInfo } from "./static-producers";

// Who may see what
export { HTTPAuthSessionWrapper } from "./guard/http-auth-session-wrapper";
export type { Challenge, ICredentialFactory } from "./guard/credential-factory";
export { BasicCredentialFactory } from "./guard/basic-credential-factory";
export { DigestCredentialFactory } from "./guard/digest-credential-factory";
export type { DigestOptions } from "./guard/digest-credential-factory";
export { UnauthorizedResource } from "./guard/unauthorized-resource";
export { Portal } from "./cred/portal";
export type { Avatar, IRealm } from "./cred/portal";
export { AllowAnonymousAccess, ANONYMOUS, InMemoryUsernamePasswordDatabaseDontUse } from "./cred/checkers";
export type { AvatarId, ICredentialsChecker } from "./cred/checkers";
export { FilePasswordDB } from "./cred/file-password-db";
export type { FilePasswordOptions, PasswordHash } from "./cred/file-password-db";
export {
  Anonymous,
  IAnonymous,
  isProvidedBy,
  IUsernameDigestHash,
  IUsernameHashedPassword,
  IUsernamePassword,
  UsernamePassword,
} from "./cred/credentials";
export type { IPasswordCredentials } from "./cred/credentials";
export { DigestedCredentials } from "./cred/digested-credentials";
export type { DigestFields } from "./cred/digested-credentials";
export {
  LoginDenied,
  LoginFailed,
  Unauthorized,
  UnauthorizedLogin,
  UnhandledCredentials,
} from "./cred/cred-errors";

// What they are made of
export { canonicalName, Headers } from "./headers";
export type { HeaderValue } from "./headers";
export { Deferred } from "./deferred";
export { AlreadyCalledError, CancelledError, TimeoutError } from "./deferred-errors";
export { fail, maybeDeferred, succeed } from "./settled-deferreds";
export { Failure } from "./failure";
export { formatFailure } from "./format-failure";
export { ConnectionDone, ConnectionLost } from "./connection-errors";
export { registerAdapter } from "./components";
export type { AdapterFactory, IComponentized, InterfaceToken } from "./components";
export { ContentFile } from "./content-file";
export type { CookieArguments, CookieOptions, Cookies } from "./cookies";
export type { Args, ArgsBytes } from "./form-args";
export { URLPath } from "./url-path";
export { datetimeToLogString, datetimeToString, stringToDatetime } from "./http-dates";
export { parse_qs } from "./parse-qs";
export { combinedLogFormatter, proxiedLogFormatter } from "./log-formatters";
export type { LogFormatter, LoggedRequest } from "./log-formatters";

// Between old and new
export { bridge } from "./bridge";
export type { BridgeOptions, IEvidenceKeeper } from "./bridge";
export { legacyRequest } from "./exchange-registry";
export { CONTENT_BLIND, mark, RENDERS_BLIND, STREAMING } from "./markers";
export type { Marker } from "./markers";
export { isStreaming } from "./streaming";
export { BODY_LIMITS } from "@headgate/core";
export type { BodyLimits } from "@headgate/core";
export type {
  LegacyCollection,
  LegacyContentRefused,
  LegacyEvent,
  LegacyExchangeEnded,
  LegacyParked,
  LegacyPhase,
  LegacyPlace,
  LegacyStep,
  LegacyWay,
  ParkedRequest,
} from "./legacy-events";

// What to migrate next
export { MigrationEvidence } from "./migration-evidence";
export type { IEvidentSite, MigrationEvidenceOptions } from "./migration-evidence";
export { MigrationReport } from "./migration/report";
export { formatMigrationReport } from "./migration/format-report";
export { Dashboard, dashboardOf } from "./dashboard/dashboard";
export type { DashboardOptions } from "./dashboard/dashboard";
export type { DashboardRule } from "./dashboard/dashboard-access";
export type { IDashboardSource } from "./dashboard/dashboard-source";
export type {
  BodyState,
  ForcedResource,
  MigrationReportData,
  MigrationRow,
  MigrationTotals,
  MigrationWarning,
  ResourceNode,
} from "./migration/migration-report";

// Proving a migration
export { shadow } from "./shadow/shadow";
export type { ShadowResource } from "./shadow/shadow";
export type { ShadowOptions } from "./shadow/shadow-options";
export type { DifferenceDetail, DropReason, ShadowDifference } from "./shadow/shadow-difference";
export type { BodyDifference } from "./shadow/body-comparison";
export type { ShadowEvent, ShadowReport } from "./shadow/shadow-report";

import * as checkers from "@headgate/legacy-site/cred/checkers";
import * as credentials from "@headgate/legacy-site/cred/credentials";
import * as credError from "@headgate/legacy-site/cred/error";
import * as portal from "@headgate/legacy-site/cred/portal";
import * as error from "@headgate/legacy-site/error";
import * as guard from "@headgate/legacy-site/guard";
import * as http from "@headgate/legacy-site/http";
import * as httpHeaders from "@headgate/legacy-site/http_headers";
import * as pages from "@headgate/legacy-site/pages";
import * as proxy from "@headgate/legacy-site/proxy";
import * as resource from "@headgate/legacy-site/resource";
import * as rewrite from "@headgate/legacy-site/rewrite";
import * as server from "@headgate/legacy-site/server";
import * as files from "@headgate/legacy-site/static";
import * as util from "@headgate/legacy-site/util";
import * as vhost from "@headgate/legacy-site/vhost";
import packageJson from "../package.json";
import * as flat from "../src/index";
import * as statusCodes from "../src/status-codes";

// Those of __all__ of the module of twisted, or of its public names where it has none, that are here at all.
const entries: readonly (readonly [subpath: string, entry: object, names: string])[] = [
  [
    "server",
    server,
    "GzipEncoderFactory NOT_DONE_YET Request Session Site UnsupportedMethod date_time_string string_date_time " +
      "supportedMethods version",
  ],
  [
    "resource",
    resource,
    "EncodingResourceWrapper ErrorPage ForbiddenResource IResource NoResource Resource UnsupportedMethod " +
      "getChildForRequest",
  ],
  [
    "static",
    files,
    "Data DirectoryLister File MultipleRangeStaticProducer NoRangeStaticProducer Registry " +
      "SingleRangeStaticProducer StaticProducer addSlash formatFileSize getTypeAndEncoding isDangerous loadMimeTypes",
  ],
  ["util", util, "ChildRedirector DeferredResource ParentRedirect Redirect formatFailure redirectTo"],
  ["pages", pages, "errorPage forbidden notFound"],
  [
    "http",
    http,
    "CACHED NO_BODY_CODES RESPONSES Request combinedLogFormatter datetimeToLogString datetimeToString parse_qs " +
      `responses proxiedLogFormatter stringToDatetime ${Object.keys(statusCodes).join(" ")}`,
  ],
  ["http_headers", httpHeaders, "Headers"],
  ["guard", guard, "BasicCredentialFactory DigestCredentialFactory HTTPAuthSessionWrapper"],
  ["vhost", vhost, "NameVirtualHost VHostMonsterResource VirtualHostCollection"],
  ["rewrite", rewrite, "RewriterResource alias tildeToUsers"],
  ["proxy", proxy, "ReverseProxyResource"],
  ["error", error, "UnsupportedMethod"],
  ["cred/portal", portal, "Portal"],
  [
    "cred/checkers",
    checkers,
    "ANONYMOUS AllowAnonymousAccess FilePasswordDB InMemoryUsernamePasswordDatabaseDontUse",
  ],
  [
    "cred/credentials",
    credentials,
    "Anonymous DigestedCredentials IAnonymous IUsernameDigestHash IUsernameHashedPassword IUsernamePassword " +
      "UsernamePassword",
  ],
  ["cred/error", credError, "LoginDenied LoginFailed Unauthorized UnauthorizedLogin UnhandledCredentials"],
];

/** That would say too little at the root. */
const OTHER_NAMES = {
  version: `Headgate/${packageJson.version}`,
  date_time_string: flat.datetimeToString,
  string_date_time: flat.stringToDatetime,
  responses: flat.RESPONSES,
};

test.each(entries)("%s has what the module of that name has", (_subpath, entry, names) => {
  expect(Object.keys(entry).sort()).toEqual(names.split(" ").sort());
});

test.each(entries)("what %s exports is the same as by the package's own name", (_subpath, entry) => {
  const all: Record<string, unknown> = { ...flat, ...statusCodes, ...OTHER_NAMES };
  for (const [name, value] of Object.entries(entry))
    expect([name, all[name] === value]).toEqual([name, true]);
});

test("each entry point that package.json has is in this table", () => {
  const others = new Set([".", "./testing", "./package.json"]);
  const subpaths = Object.keys(packageJson.exports).filter((subpath) => !others.has(subpath));
  expect(subpaths).toEqual(entries.map(([subpath]) => `./${subpath}`));
});

test("a status code has the name of its phrase", () => {
  const phrases = Object.values(statusCodes).map((code) => flat.RESPONSES.get(code));
  expect(phrases).toEqual([...flat.RESPONSES.values()].filter((phrase) => phrase !== "Continue"));
});

/** What became of the resources of twisted.web: resource, error, util, pages, vhost, rewrite and proxy. */
import type { Owner } from "./owner";

const CLIENT = "of the client side";
const TEMPLATES = "of templates, which are not planned: any engine's text may be returned";
const CHANNELS = "for whole connections; `ReverseProxyResource` at the root does it for a site";
const FORWARD = "a proxy that browsers are told of, for whole connections";
const STREAMS =
  "both bodies flow through core's client; the last argument of `ReverseProxyResource` replaces it";

export const RESOURCE_OWNERS: readonly Owner[] = [
  {
    module: "web.resource",
    entry: "resource",
    same: "Resource ErrorPage NoResource ForbiddenResource EncodingResourceWrapper getChildForRequest",
    differs: { IResource: "a symbol, and an interface of TypeScript" },
  },
  {
    module: "web.resource",
    name: "Resource",
    entry: "resource",
    same: "server isLeaf listStaticNames listStaticEntities listNames listEntities listDynamicNames getStaticEntity getDynamicEntity delEntity reallyPutEntity",
    differs: {
      getChild: "may also give a promise or a Deferred",
      getChildWithDefault: "may also give a promise or a Deferred",
      putChild: "the segment is a string",
      render: "may also give a promise or a Deferred",
      render_HEAD: "may also give a promise or a Deferred",
      children: "a Map by strings",
    },
    absent: {
      entityType: "a name for its use in zope.interface",
      listDynamicEntities: "it is always empty there",
      getChildForRequest: "deprecated there; the function of this name is here",
    },
  },
  {
    module: "web.resource",
    name: "ErrorPage",
    entry: "resource",
    same: "render getChild code brief detail template",
  },
  { module: "web.resource", name: "EncodingResourceWrapper", entry: "resource", same: "getEncoder" },
  {
    module: "web.error",
    entry: "error",
    same: "UnsupportedMethod",
    absent: {
      Error: CLIENT,
      PageRedirect: CLIENT,
      InfiniteRedirection: CLIENT,
      RedirectWithNoLocation: CLIENT,
      SchemeNotSupported: CLIENT,
      RenderError: TEMPLATES,
      MissingRenderMethod: TEMPLATES,
      MissingTemplateLoader: TEMPLATES,
      UnexposedMethodError: TEMPLATES,
      UnfilledSlot: TEMPLATES,
      UnsupportedType: TEMPLATES,
      FlattenerError: TEMPLATES,
      ExcessiveBufferingError: "core limits control frames, and ends the connection",
      UnsupportedSpecialHeader: "never raised",
    },
  },
  { module: "web.error", name: "UnsupportedMethod", entry: "error", same: "allowedMethods" },
  {
    module: "web.util",
    entry: "util",
    same: "redirectTo Redirect ParentRedirect DeferredResource",
    differs: {
      ChildRedirector: "it redirects; there it is a 500",
      formatFailure: "the stack is one of JavaScript",
    },
    absent: { FailureElement: TEMPLATES, SourceLineElement: TEMPLATES, SourceFragmentElement: TEMPLATES },
  },
  { module: "web.util", name: "Redirect", entry: "util", same: "isLeaf url render getChild" },
  { module: "web.util", name: "ParentRedirect", entry: "util", same: "isLeaf render getChild" },
  { module: "web.util", name: "ChildRedirector", entry: "util", same: "isLeaf url getChild" },
  { module: "web.util", name: "DeferredResource", entry: "util", same: "isLeaf d render" },
  { module: "web.pages", entry: "pages", same: "errorPage notFound forbidden" },
  { module: "web.vhost", entry: "vhost", same: "NameVirtualHost VirtualHostCollection VHostMonsterResource" },
  {
    module: "web.vhost",
    name: "NameVirtualHost",
    entry: "vhost",
    same: "default listStaticEntities getStaticEntity addHost render getChild",
    differs: { hosts: "a Map by strings", removeHost: "a RangeError for a name that is not there" },
  },
  {
    module: "web.vhost",
    name: "VirtualHostCollection",
    entry: "vhost",
    same: "listStaticEntities getStaticEntity reallyPutEntity delEntity",
    absent: {
      nvh: "private: nothing but the collection needs it",
      entityType: "a name for its use in zope.interface",
    },
  },
  {
    module: "web.vhost",
    name: "VHostMonsterResource",
    entry: "vhost",
    differs: { getChild: "404 for what is no scheme, host and port" },
  },
  {
    module: "web.rewrite",
    entry: "rewrite",
    same: "RewriterResource",
    differs: { alias: "it matches; there it never does", tildeToUsers: "it matches; there it never does" },
  },
  {
    module: "web.rewrite",
    name: "RewriterResource",
    entry: "rewrite",
    same: "getChild render resource rewriteRules",
  },
  {
    module: "web.proxy",
    entry: "proxy",
    same: "ReverseProxyResource",
    absent: {
      Proxy: FORWARD,
      ProxyRequest: FORWARD,
      ReverseProxy: CHANNELS,
      ReverseProxyRequest: CHANNELS,
      ProxyClient: STREAMS,
      ProxyClientFactory: STREAMS,
    },
  },
  {
    module: "web.proxy",
    name: "ReverseProxyResource",
    entry: "proxy",
    same: "getChild host port path",
    differs: { render: "bodies flow both ways, over HTTP/1.1" },
    absent: { proxyClientFactoryClass: STREAMS, reactor: STREAMS },
  },
  {
    module: "web.iweb",
    absent: {
      IRequest: "`server.Request`, as a type",
      INonQueuedRequestFactory: "a factory is a class, constructed with the channel and `queued`",
      IAccessLogFormatter: "the type `LogFormatter` of `http`",
      ICredentialFactory: "a type of `guard`",
      IRenderable: TEMPLATES,
      ITemplateLoader: TEMPLATES,
      IBodyProducer: CLIENT,
      IResponse: CLIENT,
      IClientRequest: CLIENT,
      IAgent: CLIENT,
      IPolicyForHTTPS: CLIENT,
      IAgentEndpointFactory: CLIENT,
      UNKNOWN_LENGTH: CLIENT,
    },
  },
  { module: "web.template", absent: { renderElement: TEMPLATES, "*": TEMPLATES } },
  { module: "web.wsgi", absent: { WSGIResource: "WSGI is about Python" } },
  {
    module: "web.distrib",
    absent: {
      ResourceSubscription: "of Perspective Broker",
      ResourcePublisher: "of Perspective Broker",
      UserDirectory: "of Perspective Broker",
    },
  },
  {
    module: "web.script",
    absent: {
      ResourceScript: "`.rpy` is Python",
      ResourceTemplate: "`.rpy` is Python",
      PythonScript: "`.epy` is Python",
    },
  },
  {
    module: "web.twcgi",
    absent: {
      CGIScript: "a process for each request",
      CGIDirectory: "a process for each request",
      FilteredScript: "a process for each request",
    },
  },
  { module: "web.xmlrpc", absent: { XMLRPC: "a protocol of its own, above resources" } },
  { module: "web.tap", absent: { makeService: "`twistd web`; write `site.listen`" } },
];

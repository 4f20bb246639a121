/** One of each class of the list, as an app would have it: requests and channels are those of a site at work. */
import { ManualClock } from "@headgate/core/testing";
import { DummyChannel, DummyRequest } from "@headgate/legacy-site/testing";
import * as legacy from "../../src/index";
import { Connection } from "../support/connection";

class Captor extends legacy.Resource {
  request: legacy.Request | undefined;

  override render(request: legacy.Request): legacy.Rendered {
    this.request = request;
    return legacy.NOT_DONE_YET;
  }

  override getChild(): this {
    return this;
  }
}

function requestOfASite(): legacy.Request {
  const captor = new Captor();
  Connection.to(captor).send("GET /");
  if (captor.request === undefined) throw new Error("the request was not rendered at once");
  return captor.request;
}

/** By module and class, as in the list. */
export function specimens(): Readonly<Record<string, object>> {
  const request = requestOfASite();
  const site = new legacy.Site(new legacy.Resource(), { clock: new ManualClock() });
  const session = site.makeSession();
  session.expire();
  const page = new legacy.Resource();
  const file = { read: () => Buffer.alloc(0) };
  const portal = new legacy.Portal({ requestAvatar: () => [legacy.IResource, page, null] });
  return {
    "web.server.Site": site,
    "web.server.Request": request,
    "web.server.Session": session,
    "web.server.GzipEncoderFactory": new legacy.GzipEncoderFactory(),
    "web.http.Request": request,
    "web.http.HTTPChannel": request.channel ?? {},
    "web.http_headers.Headers": new legacy.Headers(),
    "web.resource.Resource": page,
    "web.resource.ErrorPage": new legacy.ErrorPage(500, "", ""),
    "web.resource.EncodingResourceWrapper": new legacy.EncodingResourceWrapper(page, []),
    "web.error.UnsupportedMethod": new legacy.UnsupportedMethod(["GET"]),
    "web.util.Redirect": new legacy.Redirect("/"),
    "web.util.ParentRedirect": new legacy.ParentRedirect(),
    "web.util.ChildRedirector": new legacy.ChildRedirector("/elsewhere"),
    "web.util.DeferredResource": new legacy.DeferredResource(legacy.succeed(page)),
    "web.vhost.NameVirtualHost": new legacy.NameVirtualHost(),
    "web.vhost.VirtualHostCollection": new legacy.VirtualHostCollection(new legacy.NameVirtualHost()),
    "web.vhost.VHostMonsterResource": new legacy.VHostMonsterResource(),
    "web.rewrite.RewriterResource": new legacy.RewriterResource(page),
    "web.proxy.ReverseProxyResource": new legacy.ReverseProxyResource("localhost", 80, ""),
    "web.static.Data": new legacy.Data("", "text/plain"),
    "web.static.File": new legacy.File("."),
    "web.static.Registry": new legacy.Registry(),
    "web.static.DirectoryLister": new legacy.DirectoryLister("."),
    "web.static.StaticProducer": new legacy.NoRangeStaticProducer(request, file),
    "web.static.NoRangeStaticProducer": new legacy.NoRangeStaticProducer(request, file),
    "web.static.SingleRangeStaticProducer": new legacy.SingleRangeStaticProducer(request, file, 0, 0),
    "web.static.MultipleRangeStaticProducer": new legacy.MultipleRangeStaticProducer(request, file, []),
    "web.guard.HTTPAuthSessionWrapper": new legacy.HTTPAuthSessionWrapper(portal, []),
    "web.guard.BasicCredentialFactory": new legacy.BasicCredentialFactory("realm"),
    "web.guard.DigestCredentialFactory": new legacy.DigestCredentialFactory("md5", "realm"),
    "cred.portal.Portal": portal,
    "cred.checkers.AllowAnonymousAccess": new legacy.AllowAnonymousAccess(),
    "cred.checkers.InMemoryUsernamePasswordDatabaseDontUse":
      new legacy.InMemoryUsernamePasswordDatabaseDontUse(),
    "cred.checkers.FilePasswordDB": new legacy.FilePasswordDB("passwords"),
    "cred.credentials.UsernamePassword": new legacy.UsernamePassword("", ""),
    "cred.credentials.DigestedCredentials": new legacy.DigestedCredentials("", "GET", "", new Map()),
    "python.urlpath.URLPath": new legacy.URLPath(),
    "python.failure.Failure": new legacy.Failure(new Error("an error")),
    "internet.defer.Deferred": new legacy.Deferred(),
    "web.test.requesthelper.DummyRequest": new DummyRequest([]),
    "web.test.requesthelper.DummyChannel": new DummyChannel(),
  };
}

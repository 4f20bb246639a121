"""Answers that lead elsewhere: redirects, rewriting, hosts by name."""
from twisted.web.resource import Resource
from twisted.web.rewrite import RewriterResource, alias
from twisted.web.server import NOT_DONE_YET
from twisted.web.util import ChildRedirector, ParentRedirect, Redirect, redirectTo
from twisted.web.vhost import NameVirtualHost, VHostMonsterResource


class Page(Resource):
    isLeaf = True

    def __init__(self, name):
        Resource.__init__(self)
        self.name = name

    def render_GET(self, request):
        return b"%s of %s at %s, %s, rest %s" % (
            self.name,
            request.getRequestHostname(),
            request.uri,
            request.prePathURL(),
            b"/".join(request.postpath),
        )


class To(Resource):
    isLeaf = True

    def __init__(self, url):
        Resource.__init__(self)
        self.url = url

    def render_GET(self, request):
        return redirectTo(self.url, request)


class ByHand(Resource):
    isLeaf = True

    def render_GET(self, request):
        request.redirect(b"next?page=2")
        return b"go on"


class Finished(Resource):
    isLeaf = True

    def render_GET(self, request):
        request.redirect(b"/done")
        request.finish()
        return NOT_DONE_YET


class Moved(Resource):
    isLeaf = True

    def render_GET(self, request):
        request.redirect(b"/there")
        request.setResponseCode(301)
        return b""

    def render_POST(self, request):
        request.redirect(b"/thanks")
        request.setResponseCode(303)
        return b""


def old(request):
    if request.postpath and request.postpath[0] == b"old":
        request.postpath[0:1] = [b"page", b"was-old"]


def unversioned(request):
    while request.postpath and request.postpath[0] == b"v2":
        request.postpath.pop(0)


def tree(files):
    root = Resource()
    root.putChild(b"to", To(b"http://other.example/there?a=1&b=2"))
    root.putChild(b"script", To(b'/"><script>alert(1)</script>'))
    root.putChild(b"hand", ByHand())
    root.putChild(b"finished", Finished())
    root.putChild(b"moved", Moved())
    root.putChild(b"redirect", Redirect(b"http://other.example/"))
    up = Resource()
    up.putChild(b"", ParentRedirect())
    root.putChild(b"up", up)
    root.putChild(b"child", ChildRedirector("http://other.example/base"))
    root.putChild(b"page", Page(b"page"))
    hosts = NameVirtualHost()
    hosts.addHost(b"two.example", Page(b"two"))
    root.putChild(b"hosts", hosts)
    one = Resource()
    one.putChild(b"page", Page(b"one"))
    top = NameVirtualHost()
    top.addHost(b"one.example", one)
    top.default = RewriterResource(root, unversioned, old, alias("nick", "page/alias"))
    root.putChild(b"monster", VHostMonsterResource())
    return top

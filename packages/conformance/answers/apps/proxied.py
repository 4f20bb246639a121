"""Another server, behind ReverseProxyResource."""
from twisted.internet import reactor
from twisted.web.proxy import ReverseProxyResource
from twisted.web.resource import Resource
from twisted.web.server import NOT_DONE_YET, Site
from twisted.web.static import Data
from twisted.web.util import Redirect

PROXIED = (b"x-asked", b"cookie", b"user-agent", b"te", b"proxy-connection", b"keep-alive")


class Dump(Resource):
    isLeaf = True

    def render(self, request):
        fields = request.getAllHeaders()
        lines = [b"%s: %s" % (name, fields[name]) for name in PROXIED if name in fields]
        head = b"%s %s" % (request.method, request.uri)
        lines.append(b"host: " + fields[b"host"].split(b":")[0])
        return b"\n".join([head] + lines + [request.content.read()])


class Dressed(Resource):
    isLeaf = True

    def render_GET(self, request):
        request.setResponseCode(203, b"Second Hand")
        request.setHeader(b"content-type", b"text/x-second")
        request.responseHeaders.setRawHeaders(b"x-many", [b"one", b"two"])
        request.addCookie("a", "1")
        request.addCookie("b", "2")
        return b"dressed"


class Empty(Resource):
    isLeaf = True

    def render(self, request):
        request.setResponseCode(204)
        return b""


class Pieces(Resource):
    isLeaf = True

    def render_GET(self, request):
        request.write(b"one ")
        reactor.callLater(0.02, self.end, request)
        return NOT_DONE_YET

    def end(self, request):
        request.write(b"two")
        request.finish()


def behind():
    base = Resource()
    base.putChild(b"", Data(b"index", "text/plain"))
    base.putChild(b"page", Data(b"a page", "text/plain"))
    base.putChild(b"dump", Dump())
    base.putChild(b"dressed", Dressed())
    base.putChild(b"empty", Empty())
    base.putChild(b"pieces", Pieces())
    base.putChild(b"moved", Redirect(b"/elsewhere"))
    root = Resource()
    root.putChild(b"base", base)
    return root


def tree(files):
    origin = reactor.listenTCP(0, Site(behind()), interface="127.0.0.1").getHost().port
    nobody = reactor.listenTCP(0, Site(Resource()), interface="127.0.0.1")
    root = Resource()
    root.putChild(b"proxy", ReverseProxyResource("127.0.0.1", origin, b"/base"))
    root.putChild(b"nobody", ReverseProxyResource("127.0.0.1", nobody.getHost().port, b""))
    root.putChild(b"own", Data(b"own", "text/plain"))
    nobody.stopListening()
    return root

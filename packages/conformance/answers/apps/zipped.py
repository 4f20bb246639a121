"""Answers that are compressed on the way out."""
from twisted.internet import reactor
from twisted.web.resource import EncodingResourceWrapper, Resource
from twisted.web.server import NOT_DONE_YET, GzipEncoderFactory
from twisted.web.static import Data

TEXT = b"again and again. " * 100


class Text(Resource):
    isLeaf = True

    def render_GET(self, request):
        return TEXT


class Pieces(Resource):
    isLeaf = True

    def render_GET(self, request):
        request.write(b"now, ")
        reactor.callLater(0.02, self.end, request)
        return NOT_DONE_YET

    def end(self, request):
        request.write(b"then")
        request.finish()


class Empty(Resource):
    isLeaf = True

    def render_GET(self, request):
        return b""


def zipped(resource):
    return EncodingResourceWrapper(resource, [GzipEncoderFactory()])


def tree(files):
    root = Resource()
    root.putChild(b"text", zipped(Text()))
    root.putChild(b"pieces", zipped(Pieces()))
    root.putChild(b"empty", zipped(Empty()))
    root.putChild(b"data", zipped(Data(TEXT, "text/css")))
    root.putChild(b"raw", Text())
    parent = Resource()
    parent.putChild(b"kid", Text())
    root.putChild(b"parent", zipped(parent))
    return root

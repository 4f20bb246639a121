"""A site that has little patience with silent clients."""
from twisted.internet import reactor
from twisted.web.resource import Resource
from twisted.web.server import NOT_DONE_YET
from twisted.web.static import Data

options = {"timeOut": 0.3}


class Slow(Resource):
    isLeaf = True

    def render_GET(self, request):
        reactor.callLater(0.8, self.end, request)
        return NOT_DONE_YET

    def end(self, request):
        request.write(b"at last")
        request.finish()


def tree(files):
    root = Resource()
    root.putChild(b"page", Data(b"page", "text/plain"))
    root.putChild(b"slow", Slow())
    return root

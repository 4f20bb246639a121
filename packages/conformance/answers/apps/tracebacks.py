"""What goes wrong in an application, shown to its clients by displayTracebacks."""
from twisted.internet import reactor
from twisted.internet.defer import Deferred, fail
from twisted.python.failure import Failure
from twisted.web.resource import Resource
from twisted.web.server import NOT_DONE_YET
from twisted.web.static import Data
from twisted.web.util import DeferredResource

options = {"displayTracebacks": True}


class Leaf(Resource):
    isLeaf = True

    def __init__(self, action):
        Resource.__init__(self)
        self.action = action

    def render_GET(self, request):
        return self.action(request)


def raises(request):
    raise ValueError("<b>in render</b>")


def dressed(request):
    request.setResponseCode(202)
    request.setHeader(b"content-type", b"text/plain")
    request.setHeader(b"x-kept", b"yes")
    raise ValueError("in render")


def nothing(request):
    return None


def number(request):
    return 42


def later(request):
    reactor.callLater(0.02, request.processingFailed, Failure(ValueError("later")))
    return NOT_DONE_YET


def unserved(request):
    return request.getNothing()


class RaisesInChild(Resource):
    def getChild(self, name, request):
        raise ValueError("in getChild")


class FailsLater(Resource):
    def getChild(self, name, request):
        d = Deferred()
        reactor.callLater(0.02, d.errback, Failure(ValueError("deferred")))
        return DeferredResource(d)


class FailsAtOnce(Resource):
    def getChild(self, name, request):
        return DeferredResource(fail(ValueError("deferred")))


def tree(files):
    root = Resource()
    for action in (raises, dressed, nothing, number, later, unserved):
        root.putChild(action.__name__.encode(), Leaf(action))
    root.putChild(b"child", RaisesInChild())
    root.putChild(b"deferred", FailsLater())
    root.putChild(b"failed", FailsAtOnce())
    root.putChild(b"fine", Data(b"fine", "text/plain"))
    return root

"""Requests, Files and Resources with methods of an application's own."""
import os

from twisted.web.pages import notFound
from twisted.web.resource import Resource
from twisted.web.server import NOT_DONE_YET, Request
from twisted.web.static import Data, File


class OwnRequest(Request):
    """Answers some of its own accord, and dresses all the others."""

    def process(self):
        self.setHeader(b"x-process", b"seen")
        if self.path == b"/health":
            self.setHeader(b"content-type", b"text/plain")
            self.write(b"healthy")
            self.finish()
            return
        if self.path.startswith(b"/old/"):
            self.path = self.path[4:]
        Request.process(self)

    def getClientIP(self):
        return self.getHeader("x-forwarded-for") or Request.getClientIP(self)

    def isSecure(self):
        return self.getHeader(b"x-forwarded-proto") == b"https" or Request.isSecure(self)

    def write(self, data):
        Request.write(self, data.replace(b"password", b"********"))

    def finish(self):
        if self.path == b"/words" and self.method == b"GET":
            self.write(b"!")
        Request.finish(self)

    def processingFailed(self, reason):
        self.setResponseCode(503)
        self.setHeader(b"content-type", b"text/plain")
        self.write(b"sorry: " + reason.getErrorMessage().encode())
        self.finish()


options = {"requestFactory": OwnRequest}


class Words(Resource):
    isLeaf = True

    def render_GET(self, request):
        request.setHeader(b"content-length", b"9")
        request.write(b"password")
        request.finish()
        return NOT_DONE_YET


class Who(Resource):
    isLeaf = True

    def render_GET(self, request):
        scheme = "https" if request.isSecure() else "http"
        return ("%s %s" % (scheme, request.getClientIP())).encode()


class Fails(Resource):
    isLeaf = True

    def render_GET(self, request):
        raise ValueError("out of order")


class NoListing(File):
    def directoryListing(self):
        return self.childNotFound


class Pretty(File):
    """Leaves out .txt, and knows a page that is no file."""

    def getChild(self, name, request):
        if name == b"about":
            return Data(b"about us", "text/plain")
        child = File.getChild(self, name, request)
        if child is self.childNotFound and not name.endswith(b".txt"):
            return File.getChild(self, name + b".txt", request)
        return child


class Cached(File):
    def render_GET(self, request):
        request.setHeader(b"cache-control", b"max-age=3600")
        return File.render_GET(self, request)


class Typed(File):
    contentTypes = {".txt": "text/x-typed", ".css": "text/x-style"}
    contentEncodings = {".gz": "x-own"}
    indexNames = ["one.txt"]
    childNotFound = notFound("Nothing", "like it.")


class Download(File):
    isLeaf = True

    def render(self, request):
        request.setHeader(b"content-disposition", b"attachment")
        return File.render(self, request)


class Everything(Resource):
    """Any method, any path."""

    isLeaf = True

    def render(self, request):
        return b"%s %s" % (request.method, b"/".join(request.postpath))


class Own(Resource):
    allowedMethods = (b"GET", b"PATCH")
    isLeaf = True

    def render_GET(self, request):
        return b"got"

    def render_PATCH(self, request):
        return b"patched"

    def render_OPTIONS(self, request):
        request.setHeader(b"allow", b"GET, PATCH")
        request.setResponseCode(204)
        return b""


class Loop(Resource):
    """Is its own child, and counts."""

    def getChild(self, name, request):
        return self

    def render_GET(self, request):
        return b"%d deep" % len(request.prepath)


class Strict(Resource):
    """Decides in the place of all its children."""

    def getChildWithDefault(self, name, request):
        if request.getHeader(b"x-key") != b"open":
            return Data(b"locked", "text/plain")
        return Resource.getChildWithDefault(self, name, request)


def tree(files):
    public = os.path.join(files, "public")
    root = Resource()
    root.putChild(b"words", Words())
    root.putChild(b"who", Who())
    root.putChild(b"fails", Fails())
    root.putChild(b"no-listing", NoListing(public))
    root.putChild(b"pretty", Pretty(public))
    root.putChild(b"cached", Cached(public))
    root.putChild(b"typed", Typed(public))
    root.putChild(b"download", Download(os.path.join(public, "letters.txt")))
    root.putChild(b"everything", Everything())
    root.putChild(b"own", Own())
    root.putChild(b"loop", Loop())
    strict = Strict()
    strict.putChild(b"page", Data(b"unlocked", "text/plain"))
    root.putChild(b"strict", strict)
    return root

"""Which methods there are, and what a render may return."""
from twisted.web.resource import Resource
from twisted.web.server import NOT_DONE_YET, UnsupportedMethod


class Several(Resource):
    isLeaf = True

    def render_GET(self, request):
        return b"got"

    def render_POST(self, request):
        return b"posted " + request.content.read()

    def render_PROPFIND(self, request):
        request.setResponseCode(207)
        return b"found"


class OwnHead(Resource):
    isLeaf = True

    def render_HEAD(self, request):
        request.setHeader(b"x-head", b"own")
        return b""


class OnlyPost(Resource):
    isLeaf = True

    def render_POST(self, request):
        request.setResponseCode(201, b"Made It")
        return b"made"


class Listed(Resource):
    isLeaf = True
    allowedMethods = (b"GET", b"LOCK")

    def render(self, request):
        if request.method not in self.allowedMethods:
            raise UnsupportedMethod(self.allowedMethods)
        return b"listed " + request.method


class Returns(Resource):
    isLeaf = True

    def render_GET(self, request):
        what = request.postpath[0]
        if what == b"empty":
            return b""
        if what == b"none":
            return None
        if what == b"number":
            return 7
        if what == b"fails":
            raise RuntimeError("on purpose")
        if what == b"204":
            request.setResponseCode(204)
            return b""
        if what == b"code":
            request.setResponseCode(int(request.postpath[1]))
            return b"coded"
        request.write(b"written")
        request.finish()
        return NOT_DONE_YET


def tree(files):
    root = Resource()
    root.putChild(b"several", Several())
    root.putChild(b"own-head", OwnHead())
    root.putChild(b"only-post", OnlyPost())
    root.putChild(b"listed", Listed())
    root.putChild(b"returns", Returns())
    return root

"""Pages that know their date or their tag."""
from twisted.web import http
from twisted.web.resource import Resource

SECONDS = 1000000000


class Dated(Resource):
    isLeaf = True

    def render_GET(self, request):
        return b"" if request.setLastModified(SECONDS) is http.CACHED else b"dated"


class Tagged(Resource):
    isLeaf = True

    def render_GET(self, request):
        return b"" if request.setETag(b'"one"') is http.CACHED else b"tagged"

    render_POST = render_GET


class Twice(Resource):
    isLeaf = True

    def render_GET(self, request):
        request.setLastModified(SECONDS + 0.5)
        request.setLastModified(SECONDS - 60)
        return b"twice"


def tree(files):
    root = Resource()
    root.putChild(b"dated", Dated())
    root.putChild(b"tagged", Tagged())
    root.putChild(b"twice", Twice())
    return root

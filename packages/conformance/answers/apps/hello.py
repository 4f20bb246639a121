"""One leaf that answers every path."""
from twisted.web.resource import Resource


class Hello(Resource):
    isLeaf = True

    def render_GET(self, request):
        request.setHeader(b"content-type", b"text/plain; charset=utf-8")
        return b"hello from " + request.path + b"\n"


def tree(files):
    return Hello()

"""What the parser refuses; a page that repeats what it has let pass."""
from twisted.web.resource import Resource


class Dump(Resource):
    isLeaf = True

    def render(self, request):
        fields = sorted(request.requestHeaders.getAllRawHeaders())
        lines = [b"%s=%s" % (name.lower(), b"|".join(values)) for name, values in fields]
        return b" ".join([request.method, request.uri, request.content.read()] + lines)


def tree(files):
    root = Resource()
    root.putChild(b"dump", Dump())
    return root

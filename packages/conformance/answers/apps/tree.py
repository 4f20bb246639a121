"""Children by name, by getChild and by accident."""
from twisted.web.resource import Resource


class Named(Resource):
    def __init__(self, name):
        Resource.__init__(self)
        self.name = name

    def render_GET(self, request):
        return b"%s: prepath %s, postpath %s" % (
            self.name,
            b"|".join(request.prepath),
            b"|".join(request.postpath),
        )


class Leaf(Named):
    isLeaf = True


class Spelled(Resource):
    """Makes a child of every name but one."""

    def getChild(self, name, request):
        if name == b"none":
            return Resource.getChild(self, name, request)
        return Leaf(b"spelled " + name)


class Broken(Resource):
    def getChild(self, name, request):
        raise ValueError("no child for " + name.decode())


def tree(files):
    root = Named(b"root")
    root.putChild(b"", Named(b"index"))
    shelf = Named(b"shelf")
    root.putChild(b"shelf", shelf)
    shelf.putChild(b"", Named(b"shelf index"))
    shelf.putChild(b"book.html", Named(b"book"))
    root.putChild(b"leaf", Leaf(b"leaf"))
    root.putChild(b"two words", Named(b"two words"))
    root.putChild(b"a/b", Named(b"slash"))
    root.putChild(b"..", Named(b"dots"))
    root.putChild(b"1+1", Named(b"plus"))
    root.putChild(b"spelled", Spelled())
    root.putChild(b"broken", Broken())
    root.putChild(b"empty", Resource())
    return root

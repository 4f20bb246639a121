"""The older pages that say what went wrong: their texts are HTML."""
from twisted.web.resource import ErrorPage, ForbiddenResource, NoResource, Resource


class Teapot(ErrorPage):
    def __init__(self):
        ErrorPage.__init__(self, 418, "Short & stout", "<i>Tip me over</i>")


class Coffee(Teapot):
    template = "<h1>%(code)s: %(brief)s</h1>100%% sure. %(detail)s%(detail)s"


class Members(Resource):
    def getChild(self, name, request):
        if name == b"secret":
            return ForbiddenResource("Not for <b>you</b>.")
        if name == b"broken":
            return ErrorPage(500, "Broken", "It is.")
        return NoResource("There is no such member.")


class Rendered(Resource):
    isLeaf = True

    def render_GET(self, request):
        request.setHeader(b"x-before", b"kept")
        return NoResource().render(request)


def tree(files):
    root = Resource()
    root.putChild(b"none", NoResource())
    root.putChild(b"none-said", NoResource("Gone <b>& lost</b>."))
    root.putChild(b"forbidden", ForbiddenResource())
    root.putChild(b"error", ErrorPage(503, "Busy <now>", "Come back <i>later</i>."))
    root.putChild(b"teapot", Teapot())
    root.putChild(b"coffee", Coffee())
    root.putChild(b"members", Members())
    root.putChild(b"rendered", Rendered())
    return root

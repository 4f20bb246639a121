"""Cookies, set and read."""
from twisted.web.resource import Resource


class Set(Resource):
    isLeaf = True

    def __init__(self, *cookies):
        Resource.__init__(self)
        self.cookies = cookies

    def render_GET(self, request):
        for name, value, attributes in self.cookies:
            request.addCookie(name, value, **attributes)
        return b"set"


class SetAsked(Resource):
    isLeaf = True

    def render_GET(self, request):
        request.addCookie(request.args[b"name"][0], request.args[b"value"][0])
        return b"set"


class Read(Resource):
    isLeaf = True

    def render_GET(self, request):
        cookies = sorted(request.received_cookies.items())
        return b"\n".join(b"<%s> is <%s>" % pair for pair in cookies)


FULL = {
    "expires": b"Wed, 01 Jan 2031 00:00:00 GMT",
    "domain": b"site.example",
    "path": b"/p",
    "max_age": b"60",
    "comment": b"none",
    "secure": True,
    "httpOnly": True,
}


def tree(files):
    root = Resource()
    root.putChild(b"plain", Set((b"taste", b"sweet", {})))
    root.putChild(b"full", Set((b"full", b"1", FULL)))
    root.putChild(b"two", Set((b"a", b"1", {}), (b"b", b"2", {"path": b"/"})))
    root.putChild(b"lax", Set((b"a", b"1", {"sameSite": b"LAX"})))
    root.putChild(b"odd", Set((b"a", b"1", {"sameSite": b"odd"})))
    root.putChild(b"set", SetAsked())
    root.putChild(b"read", Read())
    return root

"""What a request brings: its query, its form, its content."""
from twisted.web.resource import Resource


class Args(Resource):
    isLeaf = True

    def render_GET(self, request):
        request.setHeader(b"content-type", b"text/plain")
        lines = [b"%s = %s" % (name, b" | ".join(request.args[name])) for name in sorted(request.args)]
        return b"\n".join(lines)

    def render_POST(self, request):
        return self.render_GET(request) + b"\n%d left" % len(request.content.read())

    render_PUT = render_POST


class Echo(Resource):
    isLeaf = True

    def render_POST(self, request):
        request.setHeader(b"content-type", b"application/octet-stream")
        return request.content.read()


class Steps(Resource):
    """Reads, looks where it is, and goes back."""

    isLeaf = True

    def render_POST(self, request):
        content = request.content
        first = content.readline()
        at = content.tell()
        rest = content.read()
        content.seek(1)
        again = content.read(4)
        return b"first %s, at %d, %d more, again %s" % (first, at, len(rest), again)


class Fields(Resource):
    isLeaf = True

    def render_GET(self, request):
        told = [
            b"one " + (request.getHeader(b"x-one") or b"-"),
            b"all " + b"|".join(request.requestHeaders.getRawHeaders(b"x-one", [b"-"])),
            b"cookie " + (request.getCookie(b"taste") or b"-"),
            b"user " + request.getUser() + b" " + request.getPassword(),
            b"uri " + request.uri,
            b"link " + request.sibLink(b"next") + b" " + request.childLink(b"below"),
            b"url " + request.prePathURL(),
        ]
        request.responseHeaders.addRawHeader(b"x-two", b"a")
        request.responseHeaders.addRawHeader(b"x-two", b"b")
        return b"\n".join(told)


def tree(files):
    root = Resource()
    root.putChild(b"args", Args())
    root.putChild(b"echo", Echo())
    root.putChild(b"steps", Steps())
    root.putChild(b"fields", Fields())
    return root

"""Sessions: begun, used again, ended."""
from twisted.web.resource import Resource


class Count(Resource):
    isLeaf = True

    def render_GET(self, request):
        session = request.getSession()
        session.visits = getattr(session, "visits", 0) + 1
        return b"visit %d, a name of %d letters" % (session.visits, len(session.uid))


class Same(Resource):
    isLeaf = True

    def render_GET(self, request):
        return b"the same" if request.getSession() is request.getSession() else b"another"


class Logout(Resource):
    isLeaf = True

    def render_GET(self, request):
        told = []
        session = request.getSession()
        session.notifyOnExpire(lambda: told.append("gone"))
        session.expire()
        return b"told %d" % len(told)


class Nothing(Resource):
    isLeaf = True

    def render_GET(self, request):
        return b"no session"


def tree(files):
    root = Resource()
    root.putChild(b"count", Count())
    root.putChild(b"same", Same())
    root.putChild(b"logout", Logout())
    root.putChild(b"none", Nothing())
    below = Resource()
    below.putChild(b"count", Count())
    root.putChild(b"below", below)
    return root

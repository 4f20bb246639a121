"""Sessions that do not last."""
from twisted.web.resource import Resource
from twisted.web.server import Session

ended = []


class Short(Session):
    sessionTimeout = 0.2


options = {"sessionFactory": Short}


class Count(Resource):
    isLeaf = True

    def render_GET(self, request):
        session = request.getSession()
        if not hasattr(session, "visits"):
            session.visits = 0
            name = request.args[b"name"][0]
            session.notifyOnExpire(lambda: ended.append(name))
        session.visits += 1
        return b"%d" % session.visits


class Ended(Resource):
    isLeaf = True

    def render_GET(self, request):
        return b" ".join(name for name in ended if name == request.args[b"name"][0])


def tree(files):
    root = Resource()
    root.putChild(b"count", Count())
    root.putChild(b"ended", Ended())
    return root

"""In which order a site and its requests call what a subclass may override: every request keeps its own log."""
from twisted.web.resource import Resource
from twisted.web.server import NOT_DONE_YET, Request, Session, Site

logs = {}


class LoggedRequest(Request):
    defaultContentType = b"text/plain"

    def __init__(self, *args, **kw):
        Request.__init__(self, *args, **kw)
        self.calls = []
        self.octets = None

    def note(self, call):
        self.calls.append(call)

    def gotLength(self, length):
        self.note("gotLength %s" % ("unknown" if length is None else length))
        Request.gotLength(self, length)

    def handleContentChunk(self, data):
        # How the octets come in pieces is the network's affair.
        if self.octets is None:
            self.octets = 0
        self.octets += len(data)
        Request.handleContentChunk(self, data)

    def requestReceived(self, command, path, version):
        if self.octets is not None:
            self.note("handleContentChunk %d" % self.octets)
        self.note("requestReceived %s %s" % (command.decode(), path.decode()))
        Request.requestReceived(self, command, path, version)

    def process(self):
        self.note("process %s, %d octets" % (self.path.decode(), len(self.content.read())))
        self.content.seek(0)
        Request.process(self)

    def render(self, resrc):
        self.note("render")
        Request.render(self, resrc)

    def write(self, data):
        self.note("write %d" % len(data))
        Request.write(self, data)

    def finish(self):
        logs[self.args.get(b"k", [b""])[0]] = self.calls
        self.notifyFinish().addBoth(lambda _: self.note("notified"))
        self.note("finish")
        Request.finish(self)
        self.note("finished")


class LoggedSession(Session):
    pass


class LoggedSite(Site):
    def getResourceFor(self, request):
        request.note("getResourceFor")
        return Site.getResourceFor(self, request)

    def makeSession(self):
        session = Site.makeSession(self)
        session.isMade = True
        return session

    def log(self, request):
        request.note("log %d" % request.code)
        Site.log(self, request)


site = LoggedSite
options = {"requestFactory": LoggedRequest, "sessionFactory": LoggedSession}


class Tree(Resource):
    def getChild(self, name, request):
        request.note("getChild %s" % name.decode())
        return Answer()


class Answer(Resource):
    isLeaf = True

    def render_GET(self, request):
        request.note("render_GET %d" % len(request.content.read()))
        return "\n".join(request.calls).encode()

    def render_POST(self, request):
        request.note("render_POST %d, args %s" % (len(request.content.read()), b",".join(request.args).decode()))
        return "\n".join(request.calls).encode()


class ByHand(Resource):
    isLeaf = True

    def render_GET(self, request):
        request.note("render_GET")
        request.write(b"by ")
        request.write(b"hand")
        request.finish()
        request.note("render_GET returns")
        return NOT_DONE_YET


class Fails(Resource):
    isLeaf = True

    def render_GET(self, request):
        request.note("render_GET")
        raise ValueError("in render")


class Sessions(Resource):
    isLeaf = True

    def render_GET(self, request):
        session = request.getSession()
        return b"made here" if session.isMade and isinstance(session, LoggedSession) else b"made elsewhere"


class Log(Resource):
    isLeaf = True

    def render_GET(self, request):
        return "\n".join(logs[request.args[b"of"][0]]).encode()


def tree(files):
    root = Resource()
    root.putChild(b"answer", Answer())
    root.putChild(b"tree", Tree())
    root.putChild(b"by-hand", ByHand())
    root.putChild(b"fails", Fails())
    root.putChild(b"session", Sessions())
    root.putChild(b"log", Log())
    return root

"""Answers that take their time: written later, deferred, produced, and clients that leave."""
from collections import defaultdict

from twisted.internet import reactor
from twisted.internet.defer import Deferred
from twisted.python.failure import Failure
from twisted.web.resource import Resource
from twisted.web.server import NOT_DONE_YET
from twisted.web.static import Data
from twisted.web.util import DeferredResource

SOON = 0.02
log = defaultdict(list)


class Later(Resource):
    isLeaf = True

    def __init__(self, action):
        Resource.__init__(self)
        self.action = action

    def render_GET(self, request):
        self.action(request)
        return NOT_DONE_YET


def end(request, text):
    request.write(text)
    request.finish()


def once(request):
    reactor.callLater(SOON, end, request, b"once")


def pieces(request):
    request.write(b"one ")
    reactor.callLater(SOON, request.write, b"two ")
    reactor.callLater(2 * SOON, end, request, b"three")


def length(request):
    request.setHeader(b"content-length", b"7")
    request.write(b"one ")
    reactor.callLater(SOON, end, request, b"two")


def silent(request):
    reactor.callLater(SOON, request.finish)


def accepted(request):
    def answer():
        request.setResponseCode(202)
        request.setHeader(b"content-type", b"application/json")
        end(request, b"{}")

    reactor.callLater(SOON, answer)


def begun(request):
    def too_late():
        request.setResponseCode(500)
        request.setHeader(b"x-late", b"1")
        end(request, b"ended")

    request.write(b"begun ")
    reactor.callLater(SOON, too_late)


def failed(request):
    reactor.callLater(SOON, request.processingFailed, Failure(ValueError("later")))


class Deferring(Resource):
    def __init__(self, result):
        Resource.__init__(self)
        self.result = result

    def getChildWithDefault(self, name, request):
        return self.deferring().getChildWithDefault(name, request)

    def deferring(self):
        d = Deferred()
        reactor.callLater(SOON, d.callback, self.result)
        return DeferredResource(d)

    def render(self, request):
        return self.deferring().render(request)


class Pull:
    def __init__(self, request):
        self.request = request
        self.pieces = [b"a", b"b", b"c"]

    def resumeProducing(self):
        if self.pieces:
            self.request.write(self.pieces.pop(0))
        else:
            self.request.unregisterProducer()
            self.request.finish()

    def stopProducing(self):
        pass


class Push:
    def __init__(self, key=b""):
        self.key = key
        self.isStopped = False

    def pauseProducing(self):
        pass

    def resumeProducing(self):
        pass

    def stopProducing(self):
        self.isStopped = True
        log[self.key].append(b"stopped")


def pull(request):
    request.registerProducer(Pull(request), False)


def push(request):
    def last():
        request.unregisterProducer()
        end(request, b"pushed")

    request.registerProducer(Push(), True)
    request.write(b"to be ")
    reactor.callLater(SOON, last)


def second(request):
    request.registerProducer(Push(), True)
    try:
        request.registerProducer(Push(), True)
        said = b"a second one"
    except ValueError:
        said = b"no second one"
    request.unregisterProducer()
    end(request, said)


def endless(request):
    producer = Push(request.args[b"k"][0])

    def tick():
        if not producer.isStopped:
            request.write(b"tick")
            reactor.callLater(SOON, tick)

    request.registerProducer(producer, True)
    tick()


class Watch(Resource):
    isLeaf = True

    def render_GET(self, request):
        heard = log[request.args[b"k"][0]]
        ended = request.notifyFinish()
        ended.addCallbacks(lambda _: heard.append(b"finished"), lambda _: heard.append(b"lost"))
        how = request.postpath[0]
        if how == b"finish":
            reactor.callLater(SOON, end, request, b"done")
        elif how == b"begin":
            request.write(b"begun")
        elif how == b"late":
            reactor.callLater(0.3, self.late, request, heard)
        return NOT_DONE_YET

    def late(self, request, heard):
        request.write(b"nobody hears")
        try:
            request.finish()
        except RuntimeError:
            heard.append(b"finish raises")


class Log(Resource):
    isLeaf = True

    def render_GET(self, request):
        return b", ".join(log[request.args[b"k"][0]]) or b"nothing"


def tree(files):
    root = Resource()
    for action in (once, pieces, length, silent, accepted, begun, failed, pull, push, second, endless):
        root.putChild(action.__name__.encode(), Later(action))
    page = Data(b"deferred", "text/plain")
    page.putChild(b"kid", Data(b"deferred kid", "text/plain"))
    root.putChild(b"deferred", Deferring(page))
    root.putChild(b"refused", Deferring(Failure(ValueError("refused"))))
    root.putChild(b"watch", Watch())
    root.putChild(b"log", Log())
    return root

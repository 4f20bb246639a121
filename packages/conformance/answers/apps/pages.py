"""Pages that say what went wrong, files with their own ideas, and calls at the wrong time."""
import os

from twisted.web.pages import errorPage, forbidden, notFound
from twisted.web.resource import Resource
from twisted.web.server import NOT_DONE_YET
from twisted.web.static import Data, File


class Misused(Resource):
    isLeaf = True

    def render_GET(self, request):
        how = request.postpath[0]
        if how == b"code":
            try:
                request.setResponseCode("200")
            except TypeError:
                return b"a code is a number"
        if how == b"twice":
            request.write(b"once")
            request.finish()
            request.finish()
        if how == b"late":
            request.write(b"in time")
            request.finish()
            try:
                request.write(b"too late")
            except RuntimeError:
                pass
        return NOT_DONE_YET


def loud(path, registry):
    with open(path, "rb") as file:
        return Data(file.read().upper(), "text/plain")


def tree(files):
    root = Resource()
    root.putChild(b"not-found", notFound())
    root.putChild(b"not-found-said", notFound("Gone & lost", "Look <elsewhere>."))
    root.putChild(b"forbidden", forbidden())
    root.putChild(b"error", errorPage(503, "Busy", "Come back later."))
    root.putChild(b"misused", Misused())
    served = File(os.path.join(files, "public"), defaultType="text/x-own")
    served.processors = {".zzz": loud}
    served.ignoreExt(".txt")
    served.childNotFound = Data(b"no such file here", "text/plain")
    served.indexNames = ["one.txt"]
    root.putChild(b"served", served)
    return root

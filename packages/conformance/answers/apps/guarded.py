"""Behind a password, by Basic and by Digest."""
from twisted.cred.checkers import InMemoryUsernamePasswordDatabaseDontUse
from twisted.cred.portal import IRealm, Portal
from twisted.web.guard import BasicCredentialFactory, DigestCredentialFactory, HTTPAuthSessionWrapper
from twisted.web.resource import IResource, Resource
from twisted.web.static import Data
from zope.interface import implementer


class Home(Resource):
    isLeaf = True

    def __init__(self, user):
        Resource.__init__(self)
        self.user = user

    def render_GET(self, request):
        return b"home of %s, at %s" % (self.user, b"/".join(request.postpath))


class Room(Resource):
    def getChild(self, name, request):
        return Room()

    def render_GET(self, request):
        return b"room %s, at %s" % (b"/".join(request.prepath), b"/".join(request.postpath))


class Door(Resource):
    """Leaves the rest of the path to what it renders."""

    isLeaf = True

    def __init__(self, behind):
        Resource.__init__(self)
        self.behind = behind

    def render(self, request):
        return self.behind.render(request)


@implementer(IRealm)
class Rooms:
    def requestAvatar(self, avatarId, mind, *interfaces):
        return IResource, Room(), lambda: None


@implementer(IRealm)
class Homes:
    def requestAvatar(self, avatarId, mind, *interfaces):
        return IResource, Home(avatarId), lambda: None


def tree(files):
    users = InMemoryUsernamePasswordDatabaseDontUse()
    users.addUser(b"ada", b"lovelace")
    portal = Portal(Homes(), [users])
    basic = BasicCredentialFactory(b"by basic")
    md5 = DigestCredentialFactory(b"md5", b"by digest")
    sha = DigestCredentialFactory(b"sha", b"by sha")
    root = Resource()
    root.putChild(b"open", Data(b"open to all", "text/plain"))
    root.putChild(b"basic", HTTPAuthSessionWrapper(portal, [basic]))
    root.putChild(b"digest", HTTPAuthSessionWrapper(portal, [md5]))
    root.putChild(b"sha", HTTPAuthSessionWrapper(portal, [sha]))
    root.putChild(b"both", HTTPAuthSessionWrapper(portal, [md5, basic]))
    rooms = HTTPAuthSessionWrapper(Portal(Rooms(), [users]), [basic])
    root.putChild(b"door", Door(rooms))
    return root

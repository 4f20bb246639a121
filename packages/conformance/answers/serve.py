"""Serves one app of apps/ with real Twisted: serve.py APP FILES prints its loopback port."""
import importlib.util
import os
import sys

from twisted.internet import reactor
from twisted.web.server import Site

APPS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "apps")


def load(name):
    path = os.path.join(APPS, name + ".py")
    spec = importlib.util.spec_from_file_location(name.replace("-", "_"), path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main(name, files):
    app = load(name)
    site = getattr(app, "site", Site)(app.tree(files))
    for option, value in getattr(app, "options", {}).items():
        setattr(site, option, value)
    port = reactor.listenTCP(0, site, interface="127.0.0.1")
    print(port.getHost().port, flush=True)
    reactor.run()


if __name__ == "__main__":
    main(*sys.argv[1:])

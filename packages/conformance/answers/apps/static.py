"""A directory of files."""
import os

from twisted.web.static import File


def tree(files):
    return File(os.path.join(files, "public"))

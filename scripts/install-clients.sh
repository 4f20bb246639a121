#!/bin/sh
# Installs the clients that the tests of packages/conformance visit with, a browser among them, where they are missing:
# on Debian, as root. Anywhere else it says why it does nothing; the tests that need one of them are then skipped, and
# say so.
set -u

missing=""
command -v curl >/dev/null || missing="$missing curl"
{ command -v nghttp && command -v h2load; } >/dev/null || missing="$missing nghttp2-client"
/usr/bin/python3 -c 'import h2.connection' 2>/dev/null || missing="$missing python3-h2"
[ -x /usr/bin/chromium ] || missing="$missing chromium"

if [ -z "$missing" ]; then
  exit 0
elif ! command -v apt-get >/dev/null; then
  echo "not installed, for want of apt-get:$missing"
elif [ "$(id -u)" != 0 ]; then
  echo "not installed, for that takes root:$missing"
else
  # shellcheck disable=SC2086 # a word each
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $missing; } >/dev/null ||
    echo "not installed, for apt-get failed:$missing"
fi

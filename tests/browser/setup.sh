#!/bin/sh
# Install what the browser tests need: Chromium, and axe-core from npm. What is there already is left as it is.
set -eu
cd "$(dirname "$0")"

missing=""
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || missing="$missing chromium"
command -v npm >/dev/null || missing="$missing nodejs npm"
if [ -n "$missing" ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq
    # shellcheck disable=SC2086 # one word a package
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing >/dev/null
  else
    echo "install with your system:$missing" >&2
  fi
fi

# Without a lock file: it would name the registry.
[ -d node_modules/axe-core ] || npm install --no-package-lock --no-audit --no-fund --loglevel=error

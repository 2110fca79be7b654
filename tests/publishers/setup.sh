#!/bin/sh
# Install what the tests of publishing drive: site generators, validators, a browser, a WordPress with its database,
# importers of its exports. What is there already is left as it is. The Python libraries are those of the extra
# "slow-tests"; Nikola (PyPI) wants an environment of its own, on the PATH.
set -eu
cd "$(dirname "$0")"

missing=""
for package in hugo jekyll pelican pandoc epubcheck chromium wordpress wordpress-theme-twentytwentythree php-cli php-mysql mariadb-server; do
  dpkg -s "$package" >/dev/null 2>&1 || missing="$missing $package"
done
command -v java >/dev/null || missing="$missing default-jre-headless"
command -v npm >/dev/null || missing="$missing nodejs npm"
if [ -n "$missing" ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq
    # shellcheck disable=SC2086 # one word a package
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
  else
    echo "install with your system:$missing" >&2
  fi
fi

# Without a lock file: what is current is tried.
[ -d node_modules/wordpress-export-to-markdown ] || npm install --no-package-lock --no-audit --no-fund --loglevel=error

#!/bin/sh
# Install the tools that peers.py measures beside translate-flow, each Python one in its own environment here.
set -eu
cd "$(dirname "$0")"

python3 -m venv .venv-translate-toolkit
.venv-translate-toolkit/bin/pip install --quiet translate-toolkit html5lib mistletoe "moz.l10n[xml]"

python3 -m venv .venv-mdpo
.venv-mdpo/bin/pip install --quiet mdpo

command -v po4a >/dev/null || echo "po4a is a Perl program: install it with your system (apt-get install po4a)" >&2

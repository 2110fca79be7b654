#!/bin/sh
# Install the translation tools that the interop tests drive; --desktop adds the desktop programs and a display for them.
# What is there already is left as it is.
set -eu
cd "$(dirname "$0")"

packages="asciidoctor gettext omegat default-jre-headless qttools5-dev-tools qt6-l10n-tools nodejs npm libreoffice-writer-nogui libreoffice-impress-nogui poppler-utils"
if [ "${1:-}" = "--desktop" ]; then
  packages="$packages lokalize poedit gtranslator xvfb xauth xdotool openbox dbus python3-dbus"
fi

# The program that a package is there for; the others are called as their package is.
program() {
  case $1 in
    gettext) echo msgcat ;;
    default-jre-headless) echo java ;;
    qttools5-dev-tools) echo /usr/lib/qt5/bin/lconvert ;;
    qt6-l10n-tools) echo /usr/lib/qt6/bin/lconvert ;;
    nodejs) echo node ;;
    libreoffice-*) echo soffice ;;
    poppler-utils) echo pdfinfo ;;
    xvfb) echo xvfb-run ;;
    dbus) echo dbus-run-session ;;
    *) echo "$1" ;;
  esac
}

missing=""
for package in $packages; do
  if [ "$package" = python3-dbus ]; then
    /usr/bin/python3 -c "import dbus" 2>/dev/null || missing="$missing $package"
  else
    command -v "$(program "$package")" >/dev/null || missing="$missing $package"
  fi
done
if [ -n "$missing" ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq
    # shellcheck disable=SC2086 # one word a package
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing >/dev/null
  else
    echo "install with your system:$missing" >&2
  fi
fi

if [ ! -x .venv-tools/bin/moz-l10n ]; then
  python3 -m venv .venv-tools
  .venv-tools/bin/pip install --quiet --disable-pip-version-check "translate-toolkit==3.20.4" lxml "moz.l10n==0.15.0"
fi

# Without a lock file: it would name the registry.
[ -d node_modules/xliff ] || npm install --no-package-lock --no-audit --no-fund --loglevel=error

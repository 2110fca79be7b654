"""Give every entry of a PO file its own source as translation: the translator's part between extracting and merging."""

from __future__ import annotations

import sys

import polib


def fill(path: str) -> None:
    """Fill the file in place, and say in its header what every tool needs to know."""
    catalogue = polib.pofile(path, encoding="utf-8", wrapwidth=0)
    catalogue.metadata["Content-Type"] = "text/plain; charset=UTF-8"
    catalogue.metadata["Content-Transfer-Encoding"] = "8bit"
    catalogue.metadata_is_fuzzy = False
    for entry in catalogue:
        entry.msgstr = entry.msgid
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
    catalogue.save(path)


if __name__ == "__main__":
    fill(sys.argv[1])

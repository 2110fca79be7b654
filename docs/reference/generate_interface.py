"""Collect the texts of the browser desk's interface into ``interface/en.txt``, and bring its translations up to date.

    python docs/reference/generate_interface.py [--check]

Texts are what stands in ``_("…")`` in templates and ``t("…")`` in scripts, and the names of roles. The translations are
bitexts of this very tool; what is new in them is then translated in any tool that reads PO.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from translate_flow.desk.choices import By
from translate_flow.desk.segmenting import segment_file
from translate_flow.documents.model import ROLES

WEB = Path(__file__).resolve().parents[2] / "translate_flow" / "web"
SOURCE = WEB / "interface" / "en.txt"
_CALLS = {"templates/*.html": r"""\b_\(\s*(?:"([^"]+)"|'([^']+)')""", "static/*.js": r"""\bt\(\s*"([^"]+)\""""}


def texts() -> Iterator[str]:
    """All texts, each once, in the order of the files."""
    found: dict[str, None] = {}
    for pattern, call in _CALLS.items():
        for path in sorted(WEB.glob(pattern)):
            for match in re.finditer(call, path.read_text(encoding="utf-8")):
                found[next(filter(None, match.groups()))] = None
    yield from found | dict.fromkeys(ROLES)


def collected() -> str:
    """What ``en.txt`` is to say: a paragraph a text."""
    return "\n\n".join(texts()) + "\n"


def main() -> int:
    """Write the texts and update the translations, or only say whether they are up to date."""
    if "--check" in sys.argv:
        return int(SOURCE.read_text(encoding="utf-8") != collected())
    SOURCE.write_text(collected(), encoding="utf-8")
    now = datetime.now(UTC).isoformat(timespec="seconds")
    for path in sorted(SOURCE.parent.glob("*.po")):
        done = segment_file(SOURCE, "en", path.stem, path, now, by=By.paragraph)
        print(f"{path.name}: {done.changes.new} new, {done.changes.changed} changed, {done.changes.gone} gone")
    return 0


if __name__ == "__main__":
    sys.exit(main())

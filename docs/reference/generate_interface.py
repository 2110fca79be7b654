"""Collect the texts of the browser desk's interface into ``interface/en.txt``, and bring its translations up to date.

    python docs/reference/generate_interface.py [--check]

Texts are what stands in ``_("…")`` in templates and ``t("…")`` in scripts, what checks say, the errors that somebody at
the page can meet, and the names of roles and severities. The translations are bitexts of this very tool; what is new in
them is then translated in any tool that reads PO.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from translate_flow.checks.model import Severity
from translate_flow.desk.choices import By
from translate_flow.desk.segmenting import segment_file
from translate_flow.documents.model import ROLES

PACKAGE = Path(__file__).resolve().parents[2] / "translate_flow"
SOURCE = PACKAGE / "web" / "interface" / "en.txt"
_ERROR = r"""(?:\w+Error\(\s*|\bremedy=)"([^"]+)\""""
_CALLS = {
    "web/templates/*.html": r"""\b_\(\s*(?:"([^"]+)"|'([^']+)')""",
    "web/static/*.js": r"""\bt\(\s*"([^"]+)\"""",
    "checks/*.py": r"""\bMessage\(\s*"([^"]+)\"""",
    "web/application.py": _ERROR,
    "web/entrance.py": _ERROR,
    "web/pages.py": _ERROR,
    "web/preview.py": _ERROR,
    "web/segments.py": _ERROR,
    "web/served.py": _ERROR,
    "web/visits.py": _ERROR,
    "desk/desk.py": _ERROR,
    "desk/editing.py": _ERROR,
    "desk/marking.py": _ERROR,
    "desk/staff/names.py": _ERROR,
    "desk/staff/passwords.py": _ERROR,
    "desk/staff/people.py": _ERROR,
}


def texts() -> Iterator[str]:
    """All texts, each once, in the order of the files."""
    found: dict[str, None] = {}
    for pattern, call in _CALLS.items():
        for path in sorted(PACKAGE.glob(pattern)):
            for match in re.finditer(call, path.read_text(encoding="utf-8")):
                found[next(filter(None, match.groups()))] = None
    yield from found | dict.fromkeys((*ROLES, *Severity))


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

"""The page of all figures, ``docs/benchmarks.md``: a section for each benchmark."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

OUTPUT = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
MACHINE = f"{platform.machine()}, {platform.system()}, Python {platform.python_version()}"


def put(title: str, text: str, page: Path = OUTPUT) -> None:
    """Replace the section ``## title`` of the page, or add it at the end."""
    old = page.read_text(encoding="utf-8") if page.exists() else "# Benchmarks\n"
    section = f"## {title}\n\n{text.strip()}\n"
    present = re.compile(rf"^## {re.escape(title)}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
    new, count = present.subn(lambda _: f"{section}\n", old)
    page.write_text((new if count else f"{old.rstrip()}\n\n{section}").rstrip() + "\n", encoding="utf-8")


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; all columns but the first hold numbers."""
    lines = [columns, [":---", *("---:" for _ in columns[1:])], *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)

"""The interface's languages: English texts in ``interface/en.txt``, translations in PO files beside it.

They are bitexts of this very tool (``translate-flow segment en.txt --from en --to es --by paragraph -o es.po``);
another language is another PO file, named by its tag.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from translate_flow.desk import bitexts
from translate_flow.languages import primary
from translate_flow.web import shown

SOURCE = "en"
_FOLDER = Path(__file__).parent / "interface"
_WISH = re.compile(r"\s*([A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*|\*)\s*(?:;\s*q=([01](?:\.\d{1,3})?))?\s*")
_FIELD = re.compile(r"\{(\w+)\}")


@lru_cache(maxsize=1)
def offered() -> tuple[str, ...]:
    """The languages that the interface has."""
    return (SOURCE, *sorted(path.stem for path in _FOLDER.glob("*.po")))


@lru_cache(maxsize=16)
def texts(language: str) -> dict[str, str]:
    """English text to that of a language; what is not translated is not there."""
    path = _FOLDER / f"{language}.po"
    if language not in offered() or not path.exists():
        return {}
    segments = (segment for unit in bitexts.read(path).units for segment in unit.segments)
    return {one.source: one.target for one in segments if one.target and not one.sub_state}


def filled(text: str, fields: Mapping[str, object], language: str) -> str:
    """The text with its ``{fields}``, numbers as the language writes them; a field that is not given stays as it is.

    This is how ``texts.js`` does it too: no translation can break a page.
    """

    def value(found: re.Match[str]) -> str:
        given = fields.get(found[1], found[0])
        return shown.number(given, language) if isinstance(given, int) else str(given)

    return _FIELD.sub(value, text)


def chosen(wish: str, accepted: str) -> str:
    """The language to speak: the one wished, else the first of an ``Accept-Language`` header that there is."""
    if wish in offered():
        return wish
    rated: list[tuple[float, int, str]] = []
    for order, part in enumerate(accepted[:500].split(",")):
        found = _WISH.fullmatch(part)
        if found and float(found[2] or 1) > 0:
            rated.append((-float(found[2] or 1), order, found[1].lower()))
    return next((there for _, _, tag in sorted(rated) if (there := _nearest(tag))), SOURCE)


def _nearest(tag: str) -> str:
    """What there is for a tag: itself, or shortened (RFC 4647, 3.4), else as spoken elsewhere, else nothing."""
    there = {one.lower(): one for one in offered()}
    shorter = tag
    while shorter and shorter not in there:
        shorter = shorter.rpartition("-")[0]
    return there.get(shorter) or next((one for one in offered() if primary(one) == primary(tag)), "")

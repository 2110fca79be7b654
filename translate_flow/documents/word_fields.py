"""Fields of Word (ECMA-376-1, section 17.16): what a program computes; their codes are never shown to a translator."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from translate_flow.documents.xml_tree import Element

_COMPUTED = frozenset(
    {
        "PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "PAGEREF", "NOTEREF", "SEQ", "AUTONUM", "AUTONUMLGL",
        "AUTONUMOUT", "LISTNUM", "REVNUM", "NUMCHARS", "NUMWORDS", "FILESIZE", "FILENAME", "DATE", "TIME",
        "CREATEDATE", "SAVEDATE", "PRINTDATE", "EDITTIME", "FORMCHECKBOX", "FORMDROPDOWN", "SYMBOL", "EQ", "=",
        "ADVANCE", "BARCODE", "EMBED", "LINK", "SHAPE", "INCLUDEPICTURE", "ADDIN", "XE", "TC", "TA", "RD", "SET",
        "ASK", "FILLIN", "MACROBUTTON", "GOTOBUTTON",
    }
)  # fmt: skip
"""Fields whose result is a number, a date, an object or nothing."""
_INVISIBLE = frozenset({"XE", "TC", "TA", "RD", "SET", "ASK"})
_WORD = re.compile(r"\S+")


class Field(NamedTuple):
    """A field inside one paragraph."""

    elements: Sequence[Element]
    """All that belongs to it, from its beginning to its end."""
    result: Sequence[Element] | None
    """What is text of it; ``None`` where nothing is."""
    name: str
    """Of its code: ``a`` for a link."""
    shown: bool
    """Whether it stands for something on the page."""


def simple_field(element: Element) -> Field | None:
    """The field that a ``w:fldSimple`` is."""
    if element.name != "w:fldSimple":
        return None
    kind = _kind(element.attributes.get("w:instr", ""))
    result = None if kind in _COMPUTED else list(element.elements())
    return Field((element,), result, "field", kind not in _INVISIBLE)


def field_at(elements: Sequence[Element], at: int) -> Field | None:
    """The field whose beginning is ``elements[at]``; one that does not end among them is its beginning alone."""
    if "begin" not in (marks := _marks(elements[at])):
        return None
    if "end" in marks:
        return Field(elements[at : at + 1], None, "field", _kind(_instruction(elements[at])) not in _INVISIBLE)
    depth, separate, said = 0, -1, ""
    for index in range(at, len(elements)):
        if depth <= 1 and separate < 0:
            said += _instruction(elements[index])
        for mark in _marks(elements[index]):
            depth += (mark == "begin") - (mark == "end")
            if mark == "separate" and depth == 1:
                separate = index
        if depth == 0:
            kind = _kind(said)
            whole = elements[at : index + 1]
            result = None if separate < 0 or kind in _COMPUTED else elements[separate + 1 : index]
            return Field(whole, result, "a" if kind == "HYPERLINK" else "field", kind not in _INVISIBLE)
    return Field(elements[at : (at if separate < 0 else separate) + 1], None, "field", shown=False)


def _marks(element: Element) -> list[str]:
    """The beginnings, separators and ends of fields in a run."""
    if element.name != "w:r":
        return []
    return [one.attributes.get("w:fldCharType", "") for one in element.elements() if one.name == "w:fldChar"]


def _instruction(element: Element) -> str:
    return "".join([one.text() for one in element.elements() if one.name == "w:instrText"])


def _kind(instruction: str) -> str:
    found = _WORD.search(instruction)
    return found[0].upper() if found else ""

"""Texts of a unit as inline content of XLIFF 2 (2.1, sections 4.2.3 and 4.7), written and read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from xml.sax.saxutils import quoteattr

from lxml import etree

from translate_flow.bitext import Code
from translate_flow.stores.markup import described
from translate_flow.stores.tagged import Mark, Shape

_MARKUP = re.compile("[&<>\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_PAIRS = ("pc", "mrk")
_STARTS = ("sc", "sm")
_ENDS = ("ec", "em")
_NAME = re.compile(r"[a-z]+[0-9]+")
END = "-end"
"""What the id of a closing half's data has behind its code's id."""


def escaped(text: str) -> str:
    """Character data; what XML cannot hold stands as ``cp`` (section 4.2.3.1)."""
    return _MARKUP.sub(_escaped, text) if _MARKUP.search(text) else text


def _escaped(found: re.Match[str]) -> str:
    return _ENTITIES.get(found[0]) or f'<cp hex="{ord(found[0]):04X}"/>'


def attribute(name: str, value: str) -> str:
    """An attribute with a space before it."""
    return f" {name}={quoteattr(writable(value))}"


def writable(text: str) -> str:
    """The text with U+FFFD for what XML cannot hold."""
    return _MARKUP.sub(lambda found: found[0] if found[0] in _ENTITIES else "\ufffd", text)


def inline(text: list[str | Mark], soft: frozenset[str]) -> str:
    """The content of a ``source`` or ``target``; the codes ``soft`` may be deleted."""
    return "".join(
        escaped(part) if isinstance(part, str) else element_of(part.code, part.shape, part.code.id in soft)
        for part in text
    )


@lru_cache(maxsize=4096)
def element_of(code: Code, shape: Shape, soft: bool) -> str:
    """A code's element, or one of its tags; ``soft`` says that it may be deleted."""
    if shape == "close":
        return "</pc>"
    about = described(code)
    general = f' type="{about.type}"'
    if about.sub_type:
        general += f' subType="{about.sub_type}"'
    general += ' canCopy="no"'
    if not soft:
        general += ' canDelete="no"'
    equiv = about.equiv
    if shape == "open":
        data = f' dataRefStart="{code.id}" dataRefEnd="{code.id}{END}"'
        shown = attribute("dispStart", about.display) + attribute("dispEnd", about.display_end)
        equiv = attribute("equivStart", equiv) + attribute("equivEnd", "") if equiv else ""
        return f'<pc id="{code.id}"{general}{data}{shown}{equiv}>'
    ending = shape in ("end", "isolated-end")
    data = f' dataRef="{code.id}{END if ending else ""}"'
    shown = attribute("disp", about.display_end if ending else about.display)
    rest = general + data + shown + (attribute("equiv", equiv) if equiv else "")
    if shape == "lone":
        return f'<ph id="{code.id}"{rest}/>'
    isolated = ' isolated="yes"' if shape.startswith("isolated") else ""
    reference = "startRef" if shape == "end" else "id"
    return f'<{"ec" if ending else "sc"} {reference}="{code.id}"{isolated}{rest}/>'


def bare(text: list[str | Mark]) -> str:
    """The content of a match's ``source`` or ``target``: codes without data, known by their ids alone."""
    return "".join(escaped(part) if isinstance(part, str) else _bare(part.code.id, part.shape) for part in text)


def _bare(name: str, shape: Shape) -> str:
    match shape:
        case "open":
            return f'<pc id="{name}">'
        case "close":
            return "</pc>"
        case "lone":
            return f'<ph id="{name}"/>'
        case "end":
            return f'<ec startRef="{name}"/>'
        case "start":
            return f'<sc id="{name}"/>'
    return f'<{"sc" if shape == "isolated-start" else "ec"} id="{name}" isolated="yes"/>'


def original_data(codes: tuple[Code, ...]) -> Iterator[tuple[str, str]]:
    """Id and text of each ``data`` element of a unit: an opening half has its code's id."""
    for code in codes:
        yield code.id, code.data
        if code.close is not None:
            yield f"{code.id}{END}", code.close


def local(element: etree._Element) -> str:
    """The element's name without its namespace; empty for comments and instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def content(element: etree._Element | None) -> str:
    """Character data with ``cp`` resolved, of an element without other children."""
    if element is None:
        return ""
    text = element.text or ""
    for child in element:
        text += _character(child) if local(child) == "cp" else ""
        text += child.tail or ""
    return text


def _character(point: etree._Element) -> str:
    try:
        return chr(int(point.get("hex", ""), 16))
    except (ValueError, OverflowError):
        return ""


class Names:
    """The names that a unit's inline elements have in our texts.

    An id like ``a1`` is a name already; others get one of the element and a number, in order, that stands literally
    in none of the unit's texts.
    """

    def __init__(self, unit: etree._Element, *, ours: bool) -> None:
        """``ours`` says that the names were given by us: what then looks like a tag is one."""
        self._text = "" if ours else "".join(str(piece) for piece in unit.itertext())
        self._taken: set[str] = set()
        self.of: dict[str, str] = {}
        """By the elements' ids."""
        self.elements: dict[str, etree._Element] = {}
        """The first element of each name, its opening one if it has two."""
        self.ends: dict[str, etree._Element] = {}

    def add(self, side: etree._Element) -> None:
        """Give names to the codes of a ``source`` or ``target``, as far as they have none yet."""
        for found in side.iter("{*}pc", "{*}mrk", "{*}ph", "{*}sc", "{*}sm", "{*}ec", "{*}em"):
            kind = local(found)
            own = found.get("id", "")
            if kind in _ENDS:
                own = found.get("startRef", own)
            if own not in self.of:
                self.of[own] = self._free(own, kind)
            name = self.of[own]
            (self.ends if kind in _ENDS else self.elements).setdefault(name, found)

    def _free(self, own: str, kind: str) -> str:
        number = 0
        name = own if _NAME.fullmatch(own) else f"{kind}{own}" if own.isdecimal() and own.isascii() else f"{kind}1"
        while name in self._taken or (self._text and (f"<{name}>" in self._text or f"{name}/>" in self._text)):
            number += 1
            name = f"{kind}{number}"
        self._taken.add(name)
        return name

    def text(self, side: etree._Element) -> str:
        """A ``source`` or ``target`` as text with tags."""
        if not len(side):
            return side.text or ""
        pieces: list[str] = []
        self._read(side, pieces)
        return "".join(pieces)

    def _read(self, parent: etree._Element, pieces: list[str]) -> None:
        pieces.append(parent.text or "")
        for child in parent:
            kind = local(child)
            if kind in _PAIRS:
                name = self._name(child, "id")
                pieces.append(f"<{name}>")
                self._read(child, pieces)
                pieces.append(f"</{name}>")
            elif kind in _STARTS:
                pieces.append(f"<{self._name(child, 'id')}>")
            elif kind in _ENDS:
                pieces.append(f"</{self._name(child, 'startRef')}>")
            elif kind == "ph":
                pieces.append(f"<{self._name(child, 'id')}/>")
            elif kind == "cp":
                pieces.append(_character(child))
            pieces.append(child.tail or "")

    def _name(self, code: etree._Element, attribute: str) -> str:
        """Its name; an element of a match may be of no code of the unit."""
        own = code.get(attribute) or code.get("id") or ""
        return self.of.get(own) or (own if _NAME.fullmatch(own) else f"{local(code)}1")

    def codes(self, data: Mapping[str, str]) -> tuple[Code, ...]:
        """The codes of the unit; ``data`` are its original data by id.

        Those that we wrote stand in the order of their data (:func:`original_data`), even where no text has them.
        """
        codes = {name: self._code(name, data) for name in self.of.values()}
        if self._text:
            return tuple(codes.values())
        used = {reference for one in codes if one not in data for reference in self._references(one)}
        known = (name for name in data if _NAME.fullmatch(name) and name not in used)
        listed = {name: Code(name, data[name], data.get(f"{name}{END}")) for name in known}
        return (*listed.values(), *(code for name, code in codes.items() if name not in listed))

    def _references(self, name: str) -> Iterator[str]:
        for found in (self.elements.get(name), self.ends.get(name)):
            if found is not None:
                yield from (found.get(reference, "") for reference in ("dataRef", "dataRefStart", "dataRefEnd"))

    def _code(self, name: str, data: Mapping[str, str]) -> Code:
        first, last = self.elements.get(name), self.ends.get(name)
        if first is None:
            return Code(name, "", _shown(last, data, "dataRef", "disp", "equiv"))
        kind = local(first)
        if kind == "ph":
            return Code(name, _shown(first, data, "dataRef", "disp", "equiv"))
        if kind == "pc":
            start = _shown(first, data, "dataRefStart", "dispStart", "equivStart")
            return Code(name, start, _shown(first, data, "dataRefEnd", "dispEnd", "equivEnd"))
        start = _shown(first, data, "dataRef", "disp", "equiv")
        return Code(name, start, _shown(last, data, "dataRef", "disp", "equiv"))


def _shown(element: etree._Element | None, data: Mapping[str, str], *attributes: str) -> str:
    """A code's original data, or else what its element says it looks like."""
    if element is None:
        return ""
    reference = element.get(attributes[0], "")
    return data[reference] if reference in data else next((v for a in attributes[1:] if (v := element.get(a))), "")

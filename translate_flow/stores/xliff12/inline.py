"""Texts of a unit as inline content of XLIFF 1.2 (section 2.4), written and read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import count
from xml.sax.saxutils import quoteattr

from lxml import etree

from translate_flow.bitext import Code
from translate_flow.stores.markup import described
from translate_flow.stores.tagged import Mark, Shape

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
_FORBIDDEN = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
UNWRITABLE = re.compile(f"([{_FORBIDDEN}])")
"""A character that XML cannot hold."""
_MARKUP = re.compile(f"[&<>\r{_FORBIDDEN}]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_PLAIN = re.compile(r"[\w ./:-]*+")
_CHARACTER = re.compile(r"x-char-([0-9A-F]{4})")
_NAME = re.compile(r"[a-z]+[0-9]+")
PAIRS = ("g", "mrk", "sub")
STARTS = ("bx", "bpt")
ENDS = ("ex", "ept")
LONE = ("x", "ph")
_FORMATS = {"xlf:b": "bold", "xlf:i": "italic", "xlf:u": "underlined", "xlf:lb": "lb"}


def escaped(text: str, numbers: Iterator[int] | None = None) -> str:
    """Character data; what XML cannot hold stands as an ``x`` of the type ``x-char-HEX``, numbered."""
    if not _MARKUP.search(text):
        return text
    numbers = numbers or count(1)
    return _MARKUP.sub(lambda found: _ENTITIES.get(found[0]) or _character(found[0], next(numbers)), text)


def _character(character: str, number: int) -> str:
    about = (f'{name}="{value}"' for name, value in standing_for(character, number).items())
    return f"<x {' '.join(about)}/>"


def standing_for(character: str, number: int) -> dict[str, str]:
    """The attributes of the ``x`` that stands for a character."""
    code = f"{ord(character):04X}"
    return {"id": f"char-{number}", "ctype": f"x-char-{code}", "equiv-text": f"U+{code}"}


def writable(text: str) -> str:
    """The text with U+FFFD for what XML cannot hold."""
    return _MARKUP.sub(lambda found: found[0] if found[0] in _ENTITIES else "\ufffd", text)


def data(text: str) -> str:
    """Character data of an element without inline ones."""
    return escaped(writable(text))


def attribute(name: str, value: str) -> str:
    """An attribute with a space before it."""
    if _PLAIN.fullmatch(value):
        return f' {name}="{value}"'
    return f" {name}={quoteattr(writable(value))}"


def inline(text: list[str | Mark]) -> str:
    """The content of a ``source`` or ``target``."""
    ended = {part.code.id for part in text if isinstance(part, Mark) and part.shape == "end"}
    begun = {part.code.id for part in text if isinstance(part, Mark) and part.shape == "start"}
    both = ended & begun
    numbers = count(1)
    return "".join(
        escaped(part, numbers) if isinstance(part, str) else _element(part.code, part.shape, part.code.id in both)
        for part in text
    )


@lru_cache(maxsize=4096)
def _element(code: Code, shape: Shape, crossing: bool) -> str:
    """``bx`` and ``ex`` are for pairs that cross others in one text; a half alone in its text is ``it``."""
    if shape == "close":
        return "</g>"
    about = described(code)
    kind = _FORMATS.get(about.sub_type) or (about.type if about.type in ("link", "image") else f"x-{about.type}")
    if shape == "lone":
        kind = kind if kind in ("image", "lb") else f"x-{kind.removeprefix('x-')}"
        equiv = attribute("equiv-text", about.equiv or about.display)
        return f'<x id="{code.id}" ctype="{kind}" clone="no"{equiv}/>'
    kind = kind if kind in ("bold", "italic", "underlined", "link") else f"x-{kind.removeprefix('x-')}"
    if shape == "open":
        return f'<g id="{code.id}" ctype="{kind}" clone="no"{attribute("equiv-text", about.display)}>'
    ending = shape in ("end", "isolated-end")
    if not crossing:
        native = data((code.close or "") if ending else code.data)
        return f'<it id="{code.id}" pos="{"close" if ending else "open"}">{native}</it>'
    if ending:
        return f'<ex id="{code.id}" rid="{code.id}"{attribute("equiv-text", about.display_end)}/>'
    return f'<bx id="{code.id}" rid="{code.id}" ctype="{kind}" clone="no"{attribute("equiv-text", about.display)}/>'


def local(element: etree._Element) -> str:
    """The element's name if it is one of XLIFF's; else empty."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) and tag.startswith(f"{{{NAMESPACE}}}") else ""


def is_segment(element: etree._Element) -> bool:
    """Whether a ``mrk`` is a segment, not a code."""
    return element.get("mtype") == "seg"


def own_id(code: etree._Element) -> str:
    """What both halves of a code have in common."""
    return code.get("rid") or code.get("id") or code.get("mid") or ""


class Names:
    """The names that a unit's inline elements have in our texts.

    An id like ``a1`` is a name already; others get one of the element and a number, in order, that stands literally
    in none of the unit's texts.
    """

    def __init__(self, texts: str) -> None:
        """``texts`` is all text of the unit, or empty if the names were given by us: what looks like a tag is one."""
        self._texts = texts
        self._taken: set[str] = set()
        self.of: dict[tuple[str, str], str] = {}
        """By kind (``mrk`` or other) and id."""
        self.elements: dict[str, etree._Element] = {}
        self.ends: dict[str, etree._Element] = {}

    def add(self, side: etree._Element) -> None:
        """Give names to the codes of a ``source`` or ``target``, as far as they have none yet."""
        for found in side:
            kind = local(found)
            if kind in ("mrk", "g"):
                if not is_segment(found):
                    self._name(found, kind)
                self.add(found)
            elif kind and not _CHARACTER.fullmatch(found.get("ctype", "")):
                self._name(found, kind)

    def _name(self, found: etree._Element, kind: str) -> None:
        key = ("mrk" if kind == "mrk" else "", own_id(found))
        if key not in self.of:
            self.of[key] = self._free(key[1], kind)
        closing = kind in ENDS or (kind == "it" and found.get("pos") == "close")
        (self.ends if closing else self.elements).setdefault(self.of[key], found)

    def _free(self, own: str, kind: str) -> str:
        number = 0
        name = own if _NAME.fullmatch(own) else f"{kind}{own}" if own.isdecimal() and own.isascii() else f"{kind}1"
        while name in self._taken or (self._texts and (f"<{name}>" in self._texts or f"{name}/>" in self._texts)):
            number += 1
            name = f"{kind}{number}"
        self._taken.add(name)
        return name

    def text(self, side: etree._Element | None) -> str:
        """A ``source`` or ``target``, or a segment of one, as text with tags."""
        if side is None:
            return ""
        return "".join(self._pieces(side)) if len(side) else side.text or ""

    def _pieces(self, parent: etree._Element) -> Iterator[str]:
        yield parent.text or ""
        for child in parent:
            kind = local(child)
            own = own_id(child)
            name = self.of.get(("mrk" if kind == "mrk" else "", own)) or (own if _NAME.fullmatch(own) else f"{kind}1")
            if kind in ("g", "mrk"):
                segment = is_segment(child)
                yield "" if segment else f"<{name}>"
                yield from self._pieces(child)
                yield "" if segment else f"</{name}>"
            elif kind in LONE:
                found = _CHARACTER.fullmatch(child.get("ctype", ""))
                yield chr(int(found[1], 16)) if found else f"<{name}/>"
            elif kind in STARTS or (kind == "it" and child.get("pos") != "close"):
                yield f"<{name}>"
            elif kind:
                yield f"</{name}>"
            yield child.tail or ""

    def codes(self) -> tuple[Code, ...]:
        """The codes of the unit, as far as the elements say what they stand for."""
        return tuple(self._code(name) for name in self.of.values())

    def _code(self, name: str) -> Code:
        first, last = self.elements.get(name), self.ends.get(name)
        if first is not None and local(first) in LONE:
            return Code(name, _shown(first))
        return Code(name, _shown(first), _shown(last))


def _shown(element: etree._Element | None) -> str:
    """The native data in an element, or else what it says it looks like."""
    if element is None:
        return ""
    if local(element) in ("bpt", "ept", "it", "ph"):
        return "".join(str(piece) for piece in element.itertext())
    return element.get("equiv-text") or ""

"""TMX 1.4b (OSCAR, 2005) to memory units: level 1 and 2 files of any tool, one unit after the other, however large."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple, cast

from lxml import etree

from translate_flow.bitext import TAG, Credit, State
from translate_flow.errors import InputError
from translate_flow.memory.model import MemoryUnit
from translate_flow.stores.facts import fact_in

CHARACTER = "x-char"
"""``type`` of a ``ph`` that stands for a character which XML cannot hold."""
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z")
_BEFORE = ("prev", "x-context-pre")
_AFTER = ("next", "x-context-post")
_FILES = ("file", "x-document", "x-filename")
_STATES = {str(state): state for state in State}
_PAIRED = {"bpt": "", "ept": "/"}


def read_tmx(path: Path) -> Iterator[MemoryUnit]:
    """The units of a TMX file, gzipped or not: one for each language beside a unit's source language.

    Raises :class:`InputError`, with the line, for what is no TMX.
    """
    with _opened(path) as file:
        _refuse_types(file, path)
        source = "*all*"
        root = ""
        try:
            events = etree.iterparse(
                file, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
            )
            for event, element in events:
                name = _local(element)
                if not root:
                    root = name
                    if root != "tmx":
                        what = f"this is no TMX but <{root}>"
                        raise InputError(what, where=str(path), remedy="give a TMX file")
                if event == "start" and name == "header":
                    source = element.get("srclang", "*all*")
                elif event == "end" and name == "tu":
                    yield from _units(element, source)
                    _free(element)
        except etree.XMLSyntaxError as error:
            problem = error.msg.partition(", line ")[0]
            what = f"this TMX cannot be read: {problem}"
            where = f"{path}:{error.lineno or 1}"
            raise InputError(what, where=where, remedy="export it again") from None
        except (OSError, EOFError) as error:
            raise InputError(f"cannot be read: {error}", where=str(path), remedy="check the file") from None


def _opened(path: Path) -> IO[bytes]:
    try:
        with path.open("rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
        return cast(IO[bytes], gzip.open(path)) if packed else path.open("rb")
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=str(path), remedy="check the path") from None


def _refuse_types(file: IO[bytes], path: Path) -> None:
    """A DOCTYPE may name the format's DTD, which is never fetched; it may define nothing of its own."""
    try:
        head = file.read(4096)
    except (OSError, EOFError) as error:
        raise InputError(f"cannot be read: {error}", where=str(path), remedy="check the file") from None
    text = head.decode("utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")
    if re.search(r"<!DOCTYPE[^>]*\[|<!ENTITY", text):
        what = "the file defines its own document type, which may hide anything"
        raise InputError(what, where=str(path), remedy="take the DOCTYPE out")
    file.seek(0)


def _local(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _free(element: etree._Element) -> None:
    """Forget what was read, so that a large file never stands in memory as a whole."""
    element.clear()
    while element.getprevious() is not None:
        parent = element.getparent()
        if parent is None:
            break
        del parent[0]


class _Variant(NamedTuple):
    language: str
    text: str
    element: etree._Element


def _units(unit: etree._Element, default: str) -> Iterator[MemoryUnit]:
    variants = [
        _Variant(language.replace("_", "-"), segment_text(segment), one)
        for one in unit
        if _local(one) == "tuv"
        and (language := one.get(_LANG) or one.get("lang") or "")
        and (segment := next((child for child in one if _local(child) == "seg"), None)) is not None
    ]
    if len(variants) < 2:
        return
    wanted = unit.get("srclang", default).lower().replace("_", "-")
    source = next((one for one in variants if one.language.lower() == wanted), None)
    source = source or next(
        (v for v in variants if v.language.lower().split("-")[0] == wanted.split("-")[0]), variants[0]
    )
    for target in variants:
        if target is not source and source.text and target.text:
            yield _unit(unit, source, target)


def _unit(unit: etree._Element, source: _Variant, target: _Variant) -> MemoryUnit:
    props: dict[str, list[str]] = {}
    for holder in (unit, target.element):
        for prop in holder:
            if _local(prop) == "prop":
                props.setdefault(prop.get("type", "").lower(), []).append("".join(map(str, prop.itertext())))
    facts = [fact_in(line) for line in props.get("tf:credit", ())]
    credits_ = [fact for fact in facts if isinstance(fact, Credit)]
    if not credits_:
        credits_ = [Credit("translator", who) for who in (_attribute("creationid", target, unit),) if who]
    uses = unit.get("usagecount", "")
    return MemoryUnit(
        source.text,
        target.text,
        source.language,
        target.language,
        _first(props, _BEFORE),
        _first(props, _AFTER),
        _first(props, _FILES),
        _STATES.get(_first(props, ("tf:state",)), State.TRANSLATED),
        tuple(credits_),
        _date(_attribute("creationdate", target, unit)),
        _date(_attribute("changedate", target, unit)),
        int(uses) if uses.isdecimal() and len(uses) < 10 else 0,
    )


def _attribute(name: str, target: _Variant, unit: etree._Element) -> str:
    return target.element.get(name) or unit.get(name) or ""


def _first(props: dict[str, list[str]], names: tuple[str, ...]) -> str:
    """A context of memoQ's is a segment in itself, whose tags do not matter."""
    found = next((props[name][0] for name in names if props.get(name)), "")
    return re.sub(r"</?seg>", "", found)


def _date(text: str) -> str:
    found = _DATE.fullmatch(text)
    return "{}-{}-{}T{}:{}:{}Z".format(*found.groups()) if found else ""


def segment_text(segment: etree._Element) -> str:
    """A ``seg`` as text with tags (section 4: ``bpt``, ``ept``, ``it``, ``ph``, ``hi``, ``ut``, ``sub``).

    Codes that we wrote have their tag as content; others get a name of their kind and number.
    """
    return "".join(_pieces(segment, [0]))


def _pieces(parent: etree._Element, count: list[int]) -> Iterator[str]:
    yield parent.text or ""
    for child in parent:
        name = _local(child)
        native = "".join(str(text) for text in child.itertext()) if name else ""
        if name == "hi":
            yield from _pieces(child, count)
        elif name == "ph" and child.get("type") == CHARACTER:
            yield _character(native)
        elif name and TAG.fullmatch(native):
            yield native
        elif name in _PAIRED:
            yield f"<{_PAIRED[name]}g{_number(child.get('i', ''))}>"
        elif name in ("ph", "it", "ut"):
            count[0] += 1
            yield f"<x{_number(child.get('x', '')) if child.get('x') else count[0]}/>"
        yield child.tail or ""


def _number(text: str) -> str:
    return text if text.isdecimal() and text.isascii() else "1"


def _character(text: str) -> str:
    try:
        return chr(int(text.removeprefix("U+"), 16))
    except (ValueError, OverflowError):
        return ""

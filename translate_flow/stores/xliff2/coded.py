"""Texts with inline codes of the simplest kind: as we write them, or as ``pc`` and ``ph`` that have only an id.

They keep the rules for codes (XLIFF 2.1, section 4.7.2): each id once in the sources and once in the targets, none in
a target that no source has, none missing that must not be deleted, each with the data it refers to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from translate_flow.bitext import Code
from translate_flow.stores.xliff2.inline import END, element_of

ATTRIBUTES = r"""(?: [a-zA-Z]+=(?:"[^"<]*+"|'[^'<]*+'))*+"""
TEXT = rf'[^<]*+(?:(?:<pc id="[a-z]*[0-9]+"{ATTRIBUTES}>|</pc>|<ph id="[a-z]*[0-9]+"{ATTRIBUTES}/>)[^<]*+)*+'
"""The content of a ``source`` or ``target`` as :func:`coded` reads it."""
DATA = r'\s*<originalData>((?:\s*<data id="[a-z]+[0-9]+(?:-end)?">[^<]*+</data>)++)\s*</originalData>'
_MARKUP = re.compile(rf'&(?:(lt|gt|amp|quot|apos)|#13);|&|<(pc|ph) id="([a-z]*[0-9]+)"({ATTRIBUTES})/?>|</pc>')
_DATUM = re.compile(r'<data id="([^"]*)">([^<]*)<')
_CHARACTERS = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}


class OddError(Exception):
    """Something that has to be read as elements."""


def resolved(text: str) -> str:
    """Character data with references resolved. Raises :class:`OddError`."""
    return _side(text, None, {}) if "&" in text else text


def coded(
    sides: Sequence[tuple[str, str]], data: str | None, *, ours: bool
) -> tuple[list[tuple[str, str]], tuple[Code, ...]]:
    """The texts of sources and targets, and the unit's codes; ``data`` is what stands in its ``originalData``.

    Raises :class:`OddError`.
    """
    if data and not ours:
        raise OddError
    known = _codes(data or "") if ours else None
    there: dict[str, str] = {}
    sources: list[tuple[str, dict[str, str]]] = []
    for source, _ in sides:
        names: dict[str, str] = {}
        sources.append((_side(source, known, names), names))
        if not there.keys().isdisjoint(names):
            raise OddError
        there |= names
    targets: list[str] = []
    done: dict[str, str] = {}
    for _, target in sides:
        names = {}
        targets.append(_side(target, known, names))
        if not done.keys().isdisjoint(names) or any(
            there.get(name, "")[:2] != kind[:2] for name, kind in names.items()
        ):
            raise OddError
        done |= names
    for (_, names), target in zip(sources, targets, strict=True):
        if target and any(name not in done and kind.endswith("hard") for name, kind in names.items()):
            raise OddError
    texts = [(source, target) for (source, _), target in zip(sources, targets, strict=True)]
    if known is not None:
        return texts, tuple(known.values())
    if there and any("&lt;" in side for pair in sides for side in pair):
        raise OddError
    return texts, tuple(Code(name, "", "" if kind == "pc" else None) for name, kind in there.items())


def _side(text: str, known: dict[str, Code] | None, names: dict[str, str]) -> str:
    """A text with tags; ``names`` gets its codes, each with ``pc`` or ``ph`` and whether it must stay."""
    if "&" not in text and "<" not in text:
        return text
    opened: list[str] = []

    def plainly(found: re.Match[str]) -> str:
        character, kind, own, rest = found.groups()
        if kind is None:
            return _without_code(found[0], character, opened)
        name = own if not own.isdecimal() else f"{kind}{own}"
        if name in names:
            raise OddError
        names[name] = kind + (_kept(found[0], kind, known.get(own)) if known is not None else "")
        if known is None and rest:
            raise OddError
        if kind == "pc":
            opened.append(name)
        return f"<{name}>" if kind == "pc" else f"<{name}/>"

    return _MARKUP.sub(plainly, text)


def _without_code(text: str, character: str | None, opened: list[str]) -> str:
    if text == "</pc>":
        return f"</{opened.pop()}>"
    if text == "&":
        raise OddError
    return _CHARACTERS[character] if character else "\r"


def _kept(element: str, kind: str, code: Code | None) -> str:
    """Whether our element for the code must stay in a target."""
    if code is None or (kind == "pc" and code.close is None):
        raise OddError
    for soft, said in ((False, " hard"), (True, "")):
        if element == element_of(code, "open" if kind == "pc" else "lone", soft):
            return said
    raise OddError


@lru_cache(maxsize=1024)
def _codes(data: str) -> dict[str, Code]:
    """The codes whose original data these are."""
    rows = _DATUM.findall(data)
    texts = {name: resolved(text) for name, text in rows}
    if len(texts) < len(rows) or any(name.endswith(END) and name.removesuffix(END) not in texts for name in texts):
        raise OddError
    return {name: Code(name, text, texts.get(f"{name}{END}")) for name, text in texts.items() if not name.endswith(END)}

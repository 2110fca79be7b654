"""Merging: replace the spans of translated units, leave every other character alone, and prove the result."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from html import unescape

from translate_flow.bitext import parts
from translate_flow.documents.coded import PROTECTED_NAMES
from translate_flow.documents.model import Format, Options, Piece, SourceCode, SourceUnit
from translate_flow.errors import MergeError

_SPACES = re.compile(r"[ \t\n\r\f]+")
_WHITE = " \t\n\r\f"


def splice(text: str, units: Sequence[SourceUnit], targets: Mapping[int, str], form: Format) -> str:
    """The document with each unit of ``targets`` (index in ``units`` to coded target text) replaced by its target.

    A target equal to its unit's text changes nothing. The targets' inline codes must be those of their units
    (:func:`translate_flow.documents.coded.fault`).
    """
    changed = sorted(
        (index for index, target in targets.items() if target != units[index].text),
        key=lambda index: (units[index].start, -units[index].end),
    )
    out: list[str] = []
    _copy(text, units, targets, form.encode, changed, 0, len(text), out.append)
    return "".join(out)


def _copy(
    text: str,
    units: Sequence[SourceUnit],
    targets: Mapping[int, str],
    encode: Callable[[str, SourceUnit, Sequence[Piece]], str],
    changed: Sequence[int],
    start: int,
    end: int,
    emit: Callable[[str], object],
) -> None:
    """Emit ``text[start:end]`` with the units of ``changed`` replaced; an outer unit stands before its inner ones."""
    position = start
    at = 0
    while at < len(changed):
        unit = units[changed[at]]
        after = at + 1
        while after < len(changed) and units[changed[after]].start < unit.end:
            after += 1
        inner = changed[at + 1 : after]

        def markup(code_start: int, code_end: int, inner: Sequence[int] = inner) -> str:
            inside = [index for index in inner if code_start <= units[index].start and units[index].end <= code_end]
            if not inside:
                return text[code_start:code_end]
            out: list[str] = []
            _copy(text, units, targets, encode, inside, code_start, code_end, out.append)
            return "".join(out)

        emit(text[position : unit.start])
        emit(encode(text, unit, _pieces(unit, targets[changed[at]], markup)))
        position = unit.end
        at = after
    emit(text[position:end])


def _pieces(unit: SourceUnit, target: str, markup: Callable[[int, int], str]) -> list[Piece]:
    if not unit.codes:
        return [Piece(target, False)]
    codes = {code.id: code for code in unit.codes}
    pieces: list[Piece] = []
    for part in parts(target, codes.keys() | set()):
        if isinstance(part, str):
            pieces.append(Piece(part, False))
            continue
        code = codes[part.id]
        if part.shape != "close":
            pieces.append(Piece(markup(code.start, code.end), True, part.shape))
        elif code.close_text is not None:
            pieces.append(Piece(code.close_text, True, part.shape))
        else:
            pieces.append(Piece(markup(code.close_start, code.close_end), True, part.shape))
    return pieces


def prove(
    text: str,
    units: Sequence[SourceUnit],
    targets: Mapping[int, str],
    merged: str,
    form: Format,
    options: Options,
    names: Sequence[str],
) -> list[SourceUnit]:
    """Read ``merged`` again and make sure that it has the source's skeleton and the wanted texts; give its units.

    ``names`` are what an error calls the units. Raises :class:`MergeError` that names the first unit that is wrong.
    """
    again = form.parse(merged, options)
    for index, (unit, new) in enumerate(zip(units, again, strict=False)):
        wanted = targets.get(index, unit.text)
        if new.text != wanted and _words(merged, new, new.text) != _words(text, unit, wanted):
            raise MergeError(
                f"the translation would read as “{_short(new.text)}”, because of markup in it",
                where=names[index],
                remedy=f"reword “{_short(wanted)}”",
            )
    if len(again) != len(units):
        index = min(len(again), len(units) - 1)
        raise MergeError(
            "the translation would change the document's structure",
            where=names[index],
            remedy="look for markup or an empty line in it",
        )
    before, after = _skeleton(text, units, targets), _skeleton(merged, again, {})
    if before != after and _letters(before, form.idle) != _letters(after, form.idle):
        index = next((i for i, (old, new) in enumerate(zip(before, after, strict=False)) if old != new), 0)
        raise MergeError(
            "the translation would change the markup around it",
            where=names[min(index, len(names) - 1)] if names else "",
            remedy="look for markup or an empty line in it",
        )
    return again


def _words(text: str, unit: SourceUnit, coded: str) -> str:
    """What a reader reads of a unit's coded text, addresses and placeholders included: a translation may add some."""
    written = {code.id: text[code.start : code.end] for code in unit.codes if _is_text(code)}
    found = parts(coded, {code.id for code in unit.codes})
    plain = "".join(part if isinstance(part, str) else unescape(written.get(part.id, "")) for part in found)
    return _SPACES.sub(" ", plain).strip(_WHITE)


def _is_text(code: SourceCode) -> bool:
    return code.id.rstrip("0123456789") in PROTECTED_NAMES


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


def _skeleton(text: str, units: Sequence[SourceUnit], targets: Mapping[int, str]) -> list[str]:
    """What stands between units, each gap followed by the unit's own markup, sorted, as a translator may move it.

    The markup is what it will be once the units of ``targets`` have their targets.
    """
    out: list[str] = []
    position = 0
    for index, unit in enumerate(units):
        start, end = _with_quotes(unit)
        if start < position:
            continue
        gap = text[position:start]
        if unit.codes:
            last = index + 1
            while last < len(units) and units[last].start < unit.end:
                last += 1
            inner = units[index + 1 : last]
            changed = targets.get(index, unit.text) != unit.text
            gap += "".join(sorted(_markup(text, unit, inner, changed=changed)))
        out.append(gap)
        position = end
    out.append(text[position:])
    return out


def _markup(text: str, unit: SourceUnit, inner: Sequence[SourceUnit], *, changed: bool) -> list[str]:
    """The unit's codes without the texts of the units inside them, as they are written once its text changed."""
    halves: list[str] = []
    for code in unit.codes:
        if _is_text(code):
            continue
        halves.append(_without(text, code.start, code.end, inner))
        if code.close_text is not None and changed:
            halves.append(code.close_text)
        elif code.close_start >= 0:
            halves.append(_without(text, code.close_start, code.close_end, inner))
    return halves


def _without(text: str, start: int, end: int, inner: Sequence[SourceUnit]) -> str:
    """``text[start:end]`` without the spans of the units inside it."""
    kept: list[str] = []
    position = start
    for unit in inner:
        first, last = _with_quotes(unit)
        if position <= first and last <= end:
            kept.append(text[position:first])
            position = last
    kept.append(text[position:end])
    return "".join(kept)


def _with_quotes(unit: SourceUnit) -> tuple[int, int]:
    """The unit's span with the quotes of an attribute's value: one that had none may have got some."""
    quotes = int(unit.context.endswith(('attribute"', "attribute'")))
    return unit.start - quotes, unit.end + quotes


def _letters(skeleton: list[str], idle: re.Pattern[str] | None) -> list[str]:
    """All markup, wherever a unit's border was drawn: a code that was moved to a unit's end counts as outside of it.

    Markup that is ``idle`` doesn't count.
    """
    markup = "".join(skeleton)
    return sorted(idle.sub("", markup) if idle else markup)

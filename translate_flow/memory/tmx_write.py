"""Memory units as TMX 1.4b, level 2: what we write we read again as it was; others read texts, contexts and names."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from xml.sax.saxutils import quoteattr

from translate_flow import __version__
from translate_flow.bitext import TAG, State
from translate_flow.errors import InputError
from translate_flow.memory.model import MemoryUnit
from translate_flow.memory.tmx import CHARACTER
from translate_flow.stores.facts import credit_fact

_MARKUP = re.compile("[&<>\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:Z|\+00:00)")
_DOCTYPE = '<!DOCTYPE tmx SYSTEM "tmx14.dtd">'


def write_tmx(units: Iterable[MemoryUnit], path: Path, source_language: str = "*all*") -> int:
    """Write a TMX file, whole or not at all; gives the number of units.

    Raises :class:`InputError` where the file cannot be written.
    """
    count = 0
    try:
        with NamedTemporaryFile("w", dir=path.parent, prefix=f".{path.name}.", encoding="utf-8", delete=False) as file:
            try:
                file.writelines(_head(source_language))
                for unit in units:
                    file.writelines(f"{line}\n" for line in _lines(unit, source_language))
                    count += 1
                file.write("  </body>\n</tmx>\n")
                file.flush()
                os.fsync(file.fileno())
                Path(file.name).replace(path)
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        what = f"cannot be written: {error.strerror}"
        raise InputError(what, where=str(path), remedy="check the folder and its space") from None
    return count


def _head(language: str) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n{_DOCTYPE}\n<tmx version="1.4">\n'
    yield f'  <header creationtool="translate-flow" creationtoolversion="{__version__}" segtype="sentence"'
    yield f' o-tmf="translate-flow" adminlang="en" srclang={quoteattr(language)} datatype="plaintext"/>\n  <body>\n'


def _lines(unit: MemoryUnit, language: str) -> Iterator[str]:
    source = "" if unit.source_language == language else f" srclang={quoteattr(unit.source_language)}"
    uses = f' usagecount="{unit.uses}"' if unit.uses else ""
    yield f"    <tu{source}{uses}>"
    props = [("file", unit.document), ("prev", unit.before), ("next", unit.after)]
    props += [("tf:state", str(unit.state) if unit.state is not State.TRANSLATED else "")]
    props += [("tf:credit", credit_fact(credit)) for credit in unit.credits]
    for name, value in props:
        if value:
            yield f'      <prop type="{name}">{_data(value)}</prop>'
    who = next((credit.name for credit in unit.credits if credit.role == "translator"), "")
    about = f" creationid={quoteattr(_writable(who))}" if who else ""
    for name, date in (("creationdate", unit.created), ("changedate", unit.changed)):
        if found := _DATE.fullmatch(date):
            about += ' {}="{}{}{}T{}{}{}Z"'.format(name, *found.groups())
    texts = ((unit.source_language, "", unit.source), (unit.target_language, about, unit.target))
    for tag, attributes, text in texts:
        yield f"      <tuv xml:lang={quoteattr(tag)}{attributes}>\n        <seg>{_segment(text)}</seg>\n      </tuv>"
    yield "    </tu>"


def _segment(text: str) -> str:
    """A text with tags: pairs as ``bpt`` and ``ept``, halves as ``it``, lone ones as ``ph``; each holds its tag."""
    pairs = _pairs(text)
    pieces: list[str] = []
    done = 0
    for number, tag in enumerate(TAG.finditer(text), 1):
        pieces.append(_escaped(text[done : tag.start()]))
        shown = _escaped(tag[0])
        if number in pairs:
            pieces.append(f'<{"ept" if tag[1] else "bpt"} i="{pairs[number]}">{shown}</{"ept" if tag[1] else "bpt"}>')
        elif tag[3]:
            pieces.append(f"<ph>{shown}</ph>")
        else:
            pieces.append(f'<it pos="{"end" if tag[1] else "begin"}">{shown}</it>')
        done = tag.end()
    return "".join([*pieces, _escaped(text[done:])])


def _pairs(text: str) -> dict[int, int]:
    """The tags that open and close, by number, with what a pair has in common."""
    opened: list[tuple[str, int]] = []
    found: dict[int, int] = {}
    for number, tag in enumerate(TAG.finditer(text), 1):
        if tag[3]:
            continue
        if not tag[1]:
            opened.append((tag[2], number))
        elif any(name == tag[2] for name, _ in opened):
            start = next(at for name, at in reversed(opened) if name == tag[2])
            opened = [one for one in opened if one[1] < start]
            found[start] = found[number] = start
    return found


def _escaped(text: str) -> str:
    """Character data; what XML cannot hold stands as a ``ph``."""
    return _MARKUP.sub(lambda c: _ENTITIES.get(c[0]) or f'<ph type="{CHARACTER}">U+{ord(c[0]):04X}</ph>', text)


def _data(text: str) -> str:
    return _MARKUP.sub(lambda found: _ENTITIES.get(found[0], "\ufffd"), text)


def _writable(text: str) -> str:
    return _MARKUP.sub(lambda found: found[0] if found[0] in _ENTITIES else "\ufffd", text)

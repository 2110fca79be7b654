"""Files as memories: TMX, bitexts of any format, and JSON lines; gzipped or not where a suffix says so."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path

from translate_flow.bitext import Bitext, State
from translate_flow.errors import InputError
from translate_flow.memory.model import MemoryUnit
from translate_flow.memory.tmx import read_tmx
from translate_flow.stores import known_suffixes, store_of


def units_of(path: Path) -> Iterator[MemoryUnit]:
    """The units of a file. Raises :class:`InputError` for one that cannot be read or is no memory, by its suffix."""
    for suffix, read in READERS.items():
        if path.name.lower().endswith((suffix, f"{suffix}.gz")):
            return read(path)
    return _bitext(path)


def _lines(path: Path) -> Iterator[MemoryUnit]:
    """One JSON object a line: ``source``, ``target`` and their languages, or the texts by language: ``{"en","es"}``."""
    number = 0
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield _row(json.loads(line), f"{path}:{number}")
    except gzip.BadGzipFile:
        raise InputError("this is no gzip file", where=str(path), remedy="unpack it") from None
    except (OSError, EOFError) as error:
        raise InputError(f"cannot be read: {error}", where=str(path), remedy="check the path") from None
    except json.JSONDecodeError:
        raise InputError("no JSON object", where=f"{path}:{number}", remedy="write one on each line") from None
    except UnicodeDecodeError:
        raise InputError("this is no UTF-8", where=f"{path}:{number + 1}", remedy="save it as UTF-8") from None


def _row(row: object, where: str) -> MemoryUnit:
    texts = {name: text for name, text in row.items() if isinstance(text, str)} if isinstance(row, dict) else {}
    if {"source", "target", "source_language", "target_language"} <= texts.keys():
        pair = texts["source_language"], texts["target_language"]
        return MemoryUnit(texts["source"], texts["target"], *pair, texts.get("before", ""), texts.get("after", ""))
    languages = [name for name in texts if len(name.split("-")[0]) in (2, 3) and name not in ("id", "qid")]
    if len(languages) != 2:
        what = "a line needs source, target, source_language and target_language, or two texts by language"
        raise InputError(what, where=where, remedy='e.g. {"es": "Nevó.", "en": "It snowed."}')
    return MemoryUnit(texts[languages[0]], texts[languages[1]], *languages)


def _bitext(path: Path) -> Iterator[MemoryUnit]:
    store = store_of(path)
    if store is None:
        known = ", ".join([*READERS, *known_suffixes()])
        raise InputError("this is no memory", where=str(path), remedy=f"give a file called *{known}")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=str(path), remedy="check the path") from None
    yield from units_in(store.read(data, str(path)).bitext)


READERS: dict[str, Callable[[Path], Iterator[MemoryUnit]]] = {".tmx": read_tmx, ".jsonl": _lines}
"""By suffix; all other files are bitexts."""


def units_in(bitext: Bitext, least: State = State.TRANSLATED, now: str = "") -> Iterator[MemoryUnit]:
    """The segments of a bitext that have a target and at least a state, as units with the sources around them."""
    segments = [segment for unit in bitext.units for segment in unit.segments]
    for at, segment in enumerate(segments):
        if segment.target and segment.state.rank >= least.rank and not segment.sub_state:
            yield MemoryUnit(
                segment.source,
                segment.target,
                bitext.source_language,
                bitext.target_language,
                segments[at - 1].source if at else "",
                segments[at + 1].source if at + 1 < len(segments) else "",
                bitext.document,
                segment.state,
                segment.credits,
                now,
                now,
            )

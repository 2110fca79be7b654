"""``align``: what is already published teaches the desk: a translation's sentences are found in its original's."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from pathlib import Path

from translate_flow import alignment, languages
from translate_flow.alignment import Bead, Translate
from translate_flow.bitext import TAG, State
from translate_flow.desk import bitexts, files
from translate_flow.documents import format_named
from translate_flow.documents.encoding import decode
from translate_flow.errors import InputError, UsageError

Pairs = list[tuple[str, str]]
"""Source and target of earlier translations."""


def align_lines(
    source: Path, target: Path, *, pairs: Pairs, translate: Translate | None = None, encoding: str = ""
) -> list[Bead]:
    """Align two files with one sentence a line. Raises :class:`InputError` for what is no text."""
    return alignment.align(_lines(source, encoding), _lines(target, encoding), pairs=pairs, translate=translate)


def _lines(path: Path, encoding: str) -> list[str]:
    text = decode(files.read(path), str(path), format_named("text"), encoding).text
    return [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")] if text else []


def earlier(path: Path, source: str, target: str) -> Pairs:
    """Translations to learn words from: a bitext's, or JSON lines with a text by language, plain or gzipped.

    Raises :class:`InputError` for another file.
    """
    if path.name.endswith((".jsonl", ".jsonl.gz")):
        return list(_json_lines(path, languages.primary(source), languages.primary(target)))
    bitext = bitexts.read(path)
    return [
        (TAG.sub("", segment.source), TAG.sub("", segment.target))
        for unit in bitext.units
        for segment in unit.segments
        if segment.target and segment.state is not State.INITIAL
    ]


def _json_lines(path: Path, source: str, target: str) -> Iterator[tuple[str, str]]:
    data = files.read(path, "memory")
    try:
        text = gzip.decompress(data) if path.suffix == ".gz" else data
    except (OSError, EOFError, zlib.error):
        raise InputError("this is no gzip file", where=str(path), remedy="unpack it") from None
    for number, line in enumerate(text.splitlines(), 1):
        try:
            record = json.loads(line)
            yield str(record[source]), str(record[target])
        except (ValueError, KeyError, TypeError):
            what = f"no JSON object with “{source}” and “{target}”"
            raise InputError(
                what, where=f"{path}:{number}", remedy='write {"es": "…", "en": "…"} on each line'
            ) from None


def engine(name: str, source: str, target: str) -> Translate | None:
    """The machine of that name for the pair; ``None`` for no name. Raises :class:`UsageError` for one not there."""
    if not name:
        return None
    if name != "apertium":
        raise UsageError(f"no engine for alignment is called “{name}”", remedy="known is apertium")
    from translate_flow.alignment.engine import apertium

    return apertium(source, target)

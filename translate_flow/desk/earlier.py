"""Translations made earlier, read from a file, to learn words from."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from pathlib import Path

from translate_flow import languages
from translate_flow.bitext import TAG, State
from translate_flow.desk import bitexts, files
from translate_flow.errors import InputError

Pairs = list[tuple[str, str]]
"""Source and target, without inline codes."""


def earlier(path: Path, source: str, target: str) -> Pairs:
    """The pairs of a bitext, in either direction, or of JSON lines with a text by language, plain or gzipped.

    Raises :class:`InputError` for another file, or another pair of languages.
    """
    ours, theirs = languages.primary(source), languages.primary(target)
    if path.name.endswith((".jsonl", ".jsonl.gz")):
        return list(_json_lines(path, ours, theirs))
    bitext = bitexts.read(path)
    pairs = [
        (TAG.sub("", segment.source), TAG.sub("", segment.target))
        for unit in bitext.units
        for segment in unit.segments
        if segment.target and segment.state is not State.INITIAL
    ]
    said = [languages.primary(tag) for tag in (bitext.source_language, bitext.target_language)]
    if said == [theirs, ours]:
        return [(target, source) for source, target in pairs]
    if any(have not in ("", want) for have, want in zip(said, (ours, theirs), strict=True)):
        what = f"this bitext is {bitext.source_language} → {bitext.target_language}"
        raise InputError(what, where=str(path), remedy=f"give one of {source} and {target}")
    return pairs


def _json_lines(path: Path, source: str, target: str) -> Iterator[tuple[str, str]]:
    data = files.read(path, "memory")
    try:
        text = gzip.decompress(data) if path.suffix == ".gz" else data
    except (OSError, EOFError, zlib.error):
        raise InputError("this is no gzip file", where=str(path), remedy="unpack it") from None
    remedy = f'write {{"{source}": "…", "{target}": "…"}} on each line'
    for number, line in enumerate(text.splitlines(), 1):
        try:
            record = json.loads(line)
            yield str(record[source]), str(record[target])
        except (ValueError, KeyError, TypeError):
            what = f"no JSON object with “{source}” and “{target}”"
            raise InputError(what, where=f"{path}:{number}", remedy=remedy) from None

"""Where sentences end: the user's rules, then those of newsrooms, then LanguageTool's; all in SRX 2.0."""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from translate_flow.errors import InputError, TranslateFlowError
from translate_flow.segmentation.engine import Rules, compiled, ends, spans
from translate_flow.segmentation.srx import Rule, read_rules

__all__ = ["Rules", "load", "sentences_jsonl", "split"]

_SURROGATE = re.compile("[\ud800-\udfff]")
"""Half of a pair: JSON can escape one, but UTF-8 has none."""
_NEWSROOM = Path(__file__).with_name("newsroom.srx")


def split(text: str, language: str) -> list[str]:
    """The sentences of a text, in order, without the white space around them.

    With that white space they concatenate to the text: no other character is left out, added or changed.
    ``language`` is a BCP 47 tag. A text of white space has no sentence.
    """
    text = text.strip()
    return [text[start:end] for start, end in spans(text, ends(text, load(language)))] if text else []


@cache
def load(language: str, user_srx: Path | None = None) -> Rules:
    """The compiled rules for a language (BCP 47); those of the user's SRX file come first.

    Read once in the life of the process. Raises :class:`InputError` where the user's file cannot be read or is broken.
    """
    language = language.replace("_", "-")
    rules: list[Rule] = []
    if user_srx:
        rules += read_rules(_read(user_srx), str(user_srx), language)
    for path in (_NEWSROOM, languagetool()):
        rules += read_rules(path.read_bytes(), path.name, language)
    return compiled(rules)


def sentences_jsonl(lines: Iterable[str]) -> Iterator[str]:
    """For each line ``{"lang": …, "text": …}`` a line ``{"segments": […]}``, in order; empty lines are passed over.

    Raises :class:`InputError` with the line's number where a line is something else.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            language, text = record["lang"], record["text"]
        except (ValueError, KeyError, TypeError) as error:
            raise _bad_line(number) from error
        if not isinstance(language, str) or not isinstance(text, str):
            raise _bad_line(number)
        segments = split(text, language)
        yield json.dumps({"segments": segments}, ensure_ascii=_SURROGATE.search(text) is not None)


def _bad_line(number: int) -> InputError:
    return InputError("not a JSON object with “lang” and “text”", where=f"line {number}", remedy="correct the line")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        what = f"cannot be read ({error.strerror})"
        raise InputError(what, where=str(path), remedy="correct the setting “segmentation”") from error


def languagetool() -> Path:
    """LanguageTool's rules, which the package ``choppa-srx`` carries; its code is not imported.

    Raises :class:`TranslateFlowError` where the package is missing.
    """
    spec = importlib.util.find_spec("choppa")
    if spec is None or spec.origin is None:
        raise TranslateFlowError("the package choppa-srx is missing", remedy="install translate-flow again")
    return Path(spec.origin).parent / "data" / "srx" / "languagetool_segment.srx"

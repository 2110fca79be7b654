"""What a store says of a segment beside its texts, as short lines: PO has them in comments, XLIFF 1.2 in a note.

::

    state=reviewed target=9c41d2
    translator="Ana Prueba" date=2026-05-02
    match="…" source="…" score=80 origin="…"
    <a1> is <a href="https://puerto.example/obras">
    </a1> is </a>

Values are words, or texts in quotes with C's escapes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from typing import Literal, NamedTuple, cast

from translate_flow.bitext import Code, Credit, Match, State
from translate_flow.stores.escapes import escape, octal, unescape, visible

_FACT = re.compile(r'([a-z]+)=(?:"((?:[^"\\]|\\.)*+)"|(\S*))')
_WORD = re.compile(r"[\w.:+-]+", re.ASCII)
_CODE = re.compile(r"<(/?)([a-z]+[0-9]+)(/?)> is(?: (.*))?", re.DOTALL)
_PLAIN_DATA = re.compile("(?!\\s)[^\\\\\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ufeff\\ufffe\\uffff]*+(?<!\\s)")
STATES = {str(state): state for state in State}
_KINDS = ("person", "organization", "tool")
_ROLES = ("translator", "reviewer", "editor")


class Stated(NamedTuple):
    """The state as it was when we wrote the segment."""

    state: State
    sub_state: str
    digest: str
    """Of the target of then; empty where the file says none."""


def digest(target: str) -> str:
    """A short hash of a target, to see whether it changed: 3 bytes of BLAKE2b of its UTF-8, as six hex digits."""
    return blake2b(target.encode("utf-8", "surrogatepass"), digest_size=3).hexdigest()


def state_fact(stated: Stated) -> str:
    """The line of a state."""
    sub = f" sub={_word(stated.sub_state)}" if stated.sub_state else ""
    return f"state={stated.state}{sub} target={stated.digest}"


def credit_fact(credit: Credit) -> str:
    """The line of a credit."""
    date = f" date={_word(credit.date)}" if credit.date else ""
    kind = "" if credit.kind == "person" else f" kind={credit.kind}"
    return f"{credit.role}={_text(credit.name)}{date}{kind}"


def note_fact(text: str) -> str:
    """The line of a note that cannot stand as it is."""
    return f"note={_text(text)}"


def match_fact(match: Match) -> str:
    """The line of a proposal."""
    return f"match={_text(match.target)} source={_text(match.source)} score={match.score} origin={_text(match.origin)}"


def fact_in(line: str) -> Stated | Credit | Match | str | None:
    """What such a line says; a string is a note, ``None`` something that we don't know."""
    found = {key: word or unescape(text) for key, text, word in _FACT.findall(line)}
    key = next(iter(found), "")
    if key == "note":
        return found["note"]
    if key in _ROLES:
        kind = found.get("kind", "person")
        kind = kind if kind in _KINDS else "person"
        return Credit(
            cast(Literal["translator"], key), found[key], found.get("date", ""), cast(Literal["person"], kind)
        )
    if key == "match":
        score = found.get("score", "")
        number = int(score) if re.fullmatch(r"-?[0-9]{1,9}", score) else 0
        return Match(found.get("source", ""), found["match"], number, found.get("origin", ""))
    if key in ("state", "sub", "target"):
        state = STATES.get(found.get("state", ""), State.TRANSLATED)
        return Stated(state, found.get("sub", ""), found.get("target", ""))
    return None


@lru_cache(maxsize=256)
def code_facts(code: Code) -> tuple[str, ...]:
    """The lines that explain a code: ``<a1> is …`` and ``</a1> is …``, or ``<br2/> is …`` for a lone one."""
    if code.close is None:
        return (f"<{code.id}/> is {_shown(code.data)}".rstrip(),)
    return f"<{code.id}> is {_shown(code.data)}".rstrip(), f"</{code.id}> is {_shown(code.close)}".rstrip()


def codes_in(lines: Iterable[str]) -> tuple[tuple[Code, ...], list[str]]:
    """The codes that lines explain, and the other lines."""
    codes: dict[str, Code] = {}
    others: list[str] = []
    for line in lines:
        found = _CODE.fullmatch(line)
        if not found:
            others.append(line)
            continue
        closing, name, _lone, text = found.groups()
        data = unescape(text or "")
        codes[name] = Code(name, codes[name].data, data) if closing and name in codes else Code(name, data)
    return tuple(codes.values()), others


def _word(text: str) -> str:
    return text if _WORD.fullmatch(text) else _text(text)


def _text(text: str) -> str:
    return f'"{visible(escape(text))}"'


def _shown(data: str) -> str:
    """A code's data with backslashes and line ends escaped, and white space at its ends, so that none is lost."""
    if _PLAIN_DATA.fullmatch(data):
        return data
    shown = visible(escape(data).replace('\\"', '"'))
    if shown[:1].isspace():
        shown = octal(shown[0]) + shown[1:]
    if shown[-1:].isspace():
        shown = shown[:-1] + octal(shown[-1])
    if shown.endswith("\\"):  # gettext would join the line with the next one
        shown = shown[:-2] + octal("\\")
    return shown

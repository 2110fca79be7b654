"""What the comments of an entry say: state, credits, notes, proposals, role, codes, flags; read and written.

Facts stand in comments that begin with ``tf:``, one a line, none longer than 76 columns: tools that wrap comments leave
them alone. A longer fact goes on in lines that begin with ``tf+`` (behind a space) or ``tf-`` (behind nothing).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

from translate_flow.bitext import FUZZY_MATCH, Code, Credit, Match, Note, Segment, State
from translate_flow.stores.facts import (
    STATES,
    Stated,
    code_facts,
    codes_in,
    credit_fact,
    fact_in,
    match_fact,
    note_fact,
    state_fact,
)
from translate_flow.stores.po.syntax import unquote

_COLUMNS = 76
_LINE = re.compile(r"#([.:,|=]?)[ \t]?([^\n]*+)\n")
_ROLE = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_MORE = re.compile(r"tf([+-])(?: |$)")
_ODD = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ufeff]")
_ODD_IN_LINES = re.compile("[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ufeff]")
_UNPLAIN = re.compile(r"tf[:+-]|\s|$|.*\\$|<(/?)[a-z]+[0-9]+(/?)> is\b")
STATED = re.compile(
    rb"# tf: state=([a-z]+)(?: sub=([\w.:+-]+))? target=([0-9a-f]+)\n"
    rb'((?:# tf: (?:translator|reviewer|editor)="[^"\\\n]*"[^\n]*\n)*)(?!# tf)'
)
"""State and credits as most entries have them: the credits, group 4, are the same in many."""


class Facts(NamedTuple):
    """What the comments of one entry say."""

    role: str = ""
    codes: tuple[Code, ...] = ()
    notes: tuple[Note, ...] = ()
    """Those to the translator first."""
    stated: Stated | None = None
    credits: tuple[Credit, ...] = ()
    references: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    previous: str = ""
    fuzzy: bool = False
    """Whether a tool asks for a look."""
    matches: tuple[Match, ...] = ()
    plain: bool = False
    """Whether the state follows from the target alone."""


def facts_of(comments: bytes) -> Facts:
    """Read an entry's comment lines. A first ``#.`` line that is one word is the unit's role."""
    lines: dict[str, list[str]] = {"": [], ".": [], ":": [], ",": [], "=": [], "|": []}
    for kind, content in _LINE.findall(comments.decode()):
        lines[kind].append(content)
    extracted = lines["."]
    role = extracted.pop(0).strip() if extracted and _ROLE.fullmatch(extracted[0].strip()) else ""
    stated, credits_, matches, remarks = _own(lines[""])
    codes, to_translator = codes_in(_joined(extracted))
    asides = _own(to_translator)[-1]
    notes = [Note(text, "source") for text in asides] + [Note(text) for text in remarks]
    references = tuple(line.strip() for line in lines[":"] if line.strip())
    flags = tuple(flag for line in lines[","] + lines["="] for flag in re.split(r"[,\s]+", line) if flag)
    fuzzy = "fuzzy" in flags
    plain = not (fuzzy or stated or credits_ or matches)
    return Facts(
        role, codes, tuple(notes), stated, tuple(credits_),
        references, flags, _previous(lines["|"]), fuzzy, tuple(matches), plain,
    )  # fmt: skip


def with_stated(facts: Facts, found: re.Match[bytes], credits_: tuple[Credit, ...]) -> Facts:
    """The facts of the comments behind a match of :data:`STATED`, with what it says."""
    state, sub_state = STATES.get(found[1].decode(), State.TRANSLATED), (found[2] or b"").decode()
    stated = Stated(state, sub_state, found[3].decode())
    return Facts(
        facts.role, facts.codes, facts.notes, stated, credits_,
        facts.references, facts.flags, facts.previous, facts.fuzzy, facts.matches,
    )  # fmt: skip


def _previous(lines: list[str]) -> str:
    """The previous ``msgid`` among the lines of ``#|``."""
    lines = [line.strip() for line in lines]
    at = next((at for at, line in enumerate(lines) if re.match(r'msgid[ \t]*"', line)), -1)
    if at < 0:
        return ""
    more = takewhile(lambda line: line.startswith('"'), lines[at + 1 :])
    return unquote("\n".join([lines[at][5:].lstrip(), *more])[1:-1].encode())


def _joined(lines: list[str]) -> list[str]:
    """Lines of ours that go on in the next one, each in one piece; other lines as they are."""
    joined: list[str] = []
    for line in lines:
        if line.startswith("tf") and joined and (found := _MORE.match(line)):
            joined[-1] += found[1].replace("+", " ").replace("-", "") + line[found.end() :]
        else:
            joined.append(line)
    return joined


def _own(lines: list[str]) -> tuple[Stated | None, list[Credit], list[Match], list[str]]:
    """Our facts, and the notes: runs of other lines, each run a note."""
    stated: Stated | None = None
    credits_: list[Credit] = []
    matches: list[Match] = []
    notes: list[str] = []
    run: list[str] = []
    for line in [*_joined(lines), ""] if lines else ():
        if line.strip() and not line.startswith("tf:"):
            run.append(line.rstrip())
            continue
        if run:
            notes.append("\n".join(run))
            run = []
        match fact_in(line[3:]):
            case Stated() as stated:
                pass
            case Credit() as credit:
                credits_.append(credit)
            case Match() as proposal:
                matches.append(proposal)
            case str() as note:
                notes.append(note)
    return stated, credits_, matches, notes


def fact_lines(stated: Stated | None, credits_: Iterable[Credit], matches: Iterable[Match]) -> list[str]:
    """The lines of state, credits and proposals, without their ends."""
    lines = _marked("# ", f"tf: {state_fact(stated)}") if stated else []
    for credit in credits_:
        lines += _credit_lines(credit)
    for match in matches:
        lines += _marked("# ", f"tf: {match_fact(match)}")
    return lines


@lru_cache(maxsize=256)
def _credit_lines(credit: Credit) -> tuple[str, ...]:
    return tuple(_marked("# ", f"tf: {credit_fact(credit)}"))


def note_lines(prefix: str, notes: list[str]) -> list[str]:
    """The lines of notes: as they are where that is exact, else as facts.

    Lines that follow each other are one note, and tools drop empty comments, so no two such notes stand together.
    """
    lines: list[str] = []
    plain = False
    for note in notes:
        plain = not plain and _is_plain(note, _COLUMNS - len(prefix))
        lines += [prefix + line for line in note.split("\n")] if plain else _marked(prefix, f"tf: {note_fact(note)}")
    return lines


def _is_plain(note: str, columns: int) -> bool:
    if _ODD_IN_LINES.search(note):
        return False
    return all(len(line) <= columns and not _UNPLAIN.match(line) and line == line.strip() for line in note.split("\n"))


def code_lines(codes: tuple[Code, ...]) -> list[str]:
    """The lines that explain codes: ``<a1> is …`` and ``</a1> is …``, or ``<br2/> is …`` for a lone one."""
    return [line for code in codes for line in _code_lines(code)]


@lru_cache(maxsize=256)
def _code_lines(code: Code) -> tuple[str, ...]:
    return tuple(line for fact in code_facts(code) for line in _marked("#. ", fact))


def reference(document: str) -> str:
    """The ``#:`` line: the source's name, in isolates if there is white space in it, as gettext has it; no line."""
    name = _ODD.sub(" ", document)
    return f"#: \u2068{name}\u2069" if any(map(str.isspace, name)) else f"#: {name}"


def needs_look(state: State, sub_state: str, target: str) -> bool:
    """Whether such an entry is ``fuzzy``: gettext allows that only where there is a target."""
    return bool(target) and (bool(sub_state) or state is State.INITIAL)


def follows_from_target(segment: Segment) -> bool:
    """Whether state and sub-state need no line of ours."""
    if not segment.target:
        return segment.state is State.INITIAL and not segment.sub_state
    return (segment.state, segment.sub_state) in _DEFAULTS


_DEFAULTS = ((State.TRANSLATED, ""), (State.INITIAL, FUZZY_MATCH))


def _marked(prefix: str, text: str) -> list[str]:
    """A line of ours, cut where it is too long: at a single space if there is one, never within an escape.

    The next line then begins with ``tf+`` if it goes on behind a space, with ``tf-`` if behind nothing.
    """
    lines: list[str] = []
    while len(text) > _COLUMNS - len(prefix):
        last = _COLUMNS - len(prefix)
        spaces = [found.start() for found in _SINGLE_SPACE.finditer(text, last // 2, last + 1)]
        if spaces:
            at, mark, following = spaces[-1], "tf+ ", spaces[-1] + 1
        else:
            at = following = _cut(text, last)
            mark = "tf- "
        lines.append(prefix + text[:at])
        text = mark + text[following:]
    return [*lines, prefix + text]


_ESCAPE = re.compile(r"\\(?:[0-7]{3}|.)")
_SINGLE_SPACE = re.compile(r"(?<=[^\s\\]) (?=\S)")


def _cut(text: str, last: int) -> int:
    """The last place up to ``last`` that is in no escape and has no white space beside it; in need, ``last``."""
    inside = {at for found in _ESCAPE.finditer(text) for at in range(found.start() + 1, found.end())}
    bad = {"\\", *" \t\u00a0\u3000"}
    return next((at for at in range(last, 8, -1) if at not in inside and bad.isdisjoint(text[at - 1 : at + 1])), last)

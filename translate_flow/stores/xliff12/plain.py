"""Units without people's notes and proposals, read by one expression: as we write them, and as tools write simple ones.

What is read here breaks no rule, by its shape; all else is read as elements, and both ways read the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple, cast

from translate_flow.bitext import Code, Credit, Match, Segment, State
from translate_flow.stores.facts import Stated, codes_in, digest, fact_in
from translate_flow.stores.xliff12.inline import writable
from translate_flow.stores.xliff12.render import latest_phase
from translate_flow.stores.xliff12.status import Judgement, Status, attributes, judged
from translate_flow.stores.xml_frame import Groups

_REFERENCE = r"&(?:lt|gt|amp|quot|apos|#[0-9]+);"
_CHARACTERS = rf"[^<&]*+(?:{_REFERENCE}[^<&]*+)*+"
_NAMED = r' id="[a-z]+[0-9]+"(?: (?:ctype|clone|equiv-text)="[^"<\s]*+(?: [^"<\s]*+)*+")*+'
_CODED = rf"[^<&]*+(?:(?:{_REFERENCE}|<g{_NAMED}>|</g>|<x{_NAMED}/>)[^<&]*+)*+"
_TARGET = r'<target(?: state="([a-z0-9-]+)")?(?: state-qualifier="([a-z0-9-]+)")?(?: phase-name="([^"<&]*+)")?(?:/>|>'
_OURS = (
    r'<trans-unit id="(NAME)"(?: approved="(yes|no)")? xml:space="preserve">\s*'
    rf"<source>({_CODED})</source>\s*{_TARGET}({_CODED})</target>)\s*"
    rf'(?:<note from="translate-flow">({_CHARACTERS})</note>\s*)?</trans-unit>\s*'
)
_INSIDE = _OURS.replace("NAME", "(?P=unit)(?::[0-9]+)?")
_ANY = re.sub(r"\((?!\?)", "(?:", _INSIDE)
_OTHERS = (
    r'<trans-unit(?: xml:space="(?:preserve|default)")? id="([^"<&]+)"(?: resname="[^"<&]*")?'
    r'(?: approved="(yes|no)")?(?: xml:space="(?:preserve|default)")?>\s*'
    rf'<source(?: xml:lang="[^"<&]*")?>({_CHARACTERS})</source>\s*'
    rf"(?:{_TARGET}({_CHARACTERS})</target>)\s*)?</trans-unit>"
)
UNIT = re.compile(
    r'\s*+()(?:<group id="(?P<unit>[^"<&]+)" restype="x-(?!obsolete")([a-z][a-z0-9]*(?:-[a-z0-9]+)*)">\s*'
    rf"(?:{_INSIDE}|((?:{_ANY})++))</group>|{_OTHERS})"
)
"""For :func:`translate_flow.stores.xml_frame.frame`: a group of ours, or another tool's ``trans-unit``."""
_PARTS = re.compile(_OURS.replace("NAME", '[^"<&]+'))
_STATED = re.compile(r"state=([a-z]+) target=([0-9a-f]{6})(?:\n|$)")
_MARKUP = re.compile(r'&(lt|gt|amp|quot|apos|#[0-9]+);|<[gx] id="([a-z]+[0-9]+)"([^>]*?)(/?)>|</g>')
_SHOWN_AS = re.compile(r'equiv-text="([^"]*)"')
_CHARACTER = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_STATES = {str(state): state for state in State}
_NO_FACTS: tuple[Stated | None, tuple[Credit, ...], tuple[Match, ...], tuple[Code, ...]] = (None, (), (), ())


class Usual(NamedTuple):
    """A unit that was read."""

    id: str
    role: str
    """Empty where it is another tool's."""
    segments: tuple[Segment, ...]
    codes: tuple[Code, ...]
    foreign: tuple[int, ...]
    """The segments whose target was made, changed or approved in another tool."""
    names: list[str]
    """The ids of its ``trans-unit``s."""


def plain(groups: Groups, phases: Mapping[str, Credit]) -> Usual:
    """The unit of which :data:`UNIT` found ``groups``; ``phases`` are the file's, by name."""
    _, group, role, *ours, several, name, approved, source, state, qualifier, phase, target = groups
    if group is None:
        status = _status(state or "", qualifier or "", approved or "")
        return _others(name or "", source or "", target or "", status, phases.get(phase or ""))
    rows = cast(list[list[str | None]], _PARTS.findall(several) if several else [ours])
    segments: list[Segment] = []
    foreign: list[int] = []
    shown: dict[str, Code] = {}
    codes: tuple[Code, ...] = ()
    for _, approved, source, state, qualifier, phase, target, note in rows:
        texts = _text(source or "", shown), _text(target or "", shown)
        stated, credits_, matches, explained = _facts(note) if note else _NO_FACTS
        codes += explained
        status = _status(state or "", qualifier or "", approved or "")
        judgement = _judged(texts[1], stated, status)
        person = phases.get(phase or "") if texts[1] and phase != latest_phase(credits_) else None
        if person and person.name in {writable(credit.name) for credit in credits_}:
            person = None
        if judgement.changed:
            credits_ = tuple(credit for credit in credits_ if credit.role != "reviewer")
            person = person and person._replace(role="translator")  # whatever Lokalize calls the phase
        if person and (stated is None or judgement.changed or judgement.foreign):
            credits_ = (*credits_, person)
        if judgement.foreign and not person:
            foreign.append(len(segments))
        segments.append(Segment(*texts, judgement.state, judgement.sub_state, credits_, (), "", matches))
    if shown:
        known = {code.id for code in codes}
        codes = (*codes, *(code for code in shown.values() if code.id not in known))
    names = [row[0] or "" for row in rows]
    return Usual(group, role or "", tuple(segments), codes, tuple(foreign), names)


def _others(name: str, source: str, target: str, status: Status, person: Credit | None) -> Usual:
    """A ``trans-unit`` of another tool."""
    texts = _text(source, {}), _text(target, {})
    judgement = _unstated(bool(target), status, ours=False)
    credits_ = (person,) if person and target else ()
    segment = Segment(*texts, judgement.state, judgement.sub_state, credits_)
    foreign = (0,) if judgement.foreign and not credits_ else ()
    return Usual(name, "", (segment,), (), foreign, [name])


@lru_cache(maxsize=256)
def _status(state: str, qualifier: str, approved: str) -> Status:
    return Status(state, qualifier, approved)


def _judged(target: str, stated: Stated | None, status: Status) -> Judgement:
    if stated is None:
        return _unstated(bool(target), status, ours=True)
    if stated.digest == digest(target) and status == _expected(stated.state, stated.sub_state, bool(target)):
        return Judgement(stated.state, stated.sub_state)
    return judged(target, stated, status, ours=True)


@lru_cache(maxsize=256)
def _unstated(there: bool, status: Status, *, ours: bool) -> Judgement:
    return judged("x" if there else "", None, status, ours=ours)


@lru_cache(maxsize=256)
def _expected(state: State, sub_state: str, there: bool) -> Status:
    return attributes(state, sub_state, "x" if there else "")


def _facts(note: str) -> tuple[Stated | None, tuple[Credit, ...], tuple[Match, ...], tuple[Code, ...]]:
    """What our note says. Its first line differs in each segment, the others hardly."""
    found = _STATED.match(note)
    if not found or found[1] not in _STATES:
        return _told(note)
    return Stated(_STATES[found[1]], "", found[2]), *_told(note[found.end() :])[1:]


@lru_cache(maxsize=1024)
def _told(note: str) -> tuple[Stated | None, tuple[Credit, ...], tuple[Match, ...], tuple[Code, ...]]:
    codes, lines = codes_in(_text(note, {}).split("\n"))
    facts = [fact_in(line) for line in lines]
    stated = next((fact for fact in facts if isinstance(fact, Stated)), None)
    credits_ = tuple(fact for fact in facts if isinstance(fact, Credit))
    return stated, credits_, tuple(fact for fact in facts if isinstance(fact, Match)), codes


def _text(text: str, shown: dict[str, Code]) -> str:
    """Content as text with tags; ``shown`` gets the codes, as far as their elements say what they stand for."""
    if "&" not in text and "<" not in text:
        return text
    opened: list[str] = []

    def plainly(found: re.Match[str]) -> str:
        reference, name, rest, lone = found.groups()
        if reference:
            return _CHARACTER.get(reference) or chr(int(reference[1:]))
        if name is None:
            return f"</{opened.pop()}>"
        equiv = _SHOWN_AS.search(rest)
        data = _text(equiv[1], {}) if equiv else ""
        shown.setdefault(name, Code(name, data) if lone else Code(name, data, ""))
        if not lone:
            opened.append(name)
        return f"<{name}/>" if lone else f"<{name}>"

    return _MARKUP.sub(plainly, text)

"""Units as XLIFF 2, from nothing: always the same characters for the same unit, one element a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from translate_flow import languages
from translate_flow.bitext import Bitext, Credit, Match, Note, Segment, State, Unit
from translate_flow.stores.escapes import escape, visible
from translate_flow.stores.facts import credit_fact, match_fact, state_fact
from translate_flow.stores.tagged import Mark, corresponding, marked
from translate_flow.stores.xliff2.inline import attribute, bare, escaped, inline, original_data, writable
from translate_flow.stores.xliff2.status import OWN, stated, sub_state_attribute
from translate_flow.stores.xml_arrange import OBSOLETE

CORE = {"2.0": "urn:oasis:names:tc:xliff:document:2.0", "2.1": "urn:oasis:names:tc:xliff:document:2.0",
        "2.2": "urn:oasis:names:tc:xliff:document:2.2"}  # fmt: skip
"""Namespace of the core by version."""
METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"
MATCHES = "urn:oasis:names:tc:xliff:matches:2.0"
ITS = "http://www.w3.org/2005/11/its"
PREVIOUS = "tf:previous"
"""``subType`` of the match that holds the source that a target was made for."""
IN_CONTEXT = 101
ESCAPED = "tf:escaped-"
"""Before the category of a note whose characters XML cannot hold: they stand as in C."""
_HALVES = {"open": "start", "start": "start", "isolated-start": "start", "close": "end", "end": "end"}
_STRANGE = re.compile(r"[^A-Za-z0-9._:-]|_(?=x[0-9A-F]{4,6}_)")
_ENCODED = re.compile(r"_x([0-9A-F]{4,6})_")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def name_token(text: str) -> str:
    """The text as an ``NMTOKEN``: other characters stand as ``_x0020_``."""
    return _STRANGE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def from_token(token: str) -> str:
    """The opposite of :func:`name_token`."""
    return _ENCODED.sub(lambda found: chr(int(found[1], 16)), token) if "_x" in token else token


def facts(segment: Segment) -> list[str]:
    """The lines about a segment that its elements don't say exactly, see :mod:`translate_flow.stores.facts`."""
    own = stated(segment)
    lines = [state_fact(own)] if own else []
    lines += [credit_fact(credit) for credit in segment.credits]
    return lines if _writable(segment) else lines + [match_fact(match) for match in segment.matches]


def _writable(segment: Segment) -> bool:
    """Whether the proposals can stand as elements."""
    return all(0 <= match.score <= IN_CONTEXT and not _UNWRITABLE.search(match.origin) for match in segment.matches)


def file_lines(bitext: Bitext, version: str, units: list[str], obsolete: list[str]) -> str:
    """A whole file around its units' lines."""
    its = f' xmlns:its="{ITS}" its:version="2.0"' if version != "2.0" else ""
    spaces = f'xmlns="{CORE[version]}" xmlns:mda="{METADATA}" xmlns:mtc="{MATCHES}"{its}'
    languages_ = attribute("srcLang", bitext.source_language)
    languages_ += attribute("trgLang", bitext.target_language) if bitext.target_language else ""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>\n',
        f'<xliff {spaces} version="{version}"{languages_}>\n',
        f'  <file id="f1"{attribute("original", bitext.document)} xml:space="preserve">\n',
    ]
    if group := organization_group(bitext.organization):
        lines.append(f"    <mda:metadata>\n      {group}\n    </mda:metadata>\n")
    if note := credit_note(bitext):
        lines.append(f"    <notes>\n      {note}\n    </notes>\n")
    lines += units
    if obsolete or not units:
        lines.append(obsolete_group("".join(obsolete)))
    return "".join([*lines, "  </file>\n", "</xliff>\n"])


def obsolete_group(lines: str) -> str:
    """The lines of the group of units that the source no longer has; it is there too where nothing else is."""
    return f'    <group id="{OBSOLETE}" type="{OWN}{OBSOLETE}" translate="no">\n{lines}    </group>\n'


def organization_group(name: str) -> str:
    """For whom the document is translated, as a group of a file's metadata; empty for nobody."""
    meta = f'<mda:meta type="{OWN}organization">{escaped(visible(escape(name)))}</mda:meta>'
    return f'<mda:metaGroup category="{OWN}document">{meta}</mda:metaGroup>' if name else ""


def credit_note(bitext: Bitext) -> str:
    """The note that names all people of the document; empty where there are none."""
    text = document_credit(bitext)
    return f'<note id="credit" appliesTo="target" category="credit">{escaped(text)}</note>' if text else ""


def document_credit(bitext: Bitext) -> str:
    """What that note says."""
    return credit_text([credit for unit in bitext.units for segment in unit.segments for credit in segment.credits])


def credit_text(credits_: Iterable[Credit]) -> str:
    """Names by role, for people who look at the file."""
    names: dict[str, list[str]] = {"translator": [], "reviewer": [], "editor": []}
    for credit in dict.fromkeys(credits_):
        if credit.name not in names[credit.role]:
            names[credit.role].append(credit.name)
    text = "; ".join(f"{role.capitalize()}: {', '.join(found)}" for role, found in names.items() if found)
    return writable(text)


def unit_lines(unit: Unit, version: str, source_language: str, *, obsolete: bool = False) -> str:
    """A unit's lines."""
    if version == "2.0" and not (obsolete or unit.codes) and len(unit.segments) == 1 and _is_plain(unit.segments[0]):
        return _plain_unit(unit)
    indent = "      " if obsolete else "    "
    sources = marked([segment.source for segment in unit.segments], unit.codes)
    targets = corresponding(marked([segment.target for segment in unit.segments], unit.codes), sources)
    soft = _soft(unit, sources, targets)
    prefix = f"{OBSOLETE}." if obsolete else ""
    who, records = _provenance(unit, prefix) if version != "2.0" else ("", [])
    lines = [f'<unit id="{prefix}{name_token(unit.id)}" type="{OWN}{unit.role}"{who}>']
    lines += _matches(unit)
    lines += _metadata(unit)
    lines += records
    lines += _notes(unit)
    if unit.codes:
        data = (f'    <data id="{name}">{escaped(text)}</data>' for name, text in original_data(unit.codes))
        lines += ["  <originalData>", *data, "  </originalData>"]
    between = escaped(languages.joiner(source_language))
    for number, segment in enumerate(unit.segments):
        if number and between:
            lines += ["  <ignorable>", f"    <source>{between}</source>", "  </ignorable>"]
        lines.append(f'  <segment id="{number + 1}"{status(segment)}>')
        lines.append(f"    <source>{inline(sources[number], soft)}</source>")
        if has_target(segment):
            lines.append(f"    <target>{inline(targets[number], soft)}</target>")
        lines.append("  </segment>")
    lines.append("</unit>")
    return "".join(f"{indent}{line}\n" for line in lines)


def _is_plain(segment: Segment) -> bool:
    return not (segment.notes or segment.matches or segment.previous)


def _plain_unit(unit: Unit) -> str:
    """The lines of a unit of one segment without codes, notes and proposals, as most are."""
    segment = unit.segments[0]
    own = stated(segment)
    about = f"{_FACT}{escaped(state_fact(own))}</mda:meta>\n{_credit_metas(segment.credits)}" if own else ""
    facts_ = f"{_FIRST}{about}{_LAST}" if own else ""
    target = f"        <target>{escaped(segment.target)}</target>\n" if has_target(segment) else ""
    return (
        f'    <unit id="{name_token(unit.id)}" type="{OWN}{unit.role}">\n{facts_}{_credit_notes(segment.credits)}'
        f'      <segment id="1"{status(segment)}>\n        <source>{escaped(segment.source)}</source>\n{target}'
        "      </segment>\n    </unit>\n"
    )


_FIRST = f'      <mda:metadata>\n        <mda:metaGroup category="{OWN}1" appliesTo="target">\n'
_LAST = "        </mda:metaGroup>\n      </mda:metadata>\n"
_FACT = f'          <mda:meta type="{OWN}fact">'


@lru_cache(maxsize=256)
def _credit_metas(credits_: tuple[Credit, ...]) -> str:
    return "".join(f"{_FACT}{escaped(credit_fact(credit))}</mda:meta>\n" for credit in credits_)


@lru_cache(maxsize=256)
def _credit_notes(credits_: tuple[Credit, ...]) -> str:
    people = credit_text(credits_)
    note = f'<note id="credit" appliesTo="target" category="credit">{escaped(people)}</note>'
    return f"      <notes>\n        {note}\n      </notes>\n" if people else ""


def has_target(segment: Segment) -> bool:
    """Whether there is a ``target``: any state beyond initial needs one."""
    return bool(segment.target) or segment.state is not State.INITIAL


def status(segment: Segment) -> str:
    """The attributes ``state`` and ``subState``."""
    sub_state = sub_state_attribute(segment.sub_state)
    state = f' state="{segment.state}"' if sub_state or has_target(segment) else ""
    return state + (attribute("subState", sub_state) if sub_state else "")


def _soft(unit: Unit, sources: list[list[str | Mark]], targets: list[list[str | Mark]]) -> frozenset[str]:
    """The codes that the translation lacks: only what may be deleted can be missing (section 4.7.2.6)."""
    if not unit.codes:
        return frozenset()
    there = {_half(part) for target in targets for part in target if isinstance(part, Mark)}
    translated = (source for segment, source in zip(unit.segments, sources, strict=True) if has_target(segment))
    codes = (part for source in translated for part in source if isinstance(part, Mark))
    return frozenset(part.code.id for part in codes if _half(part) not in there)


def _half(mark: Mark) -> tuple[str, str]:
    """The part of a code that a mark stands for, whether it nests or not."""
    return mark.code.id, _HALVES.get(mark.shape, mark.shape)


def _matches(unit: Unit) -> Iterator[str]:
    """Proposals, and the sources that targets were made for (Translation Candidates Module, section 5.1)."""
    found = [(number, match_lines(number, s, unit)) for number, s in enumerate(unit.segments, 1)]
    lines = [line for _, some in found for line in some]
    if lines:
        yield "  <mtc:matches>"
        yield from lines
        yield "  </mtc:matches>"


def match_lines(number: int, segment: Segment, unit: Unit) -> list[str]:
    """The ``mtc:match`` elements of a segment."""
    lines: list[str] = []
    if segment.previous:
        about = f' type="other" subType="{PREVIOUS}"'
        lines += _match(number, about, segment.previous, segment.target, unit)
    for match in segment.matches if _writable(segment) else ():
        lines += _match(number, _about(match), match.source, match.target, unit)
    return lines


def _about(match: Match) -> str:
    """Score and origin of a match; one in context (101) is of type ``icm``."""
    score = ' type="icm" similarity="100"' if match.score == IN_CONTEXT else f' similarity="{match.score}"'
    return score + (attribute("origin", match.origin) if match.origin else "")


def _match(number: int, about: str, source: str, target: str, unit: Unit) -> list[str]:
    return [
        f'    <mtc:match ref="#{number}"{about}>',
        f"      <source>{bare(marked([source], unit.codes)[0])}</source>",
        f"      <target>{bare(marked([target], unit.codes)[0])}</target>",
        "    </mtc:match>",
    ]


def _metadata(unit: Unit) -> Iterator[str]:
    """Facts by segment (Metadata Module, section 5.3)."""
    lines: list[str] = []
    for number, segment in enumerate(unit.segments, 1):
        if found := facts(segment):
            lines.append(f'    <mda:metaGroup category="{OWN}{number}" appliesTo="target">')
            lines += (f'      <mda:meta type="{OWN}fact">{escaped(fact)}</mda:meta>' for fact in found)
            lines.append("    </mda:metaGroup>")
    if lines:
        yield "  <mda:metadata>"
        yield from lines
        yield "  </mda:metadata>"


def _notes(unit: Unit) -> Iterator[str]:
    lines: list[str] = []
    for number, segment in enumerate(unit.segments, 1):
        lines += (note_line(f"{number}.{index}", note) for index, note in enumerate(segment.notes, 1))
    if people := credit_text(credit for segment in unit.segments for credit in segment.credits):
        lines.append(f'<note id="credit" appliesTo="target" category="credit">{escaped(people)}</note>')
    if lines:
        yield "  <notes>"
        yield from (f"    {line}" for line in lines)
        yield "  </notes>"


def note_line(name: str, note: Note) -> str:
    """A ``note``: to the translator, of the source; by one, of the target."""
    strange = _UNWRITABLE.search(note.text)
    category = f"{ESCAPED if strange else ''}{note.category}"
    text = visible(escape(note.text)) if strange else note.text
    side = "source" if note.category == "source" else "target"
    return f'<note id="{name}" appliesTo="{side}" category="{category}">{escaped(text)}</note>'


def _provenance(unit: Unit, prefix: str) -> tuple[str, list[str]]:
    """ITS provenance (section 5.9): the unit's attributes, or records where several people did the same."""
    people: dict[str, list[str]] = {}
    for credit in dict.fromkeys(credit for segment in unit.segments for credit in segment.credits):
        agent = _AGENTS[credit.kind]
        names = people.setdefault(f"rev{agent.capitalize()}" if credit.role == "reviewer" else agent, [])
        names += [] if credit.name in names else [credit.name]
    if all(len(names) == 1 for names in people.values()):
        return "".join(attribute(f"its:{name}", names[0]) for name, names in people.items()), []
    rows = range(max(len(names) for names in people.values()))
    named = ("".join(attribute(n, names[at]) for n, names in people.items() if at < len(names)) for at in rows)
    records = [f"    <its:provenanceRecord{names}/>" for names in named]
    name = f"credits.{prefix}{name_token(unit.id)}".replace(":", "_x003A_")
    opening = f'  <its:provenanceRecords xml:id="{name}">'
    return f' its:provenanceRecordsRef="#its={name}"', [opening, *records, "  </its:provenanceRecords>"]


_AGENTS = {"person": "person", "organization": "org", "tool": "tool"}

"""Units as XLIFF 1.2 (strict), from nothing: always the same characters for the same unit, one element a line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from pathlib import PurePosixPath

from translate_flow.bitext import Bitext, Code, Credit, Match, Note, Segment, State, Unit
from translate_flow.stores.escapes import escape, visible
from translate_flow.stores.facts import Stated, code_facts, credit_fact, digest, match_fact, state_fact
from translate_flow.stores.tagged import Mark, corresponding, marked
from translate_flow.stores.xliff12.inline import NAMESPACE, UNWRITABLE, attribute, data, escaped, inline
from translate_flow.stores.xliff12.status import attributes
from translate_flow.stores.xml_arrange import OBSOLETE

TOOL = "translate-flow"
ESCAPED = "escaped-"
"""Before ``from`` of a note whose characters XML cannot hold: they stand as in C."""
PREVIOUS = "previous-version"
_DATATYPES = {".html": "html", ".htm": "html", ".xhtml": "xhtml", ".xml": "xml", ".md": "x-markdown",
              ".markdown": "x-markdown", ".rtf": "rtf"}  # fmt: skip
_PROCESSES = {"translator": "translation", "reviewer": "review", "editor": "editing"}


def stated(segment: Segment) -> Stated | None:
    """What we write of a segment's state, so that we see later whether another tool changed anything.

    ``None`` where there is nothing to remember: no target yet, or one that nobody is credited with.
    """
    usual = State.TRANSLATED if segment.target else State.INITIAL
    plain = (segment.state, segment.sub_state, segment.credits) == (usual, "", ())
    return None if plain else Stated(segment.state, segment.sub_state, digest(segment.target))


def file_lines(bitext: Bitext, units: list[str], obsolete: list[str]) -> str:
    """A whole file around its units' lines."""
    datatype = _DATATYPES.get(PurePosixPath(bitext.document).suffix.lower(), "plaintext")
    pair = attribute("source-language", bitext.source_language)
    pair += attribute("target-language", bitext.target_language) if bitext.target_language else ""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>\n',
        f'<xliff xmlns="{NAMESPACE}" version="1.2">\n',
        f'  <file{attribute("original", bitext.document)}{pair} datatype="{datatype}">\n',
        "    <header>\n",
        phase_group(bitext),
        f"      {header_note(bitext.organization)}\n" if bitext.organization else "",
        "    </header>\n",
        "    <body>\n",
        *units,
        obsolete_group("".join(obsolete)) if obsolete else "",
        "    </body>\n",
        "  </file>\n",
        "</xliff>\n",
    ]
    return "".join(lines)


def obsolete_group(lines: str) -> str:
    """The lines of the group of units that the source no longer has."""
    return f'      <group id="{OBSOLETE}" restype="x-{OBSOLETE}" translate="no">\n{lines}      </group>\n'


def header_note(organization: str) -> str:
    """The note that says for whom the document is translated."""
    return f'<note from="{TOOL}">organization="{data(visible(escape(organization)))}"</note>'


def phase_group(bitext: Bitext) -> str:
    """The lines of the phases, one for each credit (section 2.2, ``phase``); empty where there are none."""
    phases = {name: f"        {one}\n" for name, one in phases_of((*bitext.units, *bitext.obsolete)).items()}
    return f"      <phase-group>\n{''.join(phases.values())}      </phase-group>\n" if phases else ""


def phases_of(units: Iterable[Unit]) -> dict[str, str]:
    """The phases of units, by name. Work of a tool is told by the facts alone."""
    credits_ = dict.fromkeys(credit for unit in units for segment in unit.segments for credit in segment.credits)
    return {phase_name(credit): phase(credit) for credit in credits_ if credit.kind != "tool"}


def phase_name(credit: Credit) -> str:
    """The name of a credit's phase: the same wherever the credit stands."""
    return f"{credit.role}-{blake2b(repr(tuple(credit)).encode(), digest_size=3).hexdigest()}"


def phase(credit: Credit) -> str:
    """A ``phase``: who did what when."""
    who = "company-name" if credit.kind == "organization" else "contact-name"
    day = re.fullmatch(r"(\d{4}-\d\d-\d\d)(T.*)?", credit.date)
    when = f' date="{day[1]}T00:00:00Z"' if day else ""
    process = f' process-name="{_PROCESSES[credit.role]}"'
    return f'<phase phase-name="{phase_name(credit)}"{process}{attribute(who, credit.name)}{when}/>'


def unit_lines(unit: Unit, *, obsolete: bool = False) -> str:
    """A unit's lines: a ``group`` of its segments."""
    if len(unit.segments) == 1 and not (obsolete or unit.codes) and _is_plain(unit.segments[0]):
        return _plain_unit(unit, unit.segments[0])
    indent = "        " if obsolete else "      "
    sources, targets = sides(unit)
    codes = explained(unit)
    names = unit.segment_ids()
    lines = [f'<group{attribute("id", _own(unit.id, obsolete))} restype="x-{unit.role}">']
    for at, segment in enumerate(unit.segments):
        lines += segment_lines(_own(names[at], obsolete), segment, sources[at], targets[at], unit.codes, codes[at])
    lines.append("</group>")
    return "".join(f"{indent}{line}\n" for line in lines)


def _is_plain(segment: Segment) -> bool:
    return not (segment.notes or segment.matches or segment.previous)


def _plain_unit(unit: Unit, segment: Segment) -> str:
    """The lines of a unit of one segment without codes, notes and proposals, as most are."""
    name = attribute("id", unit.id)
    approved, start, before, after = _about(segment.state, segment.sub_state, bool(segment.target), segment.credits)
    note = f"          {before}{digest(segment.target)}{after}\n" if before else ""
    return (
        f'      <group{name} restype="x-{unit.role}">\n        <trans-unit{name}{approved} xml:space="preserve">\n'
        f"          <source>{escaped(segment.source)}</source>\n          {start}{escaped(segment.target)}</target>\n"
        f"{note}        </trans-unit>\n      </group>\n"
    )


@lru_cache(maxsize=1024)
def _about(state: State, sub_state: str, there: bool, credits_: tuple[Credit, ...]) -> tuple[str, str, str, str]:
    """``approved``, the start tag of a target, and what stands before and behind its digest in our note."""
    segment = Segment("", "x" if there else "", state, sub_state, credits_)
    status = attributes(state, sub_state, segment.target)
    qualifier = f' state-qualifier="{status.qualifier}"' if status.qualifier else ""
    approved = f' approved="{status.approved}"' if status.approved else ""
    start = f'<target state="{status.state}"{qualifier}{phase_of(segment)}>'
    if not (lines := fact_lines(segment, ())):
        return approved, start, "", ""
    state_line, _, rest = data("\n".join(lines)).partition("\n")
    ending = f"\n{rest}" if rest else ""
    return approved, start, f'<note from="{TOOL}">{state_line[:-6]}', f"{ending}</note>"


def _own(name: str, obsolete: bool) -> str:
    return f"{OBSOLETE}.{name}" if obsolete else name


def sides(unit: Unit) -> tuple[list[list[str | Mark]], list[list[str | Mark]]]:
    """The sources and the targets of a unit, with the codes that can be elements."""
    sources = marked([segment.source for segment in unit.segments], unit.codes)
    return sources, corresponding(marked([segment.target for segment in unit.segments], unit.codes), sources)


def explained(unit: Unit) -> list[tuple[Code, ...]]:
    """The codes that each segment explains: the unit's first one explains all."""
    return [unit.codes, *(() for _ in unit.segments[1:])]


def segment_lines(
    name: str, segment: Segment, source: list[str | Mark], target: list[str | Mark],
    codes: tuple[Code, ...], known: tuple[Code, ...],
) -> list[str]:  # fmt: skip
    """A ``trans-unit``; its facts explain the codes ``known``."""
    status = attributes(segment.state, segment.sub_state, segment.target)
    approved = f' approved="{status.approved}"' if status.approved else ""
    qualifier = f' state-qualifier="{status.qualifier}"' if status.qualifier else ""
    lines = [
        f'  <trans-unit{attribute("id", name)}{approved} xml:space="preserve">',
        f"    <source>{inline(source)}</source>",
        f'    <target state="{status.state}"{qualifier}{phase_of(segment)}>{inline(target)}</target>',
    ]
    if found := fact_lines(segment, known):
        lines.append(f'    <note from="{TOOL}">{data(chr(10).join(found))}</note>')
    lines += (f"    {note_line(note)}" for note in segment.notes)
    lines += alternatives(segment, codes)
    lines.append("  </trans-unit>")
    return lines


def phase_of(segment: Segment) -> str:
    """The attribute that names the latest phase."""
    name = latest_phase(segment.credits)
    return f' phase-name="{name}"' if name else ""


@lru_cache(maxsize=1024)
def latest_phase(credits_: tuple[Credit, ...]) -> str:
    """The name of the phase that a target is in; empty where nobody is credited."""
    people = [credit for credit in credits_ if credit.kind != "tool"]
    order = ("translator", "editor", "reviewer")
    return phase_name(max(people, key=lambda credit: order.index(credit.role))) if people else ""


def fact_lines(segment: Segment, codes: tuple[Code, ...]) -> list[str]:
    """What the first note says, see :mod:`translate_flow.stores.facts`."""
    own = stated(segment)
    lines = [state_fact(own)] if own else []
    lines += (credit_fact(credit) for credit in segment.credits)
    lines += (fact for code in codes for fact in code_facts(code))
    return lines if _writable(segment) else [*lines, *(match_fact(match) for match in segment.matches)]


def _writable(segment: Segment) -> bool:
    """Whether the proposals can stand as elements."""
    return not any(UNWRITABLE.search(match.origin) for match in segment.matches)


def note_line(note: Note) -> str:
    """A ``note``: to the translator, of the source; by one, of the target."""
    strange = UNWRITABLE.search(note.text)
    text = visible(escape(note.text)) if strange else note.text
    side = "source" if note.category == "source" else "target"
    return f'<note from="{ESCAPED if strange else ""}{note.category}" annotates="{side}">{escaped(text)}</note>'


def alternatives(segment: Segment, codes: tuple[Code, ...]) -> list[str]:
    """The ``alt-trans`` of a segment: the source that its target was made for, and the proposals."""
    lines: list[str] = []
    if segment.previous:
        lines += _alternative(f' alttranstype="{PREVIOUS}"', segment.previous, segment.target, codes)
    for match in segment.matches if _writable(segment) else ():
        lines += _alternative(_about_match(match), match.source, match.target, codes)
    return lines


def _about_match(match: Match) -> str:
    return f' match-quality="{match.score}"{attribute("origin", match.origin) if match.origin else ""}'


def _alternative(about: str, source: str, target: str, codes: tuple[Code, ...]) -> list[str]:
    return [
        f"    <alt-trans{about}>",
        f"      <source>{inline(marked([source], codes)[0])}</source>",
        f"      <target>{inline(marked([target], codes)[0])}</target>",
        "    </alt-trans>",
    ]

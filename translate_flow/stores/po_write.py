"""Bitext to PO: new entries as gettext would write them, the others as they stand.

An entry is rewritten only if it says something else than its segment, and of such an entry only the lines that differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from translate_flow.bitext import TAG, Bitext, Code, Segment, Unit
from translate_flow.stores.po_entry import COMMENTS, STRINGS, parts_of
from translate_flow.stores.po_facts import (
    Facts,
    Stated,
    code_lines,
    digest,
    fact_lines,
    facts_of,
    follows_from_target,
    needs_look,
    note_lines,
    reference,
)  # fmt: skip
from translate_flow.stores.po_header import described, filled, header_strings, last_translator, with_translators
from translate_flow.stores.po_read import Contents, Item, understand
from translate_flow.stores.po_splice import Block, joined, ordered
from translate_flow.stores.po_syntax import pack, unpack
from translate_flow.stores.po_wrap import quoted


class Wanted(NamedTuple):
    """What an entry has to say."""

    unit: str
    name: str
    """The segment's id."""
    role: str
    codes: tuple[Code, ...]
    segment: Segment
    document: str
    obsolete: bool


def write(bitext: Bitext, onto: bytes | None, *, now: str) -> bytes:
    """The bytes of a PO file for the bitext; ``onto`` is the present file, of which all that still holds is kept.

    ``now`` (ISO 8601) dates the file if anything in it changed. Matches are not stored. Raises :class:`InputError`
    where ``onto`` is no PO.
    """
    wanted = _wanted(bitext)
    if not onto:
        return "\n".join([_header("", {}, bitext, now), *map(_entry, wanted)]).encode()
    text, wrapping = unpack(onto, "the present file")
    contents = understand(text, "the present file")
    blocks = _blocks(text, contents, wanted)
    changed = len(blocks) != len(contents.items) or any(block.text is not None for block in blocks)
    units = [(entry, "") for entry in contents.opaque] + [(item.entry, item.unit) for item in contents.items]
    units.sort(key=lambda pair: pair[0].start)
    blocks = ordered(blocks, units)
    if header := contents.header:
        blocks.insert(0, Block("", header))
    if changed or described(contents.fields) != replace(bitext, units=(), obsolete=()):
        new_header = _spliced_header(contents, bitext, now)
        blocks[: 1 if header else 0] = [Block("", header, new_header)]
    last = max([entry for entry, _ in units] + ([header] if header else []), default=None)
    return pack(joined(text, blocks, last), wrapping)


def _blocks(text: bytes, contents: Contents, wanted: list[Wanted]) -> list[Block]:
    saved_elsewhere = last_translator(contents.fields) is not None
    document = contents.fields.get("X-TF-Document", "")
    present = {item.name: item for item in contents.items if not item.entry.obsolete}
    present |= _obsolete(contents)
    blocks: list[Block] = []
    for want in wanted:
        item = present.get(want.name)
        if item is None:
            blocks.append(Block(want.unit, None, _entry(want).encode()))
        elif document in ("", want.document) and _says(item, want, saved_elsewhere):
            blocks.append(Block(want.unit, item.entry))
        else:
            blocks.append(Block(want.unit, item.entry, _rewritten(text, item, want, document)))
    return blocks


def _obsolete(contents: Contents) -> dict[str, Item]:
    """Obsolete entries by the name that they would have if we wrote them: other tools leave gaps in the numbers."""
    items = sorted((item for item in contents.items if item.entry.obsolete), key=lambda item: item.number)
    count: Counter[str] = Counter()
    named: dict[str, Item] = {}
    for item in items:
        count[item.unit] += 1
        named[f"{item.unit}~{count[item.unit]}"] = item
    return named


def _header(comments: str, fields: Mapping[str, str], bitext: Bitext, now: str) -> str:
    return with_translators(comments, bitext) + header_strings(filled(fields, bitext, now))


def _spliced_header(contents: Contents, bitext: Bitext, now: str) -> bytes:
    """The header for the bitext, with the comments and the fields that the file has already."""
    comments = contents.header.comments.decode() if contents.header else ""
    return _header(comments, contents.fields, bitext, now).encode()


def _wanted(bitext: Bitext) -> list[Wanted]:
    document = bitext.document
    wanted: list[Wanted] = []
    for unit in bitext.units:
        if len(unit.segments) == 1:
            wanted.append(Wanted(unit.id, unit.id, unit.role, unit.codes, unit.segments[0], document, False))
            continue
        codes = _codes(unit)
        for number, segment in enumerate(unit.segments):
            name = f"{unit.id}:{number + 1}"
            wanted.append(Wanted(unit.id, name, unit.role, codes[number], segment, document, False))
    for unit in bitext.obsolete:
        codes = _codes(unit)
        for number, segment in enumerate(unit.segments):
            name = f"{unit.id}~{number + 1}"
            wanted.append(Wanted(unit.id, name, unit.role, codes[number], segment, document, True))
    return wanted


def _codes(unit: Unit) -> list[tuple[Code, ...]]:
    """The codes to explain at each segment: those that it has; all at the first if their order would be lost."""
    if not unit.codes:
        return [()] * len(unit.segments)
    by_id = {code.id: code for code in unit.codes}
    used = []
    for segment in unit.segments:
        names = dict.fromkeys(found[2] for found in TAG.finditer(segment.source))
        used.append(tuple(by_id[name] for name in names if name in by_id))
    if tuple(dict.fromkeys(code for codes in used for code in codes)) != unit.codes:
        used[0] = unit.codes
    return used


def _entry(wanted: Wanted) -> str:
    """A new entry, with the last line's end."""
    segment, prefix = wanted.segment, "#~ " if wanted.obsolete else ""
    lines = _comments(wanted)
    if needs_look(segment.state, segment.sub_state, segment.target):
        lines.append("#, fuzzy")
    if segment.previous:
        lines.append(quoted("msgid", segment.previous, "#~| " if wanted.obsolete else "#| "))
    lines.append(quoted("msgctxt", wanted.name, prefix))
    lines.append(quoted("msgid", segment.source, prefix))
    lines.append(quoted("msgstr", segment.target, prefix))
    lines.append("")
    return "\n".join(lines)


def _comments(wanted: Wanted) -> list[str]:
    """All comments of an entry up to its reference."""
    segment = wanted.segment
    lines: list[str] = []
    if segment.credits or not follows_from_target(segment):
        stated = Stated(segment.state, segment.sub_state, digest(segment.target))
        lines = fact_lines(stated, segment.credits)
    if segment.notes:
        lines += note_lines("# ", [note.text for note in segment.notes if note.category == "translator"])
    lines.append(f"#. {wanted.role}")
    if wanted.codes:
        lines += code_lines(wanted.codes)
    if segment.notes:
        lines += note_lines("#. ", [note.text for note in segment.notes if note.category == "source"])
    if wanted.document:
        lines.append(reference(wanted.document))
    return lines


def _says(item: Item, wanted: Wanted, saved_elsewhere: bool) -> bool:
    """Whether an entry says what it has to say, and says it alone: not only together with who saved the file last."""
    segment = wanted.segment
    if segment.matches:
        segment = replace(segment, matches=())
    same = item.segment == segment and item.role == wanted.role and item.codes == wanted.codes
    return same and not (item.foreign and saved_elsewhere)


def _rewritten(text: bytes, item: Item, wanted: Wanted, document: str) -> bytes:
    """The entry with the lines that differ rewritten; its other lines, flags and references stay."""
    entry, segment = item.entry, wanted.segment
    old, new = parts_of(text[entry.start : entry.end]), parts_of(_entry(wanted).encode())
    before = facts_of(entry.comments, roles=entry.context is not None)
    after = facts_of(b"".join(new.get(kind, b"") for kind in COMMENTS), roles=True)
    same = {
        "#": (before.stated, before.credits, _remarks(before)) == (after.stated, after.credits, _remarks(after)),
        "#.": before[:2] == after[:2] and _remarks(before, "source") == _remarks(after, "source"),
        "#:": bool(before.references) and (document == wanted.document or before.references != (document,)),
        "#|": before.previous == after.previous,
        "msgctxt": entry.context == wanted.name or (entry.context is None and wanted.name == item.name),
        "msgid": entry.source == segment.source,
        "msgstr": entry.target == segment.target,
    }
    flags = [flag for flag in before.flags if flag != "fuzzy"]
    if before.fuzzy == after.fuzzy:
        same["#,"] = True
    elif flags:
        new["#,"] = f"#, {', '.join([*['fuzzy'] * after.fuzzy, *flags])}\n".encode()
    return b"".join((old if same.get(kind) else new).get(kind, b"") for kind in (*COMMENTS, *STRINGS))


def _remarks(facts: Facts, category: str = "translator") -> list[str]:
    return [note.text for note in facts.notes if note.category == category]

"""Bitext to PO: new entries as gettext would write them, the others as they stand.

An entry is rewritten only if it says something else than its segment, and of such an entry only the lines that differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from translate_flow.bitext import TAG, Bitext, Code, Segment, Unit
from translate_flow.stores.facts import Stated, digest
from translate_flow.stores.po.facts import (
    Facts,
    code_lines,
    fact_lines,
    facts_of,
    follows_from_target,
    needs_look,
    note_lines,
    reference,
)  # fmt: skip
from translate_flow.stores.po.header import described, filled, header_strings, last_translator, with_translators
from translate_flow.stores.po.read import Contents, Item, role_of, understood
from translate_flow.stores.po.splice import Block, joined, ordered
from translate_flow.stores.po.syntax import entries, pack, unpack
from translate_flow.stores.po.wrap import quoted


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

    ``now`` (ISO 8601) dates the file if anything in it changed. Raises :class:`InputError`
    where ``onto`` is no PO.
    """
    wanted = _wanted(bitext)
    if not onto:
        return b"\n".join([_header("", {}, bitext, now).encode(), *(_entry(want).encode() for want in wanted)])
    text, wrapping = unpack(onto, "the present file")
    contents = understood(text, "the present file")
    blocks = _blocks(text, contents, wanted)
    segments = sum(item.segment is not None for item in contents.items)
    changed = len(blocks) != segments or any(block.text is not None for block in blocks)
    blocks = ordered(blocks, [(item, unit) for item, (unit, _) in zip(contents.items, contents.names, strict=True)])
    if changed or described(contents.fields) != replace(bitext, units=(), obsolete=()):
        header = _spliced_header(contents, bitext, now)
        start = contents.header.start if contents.header else -1
        at = next((at for at, block in enumerate(blocks) if block.old and block.old.start == start), -1)
        blocks[max(at, 0) : at + 1] = [Block("", blocks[at].old if at >= 0 else None, header)]
    return pack(joined(text, blocks, contents.items), wrapping)


def _blocks(text: bytes, contents: Contents, wanted: list[Wanted]) -> list[Block]:
    saved_elsewhere = last_translator(contents.fields) is not None
    document = contents.fields.get("X-TF-Document", "")
    present = _present(contents)
    blocks: list[Block] = []
    for want in wanted:
        item = present.get(want.name)
        if item is None:
            blocks.append(Block(want.unit, None, _entry(want).encode()))
        elif document in ("", want.document) and _says(item, want, saved_elsewhere):
            blocks.append(Block(want.unit, item))
        else:
            blocks.append(Block(want.unit, item, _rewritten(text, item, want, document)))
    return blocks


def _present(contents: Contents) -> dict[str, Item]:
    """The entries by the names that they would have if we wrote them: other tools leave gaps in obsolete numbers."""
    present: dict[str, Item] = {}
    obsolete: dict[str, list[tuple[int, Item]]] = {}
    for item, (unit, number) in zip(contents.items, contents.names, strict=True):
        if item.obsolete and unit:
            obsolete.setdefault(unit, []).append((number, item))
        elif unit:
            present[f"{unit}:{number}" if number else unit] = item
    for unit, found in obsolete.items():
        found.sort(key=lambda pair: pair[0])
        present |= {f"{unit}~{rank}": item for rank, (_, item) in enumerate(found, 1)}
    return present


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
    lines: list[str] = []
    if segment.credits or segment.matches or not follows_from_target(segment):
        stated = Stated(segment.state, segment.sub_state, digest(segment.target))
        lines += fact_lines(stated, segment.credits, segment.matches)
    if wanted.codes or segment.notes:
        lines += _comments(wanted)
    else:
        lines.append(_extracted(wanted.role, wanted.document))
    if needs_look(segment.state, segment.sub_state, segment.target):
        lines.append("#, fuzzy")
    if segment.previous:
        lines.append(quoted("msgid", segment.previous, "#~| " if wanted.obsolete else "#| "))
    name, source = quoted("msgctxt", wanted.name, prefix), quoted("msgid", segment.source, prefix)
    comments, target = "\n".join(lines), quoted("msgstr", segment.target, prefix)
    return f"{comments}\n{name}\n{source}\n{target}\n"


@lru_cache(maxsize=64)
def _extracted(role: str, document: str) -> str:
    """Role and reference, the lines that most entries share."""
    return f"#. {role}\n{reference(document)}" if document else f"#. {role}"


def _comments(wanted: Wanted) -> list[str]:
    """Notes, role, codes and reference."""
    notes = wanted.segment.notes
    lines = note_lines("# ", [note.text for note in notes if note.category == "translator"])
    lines.append(f"#. {wanted.role}")
    lines += code_lines(wanted.codes)
    lines += note_lines("#. ", [note.text for note in notes if note.category == "source"])
    if wanted.document:
        lines.append(reference(wanted.document))
    return lines


def _says(item: Item, wanted: Wanted, saved_elsewhere: bool) -> bool:
    """Whether an entry says what it has to say, and says it alone: not only together with who saved the file last."""
    same = (
        item.segment == wanted.segment
        and (item.role or role_of(wanted.unit)) == wanted.role
        and item.codes == wanted.codes
    )
    return same and not (item.foreign and saved_elsewhere)


def _rewritten(text: bytes, item: Item, wanted: Wanted, document: str) -> bytes:
    """The entry with the lines that differ rewritten; its other lines, flags and references stay."""
    there, rendered = text[item.start : item.end], _entry(wanted).encode()
    if (
        item.segment
        and there == _entry(wanted._replace(role=item.role, codes=item.codes, segment=item.segment)).encode()
    ):
        return rendered
    from translate_flow.stores.po.entry import COMMENTS, STRINGS, parts_of  # not needed for most entries

    old, new = parts_of(there), parts_of(rendered)
    was, entry = next(entries(there, wanted.name)), next(entries(rendered, wanted.name))
    before, after = facts_of(was.comments), facts_of(entry.comments)
    same = {
        "#": _stated(before) == _stated(after),
        "#.": before[:2] == after[:2] and _remarks(before, "source") == _remarks(after, "source"),
        "#:": bool(before.references) and (document == wanted.document or before.references != after.references),
        "#|": before.previous == after.previous,
        "msgctxt": was.context in (None, entry.context),
        "msgid": was.source == entry.source,
        "msgstr": was.target == entry.target,
    }
    flags = [flag for flag in before.flags if flag != "fuzzy"]
    if before.fuzzy == after.fuzzy:
        same["#,"] = True
    elif flags:
        new["#,"] = f"#, {', '.join([*['fuzzy'] * after.fuzzy, *flags])}\n".encode()
    return b"".join((old if same.get(kind) else new).get(kind, b"") for kind in (*COMMENTS, *STRINGS))


def _stated(facts: Facts) -> tuple[object, ...]:
    """What the ``# `` lines say."""
    return facts.stated, facts.credits, facts.matches, _remarks(facts)


def _remarks(facts: Facts, category: str = "translator") -> list[str]:
    return [note.text for note in facts.notes if note.category == category]

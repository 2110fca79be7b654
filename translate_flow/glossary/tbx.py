"""TBX: version 3 (ISO 30042:2019, TBX-Basic in DCA and DCT style) and version 2 (martif), in and out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from translate_flow.errors import InputError
from translate_flow.glossary.model import Term, status_of

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_CONCEPTS = ("conceptEntry", "termEntry")
_LANGUAGES = ("langSec", "langSet")
_TERMS = ("termSec", "tig", "ntig")
_SAME = "do not translate"
_CASE = "case-sensitive"
_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
)
_ENTITIES = re.compile(rb"<!DOCTYPE[^>]*\[|<!ENTITY")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class _Word(NamedTuple):
    """A term in one language."""

    text: str
    language: str
    facts: dict[str, str]
    notes: tuple[str, ...]


def read_tbx(data: bytes, where: str, source: str = "", target: str = "") -> list[Term]:
    """The terms of a file from one language to another; without a pair, from the first language to the others.

    Raises :class:`InputError`, with the line, for what is no TBX.
    """
    if _ENTITIES.search(data):
        raise InputError("the file defines entities, which may hide anything", where=where, remedy="take them out")
    try:
        root = etree.fromstring(data, _PARSER)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        what = f"this TBX cannot be read: {str(error).partition(', line ')[0]}"
        raise InputError(what, where=f"{where}:{line}", remedy="export it again") from None
    if _local(root) not in ("tbx", "martif"):
        raise InputError(f"this is no TBX but <{_local(root)}>", where=where, remedy="give a TBX file")
    concepts = [one for one in root.iter() if _local(one) in _CONCEPTS]
    return [term for concept in concepts for term in _terms(concept, source, target)]


def _local(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _terms(concept: etree._Element, source: str, target: str) -> Iterator[Term]:
    words = [word for one in concept if _local(one) in _LANGUAGES for word in _words(one)]
    if not words:
        return
    first = source or words[0].language
    notes = tuple(_notes(concept))
    for ours in words:
        if not _fits(first, ours.language):
            continue
        for theirs in words:
            wanted = _fits(target, theirs.language) if target else not _fits(first, theirs.language)
            if wanted:
                yield _term(ours, theirs, notes)


def _fits(wanted: str, tag: str) -> bool:
    return wanted.split("-", maxsplit=1)[0].lower() == tag.split("-", maxsplit=1)[0].lower()


def _words(language: etree._Element) -> Iterator[_Word]:
    tag = (language.get(_LANG) or language.get("lang") or "").replace("_", "-")
    for section in language.iter():
        if _local(section) not in _TERMS:
            continue
        texts = ["".join(map(str, one.itertext())).strip() for one in section.iter() if _local(one) == "term"]
        facts = {
            one.get("type") or _local(one): "".join(map(str, one.itertext())).strip()
            for one in section.iter()
            if _local(one) in ("termNote", "administrativeStatus", "partOfSpeech")
        }
        if texts and texts[0]:
            yield _Word(texts[0], tag, facts, tuple(_notes(section)))


def _notes(holder: etree._Element) -> Iterator[str]:
    for child in holder:
        if _local(child) == "note" and (text := "".join(map(str, child.itertext())).strip()):
            yield text


def _term(ours: _Word, theirs: _Word, notes: tuple[str, ...]) -> Term:
    said = [*notes, *ours.notes, *theirs.notes]
    status = theirs.facts.get("administrativeStatus") or theirs.facts.get("normativeAuthorization") or ""
    speech = ours.facts.get("partOfSpeech") or theirs.facts.get("partOfSpeech") or ""
    plain = " ".join(dict.fromkeys(note for note in said if note not in (_SAME, _CASE)))
    return Term(
        ours.text, theirs.text, ours.language, theirs.language, speech, status_of(status), plain, _CASE in said,
        _SAME in said,
    )  # fmt: skip


def write_tbx(terms: Iterable[Term], version: int = 3) -> bytes:
    """A TBX-Basic file, in DCA style; ``version`` 3 or 2."""
    entry, language, section = (one[0 if version == 3 else 1] for one in (_CONCEPTS, _LANGUAGES, _TERMS))
    head, foot = _FRAMES[version]
    lines = [head]
    ordered = sorted(terms, key=lambda term: (term.source_language, term.source))
    for number, (key, group) in enumerate(groupby(ordered, key=lambda t: (t.source_language, t.source)), 1):
        some = list(group)
        lines.append(f'      <{entry} id="c{number}">')
        lines += [f"        <note>{_data(note)}</note>" for note in _said(some[0])]
        lines += _section(language, section, key[0] or "und", key[1], some[0].part_of_speech, "")
        for term in some:
            sts = {"preferred": "preferredTerm", "admitted": "admittedTerm", "forbidden": "deprecatedTerm"}[term.status]
            lines += _section(language, section, term.target_language or "mul", term.target, "", f"{sts}-admn-sts")
        lines.append(f"      </{entry}>")
    return "\n".join([*lines, foot, ""]).encode()


def _said(term: Term) -> list[str]:
    flags = [name for name, flag in ((_SAME, term.do_not_translate), (_CASE, term.case_sensitive)) if flag]
    return [*flags, *([term.note] if term.note else [])]


def _section(language: str, section: str, tag: str, text: str, speech: str, status: str) -> Iterator[str]:
    yield f"        <{language} xml:lang={quoteattr(tag)}>"
    yield f"          <{section}>"
    yield f"            <term>{_data(text)}</term>"
    for name, value in (("partOfSpeech", speech), ("administrativeStatus", status)):
        if value:
            yield f'            <termNote type="{name}">{_data(value)}</termNote>'
    yield f"          </{section}>"
    yield f"        </{language}>"


def _data(text: str) -> str:
    return escape(_UNWRITABLE.sub("\ufffd", text))


_ABOUT = "<fileDesc><sourceDesc><p>translate-flow</p></sourceDesc></fileDesc>"
_FRAMES = {
    3: (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<tbx style="dca" type="TBX-Basic" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">\n'
        f"  <tbxHeader>{_ABOUT}</tbxHeader>\n  <text>\n    <body>",
        "    </body>\n  </text>\n</tbx>",
    ),
    2: (
        '<?xml version="1.0" encoding="UTF-8"?>\n<martif type="TBX-Basic" xml:lang="en">\n'
        f"  <martifHeader>{_ABOUT}</martifHeader>\n  <text>\n    <body>",
        "    </body>\n  </text>\n</martif>",
    ),
}

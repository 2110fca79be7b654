"""XLIFF 2 files as we write them and as tools leave them: what is read, what is kept, what is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from bitexts import ANA, ARTICLE, LUIS, RICH, replaced, segment, with_segment

from translate_flow.bitext import Code, Credit, Note, Segment, State, Unit
from translate_flow.errors import InputError
from translate_flow.stores import store_named
from translate_flow.stores.model import Reading, credited

NOW = "2026-05-03T10:20:00+00:00"
GOLDEN = Path(__file__).parent / "golden" / "xliff2"
VERSIONS = ("2.0", "2.1", "2.2")
STORE = store_named("xliff-2.0")
FILE = STORE.write(ARTICLE, None, now=NOW)
EVA = Credit("translator", "Eva Supuesta", "2026-05-09")

VENDOR = (GOLDEN / "vendor.xlf").read_bytes()


def changed(old: str, new: str, data: bytes = FILE) -> bytes:
    return replaced(old, new, data)


@pytest.mark.parametrize("version", VERSIONS)
def test_the_layout_is_the_documented_one(version: str) -> None:
    data = store_named(f"xliff-{version}").write(ARTICLE, None, now=NOW)
    assert (GOLDEN / f"harbour-{version}.xlf").read_bytes() == data


@pytest.mark.parametrize("version", VERSIONS)
def test_each_version_holds_all_of_a_bitext(version: str) -> None:
    store = store_named(f"xliff-{version}")
    assert store.read(store.write(RICH, None, now=NOW), "x.xlf").bitext == RICH


def test_only_what_has_no_credit_is_open() -> None:
    assert STORE.read(FILE, "x.xlf") == Reading(ARTICLE, (("paragraph-77aa00", 0),), None)


def test_a_target_typed_in_another_tool_is_a_translation_whose_credit_is_open() -> None:
    source = "<source>The pier at dawn. (Photo: Marta Inventada)</source>"
    reading = STORE.read(changed(source, f"{source}<target>El muelle</target>"), "x.xlf")
    assert segment(reading, "caption-5e5e5e").state is State.TRANSLATED
    assert ("caption-5e5e5e", 0) in reading.foreign
    assert credited(reading, EVA).units[3].segments[0].credits == (EVA,)


def test_a_changed_target_is_a_translation_although_the_tool_left_it_final() -> None:
    reading = STORE.read(changed("Reabre el puerto", "Abre el puerto"), "x.xlf")
    found = segment(reading, "headline-0a1b2c")
    assert (found.state, found.credits) == (State.TRANSLATED, (ANA,))
    assert ("headline-0a1b2c", 0) in reading.foreign


def test_an_old_sub_state_on_a_changed_target_is_dropped() -> None:
    reading = STORE.read("Nadie vino.".join(FILE.decode().rsplit("Nadie más vino.", 1)).encode(), "x.xlf")
    found = segment(reading, "paragraph-3f9a1c:3")
    assert (found.state, found.sub_state) == (State.TRANSLATED, "")


def test_a_changed_target_that_its_translator_took_back_to_initial_is_a_draft() -> None:
    data = changed('state="translated"', 'state="initial" subState="x:draft"', changed("dijo el práctico", "dijo"))
    found = segment(STORE.read(data, "x.xlf"), "paragraph-3f9a1c:2")
    assert (found.state, found.sub_state) == (State.INITIAL, "x:draft")


def test_a_state_raised_in_another_tool_is_an_approval() -> None:
    data = changed('state="translated"', 'state="reviewed"')
    reading = STORE.read(data, "x.xlf")
    assert segment(reading, "paragraph-3f9a1c:2").state is State.REVIEWED
    assert ("paragraph-3f9a1c", 1) in reading.foreign


def test_an_emptied_target_is_initial_again() -> None:
    reading = STORE.read(changed("Reabre el puerto", ""), "x.xlf")
    assert segment(reading, "headline-0a1b2c").state is State.INITIAL
    assert ("headline-0a1b2c", 0) not in reading.foreign


def test_its_provenance_of_another_tool_gives_the_credit() -> None:
    store = store_named("xliff-2.1")
    data = store.write(ARTICLE, None, now=NOW)
    data = changed('type="tf:caption"', 'type="tf:caption" its:person="Eva Supuesta"', data)
    source = "<source>The pier at dawn. (Photo: Marta Inventada)</source>"
    reading = store.read(changed(source, f"{source}<target>El muelle</target>", data), "x.xlf")
    assert segment(reading, "caption-5e5e5e").credits == (Credit("translator", "Eva Supuesta"),)
    assert ("caption-5e5e5e", 0) not in reading.foreign


def test_a_note_that_a_translator_adds_in_a_tool_is_read() -> None:
    unit = '<unit id="caption-5e5e5e" type="tf:caption">'
    reading = STORE.read(changed(unit, f"{unit}<notes><note>Who is she?</note></notes>"), "x.xlf")
    assert segment(reading, "caption-5e5e5e").notes == (Note("Who is she?"),)


def test_a_file_of_another_tool_is_read_with_its_codes_notes_and_states() -> None:
    bitext = STORE.read(VENDOR, "x.xlf").bitext
    first, last = bitext.units
    assert (bitext.document, bitext.source_language, bitext.target_language) == ("pier.html", "en", "es")
    assert first.codes == (Code("pc1", "<b>", "</b>"), Code("ph2", "[img]"), Code("m1", "", ""))
    assert first.segments == (
        Segment("The <pc1>old</pc1> pier <ph2/>", "El <pc1>viejo</pc1> muelle <ph2/>", State.INITIAL, "", (),
                (Note("Keep it short.", "source"),)),
        Segment("It is <m1>closed</m1>."),
    )  # fmt: skip
    assert last.segments == (Segment("End", "Fin", State.REVIEWED, "x:done"),)


def test_writing_what_was_read_changes_no_byte() -> None:
    for data in (FILE, VENDOR):
        assert STORE.write(STORE.read(data, "x.xlf").bitext, data, now=NOW) == data


def test_an_edit_of_a_foreign_file_leaves_all_else_in_it() -> None:
    bitext = STORE.read(VENDOR, "x.xlf").bitext
    edited = with_segment(bitext, "1", 1, target="Está <m1>cerrado</m1>.", state=State.REVIEWED, credits=(ANA, LUIS))
    data = STORE.write(edited, VENDOR, now=NOW)
    assert STORE.read(data, "x.xlf").bitext == edited
    before, after = VENDOR.decode(), data.decode()
    for kept in ('x:job="7"', "<!-- made by", 'x:colour="green"', '<x:length max="90"/>', 'priority="2"', "ABC-123"):
        assert kept in after
    assert '<mrk id="m1" translate="no">cerrado</mrk>' in after
    assert (
        after.partition('<unit id="2"')[2].partition("</file>")[0]
        == before.partition('<unit id="2"')[2].partition("</file>")[0]
    )
    assert STORE.write(edited, data, now=NOW) == data


def test_an_edit_of_our_file_touches_only_the_lines_of_its_unit() -> None:
    edited = with_segment(ARTICLE, "paragraph-77aa00", 0, target="Los barcos zarpan a las nueve.", credits=(ANA,))
    before, after = FILE.decode().splitlines(), STORE.write(edited, FILE, now=NOW).decode().splitlines()
    unit = next(at for at, line in enumerate(before) if "paragraph-77aa00" in line)
    same = len(before) - before[unit:].index("    </unit>") - unit
    assert before[: unit + 1] == after[: unit + 1]
    assert before[-same:] == after[-same:]


@pytest.mark.parametrize("data", [FILE, VENDOR])
def test_units_come_and_go_and_move(data: bytes) -> None:
    bitext = STORE.read(data, "x.xlf").bitext
    new = Unit("paragraph-0e0e0e", "paragraph", (Segment("Snow fell.", "Nevó.", State.TRANSLATED, "", (ANA,)),))
    first, *rest = bitext.units
    gone = replace(first, segments=first.segments[:1])
    for units, obsolete in (
        ((first, new, *rest), ()),
        ((new, *bitext.units), ()),
        ((*reversed(bitext.units), new), bitext.obsolete),
        (tuple(rest), (gone,)),
        ((new,), ()),
        ((), (gone,)),
        (bitext.units, bitext.obsolete),
    ):
        wanted = replace(bitext, units=units, obsolete=obsolete)
        data = STORE.write(wanted, data, now=NOW)
        assert STORE.read(data, "x.xlf").bitext == wanted


def test_languages_document_and_organisation_may_change() -> None:
    for data in (FILE, VENDOR):
        other = replace(STORE.read(data, "x.xlf").bitext, document="a&b.md", target_language="ca", organization="Otra")
        written = STORE.write(other, data, now=NOW)
        assert STORE.read(written, "x.xlf").bitext == other
        none = replace(other, organization="")
        assert STORE.read(STORE.write(none, written, now=NOW), "x.xlf").bitext == none


def test_joined_and_split_segments_are_written() -> None:
    for data in (FILE, VENDOR):
        bitext = STORE.read(data, "x.xlf").bitext
        unit = next(unit for unit in bitext.units if len(unit.segments) > 1)
        joined = Segment(" ".join(s.source for s in unit.segments), " ".join(s.target for s in unit.segments))
        changed_ = replace(
            bitext, units=tuple(replace(u, segments=(joined,)) if u is unit else u for u in bitext.units)
        )
        assert STORE.read(STORE.write(changed_, data, now=NOW), "x.xlf").bitext == changed_


def test_prefixed_files_and_utf_16_are_read_and_written() -> None:
    text = VENDOR.decode().replace("xmlns='", "xmlns:q='").replace('encoding="utf-8"', 'encoding="utf-16"')
    for name in ("xliff", "file", "skeleton", "group", "unit", "notes", "note", "originalData", "data", "segment",
                 "source", "target", "pc", "ph", "mrk", "ignorable"):  # fmt: skip
        text = (
            text.replace(f"<{name} ", f"<q:{name} ")
            .replace(f"<{name}>", f"<q:{name}>")
            .replace(f"</{name}>", f"</q:{name}>")
        )
    data = text.encode("utf-16")
    bitext = STORE.read(data, "x.xlf").bitext
    assert bitext == STORE.read(VENDOR, "x.xlf").bitext
    new = Unit("paragraph-0e0e0e", "paragraph", (Segment("Snow fell.", "Nevó.", State.TRANSLATED, "", (ANA,)),))
    edited = replace(with_segment(bitext, "3", 0, target="Final"), obsolete=(new,), organization="La Mesa")
    edited = replace(edited, units=(*edited.units, new))
    assert STORE.read(STORE.write(edited, data, now=NOW), "x.xlf").bitext == edited


REFUSED = {
    "nothing": (b"", "no XML"),
    "a text": (b"Dear translator", "no XML"),
    "another kind of XML": (b"<html/>", "no XLIFF"),
    "a later version": (FILE.replace(b'version="2.0"', b'version="3.0"'), "version “3.0”"),
    "a wrong namespace": (FILE.replace(b"document:2.0", b"document:9.9"), "namespace"),
    "a file cut off": (FILE[: len(FILE) // 2], "well-formed"),
    "wrong bytes": (FILE.replace("á".encode(), b"\xe1"), "no UTF-8"),
    "an unknown encoding": (FILE.replace(b"UTF-8", b"UTF-77"), "UTF-77"),
    "entities": (b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + FILE.split(b"\n", 1)[1], "DOCTYPE"),
    "a thousand laughs": (b'<!DOCTYPE x [<!ENTITY a "haha"><!ENTITY b "&a;&a;">]><x>&b;</x>', "DOCTYPE"),
    "a deep nest": (FILE.replace(b"The Harbour", b"<pc>" * 999 + b"</pc>" * 999), "deep"),
    "a deep nest of groups": (FILE.replace(b"  <file", b"<group>" * 9999 + b"</group>" * 9999 + b"<file"), "deep"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_xliff_2_is_refused_in_one_line(case: str) -> None:
    data, words = REFUSED[case]
    with pytest.raises(InputError, match=words) as caught:
        STORE.read(data, "x.xlf")
    assert caught.value.where.startswith("x.xlf")
    assert "\n" not in str(caught.value)


def test_a_file_that_names_no_target_language_yet_is_written_so() -> None:
    source = replace(
        ARTICLE, target_language="", units=(Unit("a", "paragraph", (Segment("Boats leave."),)),), obsolete=()
    )
    data = STORE.write(source, None, now=NOW)
    assert STORE.read(data, "x.xlf").bitext == source


def test_a_file_without_units_stays_as_it_is() -> None:
    head = b'<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en">'
    data = head + b'<file id="f"><group id="g"/></file></xliff>'
    assert STORE.write(STORE.read(data, "x.xlf").bitext, data, now=NOW) == data


def test_a_code_may_name_units_of_the_usual_shapes_as_its_sub_flows() -> None:
    units = "".join(f'<unit id="{name}"><segment><source>{name}</source></segment></unit>' for name in ("u1", "u2"))
    flow = '<unit id="u3"><segment><source><ph id="1" subFlows="u1 u2"/></source></segment></unit>'
    head = '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en"><file id="f">'
    assert len(STORE.read(f"{head}{units}{flow}</file></xliff>".encode(), "x.xlf").bitext.units) == 3

"""XLIFF 1.2 files as we write them and as tools leave them: what is read, what is kept, what is refused."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from bitexts import ANA, ARTICLE, LUIS, RICH, replaced, segment, with_segment

from translate_flow.bitext import (
    FUZZY_MATCH,
    MACHINE,
    REJECTED,
    Code,
    Credit,
    Match,
    Note,
    Segment,
    State,
    Unit,
)
from translate_flow.errors import InputError
from translate_flow.stores import store_named
from translate_flow.stores.model import Reading, credited

NOW = "2026-05-03T10:20:00+00:00"
GOLDEN = Path(__file__).parent / "golden" / "xliff12"
STORE = store_named("xliff-1.2")
FILE = STORE.write(ARTICLE, None, now=NOW)
EVA = Credit("translator", "Eva Supuesta", "2026-05-09")
LEO = Credit("reviewer", "Leo Hipotético", "2026-05-10")
OTHERS = {path.stem: path.read_bytes() for path in sorted(GOLDEN.iterdir()) if path.stem != "harbour"}
NEW = Unit("paragraph-0e0e0e", "paragraph", (Segment("Snow fell.", "Nevó.", State.TRANSLATED, "", (ANA,)),))


def changed(old: str, new: str, data: bytes = FILE) -> bytes:
    return replaced(old, new, data)


def lines_that_differ(before: bytes, after: bytes) -> tuple[list[str], list[str]]:
    """The lines of both from the first to the last that differ."""
    old, new = before.decode().splitlines(), after.decode().splitlines()
    while old and new and old[0] == new[0]:
        del old[0], new[0]
    while old and new and old[-1] == new[-1]:
        del old[-1], new[-1]
    return old, new


def test_the_layout_is_the_documented_one() -> None:
    assert (GOLDEN / "harbour.xlf").read_bytes() == FILE


def test_a_file_holds_all_of_a_bitext() -> None:
    assert STORE.read(STORE.write(RICH, None, now=NOW), "x.xlf").bitext == RICH


def test_only_what_has_no_credit_is_open() -> None:
    assert STORE.read(FILE, "x.xlf") == Reading(ARTICLE, (("paragraph-77aa00", 0),), None)


def test_halves_of_codes_that_cross_or_stand_in_two_segments_come_back() -> None:
    codes = (Code("b1", "<b>", "</b>"), Code("i2", "<i>", "</i>"), Code("br3", "<br>"))
    crossing = Segment("<b1>One <i2>two</b1> three</i2>", "<b1>Uno <i2>dos</b1> tres</i2>", State.TRANSLATED)
    halves = Segment("<b1>One<br3/>", "Uno<br3/> <b1>", State.TRANSLATED), Segment("two</b1>", "dos</b1>")
    for segments in ((crossing,), halves):
        wanted = replace(ARTICLE, units=(Unit("p-1", "paragraph", segments, codes),))
        assert STORE.read(STORE.write(wanted, None, now=NOW), "x.xlf").bitext == wanted


# Work done in other tools


def test_a_target_typed_in_another_tool_is_a_translation_whose_credit_is_open() -> None:
    reading = STORE.read(changed('<target state="new"></target>', "<target>El muelle</target>"), "x.xlf")
    assert segment(reading, "caption-5e5e5e").state is State.TRANSLATED
    assert ("caption-5e5e5e", 0) in reading.foreign
    assert credited(reading, EVA).units[3].segments[0].credits == (EVA,)


def test_a_target_typed_by_a_tool_that_leaves_it_new_is_a_translation() -> None:
    reading = STORE.read(changed('state="new"></target>', 'state="new">El muelle</target>'), "x.xlf")
    assert segment(reading, "caption-5e5e5e").state is State.TRANSLATED


def test_a_changed_target_is_a_translation_although_the_tool_left_it_final_and_approved() -> None:
    reading = STORE.read(changed("Reabre el puerto", "Abre el puerto"), "x.xlf")
    found = segment(reading, "headline-0a1b2c")
    assert (found.state, found.credits) == (State.TRANSLATED, (ANA,))
    assert ("headline-0a1b2c", 0) in reading.foreign


def test_an_old_reason_to_look_is_dropped_from_a_changed_target() -> None:
    found = segment(STORE.read(changed("Nadie más vino.", "Nadie vino."), "x.xlf"), "paragraph-3f9a1c:3")
    assert (found.state, found.sub_state) == (State.TRANSLATED, "")


def test_a_changed_target_that_its_translator_marked_for_work_needs_it() -> None:
    data = changed('state="translated"', 'state="needs-translation"', changed("dijo el práctico", "dijo"))
    assert segment(STORE.read(data, "x.xlf"), "paragraph-3f9a1c:2").state is State.INITIAL
    data = changed('state="translated"', 'state="needs-review-l10n"', changed("dijo el práctico", "dijo"))
    found = segment(STORE.read(data, "x.xlf"), "paragraph-3f9a1c:2")
    assert (found.state, found.sub_state) == (State.TRANSLATED, "xliff12:needs-review-l10n")


def test_the_phase_that_lokalize_adds_credits_the_translator_although_its_date_is_invalid() -> None:
    phase = (
        '<phase phase-name="translation-1" process-name="translation" contact-name="Eva Supuesta" date="2026-05-09"/>'
    )
    data = changed("</phase-group>", f"{phase}</phase-group>")
    data = changed(' state="new"></target>', ' state="new" phase-name="translation-1">El muelle</target>', data)
    reading = STORE.read(data, "x.xlf")
    assert segment(reading, "caption-5e5e5e") == Segment(
        "The pier at dawn. (Photo: Marta Inventada)", "El muelle", State.TRANSLATED, "", (EVA,)
    )
    assert ("caption-5e5e5e", 0) not in reading.foreign


def test_its_provenance_of_another_tool_gives_the_credit() -> None:
    its = 'xmlns:its="http://www.w3.org/2005/11/its" its:person="Eva Supuesta"'
    data = changed('<target state="new"></target>', f"<target {its}>El muelle</target>")
    reading = STORE.read(data, "x.xlf")
    assert segment(reading, "caption-5e5e5e").credits == (Credit("translator", "Eva Supuesta"),)
    assert ("caption-5e5e5e", 0) not in reading.foreign


@pytest.mark.parametrize(
    ("old", "new"),
    [('state="translated"', 'state="signed-off"'), ('paragraph-3f9a1c:2"', 'paragraph-3f9a1c:2" approved="yes"')],
)
def test_an_approval_in_another_tool_is_taken(old: str, new: str) -> None:
    reading = STORE.read(changed(old, new), "x.xlf")
    found = segment(reading, "paragraph-3f9a1c:2")
    assert (found.state, found.credits) == (State.REVIEWED, (ANA,))
    assert ("paragraph-3f9a1c", 1) in reading.foreign


def test_doubt_about_an_unchanged_target_is_taken() -> None:
    data = changed('state="final"', 'state="needs-review-translation" state-qualifier="rejected-grammar"')
    found = segment(STORE.read(data, "x.xlf"), "headline-0a1b2c")
    assert (found.state, found.sub_state, found.credits) == (State.TRANSLATED, REJECTED, (ANA, LUIS))


def test_a_withdrawn_approval_leaves_a_translation() -> None:
    found = segment(STORE.read(changed(' approved="yes"', ' approved="no"'), "x.xlf"), "headline-0a1b2c")
    assert found.state is State.TRANSLATED


def test_an_emptied_target_is_initial_again() -> None:
    reading = STORE.read(changed("Reabre el puerto", ""), "x.xlf")
    assert segment(reading, "headline-0a1b2c").state is State.INITIAL
    assert ("headline-0a1b2c", 0) not in reading.foreign


def test_a_tool_that_drops_all_states_decides_nothing() -> None:
    data = re.sub(rb'(?<!<phase) (?:approved|state|state-qualifier|phase-name)="[^"]*"', b"", FILE)
    assert b'state="' not in data
    assert STORE.read(data, "x.xlf").bitext == ARTICLE


def test_codes_that_a_tool_flattens_to_text_are_a_change_of_that_target() -> None:
    data = re.sub(rb"(<target[^>]*>Tras[^<]*)<g [^>]*>([^<]*)</g>", rb"\1\2", FILE)
    reading = STORE.read(data, "x.xlf")
    found = segment(reading, "paragraph-3f9a1c:1")
    assert (found.state, found.credits) == (State.TRANSLATED, (ANA,))
    assert found.target == "Tras tres inviernos, el viejo puerto de Puerto Ficticio recibió un barco el lunes."
    assert reading.bitext.units[1].codes == ARTICLE.units[1].codes


def test_a_note_that_a_translator_adds_in_a_tool_is_read() -> None:
    note = '</target>\n          <note from="Eva Supuesta" annotates="target">Who is she?</note>'
    data = changed('<target state="new"></target>', f'<target state="new">{note}')
    assert segment(STORE.read(data, "x.xlf"), "caption-5e5e5e").notes == (Note("Who is she?"),)


# Files of other tools


def test_trados_files_are_read_segment_by_segment_with_its_own_states() -> None:
    bitext = STORE.read(OTHERS["trados"], "x.sdlxliff").bitext
    first, last = bitext.units
    assert (bitext.source_language, bitext.target_language) == ("en-GB", "es-ES")
    assert first.codes == (Code("g5", "", ""), Code("x6", ""))
    assert first.segments == (
        Segment("The <g5>old</g5> pier is open.", "El <g5>viejo</g5> muelle está abierto.", State.REVIEWED),
        Segment("It is <x6/>closed at night.", "De noche <x6/>está cerrado.", State.TRANSLATED, REJECTED),
        Segment("Come by day."),
    )
    assert last.segments == (Segment("Tickets", "Billetes", State.TRANSLATED),)


def test_memoq_files_are_read_with_its_own_states_codes_proposals_and_remarks() -> None:
    first, *others = STORE.read(OTHERS["memoq"], "x.mqxliff").bitext.units
    assert first.codes == (Code("bpt1", "{}", "{}"), Code("ph2", '<mq:ch val="¬" />'))
    assert first.segments == (
        Segment("The <bpt1>old</bpt1> pier<ph2/>", "El <bpt1>viejo</bpt1> muelle<ph2/>", State.TRANSLATED, "", (),
                (Note("Which pier?"),)),
    )  # fmt: skip
    assert [unit.segments[0] for unit in others] == [
        Segment("Tickets", matches=(Match("Ticket", "Billete", 93, "harbour"),)),
        Segment("End", "Fin", State.FINAL),
        Segment("Boats", "Bar", State.INITIAL),
    ]


def test_okapi_files_are_read_with_provenance_and_several_files() -> None:
    title, text, sky = STORE.read(OTHERS["okapi"], "x.xlf").bitext.units
    assert [unit.id for unit in (title, text, sky)] == ["1/tu1", "1/tu2", "2/tu1"]
    people = (Credit("translator", "Eva Supuesta"), Credit("reviewer", "Leo Hipotético"))
    assert title.segments == (Segment("The pier", "El muelle", State.FINAL, "", people),)
    assert text.codes == (Code("g1", "<b>", ""), Code("mrk1", "", ""))
    assert [(s.source, s.target) for s in text.segments] == [
        ("It is <g1>old</g1>.", "Es <g1>viejo</g1>."),
        ("<mrk1>Puerto Ficticio</mrk1> waits.", ""),
    ]
    assert text.segments[0].notes == (Note("Keep it short.", "source"),)
    assert text.segments[1].matches == (
        Match("Puerto Ficticio waited.", "Puerto Ficticio esperaba.", 88, "harbour.tmx"),
    )
    assert [unit.role for unit in (title, text, sky)] == ["headline", "paragraph", "paragraph"]


def test_lokalize_files_are_read_with_the_people_of_their_phases() -> None:
    reading = STORE.read(OTHERS["lokalize"], "x.xlf")
    assert [unit.segments[0] for unit in reading.bitext.units] == [
        Segment("The pier", "El muelle", State.REVIEWED, "", (LEO,)),
        Segment("The sky", "El cielo", State.TRANSLATED, "", (EVA,), (Note("Or “el firmamento”?"),)),
        Segment("The sea", "El mar", State.TRANSLATED, "xliff12:needs-review-l10n"),
        Segment("The sand"),
    ]
    assert reading.foreign == (("3", 0),)


def test_weblate_files_are_read_and_a_name_stands_in_no_text() -> None:
    open_, count, odd = STORE.read(OTHERS["weblate"], "x.xlf").bitext.units
    assert open_.segments[0].notes == (Note("On the sign.", "source"),)
    assert count.segments == (Segment("%d boats & a <b>buoy</b>", "%d barcos y una <b>boya</b>"),)
    assert odd.segments == (Segment("A <g1> sign and a <g2>tag</g2>", "Un letrero", State.TRANSLATED),)


@pytest.mark.parametrize(
    ("attributes", "state", "sub_state"),
    [
        ('state="new"', State.INITIAL, ""),
        ('state="needs-translation"', State.INITIAL, ""),
        ('state="needs-l10n"', State.INITIAL, "xliff12:needs-l10n"),
        ('state="needs-adaptation"', State.INITIAL, "xliff12:needs-adaptation"),
        ('state="needs-review-translation"', State.TRANSLATED, "xliff12:needs-review-translation"),
        ('state="needs-review-l10n"', State.TRANSLATED, "xliff12:needs-review-l10n"),
        ('state="needs-review-adaptation"', State.TRANSLATED, "xliff12:needs-review-adaptation"),
        ('state="translated"', State.TRANSLATED, ""),
        ('state="signed-off"', State.REVIEWED, ""),
        ('state="final"', State.FINAL, ""),
        ('state="x-ours"', State.TRANSLATED, ""),
        ("", State.TRANSLATED, ""),
        ('state="translated" state-qualifier="exact-match"', State.TRANSLATED, ""),
        ('state="needs-review-translation" state-qualifier="fuzzy-match"', State.TRANSLATED, FUZZY_MATCH),
        ('state="new" state-qualifier="tm-suggestion"', State.INITIAL, FUZZY_MATCH),
        ('state="needs-translation" state-qualifier="leveraged-repaired"', State.INITIAL, FUZZY_MATCH),
        ('state="new" state-qualifier="mt-suggestion"', State.INITIAL, MACHINE),
        ('state="needs-translation" state-qualifier="leveraged-mt"', State.INITIAL, MACHINE),
        ('state="needs-review-translation" state-qualifier="rejected-spelling"', State.TRANSLATED, REJECTED),
    ],
)
def test_every_state_of_the_standard_has_one_of_ours(attributes: str, state: State, sub_state: str) -> None:
    data = changed(
        '<target state="translated" phase-name="translation-1">', f"<target {attributes}>", OTHERS["lokalize"]
    )
    found = segment(STORE.read(data, "x.xlf"), "2")
    assert (found.state, found.sub_state) == (state, sub_state)


# Writing


@pytest.mark.parametrize("data", [FILE, *OTHERS.values()])
def test_writing_what_was_read_changes_no_byte(data: bytes) -> None:
    assert STORE.write(STORE.read(data, "x.xlf").bitext, data, now=NOW) == data


def test_an_edit_of_our_file_touches_only_the_lines_of_its_segment() -> None:
    edited = with_segment(ARTICLE, "paragraph-77aa00", 0, target="Los barcos zarpan a las nueve.", credits=(ANA,))
    before, after = lines_that_differ(FILE, STORE.write(edited, FILE, now=NOW))
    assert [line.strip() for line in before] == ['<target state="translated">Los barcos salen a las nueve.</target>']
    assert after[0].strip().endswith(">Los barcos zarpan a las nueve.</target>")
    assert after[-1].strip() == 'translator="Ana Prueba" date=2026-05-02</note>'


def test_an_edit_of_a_trados_file_replaces_a_segment_and_its_status() -> None:
    data = OTHERS["trados"]
    bitext = STORE.read(data, "x.sdlxliff").bitext
    edited = with_segment(bitext, "aa000000-0002", 2, target="Ven de día.", state=State.REVIEWED, credits=(ANA, LUIS))
    written = STORE.write(edited, data, now=NOW)
    assert STORE.read(written, "x.sdlxliff").bitext == edited
    assert '<mrk mtype="seg" mid="3">Ven de día.</mrk>' in written.decode()
    assert '<sdl:seg id="3" conf="ApprovedTranslation"/>' in written.decode()
    for kept in (
        '<sdl:cxt id="1"/>',
        'percent="100"',
        "PIER\\eva",
        '<mrk mtype="seg" mid="2">De noche <x id="6"/>está',
    ):
        assert kept in written.decode()
    assert written.decode().partition("aa000000-0003")[2] == data.decode().partition("aa000000-0003")[2]
    assert STORE.write(edited, written, now=NOW) == written


def test_an_approval_in_trados_of_what_we_wrote_is_taken() -> None:
    data = OTHERS["trados"]
    bitext = STORE.read(data, "x.sdlxliff").bitext
    edited = with_segment(bitext, "aa000000-0003", 0, target="Entradas", credits=(ANA,))
    written = STORE.write(edited, data, now=NOW)
    reading = STORE.read(changed('id="4" conf="Translated"', 'id="4" conf="ApprovedSignOff"', written), "x.sdlxliff")
    assert segment(reading, "aa000000-0003").state is State.FINAL
    assert ("aa000000-0003", 0) in reading.foreign
    drafted = changed('id="4" conf="Translated"', 'id="4" conf="Draft"', changed("Entradas", "Ent", written))
    assert segment(STORE.read(drafted, "x.sdlxliff"), "aa000000-0003").state is State.INITIAL


def test_an_edit_of_a_memoq_file_keeps_its_codes_and_speaks_its_states() -> None:
    data = OTHERS["memoq"]
    bitext = STORE.read(data, "x.mqxliff").bitext
    edited = with_segment(bitext, "1", 0, target="<ph2/>El muelle <bpt1>viejo</bpt1>", state=State.REVIEWED)
    written = STORE.write(edited, data, now=NOW)
    assert STORE.read(written, "x.mqxliff").bitext == edited
    target = ('<target xml:space="preserve"><ph id="2" ctype="x-inline">&lt;mq:ch val="¬" /&gt;</ph>El muelle '
              '<bpt id="1" ctype="bold">{}</bpt>viejo<ept id="1">{}</ept></target>')  # fmt: skip
    assert target in written.decode()
    assert 'mq:status="Reviewer1Confirmed" mq:segmentguid="s1"' in written.decode()
    assert 'state="' not in written.decode()
    assert "<mq:minorversions><mq:historical-unit" in written.decode()


def test_a_code_that_the_source_lacks_the_end_of_gets_one_in_the_target() -> None:
    data = OTHERS["memoq"].replace(b'old<ept id="1">{}</ept>', b"old")
    bitext = STORE.read(data, "x.mqxliff").bitext
    edited = with_segment(bitext, "1", 0, target="Un muelle <bpt1>viejo</bpt1>")
    written = STORE.write(edited, data, now=NOW)
    assert STORE.read(written, "x.mqxliff").bitext == edited
    assert '<bpt id="1" ctype="bold">{}</bpt>viejo<ept id="1">{}</ept></target>' in written.decode()


def test_the_target_of_several_segments_has_the_state_that_they_have_in_common() -> None:
    bitext = STORE.read(OTHERS["okapi"], "x.xlf").bitext
    for state, attribute in ((State.REVIEWED, ""), (State.TRANSLATED, ' state="translated"')):
        edited = with_segment(bitext, "1/tu2", 1, target="<mrk1>Puerto Ficticio</mrk1> espera.", state=state)
        written = STORE.write(edited, OTHERS["okapi"], now=NOW)
        assert STORE.read(written, "x.xlf").bitext == edited
        assert f'<target xml:lang="es"{attribute}><mrk mid="0" mtype="seg">Es <g id="1"' in written.decode()
        assert '<mrk mtype="protected">Puerto Ficticio</mrk> espera.</mrk>' in written.decode()
        assert 'okp:wsBefore=" "' in written.decode()


def test_what_is_known_of_later_segments_of_a_unit_is_kept_with_all_else_in_it() -> None:
    bitext = STORE.read(OTHERS["trados"], "x.sdlxliff").bitext
    for values in (
        {"notes": (Note("Which day?\nAny?"),)},
        {"matches": (Match("Come today.", "Ven hoy.", 70, "memory"),)},
        {"target": "Ven <x6/><g5>de día</g5>.", "previous": "Come.", "sub_state": "source-changed"},
    ):
        edited = with_segment(bitext, "aa000000-0002", 2, **values)
        written = STORE.write(edited, OTHERS["trados"], now=NOW)
        assert STORE.read(written, "x.sdlxliff").bitext == edited
        assert '<sdl:cxt id="1"/>' in written.decode()
        assert '<mrk mtype="seg" mid="1">El <g id="5">viejo</g>' in written.decode()


@pytest.mark.parametrize("attributes", ['xml:space="preserve"', 'resname="odd"'])
def test_a_group_of_another_tool_is_no_unit_of_ours(attributes: str) -> None:
    units = "".join(
        f'<trans-unit id="{name}" {attributes}><source>{name}</source><target state="new"></target></trans-unit>'
        for name in ("u1", "u2")
    )
    data = re.sub(r"<body>.*</body>", rf'<body><group id="g" restype="x-li">{units}</group></body>', FILE.decode(),
                  flags=re.DOTALL)  # fmt: skip
    found = STORE.read(data.encode(), "x.xlf").bitext.units
    assert found == tuple(Unit(name, "paragraph", (Segment(name),)) for name in ("u1", "u2"))


def test_a_text_in_a_picture_is_a_unit() -> None:
    logo = '<trans-unit id="logo.text"><source>Pier</source></trans-unit></bin-unit>'
    data = changed("</bin-unit>", logo, OTHERS["weblate"])
    bitext = STORE.read(data, "x.xlf").bitext
    assert bitext.units[-1] == Unit("logo.text", "paragraph", (Segment("Pier"),))
    edited = with_segment(bitext, "logo.text", 0, target="Muelle", state=State.TRANSLATED)
    written = STORE.write(edited, data, now=NOW)
    assert STORE.read(written, "x.xlf").bitext == edited
    assert '<bin-source><external-file href="logo.png"/></bin-source><trans-unit' in written.decode()


def test_an_edited_target_is_no_longer_approved() -> None:
    bitext = STORE.read(OTHERS["weblate"], "x.xlf").bitext
    edited = with_segment(bitext, "pier.open", 0, target="El muelle está abierto al público")
    written = STORE.write(edited, OTHERS["weblate"], now=NOW)
    assert STORE.read(written, "x.xlf").bitext == edited
    before, after = lines_that_differ(OTHERS["weblate"], written)
    assert (len(before), len(after)) == (3, 3)
    assert "approved" not in after[0]


def test_an_edited_target_is_in_the_phase_of_whoever_edited_it() -> None:
    bitext = STORE.read(OTHERS["lokalize"], "x.xlf").bitext
    edited = with_segment(bitext, "1", 0, target="El espigón", state=State.TRANSLATED, credits=(ANA,))
    written = STORE.write(edited, OTHERS["lokalize"], now=NOW)
    assert STORE.read(written, "x.xlf").bitext == edited
    found = re.search(r'<target state="translated" phase-name="(translator-[^"]*)">El espigón<', written.decode())
    assert found
    assert f'<phase phase-name="{found[1]}" process-name="translation" contact-name="Ana Prueba"' in written.decode()


def test_characters_that_xml_cannot_hold_are_written_into_other_tools_units() -> None:
    bitext = STORE.read(OTHERS["weblate"], "x.xlf").bitext
    edited = with_segment(bitext, "pier.odd", 0, target="Un \x01<g2>signo\x02</g2>")
    written = STORE.write(edited, OTHERS["weblate"], now=NOW)
    assert STORE.read(written, "x.xlf").bitext == edited
    assert '<x id="char-1" ctype="x-char-0001" equiv-text="U+0001"/><g id="1">signo<x id="char-2"' in written.decode()


@pytest.mark.parametrize("data", [FILE, *(OTHERS[name] for name in ("trados", "memoq", "lokalize", "weblate"))])
def test_units_come_and_go_and_move(data: bytes) -> None:
    bitext = STORE.read(data, "x.xlf").bitext
    first, *rest = bitext.units
    gone = replace(first, segments=first.segments[:1])
    for units, obsolete in (
        ((first, NEW, *rest), ()),
        ((NEW, *bitext.units), ()),
        ((*reversed(bitext.units), NEW), bitext.obsolete),
        (tuple(rest), (gone,)),
        ((NEW,), ()),
        ((), (gone,)),
        (bitext.units, bitext.obsolete),
    ):
        wanted = replace(bitext, units=units, obsolete=obsolete)
        data = STORE.write(wanted, data, now=NOW)
        assert STORE.read(data, "x.xlf").bitext == wanted


@pytest.mark.parametrize("data", [FILE, *OTHERS.values()])
def test_languages_document_and_organisation_may_change(data: bytes) -> None:
    other = replace(STORE.read(data, "x.xlf").bitext, document="a&b.md", target_language="es-CU", organization="Otra")
    written = STORE.write(other, data, now=NOW)
    assert STORE.read(written, "x.xlf").bitext == other
    none = replace(other, organization="")
    assert STORE.read(STORE.write(none, written, now=NOW), "x.xlf").bitext == none


@pytest.mark.parametrize("data", [FILE, OTHERS["trados"], OTHERS["okapi"]])
def test_joined_and_split_segments_are_written(data: bytes) -> None:
    bitext = STORE.read(data, "x.xlf").bitext
    unit = next(unit for unit in bitext.units if len(unit.segments) > 1)
    joined = Segment(" ".join(s.source for s in unit.segments), " ".join(s.target for s in unit.segments))
    wanted = replace(bitext, units=tuple(replace(u, segments=(joined,)) if u is unit else u for u in bitext.units))
    written = STORE.write(wanted, data, now=NOW)
    assert STORE.read(written, "x.xlf").bitext == wanted
    assert STORE.read(STORE.write(bitext, written, now=NOW), "x.xlf").bitext == bitext


def test_prefixed_files_and_utf_16_are_read_and_written() -> None:
    text = OTHERS["lokalize"].decode().replace(" xmlns=", " xmlns:q=").replace("'UTF-8'", "'UTF-16'")
    data = re.sub(r"<(/?)(?=[a-z])", r"<\1q:", text).encode("utf-16")
    bitext = STORE.read(data, "x.xlf").bitext
    assert bitext == STORE.read(OTHERS["lokalize"], "x.xlf").bitext
    edited = replace(with_segment(bitext, "4", 0, target="La arena"), obsolete=(NEW,), organization="La Mesa")
    edited = replace(edited, units=(*edited.units, replace(NEW, id="paragraph-0f0f0f")))
    assert STORE.read(STORE.write(edited, data, now=NOW), "x.xlf").bitext == edited


def test_a_template_without_targets_needs_no_target_language() -> None:
    data = changed(' target-language="es"', "", OTHERS["okapi"])
    data = re.sub(rb"<target.*</target>\n", b"", data)
    assert STORE.read(data, "x.xlf").bitext.target_language == ""


HARBOUR = b"<source>The Harbour Reopens</source>"
REFUSED = {
    "nothing": (b"", "no XML"),
    "a text": (b"Dear translator", "no XML"),
    "another kind of XML": (b"<html/>", "no XLIFF"),
    "a later version": (FILE.replace(b'version="1.2"', b'version="1.3"'), "version “1.3”"),
    "a wrong namespace": (FILE.replace(b"document:1.2", b"document:1.1"), "namespace"),
    "a file cut off": (FILE[: len(FILE) // 2], "well-formed"),
    "wrong bytes": (FILE.replace("á".encode(), b"\xe1"), "no UTF-8"),
    "an unknown encoding": (FILE.replace(b"UTF-8", b"UTF-77"), "UTF-77"),
    "entities": (b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + FILE.split(b"\n", 1)[1], "DOCTYPE"),
    "a thousand laughs": (b'<!DOCTYPE x [<!ENTITY a "haha"><!ENTITY b "&a;&a;">]><x>&b;</x>', "DOCTYPE"),
    "a deep nest": (FILE.replace(b"The Harbour", b'<g id="1">' * 999 + b"</g>" * 999), "deep"),
    "a deep nest of groups": (FILE.replace(b"<body>", b"<body>" + b"<group>" * 9999 + b"</group>" * 9999), "deep"),
    "no file": (b'<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"/>', "no <file>"),
    "no body": (re.sub(rb"<body>.*</body>", b"", FILE, flags=re.DOTALL), "no <body>"),
    "the same unit twice": (FILE.replace(b'"caption-5e5e5e" xml', b'"headline-0a1b2c" xml'), "two units .* id"),
    "a unit without an id": (FILE.replace(b'<trans-unit id="caption-5e5e5e"', b"<trans-unit"), "lacks id"),
    "a code without an id": (FILE.replace(HARBOUR, b"<source>The <g>Harbour</g></source>"), "<g> lacks id"),
    "no source": (FILE.replace(HARBOUR, b""), "no <source>"),
    "two targets": (FILE.replace(b'<target state="final"', b'<target/><target state="final"'), "twice"),
    "a target in another language": (FILE.replace(b'<target state="final"', b'<target xml:lang="ca"'), "“ca”"),
    "no target language": (FILE.replace(b' target-language="es"', b""), "target-language"),
    "a unit outside a body": (FILE.replace(b"</body>", b'</body><trans-unit id="z"/>'), "must not stand in <file>"),
    "a unit in a unit": (FILE.replace(HARBOUR, HARBOUR + b"<group/>"), "<group> must not stand in <trans-unit>"),
    "a code in native code": (FILE.replace(b"The Harbour", b'<ph id="1"><g id="2"/></ph>'), "must not stand in <ph>"),
    "the same segment twice": (OTHERS["okapi"].replace(b'mid="1"', b'mid="0"'), "two segments .* mid “0”"),
    "a segment in a segment": (OTHERS["okapi"].replace(b"protected", b"seg"), "a segment stands in a segment"),
    "a unit in a note": (FILE.replace(b'">A town', b'"><trans-unit id="z"/>A town'), "must not stand in <note>"),
    "a code in a lone one": (FILE.replace(b"The Harbour", b'<x id="1"><g id="2"/></x>'), "must not stand in <x>"),
    "native code alone": (FILE.replace(b"The Harbour", b"<sub>The</sub>"), "must not stand in <source>"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_xliff_1_2_is_refused_in_one_line(case: str) -> None:
    data, words = REFUSED[case]
    with pytest.raises(InputError, match=words) as caught:
        STORE.read(data, "x.xlf")
    assert caught.value.where.startswith("x.xlf")
    assert "\n" not in str(caught.value)


def test_a_refusal_names_the_line() -> None:
    data = changed("<target", "<mistake/><target", OTHERS["lokalize"])
    with pytest.raises(InputError, match="<mistake>") as caught:
        STORE.read(data, "x.xlf")
    assert caught.value.where == "x.xlf:14"


def test_a_file_that_names_no_target_language_yet_is_written_so() -> None:
    source = replace(
        ARTICLE, target_language="", units=(Unit("a", "paragraph", (Segment("Boats leave."),)),), obsolete=()
    )
    data = STORE.write(source, None, now=NOW)
    assert STORE.read(data, "x.xlf").bitext == source

"""PO files as people and tools leave them: what is read, what is kept, what is refused."""

from __future__ import annotations

import re
import subprocess
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from bitexts import ANA, ARTICLE, LUIS, replaced, segment

from translate_flow.bitext import Credit, Segment, State, Unit
from translate_flow.errors import InputError
from translate_flow.stores.model import Reading, credited
from translate_flow.stores.po import read, write

NOW = "2026-05-03T10:20:00+00:00"
LATER = "2026-06-04T08:00:00+02:00"
GOLDEN = Path(__file__).parent / "golden" / "po"
FILE = write(ARTICLE, None, now=NOW)


def changed(old: str, new: str, data: bytes = FILE) -> bytes:
    return replaced(old, new, data)


def test_the_layout_is_the_documented_one() -> None:
    assert (GOLDEN / "harbour.po").read_bytes() == FILE


def test_only_what_has_no_credit_is_open() -> None:
    reading = read(FILE, "x.po")
    assert reading == Reading(ARTICLE, (("paragraph-77aa00", 0),), None)


def test_a_target_typed_in_poedit_is_its_saver_s_work() -> None:
    data = changed('dawn. (Photo: Marta Inventada)"\nmsgstr ""', 'dawn. (Photo: Marta Inventada)"\nmsgstr "El muelle"')
    data = changed('"Last-Translator: Ana Prueba\\n"', '"Last-Translator: Eva Supuesta <eva@mesa.example>\\n"', data)
    data = changed("2026-05-03 10:20+0000", "2026-05-09 18:00+0200", data)
    reading = read(data, "x.po")
    eva = Credit("translator", "Eva Supuesta", "2026-05-09")
    assert reading.by == eva
    assert segment(reading, "caption-5e5e5e") == Segment(
        "The pier at dawn. (Photo: Marta Inventada)", "El muelle", State.TRANSLATED, "", (eva,)
    )
    settled = read(write(reading.bitext, data, now=LATER), "x.po")
    assert settled == Reading(reading.bitext, (), None)


def test_a_target_changed_by_nobody_known_loses_its_review_and_its_credit_is_open() -> None:
    reading = read(changed("dijo el práctico", "contó el práctico"), "x.po")
    changed_elsewhere = segment(reading, "paragraph-3f9a1c:2")
    assert (changed_elsewhere.state, changed_elsewhere.credits) == (State.TRANSLATED, (ANA,))
    assert ("paragraph-3f9a1c", 1) in reading.foreign
    assert reading.by is None
    eva = Credit("translator", "Eva Supuesta", "2026-05-09")
    bitext = credited(reading, eva)
    assert bitext.units[1].segments[1].credits == (ANA, eva)
    assert bitext.units[1].segments[0] == ARTICLE.units[1].segments[0]


def test_a_reviewer_does_not_answer_for_a_changed_target() -> None:
    reading = read(changed("Reabre el puerto", "Abre el puerto"), "x.po")
    assert segment(reading, "headline-0a1b2c").credits == (ANA,)
    assert segment(reading, "headline-0a1b2c").state is State.TRANSLATED


def test_fuzzy_set_by_a_tool_asks_for_a_look_and_keeps_target_and_credits() -> None:
    reading = read(changed('msgctxt "headline', '#, fuzzy\nmsgctxt "headline'), "x.po")
    found = segment(reading, "headline-0a1b2c")
    assert (found.state, found.sub_state, found.credits) == (State.INITIAL, "fuzzy-match", (ANA, LUIS))
    assert found.target == "Reabre el puerto"


def test_fuzzy_taken_off_by_a_person_is_an_approval() -> None:
    reading = read(changed("#, fuzzy\n", ""), "x.po")
    found = segment(reading, "paragraph-3f9a1c:3")
    assert (found.state, found.sub_state, found.target) == (State.TRANSLATED, "", "Nadie más vino.")
    assert ("paragraph-3f9a1c", 2) in reading.foreign


def test_an_emptied_fuzzy_entry_is_read() -> None:
    data = changed("#, fuzzy\n", "", changed("Nadie más vino.", ""))
    found = segment(read(data, "x.po"), "paragraph-3f9a1c:3")
    assert (found.state, found.sub_state, found.target) == (State.INITIAL, "", "")


def test_comments_may_be_lost() -> None:
    bare = re.sub(rb"(?m)^#(?!,|~).*\n", b"", FILE)
    reading = read(bare, "x.po")
    assert [unit.role for unit in reading.bitext.units] == ["headline", "paragraph", "paragraph", "caption"]
    assert segment(reading, "headline-0a1b2c").state is State.TRANSLATED
    assert write(reading.bitext, bare, now=LATER) == bare


@pytest.mark.parametrize(
    "rewrite",
    [
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b'"\n"', b'"\n\n"', 0) + b"\n# the end\n",
        lambda data: data.replace(b"\n\n", b"\n"),
        lambda data: data.replace(b"\n\n", b"\n\n\n \n"),
        lambda data: data.replace(b"msgid ", b"msgid\t "),
        lambda data: data.rstrip(b"\n"),
        lambda data: data.replace(b'msgstr "R', b'msgstr ""\n"R"\n"'),
        lambda data: (
            data.replace(b"Reabre", b"\\122eabre")
            .replace(b"el puerto", b"el \\x70uerto")
            .replace("ó".encode(), b"\\303\\263")
        ),
    ],
    ids=["crlf", "bom", "tail", "no blank lines", "many blank lines", "tabs", "no last line end", "split", "octal"],
)
def test_what_another_tool_writes_differently_is_read_alike_and_kept(rewrite: object) -> None:
    assert callable(rewrite)
    data: bytes = rewrite(FILE)
    assert data != FILE
    assert read(data, "x.po").bitext == ARTICLE
    assert write(ARTICLE, data, now=LATER) == data
    edited = replace(ARTICLE, units=ARTICLE.units[1:])
    assert read(write(edited, data, now=LATER), "x.po").bitext == edited


def test_another_charset_is_kept_until_it_cannot_hold_a_target() -> None:
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=ISO-8859-1\\n"\n\n'
    data = (head + 'msgctxt "a"\nmsgid "Tomorrow"\nmsgstr "Mañana"\n').encode("latin-1")
    bitext = read(data, "x.po").bitext
    assert bitext.units[0].segments[0].target == "Mañana"
    assert write(bitext, data, now=LATER) == data
    for target in ("Año", "«Año» — ż"):
        unit = replace(bitext.units[0], segments=(Segment("Tomorrow", target, State.TRANSLATED),))
        new = write(replace(bitext, units=(unit,)), data, now=LATER)
        assert read(new, "x.po").bitext.units[0].segments[0].target == target
    assert b"charset=UTF-8" in new


def test_entries_sorted_by_a_tool_stay_sorted() -> None:
    header, *entries = FILE.decode().split("\n\n")
    active = [entry for entry in entries if "#~" not in entry]
    data = "\n\n".join([header, *reversed(active)]).rstrip("\n").encode() + b"\n"
    reading = read(data, "x.po")
    paragraph = next(unit for unit in reading.bitext.units if unit.id == "paragraph-3f9a1c")
    assert paragraph == ARTICLE.units[1]
    assert write(reading.bitext, data, now=LATER) == data


FOREIGN = b"""# Some words of a stranger
msgid ""
msgstr ""
"Language: es\\n"
"X-Poedit-Basepath: .\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

#. button
#: a.c:12
#, c-format, no-wrap
msgid "Open %s"
msgstr "Abrir %s"

#: b.c:3
msgid "%d file"
msgid_plural "%d files"
msgstr[0] "%d archivo"
msgstr[1] "%d archivos"

msgctxt "menu:3"
msgid "Open"
msgstr ""
msgctxt "menu:3"
msgid "Close"
msgstr "Cerrar"

#~ msgid "gone"
#~ msgid_plural "all gone"
#~ msgstr[0] ""
#~ msgstr[1] ""

# the end
"""


def test_a_stranger_s_file_keeps_all_that_is_no_matter_of_ours() -> None:
    bitext = read(FOREIGN, "x.po").bitext
    assert [unit.id for unit in bitext.units] == [bitext.units[0].id, "menu:3", "menu:3-2"]
    assert bitext.units[0].id.startswith("paragraph-")
    assert write(bitext, FOREIGN, now=LATER) == FOREIGN
    first = replace(bitext.units[0], segments=(Segment("Open %s", "Abre %s", State.TRANSLATED, "", (ANA,)),))
    text = write(replace(bitext, units=(first, *bitext.units[1:])), FOREIGN, now=LATER).decode()
    before, after = FOREIGN.decode().split("\n\n"), text.split("\n\n")
    assert after[2:] == before[2:]
    assert '#, c-format, no-wrap\nmsgid "Open %s"\nmsgstr "Abre %s"' in after[1]
    assert '"X-Poedit-Basepath: .\\n"' in after[0]
    assert after[0].startswith("# Some words of a stranger\n")


def test_a_new_entry_comes_behind_the_one_it_follows_and_nothing_else_moves() -> None:
    new = Unit("paragraph-aaaaaa", "paragraph", (Segment("A new one."),))
    units = (*ARTICLE.units[:2], new, *ARTICLE.units[2:])
    before = FILE.decode().split("\n\n")
    after = write(replace(ARTICLE, units=units), FILE, now=LATER).decode().split("\n\n")
    assert after[1:5] == before[1:5]
    assert after[6:] == before[5:]
    assert 'msgid "A new one."' in after[5]


def test_a_unit_that_moved_in_the_source_moves_in_the_file() -> None:
    moved = replace(ARTICLE, units=(ARTICLE.units[-1], *ARTICLE.units[:-1]))
    assert read(write(moved, FILE, now=LATER), "x.po").bitext == moved


HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEAD + 'msgid "a"\nmsgstr "b', "x.po:5: this string has no end"),
        (HEAD + 'msgid "a"\n', "x.po:4: the file ends within this entry: it has no msgstr"),
        (HEAD + 'msgid "a"\n\nmsgid "b"\nmsgstr ""\n', "x.po:6: msgid cannot stand behind msgid"),
        (HEAD + 'msgstr "b"\n', "x.po:4: msgstr cannot stand behind nothing"),
        (HEAD + 'msgid "a"\nmsgstr "b" oops\n', "x.po:5: this string has no end"),
        (HEAD + '"a"\n', "x.po:4: this string belongs to no entry"),
        (HEAD + '#~ msgid "a"\nmsgstr "b"\n', "x.po:5: half of this entry is marked as obsolete by #~"),
        ("# A headline\n\nSome Markdown.\n", "x.po:3: this is no line of a PO file"),
        ("PK\3\4\0\0", "x.po:1: this is no PO file: it holds zero bytes"),
        (HEAD + HEAD, "x.po:4: “the header” stands here a second time, after line 1"),
        (
            HEAD + 'msgid "a"\nmsgstr ""\n\nmsgid "a"\nmsgstr ""\n',
            "x.po:7: “a” stands here a second time, after line 4",
        ),
        (
            HEAD
            + 'msgctxt "paragraph-3f9a1c"\nmsgid "a"\nmsgstr ""\n\n'
            + 'msgctxt "paragraph-3f9a1c"\nmsgid "b"\nmsgstr ""\n',
            "x.po:8: “paragraph-3f9a1c” stands here a second time, after line 4",
        ),
        (
            HEAD
            + 'msgctxt "paragraph-3f9a1c:1"\nmsgid "a"\nmsgstr ""\n\n'
            + 'msgctxt "paragraph-3f9a1c:3"\nmsgid "b"\nmsgstr ""\n',
            "x.po:8: segment paragraph-3f9a1c:2 is missing beside paragraph-3f9a1c:3",
        ),
        (
            HEAD.replace("UTF-8", "klingon") + 'msgid "a"\nmsgstr ""\n',
            "x.po:2: the header names the unknown charset “klingon”",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(text: str, message: str) -> None:
    with pytest.raises(InputError) as error:
        read(text.encode(), "x.po")
    assert str(error.value).startswith(message)
    assert error.value.remedy


@pytest.mark.parametrize("place", ["msgid", "comment"])
def test_bytes_that_are_no_utf8_are_refused_with_their_line(place: str) -> None:
    comment, source = (b"# \xff\n", b"a") if place == "comment" else (b"", b"\xff")
    with pytest.raises(InputError, match=r"^x\.po:4: .*UTF-8"):
        read(HEAD.encode() + comment + b'msgid "' + source + b'"\nmsgstr ""\n', "x.po")


@pytest.mark.parametrize("end", range(1, len(FILE), 37))
def test_a_truncated_file_is_read_or_refused_but_never_crashes(end: int) -> None:
    names: list[str] = []
    with suppress(InputError):
        names = [unit.id for unit in read(FILE[:end], "x.po").bitext.units]
    assert names == [unit.id for unit in ARTICLE.units][: len(names)]


@pytest.mark.parametrize(
    ("tag", "gettext"),
    [
        ("es", "es"),
        ("pt-BR", "pt_BR"),
        ("sr-Latn", "sr@latin"),
        ("sr-Cyrl-RS", "sr_RS@cyrillic"),
        ("zh-Hant", "zh_Hant"),
    ],
)
def test_languages_are_spelt_as_gettext_spells_them(tag: str, gettext: str) -> None:
    data = write(replace(ARTICLE, target_language=tag), None, now=NOW)
    assert f'"Language: {gettext}\\n"' in data.decode()
    assert read(data, "x.po").bitext.target_language == tag


def test_every_control_character_survives() -> None:
    odd = "".join(map(chr, range(32))) + '\x7f\x85\u2028\\"'
    unit = Unit(
        "paragraph-aaaaaa", "paragraph", (Segment(odd, odd, State.TRANSLATED, "", (Credit("translator", odd),)),)
    )
    bitext = replace(ARTICLE, units=(unit,))
    escaped = write(bitext, None, now=NOW)
    assert b"\0" not in escaped
    assert read(escaped, "x.po").bitext == bitext


@pytest.mark.interop
def test_msgmerge_with_a_new_template_keeps_all_and_marks_what_changed(tmp_path: Path) -> None:
    template = replace(ARTICLE, units=tuple(map(_untranslated, ARTICLE.units)), obsolete=())
    command = ["msgmerge", "--quiet", "--previous", "x.po", "x.pot"]
    (tmp_path / "x.po").write_bytes(FILE)
    (tmp_path / "x.pot").write_bytes(write(template, None, now=LATER))
    same = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True).stdout
    assert read(same, "x.po").bitext == ARTICLE
    (tmp_path / "x.pot").write_bytes(changed("The Harbour Reopens", "The Harbour Has Reopened", same))
    merged = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True).stdout
    headline = replace(ARTICLE.units[0].segments[0], source="The Harbour Has Reopened", previous="The Harbour Reopens")
    assert segment(read(merged, "x.po"), "headline-0a1b2c") == replace(
        headline, state=State.INITIAL, sub_state="fuzzy-match"
    )


def _untranslated(unit: Unit) -> Unit:
    """The unit as a template has it: sources, roles, codes and the notes to the translator."""
    to_translator = [tuple(note for note in s.notes if note.category == "source") for s in unit.segments]
    segments = zip(unit.segments, to_translator, strict=True)
    return replace(unit, segments=tuple(Segment(s.source, notes=notes) for s, notes in segments))

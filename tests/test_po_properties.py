"""What holds for every bitext: PO keeps it all, and changes nothing that did not change."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import polib
import pytest
from bitexts import ANA, bitexts
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from translate_flow.bitext import (
    Bitext,
    Credit,
    State,
    Unit,
)
from translate_flow.stores.po import read, write
from translate_flow.stores.po.breaks import lines_of
from translate_flow.stores.po.wrap import quoted

NOW = "2026-05-03T10:20:00+00:00"
LATER = "2026-06-04T08:00:00+02:00"


@given(bitext=bitexts())
def test_what_was_written_is_read_again(bitext: Bitext) -> None:
    assert read(write(bitext, None, now=NOW), "x.po").bitext == bitext


@given(bitext=bitexts())
def test_writing_the_same_again_changes_no_byte(bitext: Bitext) -> None:
    data = write(bitext, None, now=NOW)
    assert write(bitext, data, now=LATER) == data


@settings(max_examples=40)
@given(bitexts(), bitexts())
def test_whatever_stood_there_the_new_bitext_is_read(old: Bitext, new: Bitext) -> None:
    onto = write(replace(old, document=new.document), None, now=NOW)
    assert read(write(new, onto, now=LATER), "x.po").bitext == new


@given(bitext=bitexts(), data=st.data())
def test_editing_one_segment_touches_only_its_entry_and_the_header(bitext: Bitext, data: st.DataObject) -> None:
    places = [(u, s) for u, unit in enumerate(bitext.units) for s in range(len(unit.segments))]
    before = write(bitext, None, now=NOW).decode().split("\n\n")
    if not places:
        return
    at, number = data.draw(st.sampled_from(places))
    unit = bitext.units[at]
    changed = list(unit.segments)
    changed[number] = replace(changed[number], target=changed[number].target + " más", state=State.TRANSLATED)
    units_ = (*bitext.units[:at], replace(unit, segments=tuple(changed)), *bitext.units[at + 1 :])
    onto = "\n\n".join(before).encode()
    after = write(replace(bitext, units=units_), onto, now=LATER).decode().split("\n\n")
    entry = 1 + places.index((at, number))
    assert len(before) == len(after)
    assert [a for a in range(len(before)) if before[a] != after[a] and a] == [entry]


@settings(max_examples=40)
@given(bitext=bitexts())
def test_polib_reads_the_same(bitext: Bitext, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "polib.po"
    path.write_bytes(write(bitext, None, now=NOW))
    entries = polib.pofile(str(path), encoding="utf-8")
    segments_ = [s for unit in (*bitext.units, *bitext.obsolete) for s in unit.segments]
    assert [entry.msgid for entry in entries] == [segment.source for segment in segments_]
    assert [entry.msgstr for entry in entries] == [segment.target for segment in segments_]
    active = [segment for unit in bitext.units for segment in unit.segments]
    assert [entry.previous_msgid or "" for entry in entries][: len(active)] == [s.previous for s in active]
    assert [entry.msgctxt for entry in entries] == [
        *(name for unit in bitext.units for name in unit.segment_ids()),
        *(f"{unit.id}~{n}" for unit in bitext.obsolete for n in range(1, 1 + len(unit.segments))),
    ]
    assert [entry.obsolete for entry in entries].count(True) == sum(len(unit.segments) for unit in bitext.obsolete)
    assert [entry.fuzzy for entry in entries] == [
        bool(s.target and (s.sub_state or s.state is State.INITIAL)) for s in segments_
    ]


@settings(max_examples=40)
@given(bitext=bitexts())
def test_what_polib_saves_says_the_same(bitext: Bitext, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "saved.po"
    path.write_bytes(write(bitext, None, now=NOW))
    polib.pofile(str(path), encoding="utf-8").save()
    saved = path.read_bytes()
    found = read(saved, "x.po").bitext
    assert found.units == bitext.units
    assert [_kept_by_polib(unit) for unit in found.obsolete] == [_kept_by_polib(unit) for unit in bitext.obsolete]
    assert write(found, saved, now=LATER) == saved


def _kept_by_polib(unit: Unit) -> list[tuple[str, str, State, str, tuple[Credit, ...]]]:
    """Of obsolete entries, polib drops the comments to the translator and the previous source."""
    return [(s.source, s.target, s.state, s.sub_state, s.credits) for s in unit.segments]


@pytest.mark.interop
@pytest.mark.parametrize("command", ["msgcat", "msgcat --no-wrap", "msgcat -w 40", "msgattrib", "msgcat -s"])
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(bitext=bitexts())
def test_gettext_rewriting_loses_nothing(command: str, bitext: Bitext, tmp_path: Path) -> None:
    assume(bitext.units or bitext.obsolete)  # msgcat gives nothing for a header alone
    (tmp_path / "x.po").write_bytes(write(bitext, None, now=NOW))
    done = subprocess.run([*command.split(), "x.po"], cwd=tmp_path, capture_output=True, check=True)
    found = read(done.stdout, "x.po").bitext
    if command == "msgcat -s":
        assert sorted(found.units, key=lambda unit: unit.id) == sorted(bitext.units, key=lambda unit: unit.id)
    else:
        assert found == bitext


@pytest.mark.interop
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(bitext=bitexts())
def test_a_new_file_passes_msgfmt_and_is_wrapped_as_msgcat_wraps(bitext: Bitext, tmp_path: Path) -> None:
    assume(bitext.units)
    plain = replace(bitext, units=tuple(_without_oddities(unit) for unit in bitext.units), obsolete=())
    (tmp_path / "x.po").write_bytes(data := write(plain, None, now=NOW))
    subprocess.run(["msgfmt", "-c", "-o", "/dev/null", "x.po"], cwd=tmp_path, check=True, capture_output=True)
    assert subprocess.run(["msgcat", "x.po"], cwd=tmp_path, check=True, capture_output=True).stdout == data


def _without_oddities(unit: Unit) -> Unit:
    """The unit with texts that newsrooms write: gettext's tables of rare characters differ by version."""

    def usual(text: str) -> str:
        return "".join(c if c.isascii() or c in "éñ“”’–—…" else "中" if c.isalpha() else "," for c in text)

    segments_ = (
        replace(s, source=usual(s.source), target=usual(s.target), previous=usual(s.previous), credits=(ANA,))
        for s in unit.segments
    )
    return replace(unit, segments=tuple(segments_))


@given(st.text("ab zÀЖ0–—-.,:;!?()[]{}/|$%+&#“”‘’«»¿…©®™§", min_size=80, max_size=200))
def test_common_characters_are_broken_where_unicodes_algorithm_breaks_all(text: str) -> None:
    text = " ".join(text.split())
    assume(len(text) > 80)
    lines = [line[1:-1] for line in quoted("msgid", text).split("\n")[1:]]
    assert lines == lines_of(text, 77)

"""The measure itself: what was lost is seen, and nothing else is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from interop import exchange, sample
from interop.roundtrip import credit, taken
from interop.sample import CORRECTED, TRANSLATED
from interop.survey import ASPECTS, survey
from translate_flow.bitext import Bitext, Credit, Segment, State
from translate_flow.desk.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return sample.desk(tmp_path / "desk")


def edited(bitext: Bitext, source: str, **values: object) -> Bitext:
    def of(segment: Segment) -> Segment:
        return replace(segment, **values) if segment.source == source else segment  # type: ignore[arg-type]

    units = tuple(replace(unit, segments=tuple(map(of, unit.segments))) for unit in bitext.units)
    return replace(bitext, units=units)


def test_the_sample_has_something_of_every_aspect(desk: Desk) -> None:
    bitext = exchange.bitext(desk)
    for look in ASPECTS.values():
        assert any(look(unit, segment) for unit in bitext.units for segment in unit.segments)
    assert {segment.state for unit in bitext.units for segment in unit.segments} == set(State)


@pytest.mark.parametrize(
    ("lost", "replacement", "aspect", "left"),
    [
        ('msgstr "Quay 3<br1/>Port of Isla Serena"', 'msgstr ""', "targets", "8 of 9"),
        ("state=reviewed", "state=final", "states", "7 of 9"),
        ("Luis Ensayo", "Luis Otro", "credits", "5 of 9"),
        ("# Which band? Ask Nerea.\n", "", "notes", "3 of 4"),
        ("Quay 3<br1/>Port", "Quay 3 Port", "codes", "2 of 3"),
        ('#| msgid "Los vecinos esperaron en el muelle."\n', "", "previous source", "1 of 2"),
        ("score=88", "score=70", "matches", "no"),
        ("byline-0607ca", "byline", "ids", "13 of 14"),
    ],
)
def test_what_a_file_lost_is_seen_in_its_aspect(
    desk: Desk, lost: str, replacement: str, aspect: str, left: str
) -> None:
    exported = desk.bitext(sample.DOCUMENT, "en").read_bytes()
    saved = exported.replace(lost.encode(), replacement.encode())
    assert saved != exported
    assert survey(exported, saved, "po", TRANSLATED)[aspect] == left


def test_a_file_as_it_was_keeps_all_but_the_change(desk: Desk) -> None:
    exported = desk.bitext(sample.DOCUMENT, "en").read_bytes()
    kept = survey(exported, exported, "po", TRANSLATED)
    assert kept.pop("change") == "no"
    assert set(kept.values()) == {"yes"}


def test_only_the_edit_with_its_state_and_without_its_reviewer_is_exact(desk: Desk) -> None:
    before = exchange.bitext(desk)
    lola = Credit("translator", "Lola Localiza", "2026-09-02")
    after = edited(before, CORRECTED.source, target=CORRECTED.target, state=State.TRANSLATED, credits=(lola,))
    assert taken(before, after, CORRECTED) == "exactly"
    assert credit(before, after, CORRECTED) == "Lola Localiza"
    assert taken(before, before, CORRECTED) == "nothing"
    still_final = edited(before, CORRECTED.source, target=CORRECTED.target, credits=(lola,))
    assert taken(before, still_final, CORRECTED) != "exactly"
    another_too = edited(after, "Por Nerea Valdés", target="By Nerea Valdés")
    assert taken(before, another_too, CORRECTED) == "also byline-0607ca"

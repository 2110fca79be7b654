"""The source changes; the bitext follows, and nothing that a person typed is lost."""

import re
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from translate_flow.bitext import SOURCE_CHANGED, Bitext, Code, Credit, Note, Segment, State, Unit, spell
from translate_flow.desk.edited import NewUnit
from translate_flow.desk.update import Changes, fresh, update
from translate_flow.documents import identify
from translate_flow.documents.model import SourceUnit

ANA = Credit("translator", "Ana Prueba", "2026-05-02")
LUIS = Credit("reviewer", "Luis Ensayo", "2026-05-03")

BRIDGE = "The bridge opened on Monday. Nobody crossed it. The mayor cut the ribbon alone."
FERRY = "The ferry still runs every hour."
PRICE = "A ticket costs two pesos. Children travel free."


def cut(text: str, _ids: frozenset[str]) -> list[tuple[int, int]]:
    """Sentences of these tests end in a full stop and a space."""
    return [(found.start(), found.end()) for found in re.finditer(r"\S(?:.*?[.!?](?=\s|$)|.*$)", text, re.DOTALL)]


def units_of(*texts: str) -> list[NewUnit]:
    found = identify([SourceUnit("paragraph", 0, 0, text) for text in texts])
    return [NewUnit(unit.id, unit.role, unit.text) for unit in found]


def translated(*texts: str) -> Bitext:
    """A bitext in which each segment is translated by Ana and reviewed by Luis."""
    units = fresh(units_of(*texts), cut)
    return Bitext("sources/a.txt", "en", "es", tuple(_with_targets(unit) for unit in units))


def _with_targets(unit: Unit) -> Unit:
    return replace(unit, segments=tuple(
        replace(segment, target=f"«{segment.source}»", state=State.REVIEWED, credits=(ANA, LUIS))
        for segment in unit.segments
    ))  # fmt: skip


def sources(bitext: Bitext) -> list[list[tuple[str, str]]]:
    return [[(segment.source, segment.target) for segment in unit.segments] for unit in bitext.units]


def targets(bitext: Bitext) -> set[str]:
    return {s.target for unit in (*bitext.units, *bitext.obsolete) for s in unit.segments if s.target}


def test_an_unchanged_source_changes_nothing() -> None:
    old = translated(BRIDGE, FERRY, PRICE)
    assert update(old, units_of(BRIDGE, FERRY, PRICE), cut) == (old, Changes(kept=3))


def test_an_inserted_paragraph_renames_nothing_else() -> None:
    old = translated(BRIDGE, PRICE)
    new, changes = update(old, units_of(BRIDGE, "Something new happened.", PRICE), cut)
    assert changes == Changes(new=1, kept=2)
    assert (new.units[0], new.units[2]) == old.units


def test_a_moved_paragraph_keeps_all() -> None:
    old = translated(BRIDGE, FERRY, PRICE)
    new, changes = update(old, units_of(FERRY, PRICE, BRIDGE), cut)
    assert changes == Changes(kept=3, moved=1)
    assert new.units == (old.units[1], old.units[2], old.units[0])


def test_a_deleted_paragraph_is_kept_as_obsolete_and_comes_back_with_its_text() -> None:
    old = translated(BRIDGE, FERRY)
    without, changes = update(old, units_of(BRIDGE), cut)
    assert changes == Changes(kept=1, gone=1)
    assert without.obsolete == (old.units[1],)
    again, changes = update(without, units_of(BRIDGE, FERRY), cut)
    assert changes == Changes(kept=1, restored=1)
    assert again == old


def test_an_edited_sentence_keeps_its_old_target_and_the_source_it_was_made_for() -> None:
    old = translated(BRIDGE)
    new, changes = update(old, units_of(BRIDGE.replace("on Monday", "on Tuesday morning")), cut)
    assert changes == Changes(changed=1)
    assert new.units[0].id == old.units[0].id
    edited, second, third = new.units[0].segments
    assert (second, third) == old.units[0].segments[1:]
    assert edited == Segment(
        "The bridge opened on Tuesday morning.",
        "«The bridge opened on Monday.»",
        State.INITIAL,
        SOURCE_CHANGED,
        (ANA,),
        previous="The bridge opened on Monday.",
    )


def test_an_edit_that_is_taken_back_needs_no_look_any_more() -> None:
    old = translated(BRIDGE)
    there, _ = update(old, units_of(BRIDGE.replace("Monday", "Tuesday")), cut)
    back, _ = update(there, units_of(BRIDGE), cut)
    assert sources(back) == sources(old)
    assert back.units[0].segments[0].state is State.TRANSLATED
    assert not back.units[0].segments[0].sub_state


def test_a_paragraph_cut_in_two_keeps_every_sentence() -> None:
    old = translated(BRIDGE, FERRY)
    new, _ = update(
        old, units_of("The bridge opened on Monday.", "Nobody crossed it. The mayor cut the ribbon alone.", FERRY), cut
    )
    assert [pair for unit in sources(new) for pair in unit] == [pair for unit in sources(old) for pair in unit]
    assert not new.obsolete


def test_two_paragraphs_made_one_keep_every_sentence() -> None:
    old = translated(BRIDGE, FERRY)
    new, _ = update(old, units_of(f"{BRIDGE} {FERRY}"), cut)
    assert sources(new) == [[pair for unit in sources(old) for pair in unit]]
    assert not new.obsolete


def test_segments_that_people_joined_stay_joined_when_another_sentence_changes() -> None:
    old = translated(BRIDGE)
    first, second, third = old.units[0].segments
    joined = replace(second, source=f"{second.source} {third.source}", target="todo junto")
    old = replace(old, units=(replace(old.units[0], segments=(first, joined)),))
    new, _ = update(old, units_of(BRIDGE.replace("Monday", "Tuesday")), cut)
    assert new.units[0].segments[1] == joined


def test_a_changed_sentence_has_no_white_space_around_it_however_it_is_cut() -> None:
    old = translated(BRIDGE)
    for way in (cut, lambda text, _ids: [(0, len(text))]):
        new, _ = update(old, units_of(BRIDGE.replace("Monday", "Tuesday")), way)
        assert [segment.source for segment in new.units[0].segments] == [
            "The bridge opened on Tuesday.",
            "Nobody crossed it.",
            "The mayor cut the ribbon alone.",
        ]


def test_codes_that_only_got_other_numbers_are_no_change() -> None:
    text = "See <a1>the list</a1>."
    unit = Unit(
        "paragraph-1", "paragraph", (Segment(text, "Vea <a1>la lista</a1>.", State.FINAL),), (Code("a1", "[", "]"),)
    )
    old = Bitext("a.md", "en", "es", (unit,))
    now = NewUnit("paragraph-2", "paragraph", "See <a2>the list</a2>.", (Code("a2", "[", "](x)"),))
    new, changes = update(old, [now], cut)
    assert changes == Changes(kept=1)
    assert new.units[0].segments == (Segment("See <a2>the list</a2>.", "Vea <a2>la lista</a2>.", State.FINAL),)
    assert new.units[0].codes == now.codes


def test_a_role_and_a_note_that_people_gave_survive() -> None:
    old = translated(FERRY)
    segment = replace(old.units[0].segments[0], notes=(Note("Ask the ferryman"),))
    old = replace(old, units=(replace(old.units[0], role="caption", segments=(segment,)),))
    new, _ = update(old, units_of(BRIDGE, FERRY), cut)
    assert new.units[1] == old.units[0]


def test_duplicates_keep_their_own_targets() -> None:
    old = translated(FERRY, FERRY)
    second = replace(old.units[1], segments=(replace(old.units[1].segments[0], target="otra"),))
    old = replace(old, units=(old.units[0], second))
    assert [unit.id for unit in old.units][1].endswith("-2")
    new, _ = update(old, units_of(PRICE, FERRY, FERRY), cut)
    assert new.units[1:] == old.units


words = st.sampled_from(["rain", "bridge", "mayor", "ferry", "Monday", "two", "pesos", "nobody", "river", "old"])
sentence = st.lists(words, min_size=1, max_size=8).map(lambda found: " ".join(found).capitalize() + ".")
article = st.lists(st.lists(sentence, min_size=1, max_size=4).map(" ".join), min_size=0, max_size=6)


@given(article, article, article)
def test_no_edit_loses_a_typed_target(first: list[str], second: list[str], third: list[str]) -> None:
    bitext = translated(*first)
    typed = targets(bitext)
    for texts in (second, third, first):
        bitext, _ = update(bitext, units_of(*texts), cut)
        assert typed <= targets(bitext)
        assert ["".join("".join(s.source for s in unit.segments).split()) for unit in bitext.units] == [
            "".join(text.split()) for text in texts
        ]
        ids = [unit.id for unit in bitext.units]
        assert len(set(ids)) == len(ids)


@example(["Rain rain.", "Rain rain rain. Rain.", "Rain. Rain rain."], [])
@given(article, article)
def test_a_second_update_changes_nothing(first: list[str], second: list[str]) -> None:
    once, _ = update(translated(*first), units_of(*second), cut)
    twice, changes = update(once, units_of(*second), cut)
    assert twice == once
    assert changes == Changes(kept=len(second))


@pytest.mark.parametrize("text", ["\u00a0El faro.", "El faro.\u00a0", "Uno.\u00a0 Dos.", "\u2003El faro. Nadie.\u2003"])
def test_white_space_that_belongs_to_the_text_is_part_of_it(text: str) -> None:
    (unit,) = fresh(units_of(text), lambda text, _ids: [(0, len(text))])
    assert [segment.source for segment in unit.segments] == [text]


def test_segments_spell_their_text_with_white_space_left_over_anywhere() -> None:
    assert spell("\u00a0One. Two.\u00a0", ["One.", "Two."]) == [(1, 5), (6, 10)]
    assert spell("One. Two.", ["One. Two."]) == [(0, 9)]
    assert spell("One. x Two.", ["One.", "Two."]) is None
    assert spell("One. Two. x", ["One.", "Two."]) is None
    assert spell("One.", ["One.", "Two."]) is None

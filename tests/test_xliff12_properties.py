"""What holds for every bitext: XLIFF 1.2 keeps it all, and changes nothing that did not change."""

from __future__ import annotations

import re
from dataclasses import replace

from bitexts import bitexts, segments
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from translate_flow.bitext import Bitext, Unit
from translate_flow.stores import store_named

NOW = "2026-05-03T10:20:00+00:00"
LATER = "2026-06-04T08:00:00+02:00"
STORE = store_named("xliff-1.2")
WAYS = st.permutations(["po", "xliff-1.2", "xliff-2.1", "xliff-1.2"])


@given(bitext=bitexts())
def test_what_was_written_is_read_again_and_written_alike(bitext: Bitext) -> None:
    data = STORE.write(bitext, None, now=NOW)
    assert STORE.read(data, "x.xlf").bitext == bitext
    assert STORE.write(bitext, data, now=LATER) == data


@settings(max_examples=40)
@given(old=bitexts(), new=bitexts())
def test_whatever_stood_there_the_new_bitext_is_read(old: Bitext, new: Bitext) -> None:
    onto = STORE.write(replace(old, document=new.document), None, now=NOW)
    assert STORE.read(STORE.write(new, onto, now=LATER), "x.xlf").bitext == new


@st.composite
def reworked(draw: st.DrawFn) -> tuple[Bitext, Bitext]:
    """A bitext, and one of the same units and sources whose other values are those of a second bitext's segments."""
    old = draw(bitexts())
    work = iter(draw(st.lists(segments(obsolete=True), min_size=15, max_size=15)))

    def again(unit: Unit) -> Unit:
        return replace(
            unit,
            segments=tuple(replace(next(work), source=s.source) if draw(st.booleans()) else s for s in unit.segments),
        )

    new = replace(old, units=tuple(map(again, old.units)), obsolete=tuple(map(again, old.obsolete)))
    return old, new


@settings(phases=[Phase.generate])
@given(pair=reworked())
def test_units_that_another_tool_marked_are_edited_until_they_say_the_new(pair: tuple[Bitext, Bitext]) -> None:
    old, new = pair
    written = STORE.write(old, None, now=NOW)
    onto = re.sub(rb'(<trans-unit id="[^"]*")', rb'\1 xmlns:q="urn:example:q" q:job="7"', written)
    data = STORE.write(new, onto, now=LATER)
    assert STORE.read(data, "x.xlf").bitext == new
    assert STORE.write(new, data, now=NOW) == data


@settings(max_examples=40)
@given(bitext=bitexts(), way=WAYS)
def test_bitext_formats_give_each_other_all_they_have(bitext: Bitext, way: list[str]) -> None:
    found = bitext
    for name in way:
        store = store_named(name)
        found = store.read(store.write(found, None, now=NOW), "x").bitext
    assert found == bitext


@given(bitext=bitexts())
def test_the_short_way_of_reading_a_unit_reads_the_same(bitext: Bitext) -> None:
    data = STORE.write(bitext, None, now=NOW)
    assert STORE.read(data, "x.xlf") == STORE.read(data.replace(b"\n", b"\r\n", 1), "x.xlf")

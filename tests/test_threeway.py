"""Three versions of a bitext make one: what holds for all of them."""

from __future__ import annotations

from dataclasses import replace

from bitexts import bitexts
from hypothesis import given, settings
from hypothesis import strategies as st

from translate_flow.bitext import Bitext, Credit, State, Unit
from translate_flow.desk.exchange.threeway import merge, settled

TARGETS = st.sampled_from(["uno", "dos", "tres"])


@given(base=bitexts(), other=bitexts())
def test_a_side_that_changed_nothing_takes_the_other_side(base: Bitext, other: Bitext) -> None:
    other = replace(other, document=base.document)
    assert merge(base, base, other).bitext.units == other.units
    assert merge(base, other, base).bitext.units == other.units
    assert not merge(base, other, other).conflicts


@st.composite
def edits(draw: st.DrawFn, bitext: Bitext) -> Bitext:
    """The bitext with some targets typed."""

    def edited(unit: Unit) -> Unit:
        return replace(unit, segments=tuple(
            replace(s, target=draw(TARGETS), state=State.TRANSLATED, credits=(Credit("translator", "Eva Supuesta"),))
            if draw(st.booleans()) else s
            for s in unit.segments
        ))  # fmt: skip

    return replace(bitext, units=tuple(edited(unit) for unit in bitext.units))


@settings(max_examples=100)
@given(data=st.data(), base=bitexts())
def test_every_target_that_somebody_typed_is_there_or_in_conflict(data: st.DataObject, base: Bitext) -> None:
    ours, theirs = data.draw(edits(base)), data.draw(edits(base))
    merged = merge(base, ours, theirs)
    backwards = merge(base, theirs, ours)
    assert [conflict[:2] for conflict in merged.conflicts] == [conflict[:2] for conflict in backwards.conflicts]
    clashes = {(conflict.unit, conflict.at) for conflict in merged.conflicts}
    both = settled(merged, "ours"), settled(merged, "theirs")
    for at, unit in enumerate(base.units):
        for number, was in enumerate(unit.segments):
            own, other = ours.units[at].segments[number].target, theirs.units[at].segments[number].target
            found = [side.units[at].segments[number].target for side in both]
            if (unit.id, number) in clashes:
                assert found == [own, other]
            else:
                assert found == [other if own == was.target else own] * 2

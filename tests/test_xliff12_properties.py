"""What holds for every bitext: XLIFF 1.2 keeps it all, and changes nothing that did not change."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import cycle

from bitexts import bitexts, segments
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from translate_flow.bitext import Bitext, Unit
from translate_flow.errors import InputError
from translate_flow.stores import store_named
from translate_flow.stores.model import Reading

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

    def again(unit: Unit) -> Unit:
        return replace(unit, segments=tuple(
            replace(draw(segments(obsolete=True)), source=s.source) if draw(st.booleans()) else s for s in unit.segments
        ))  # fmt: skip

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


TOUCHES = (
    (r"</target>", "!</target>"),
    (r"(<target[^>]*>)[^<]*", r"\1"),
    (r' state="[^"]*"', ""),
    (r' state="[^"]*"', ' state="needs-review-l10n"'),
    (r' state-qualifier="[^"]*"', ' state-qualifier="exact-match"'),
    (r"(<trans-unit [^>]*) xml:", r'\1 approved="yes" xml:'),
    (r' approved="yes"', ""),
    (r' phase-name="[^"]*">', ' phase-name="nowhere">'),
    (r'<note from="translate-flow">[^<]*</note>', ""),
    (r"target=[0-9a-f]{6}", "target=000000"),
    (r"</?g( [^>]*)?>", ""),
    (r'<group id="[^"]*" restype="x-[a-z-]*">', '<group restype="x-other">'),
)
"""What tools do to files of ours: an expression, and what becomes of the places it finds."""


def touched(text: str, find: str, instead: str, *, all_places: bool) -> str:
    """The text with every place that ``find`` finds replaced, or every other one."""
    turns = cycle((True, all_places))
    return re.sub(find, lambda found: found.expand(instead) if next(turns) else found[0], text)


def outcome(data: bytes) -> Reading | str:
    """What a file says, or why it is refused."""
    try:
        return STORE.read(data, "x.xlf")
    except InputError as error:
        return str(error)


@given(bitext=bitexts(), touches=st.lists(st.sampled_from(TOUCHES), max_size=3), all_places=st.booleans())
def test_the_short_way_of_reading_a_unit_reads_the_same(
    bitext: Bitext,
    touches: list[tuple[str, str]],
    all_places: bool,
) -> None:
    text = STORE.write(bitext, None, now=NOW).decode()
    for find, instead in touches:
        text = touched(text, find, instead, all_places=all_places)
    data = text.encode()
    assert outcome(data) == outcome(data.replace(b"\n", b"\r\n", 1))

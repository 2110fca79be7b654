"""Units are cut as if their inline codes were not there, and the codes stay where they belong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate_flow.bitext import TAG, spell
from translate_flow.segmentation.inline import cut


def segments(text: str, language: str = "en") -> list[str]:
    """The segments of a text in which every tag is a code."""
    ids = {match[2] for match in TAG.finditer(text)}
    return [text[start:end] for start, end in cut(text, ids, language)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "It rained <b1>hard.</b1> We left.", ["It rained <b1>hard.</b1>", "We left."]),
        ("en", "<i1>It rained. We left.</i1> Good.", ["<i1>It rained.", "We left.</i1>", "Good."]),
        ("en", "Ask <a1>Dr. Mora</a1>. She knows.", ["Ask <a1>Dr. Mora</a1>.", "She knows."]),
        ("en", "Ask <a1>Dr.</a1> Mora. She knows.", ["Ask <a1>Dr.</a1> Mora.", "She knows."]),
        ("en", "It rained.<i1> We left. </i1>Good.", ["It rained.", "<i1> We left. </i1>", "Good."]),
        ("en", "It rained.</b1></i2> <i3><b4>We</b4> left.", ["It rained.</b1></i2>", "<i3><b4>We</b4> left."]),
        ("en", "It rained. <i1> </i1></b2> We left.", ["It rained. <i1> </i1></b2>", "We left."]),
        ("en", "The U.<b1>S</b1>. Navy came. It left.", ["The U.<b1>S</b1>. Navy came.", "It left."]),
        ("es", "Vio <a1>EE. UU.</a1> ayer. <em2>Yo</em2> no.", ["Vio <a1>EE. UU.</a1> ayer.", "<em2>Yo</em2> no."]),
        ("es", "“<em1>No hay luz.</em1>” <b2>Nadie</b2> va.", ["“<em1>No hay luz.</em1>”", "<b2>Nadie</b2> va."]),
    ],
)  # fmt: skip
def test_closing_codes_stay_left_of_a_break_and_opening_ones_go_right(
    language: str, text: str, expected: list[str]
) -> None:
    assert segments(text, language) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rained.<fn1/> We left.", ["It rained.<fn1/>", "We left."]),
        ("It rained. <sup1/> <sup2/> We left.", ["It rained. <sup1/> <sup2/>", "We left."]),
        ("It rained.<sup1>[1]</sup1> We left.", ["It rained.<sup1>[1]</sup1>", "We left."]),
        ("It rained. <br1/>We left.", ["It rained.", "<br1/>We left."]),
        ("It rained.<br1/><br2/>We left.", ["It rained.", "<br1/><br2/>We left."]),
        ("It rained. <img1/> We left.", ["It rained.", "<img1/> We left."]),
        ("It rained.<br1/><fn2/> We left.", ["It rained.", "<br1/><fn2/> We left."]),
        ("Use <code1/>. We left.", ["Use <code1/>.", "We left."]),
        ("It rained. We left.<br1/>", ["It rained.", "We left.<br1/>"]),
    ],
)
def test_a_footnote_stays_left_and_other_lone_codes_go_right(text: str, expected: list[str]) -> None:
    assert segments(text) == expected


def test_what_only_looks_like_a_code_is_text() -> None:
    text = "Press <b1>. Then wait."
    assert cut(text, {"a1"}, "en") == [(0, 11), (12, 22)]
    assert cut(text, set(), "en") == [(0, 11), (12, 22)]


@pytest.mark.parametrize("text", ["", " ", "<br1/>", " <br1/> ", "One.", " One. <br1/> "])
def test_a_text_without_two_sentences_is_one_segment(text: str) -> None:
    assert segments(text) == [text]


WORDS = "One. two Dr. U. S. ¿Tres? … “ ” . < > <x9> <a1> </a1> <i2> </i2> <br3/> <fn4/> </br3/>"
PIECES = st.sampled_from([*WORDS.split(), " ", "  ", "\n", "\u00a0"])
IDS = {"a1", "i2", "br3", "fn4"}


@given(st.lists(PIECES, max_size=30).map("".join), st.sampled_from(["en", "es", "zh", "und"]))
def test_segments_and_the_white_space_between_them_are_the_units_text(text: str, language: str) -> None:
    found = cut(text, IDS, language)
    pieces = [text[start:end] for start, end in found]
    assert spell(text, pieces) == found
    assert all(pieces) or not text
    assert all(piece.strip() for piece in pieces) or not text.strip()


@given(st.lists(PIECES, max_size=30).map("".join))
def test_no_code_is_cut_in_two(text: str) -> None:
    inside = {place for tag in TAG.finditer(text) if tag[2] in IDS for place in range(tag.start() + 1, tag.end())}
    assert not inside & {edge for span in cut(text, IDS, "en") for edge in span}

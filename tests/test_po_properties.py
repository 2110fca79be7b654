"""What holds for every bitext: PO keeps it all, and changes nothing that did not change."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import polib
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from translate_flow.bitext import (
    FUZZY_MATCH,
    SOURCE_CHANGED,
    SUB_STATES,
    Bitext,
    Code,
    Credit,
    Note,
    Segment,
    State,
    Unit,
)
from translate_flow.stores.po import read, write

NOW = "2026-05-03T10:20:00+00:00"
LATER = "2026-06-04T08:00:00+02:00"

ODD = "\"\\\n\t\r\v\f\b\a \x01\x1b\x85\u2028\u00a0<a1></a1><br2/>%s#~:.,|“”—中文。é́😀"
anything = st.text(st.one_of(st.sampled_from(ODD), st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
sentences = st.text("abc de,.-–'“”é", max_size=200)
texts = st.one_of(sentences, anything, anything.map(lambda text: text + "x" * 80 + "\\n"))
some_text = texts.filter(bool)
names = st.one_of(st.sampled_from(["Ana Prueba", "Luis Ensayo", 'O"Brien\\', "名前" * 30]), some_text)
credits_ = st.builds(
    Credit,
    st.sampled_from(["translator", "reviewer", "editor"]),
    names,
    st.sampled_from(["", "2026-05-02", "2025-12-31"]),
    st.sampled_from(["person", "organization", "tool"]),
)
notes = st.tuples(
    st.lists(st.builds(Note, texts, st.just("source")), max_size=2),
    st.lists(st.builds(Note, texts, st.just("translator")), max_size=2),
).map(lambda pair: (*pair[0], *pair[1]))
sub_states = st.one_of(st.just(""), st.sampled_from(SUB_STATES), st.just("okapi:odd one"), some_text)


@st.composite
def segments(draw: st.DrawFn, *, obsolete: bool = False) -> Segment:
    target = draw(texts.filter(bool) if obsolete else texts)
    state = draw(st.sampled_from(State))
    sub_state = draw(sub_states)
    return Segment(
        draw(some_text), target, state, sub_state, tuple(draw(st.lists(credits_, max_size=3, unique=True))),
        draw(notes), draw(st.one_of(st.just(""), texts)),
    )  # fmt: skip


codes = st.lists(
    st.builds(Code, st.sampled_from(["a1", "b2", "br3", "em4"]), texts, st.one_of(st.none(), texts)),
    max_size=3,
    unique_by=lambda code: code.id,
).map(tuple)


@st.composite
def units(draw: st.DrawFn, number: int, *, obsolete: bool = False) -> Unit:
    role = draw(st.sampled_from(["headline", "paragraph", "pull-quote"]))
    found = draw(st.lists(segments(obsolete=obsolete), min_size=1, max_size=3))
    return Unit(f"{role}-{number:06x}", role, tuple(found), draw(codes))


@st.composite
def bitexts(draw: st.DrawFn) -> Bitext:
    count, gone = draw(st.integers(0, 3)), draw(st.integers(0, 2))
    return Bitext(
        draw(st.sampled_from(["sources/minister.md", "sources/a b/é.html"])),
        draw(st.sampled_from(["en", "es-CU", "zh-Hant"])),
        draw(st.sampled_from(["es", "pt-BR", "sr-Latn", "zh-Hant-TW", "de-CH-1996", "ca-valencia"])),
        tuple(draw(units(number)) for number in range(count)),
        tuple(draw(units(number, obsolete=True)) for number in range(2, 2 + gone)),
        draw(st.sampled_from(["", "The Coast Desk"])),
    )


@given(bitexts())
def test_what_was_written_is_read_again(bitext: Bitext) -> None:
    assert read(write(bitext, None, now=NOW), "x.po").bitext == bitext


@given(bitexts())
def test_writing_the_same_again_changes_no_byte(bitext: Bitext) -> None:
    data = write(bitext, None, now=NOW)
    assert write(bitext, data, now=LATER) == data


@given(bitexts(), bitexts())
def test_whatever_stood_there_the_new_bitext_is_read(old: Bitext, new: Bitext) -> None:
    onto = write(replace(old, document=new.document), None, now=NOW)
    assert read(write(new, onto, now=LATER), "x.po").bitext == new

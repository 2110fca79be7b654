"""What holds for every bitext: XLIFF 2 keeps it all, and changes nothing that did not change."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bitexts import bitexts
from hypothesis import given, settings

from translate_flow.bitext import Bitext
from translate_flow.stores import store_named

NOW = "2026-05-03T10:20:00+00:00"
LATER = "2026-06-04T08:00:00+02:00"
NAMES = ("xliff-2.0", "xliff-2.1", "xliff-2.2")


@pytest.mark.parametrize("name", NAMES)
@given(bitext=bitexts())
def test_what_was_written_is_read_again_and_written_alike(name: str, bitext: Bitext) -> None:
    store = store_named(name)
    data = store.write(bitext, None, now=NOW)
    assert store.read(data, "x.xlf").bitext == bitext
    assert store.write(bitext, data, now=LATER) == data


@settings(max_examples=40)
@given(old=bitexts(), new=bitexts())
def test_whatever_stood_there_the_new_bitext_is_read(old: Bitext, new: Bitext) -> None:
    store = store_named("xliff-2.1")
    onto = store.write(replace(old, document=new.document), None, now=NOW)
    assert store.read(store.write(new, onto, now=LATER), "x.xlf").bitext == new


@settings(max_examples=40)
@given(bitext=bitexts())
def test_po_and_xliff_give_each_other_all_they_have(bitext: Bitext) -> None:
    found = bitext
    for name in ("po", "xliff-2.1", "po", "xliff-2.0"):
        store = store_named(name)
        found = store.read(store.write(found, None, now=NOW), "x").bitext
    assert found == bitext


@given(bitext=bitexts())
def test_the_short_way_of_reading_a_unit_reads_the_same(bitext: Bitext) -> None:
    data = store_named("xliff-2.0").write(bitext, None, now=NOW)
    quick = store_named("xliff-2.0").read(data, "x.xlf")
    slow = store_named("xliff-2.0").read(data.replace(b"\n", b"\r\n", 1), "x.xlf")
    assert quick == slow

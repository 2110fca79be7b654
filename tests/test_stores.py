"""The table of stores: found by name and by suffix."""

from __future__ import annotations

from pathlib import PurePath

import pytest

from translate_flow.errors import UsageError
from translate_flow.stores import STORES, store_named, store_of


@pytest.mark.parametrize("name", STORES)
def test_every_row_names_a_store_that_says_the_same(name: str) -> None:
    store = store_named(name)
    assert (store.name, store.suffixes) == (name, STORES[name][1])


def test_a_store_is_found_by_its_suffix() -> None:
    found = store_of(PurePath("translations/es/minister.md.PO"))
    assert found is not None
    assert found.name == "po"
    assert store_of(PurePath("minister.md")) is None


def test_an_unknown_store_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(UsageError, match="known are po"):
        store_named("stone")

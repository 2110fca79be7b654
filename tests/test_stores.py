"""The table of stores: found by name and by suffix."""

from __future__ import annotations

from pathlib import Path

import pytest

from translate_flow.bitext import Bitext
from translate_flow.errors import UsageError
from translate_flow.stores import STORES, store_named, store_of


@pytest.mark.parametrize("name", STORES)
def test_every_row_names_a_store_that_says_the_same(name: str) -> None:
    store = store_named(name)
    assert (store.name, store.suffixes) == (name, STORES[name][1])


def test_a_store_is_found_by_its_suffix() -> None:
    found = store_of(Path("translations/es/minister.md.PO"))
    assert found is not None
    assert found.name == "po"
    assert store_of(Path("minister.md")) is None


def test_an_unknown_store_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(UsageError, match="known are po"):
        store_named("stone")


@pytest.mark.parametrize("version", ["2.0", "2.1", "2.2"])
def test_where_formats_share_a_suffix_the_file_tells_which_it_is(version: str, tmp_path: Path) -> None:
    path = tmp_path / "minister.md.xlf"
    path.write_bytes(store_named(f"xliff-{version}").write(Bitext("m.md", "es", "en", ()), None, now="2026-05-03"))
    found = store_of(path)
    assert found is not None
    assert found.name == f"xliff-{version}"

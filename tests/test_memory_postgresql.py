"""The memory of a team: the same on a real PostgreSQL server, which these tests start from the system's package."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import postgresql
import pytest
from test_memory import FARO, sentences, units

from translate_flow.errors import InputError
from translate_flow.memory import Fed, Memory, MemoryUnit, open_memory

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of an empty server."""
    with postgresql.running() as one:
        yield one.address


@pytest.fixture
def memory(server: str) -> Iterator[Memory]:
    opened = open_memory(server)
    yield opened
    opened.close()


def test_a_team_shares_what_each_has_translated(memory: Memory, server: str) -> None:
    other = open_memory(server)
    kept = FARO._replace(document="es/a.txt", before="Antes.")
    assert memory.feed([kept]) == Fed(1, 0, 0)
    assert other.lookup(FARO.source, "es", "en", before="Antes.")[0].score == 101
    assert other.feed([kept._replace(target="The light went out.")]) == Fed(0, 1, 0)
    assert [hit.target for hit in memory.lookup("El faro se apagó el martes.", "es")] == ["The light went out."]
    memory.used(kept)
    assert [unit.uses for unit in other.units()] == [1]
    assert [unit.target for unit in other.search("light WENT")] == ["The light went out."]
    assert other.forget("es/a.txt") == 1
    assert memory.info() == {"es → en": 0}
    other.close()


def test_a_server_finds_what_a_file_finds(memory: Memory, tmp_path: Path) -> None:
    known = sentences(3000)
    file = open_memory(tmp_path / "m.sqlite")
    for store in (memory, file):
        store.feed(units(known))
        store.feed([MemoryUnit("Con 100 % de niebla\0.", "With 100 % fog.", "es", "en")])
    for text in random.Random(3).sample(known, 30):
        wanted = text.replace("el", "la")
        one, two = ([(h.unit.source, h.similarity) for h in store.lookup(wanted, "es")] for store in (memory, file))
        assert sorted(one) == sorted(two)
    file.close()


def test_a_server_that_is_not_there_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not answer") as caught:
        open_memory(f"postgresql://desk@/postgres?host={tmp_path}")
    assert "\n" not in str(caught.value)

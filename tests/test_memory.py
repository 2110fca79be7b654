"""What was translated once is found again: exactly, in context, or nearly; it is corrected and outlives a crash."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from translate_flow.bitext import Credit, State
from translate_flow.errors import InputError
from translate_flow.memory import Fed, Memory, MemoryUnit, open_memory
from translate_flow.memory.adapting import adapted
from translate_flow.memory.scoring import score

ANA = Credit("translator", "Ana Prueba", "2026-05-02")
FARO = MemoryUnit("El faro se apagó el lunes.", "The lighthouse went dark on Monday.", "es", "en")
WORDS = [
    "el",
    "la",
    "un",
    "barco",
    "faro",
    "puerto",
    "niebla",
    "práctico",
    "alcaldesa",
    "lunes",
    "martes",
    "salió",
    "llegó",
    "vio",
    "dijo",
    "nadie",
    "todos",
    "nueve",
    "campana",
    "muelle",
    "pueblo",
    "invierno",
    "carta",
    "radio",
    "torre",
    "red",
    "isla",
    "viejo",
    "nuevo",
    "sin",
    "con",
    "para",
    "sobre",
    "tras",
    "mar",
    "luz",
    "noche",
]


def sentences(count: int, seed: int = 1) -> list[str]:
    """Made-up sentences, no two alike."""
    chance = random.Random(seed)
    return [
        f"{' '.join(chance.choices(WORDS, k=chance.randint(4, 14))).capitalize()} {number}." for number in range(count)
    ]


def units(texts: list[str]) -> Iterator[MemoryUnit]:
    return (MemoryUnit(text, f"[{text}]", "es", "en") for text in texts)


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    opened = open_memory(tmp_path / "memory" / "memory.sqlite")
    yield opened
    opened.close()


def test_what_is_fed_is_kept_and_given_back(memory: Memory) -> None:
    rich = MemoryUnit(
        "Nadie <em1>lo</em1> vio.", "Nobody saw <em1>it</em1>.", "es-CU", "en", "Antes.", "Después.", "es/faro.txt",
        State.REVIEWED, (ANA,), "2026-05-02T10:00:00Z", "2026-05-03T10:00:00Z", 3,
    )  # fmt: skip
    assert memory.feed([FARO, rich]) == Fed(2, 0, 0)
    assert list(memory.units()) == [FARO, rich]
    assert memory.info() == {"es → en": 1, "es-CU → en": 1}


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=40)


@settings(max_examples=30)
@given(pairs=st.lists(st.tuples(texts, texts), max_size=5, unique_by=lambda pair: pair[0]))
def test_every_text_comes_back_and_is_found_exactly(
    pairs: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    opened = open_memory(tmp_path_factory.mktemp("memory") / "m.sqlite")
    fed = [MemoryUnit(source, target, "es", "en") for source, target in pairs]
    opened.feed(fed)
    assert list(opened.units()) == fed
    for unit in fed:
        hit = opened.lookup(unit.source, "es", "en")[0]
        assert (hit.score, hit.target, hit.similarity) == (100, unit.target, 1.0)
    opened.close()


def test_a_correction_replaces_and_the_same_again_changes_nothing(memory: Memory) -> None:
    memory.feed([FARO])
    assert memory.feed([FARO]) == Fed(0, 0, 1)
    assert memory.feed([FARO._replace(target="The light went out on Monday.")]) == Fed(0, 1, 0)
    assert [unit.target for unit in memory.units()] == ["The light went out on Monday."]
    assert memory.lookup(FARO.source, "es")[0].target == "The light went out on Monday."


def test_one_source_may_have_another_target_in_another_context(memory: Memory) -> None:
    ship = MemoryUnit("Salió.", "It left.", "es", "en", before="El barco esperaba.")
    man = MemoryUnit("Salió.", "He left.", "es", "en", before="El práctico esperaba.")
    memory.feed([ship, man])
    hits = memory.lookup("Salió.", "es", "en", before="El práctico esperaba.")
    assert [(hit.score, hit.target) for hit in hits] == [(101, "He left."), (100, "It left.")]


def test_the_unit_in_context_is_found_among_many_repetitions_which_are_one_proposal(memory: Memory) -> None:
    memory.feed(MemoryUnit("Leer más", "Read more", "es", "en", before=f"Frase {number}.") for number in range(300))
    memory.feed([MemoryUnit("Leer más", "Read on", "es", "en", before="La última.")])
    hits = memory.lookup("Leer más", "es", "en", before="La última.")
    assert [(hit.score, hit.target) for hit in hits] == [(101, "Read on"), (100, "Read more")]
    assert [hit.score for hit in memory.lookup("Leer más", "es", "en", before="Frase 7.")] == [101, 100]
    assert {hit.target for hit in memory.lookup("Read more", "en", "es")} == {"Leer más"}
    assert [hit.target for hit in memory.lookup("Leer mas", "es", "en")].count("Read more") == 1


def test_lookups_go_in_both_directions_and_over_regions(memory: Memory) -> None:
    memory.feed([FARO])
    (hit,) = memory.lookup("The lighthouse went dark on Monday.", "en", "es-CU")
    assert (hit.unit.source_language, hit.target, hit.score) == ("en", "El faro se apagó el lunes.", 100)
    assert memory.lookup("El faro se apagó el lunes.", "es-MX", "en-GB")
    assert memory.lookup("El faro se apagó el lunes.", "es", "fr") == []


def test_fuzzy_hits_are_those_that_looking_through_all_finds(memory: Memory) -> None:
    known = sentences(3000)
    memory.feed(units(known))
    chance = random.Random(7)
    for text in chance.sample(known, 60):
        words = text.split()
        words[chance.randrange(len(words))] = chance.choice(WORDS)
        wanted = " ".join(words)
        best = process.extract(wanted, known, scorer=Levenshtein.normalized_similarity, score_cutoff=0.75, limit=3)
        found = [hit.similarity for hit in memory.lookup(wanted, "es", limit=3)]
        assert found == pytest.approx([likeness for _, likeness, _ in best])


def test_units_that_came_by_and_by_are_found_as_if_they_came_at_once(tmp_path: Path) -> None:
    known = sentences(5200)
    at_once, by_and_by = open_memory(tmp_path / "a.sqlite"), open_memory(tmp_path / "b.sqlite")
    at_once.feed(units(known))
    for start in range(0, len(known), 650):
        by_and_by.feed(units(known[start : start + 650]))
    for text in random.Random(3).sample(known, 40):
        wanted = text.replace("el", "la")
        one, two = ([(h.unit.source, h.similarity) for h in m.lookup(wanted, "es")] for m in (at_once, by_and_by))
        assert sorted(one) == sorted(two)
    at_once.close()
    by_and_by.close()


def test_a_phrase_is_found_in_sources_and_targets(memory: Memory) -> None:
    memory.feed([FARO, MemoryUnit("Nadie vio el faro.", "Nobody saw the lighthouse.", "es", "en")])
    assert [unit.target for unit in memory.search("FARO")] == ["Nobody saw the lighthouse.", FARO.target]
    assert [unit.source for unit in memory.search("went dark", "en")] == [FARO.source]
    assert memory.search("went dark", "es") == []


def test_uses_are_counted_and_documents_forgotten(memory: Memory) -> None:
    kept = FARO._replace(document="es/a.txt")
    memory.feed([kept, MemoryUnit("Nadie.", "Nobody.", "es", "en", document="es/b.txt")])
    memory.used(kept)
    assert [unit.uses for unit in memory.units()] == [1, 0]
    assert memory.forget("es/b.txt") == 1
    assert [unit.document for unit in memory.units()] == ["es/a.txt"]


def test_odd_lookups_find_nothing_and_break_nothing(memory: Memory) -> None:
    memory.feed([FARO])
    for text in ("", " ", "¿?", "x", "😀" * 50, "palabra " * 12_000, "\ud800"):
        assert memory.lookup(text, "es") == []


FEED = """
import sys
from translate_flow.memory import MemoryUnit, open_memory
memory = open_memory(sys.argv[1])
def units():
    for number in range(200_000):
        if number == 3000:
            print("feeding", flush=True)
        yield MemoryUnit(f"Frase número {number}.", f"Sentence number {number}.", "es", "en")
memory.feed(units())
"""


def test_a_feed_that_is_killed_leaves_the_memory_whole(tmp_path: Path) -> None:
    path = tmp_path / "m.sqlite"
    before = open_memory(path)
    before.feed([FARO])
    before.close()
    process_ = subprocess.Popen([sys.executable, "-c", FEED, str(path)], stdout=subprocess.PIPE, text=True)
    assert process_.stdout is not None
    assert process_.stdout.readline() == "feeding\n"
    time.sleep(0.05)
    process_.send_signal(signal.SIGKILL)
    process_.wait()
    process_.stdout.close()
    after = open_memory(path)
    assert list(after.units()) == [FARO]
    assert after.feed([MemoryUnit("Nadie.", "Nobody.", "es", "en")]) == Fed(1, 0, 0)
    after.close()
    assert sqlite3.connect(path).execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_what_is_no_memory_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "m.sqlite"
    path.write_bytes(b"Dear translator, " * 100)
    with pytest.raises(InputError, match="cannot be opened"):
        open_memory(path)
    later = tmp_path / "later.sqlite"
    open_memory(later).close()
    with sqlite3.connect(later) as connection:
        connection.execute("UPDATE about SET version = 99")
    connection.close()
    with pytest.raises(InputError, match="later version"):
        open_memory(later)


def test_scores_are_those_that_translators_know() -> None:
    assert score("El faro.", "El faro.") == 100
    assert score("El faro.", "El faro.", in_context=True) == 101
    assert score("El faro.", "el faro.") == 99
    assert score("Son 14 barcos.", "Son 15 barcos.") == 98
    assert score("El <em1>faro</em1>.", "El faro.") == 98
    assert score("El faro", "El faro.") == 99
    assert 50 < score("El faro se apagó el lunes.", "El faro se apagó el martes pasado.") < 85
    assert score("El faro.", "Nadie lo vio ayer.") < 40


@pytest.mark.parametrize(
    ("text", "source", "target", "wanted", "changes"),
    [
        ("Son 15 barcos.", "Son 14 barcos.", "14 boats.", "15 boats.", ("numbers",)),
        ("Son 15 barcos.", "Son 14 barcos.", "Fourteen boats.", "Fourteen boats.", ()),
        ("El <b2>faro</b2>", "El <em1>faro</em1>", "The <em1>light</em1>", "The <b2>light</b2>", ("codes",)),
        ("El faro", "El <em1>faro</em1>", "The <em1>light</em1>", "The light", ("codes",)),
        ("El faro", "El faro.", "The light.", "The light", ("punctuation",)),
        ("el faro", "El faro", "The light", "the light", ("case",)),
    ],
)
def test_trivial_differences_are_adapted(
    text: str, source: str, target: str, wanted: str, changes: tuple[str, ...]
) -> None:
    assert adapted(text, source, target) == (wanted, changes)

"""The index of like texts: its bounds hold, and it finds what comparing with every text finds."""

import random
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from translate_flow.memory import MemoryUnit, open_memory, signatures
from translate_flow.memory.database import Sqlite
from translate_flow.memory.index import Index, Shelf

texts = st.text(st.sampled_from("abcdeé ñ.文"), max_size=60)
WORDS = [
    "the",
    "port",
    "boats",
    "mayor",
    "winter",
    "nets",
    "sailed",
    "early",
    "harbour",
    "wall",
    "men",
    "rain",
    "council",
]
HERE = Shelf(1, 0)


def sentences(count: int) -> list[str]:
    """Made-up sentences, no two alike."""
    chance = random.Random(5)
    return [f"{' '.join(chance.choices(WORDS, k=chance.randrange(1, 14)))} {number}" for number in range(count)]


@given(texts, texts)
def test_the_lengths_and_the_bits_bound_the_likeness(one: str, other: str) -> None:
    likeness = Levenshtein.normalized_similarity(one, other)
    assume(likeness > 0.05)
    length = signatures.length_class(len(other))
    assert length in signatures.classes_near(len(one), likeness)
    bits = signatures.signatures([one, other], signatures.width(length))
    differing = sum((int(x) ^ int(y)).bit_count() for x, y in bits)
    assert differing <= signatures.most_differing(max(len(one), len(other)), likeness)


@given(st.lists(texts, max_size=6), st.integers(4, 30))
def test_many_signatures_at_once_are_those_of_each_text(some: list[str], length: int) -> None:
    rows = signatures.width(length)
    together = signatures.signatures(some, rows)
    for column, text in enumerate(some):
        assert together[:, column].tolist() == signatures.signature(signatures.hashes(text), rows).tolist()


@given(texts, texts, texts)
def test_a_text_has_every_bit_of_a_phrase_that_it_contains(before: str, phrase: str, after: str) -> None:
    text = before + phrase.upper() + after
    rows = signatures.width(signatures.length_class(len(text)))
    wanted = signatures.signature(signatures.hashes(phrase, padded=False), rows)
    assert signatures.containing(signatures.signatures([text], rows), wanted).tolist() == [0]


def test_phrases_are_found_among_many_texts_the_newest_first(tmp_path: Path) -> None:
    memory = open_memory(tmp_path / "m.sqlite")
    sources = sentences(3000)
    memory.feed(MemoryUnit(text, f"ES {text}", "en", "es") for text in sources)
    for phrase in ("Harbour WALL 2", "ur w", "9", "nets nets nets nets", "es the"):
        expected = [text for text in reversed(sources) if phrase.lower() in f"{text}\0ES {text}".lower()]
        assert [unit.source for unit in memory.search(phrase, limit=5000)] == expected
        assert [unit.source for unit in memory.search(phrase, limit=3)] == expected[:3]
    memory.close()


@pytest.mark.parametrize("minimum", [0.5, 0.75, 0.9])
def test_it_finds_what_comparing_with_every_text_finds(tmp_path: Path, minimum: float) -> None:
    chance = random.Random(7)
    sources = sentences(3000)
    memory = open_memory(tmp_path / "m.sqlite")
    memory.feed(MemoryUnit(text, f"ES {text}", "en", "es") for text in sources)
    for text in chance.sample(sources, 40):
        words = text.split()
        words[chance.randrange(len(words))] = chance.choice(WORDS)
        asked = " ".join(words)
        best = max(Levenshtein.normalized_similarity(asked, source) for source in sources)
        found = [hit.similarity for hit in memory.lookup(asked, "en", "es", minimum=minimum)]
        assert max(found, default=0.0) == (best if best >= minimum else 0.0)
    memory.close()


def test_what_came_by_and_by_is_found_as_what_came_at_once(tmp_path: Path) -> None:
    filed = list(enumerate(sentences(9000), 1))
    found = []
    for name, step in (("a", 9000), ("b", 700)):
        database = Sqlite(tmp_path / name)
        reading, writing = Index(database), Index(database)
        for at in range(0, len(filed), step):
            with database.transaction():
                writing.add(HERE, filed[at : at + step])
            newest = reading.nearest(HERE, filed[at][1], 0.75, 5, newest=at)  # what it keeps must not grow stale
            assert newest[0] == filed[at][0]
        found.append([reading.nearest(HERE, text, 0.75, 20, newest=9000) for _, text in filed[::500]])
        database.close()
    assert found[0] == found[1]


def test_a_few_texts_rewrite_one_chunk_of_many(tmp_path: Path) -> None:
    database = Sqlite(tmp_path / "m")
    with database.transaction():
        Index(database).add(HERE, ((number, f"Boat {number:05} sails") for number in range(10_000)))
    before = database.rows("SELECT length, number, ids FROM signature ORDER BY number")
    assert [len(ids) // 8 for _, _, ids in before] == [4096, 4096, 1808]
    with database.transaction():
        Index(database).add(HERE, [(10_000, "Boat 10000 sails")])
    after = database.rows("SELECT length, number, ids FROM signature ORDER BY number")
    assert after[:2] == before[:2]
    assert len(after[2][2]) // 8 == 1809
    assert Index(database).nearest(HERE, "Boat 10000 sails", 0.9, 1, newest=1) == [10_000]
    database.close()


def test_texts_of_other_lengths_are_not_looked_at(tmp_path: Path) -> None:
    database = Sqlite(tmp_path / "m")
    with database.transaction():
        Index(database).add(HERE, [(1, "boat"), (2, "boat " * 10), (3, ""), (4, "x" * 30_000)])
    index = Index(database)
    assert index.nearest(HERE, "boat", 0.75, 10, newest=4) == [1]
    assert index.nearest(HERE, "boat " * 11, 0.75, 10, newest=4) == [2]
    assert index.nearest(HERE, "x" * 29_000, 0.75, 10, newest=4) == [4]
    assert index.nearest(Shelf(1, 1), "boat", 0.75, 10, newest=4) == []
    database.close()

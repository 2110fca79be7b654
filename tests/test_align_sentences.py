"""Sentence alignment: beads, confidence, and what it learns from."""

import os
import shutil
import stat
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translate_flow.alignment import Bead, align
from translate_flow.alignment.band import Tie, _heaviest_chain, corridor
from translate_flow.alignment.engine import apertium
from translate_flow.alignment.lexicon import cognates
from translate_flow.alignment.words import fold, read_line
from translate_flow.errors import UsageError

SPANISH = [
    "El faro de Puerto Claro se apagó el lunes 4 de mayo.",
    "La empresa Luz del Norte culpa a una tormenta eléctrica.",
    "Los 47 pescadores del puerto desconfían de la explicación oficial.",
    "El capitán Luis Ensayo perdió 12 redes y 300 kilos de merluza.",
    "La alcaldesa Rosa Ficticia prometió una solución rápida.",
    "El presupuesto municipal no alcanza para una lámpara nueva.",
]
ENGLISH = [
    "The Puerto Claro lighthouse went dark on Monday, 4 May.",
    "The company Luz del Norte blames an electrical storm.",
    "The 47 fishermen of the port distrust the official explanation.",
    "Captain Luis Ensayo lost 12 nets and 300 kilos of hake.",
    "Mayor Rosa Ficticia promised a rapid solution.",
    "The municipal budget is not enough for a new lamp.",
]


def shape(beads: list[Bead]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(bead.sources, bead.targets) for bead in beads]


def one_to_one(count: int) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [((at,), (at,)) for at in range(count)]


def test_sentence_follows_sentence_where_the_translator_kept_them() -> None:
    beads = align(SPANISH, ENGLISH)
    assert shape(beads) == one_to_one(6)
    assert all(bead.confidence > 0.95 for bead in beads)


def test_two_sentences_that_became_one_are_one_bead_and_back() -> None:
    joined = [ENGLISH[0], f"{ENGLISH[1][:-1]}, but {ENGLISH[2].lower()}", *ENGLISH[3:]]
    expected = [((0,), (0,)), ((1, 2), (1,)), ((3,), (2,)), ((4,), (3,)), ((5,), (4,))]
    assert shape(align(SPANISH, joined)) == expected
    assert shape(align(joined, SPANISH)) == [(targets, sources) for sources, targets in expected]


def test_a_sentence_torn_at_a_comma_stays_together() -> None:
    torn = [*ENGLISH[:4], "Mayor Rosa Ficticia promised,", "when asked again, a rapid solution.", ENGLISH[5]]
    assert ((4,), (4, 5)) in shape(align(SPANISH, torn))


def test_what_was_left_out_or_added_stands_alone() -> None:
    added = "Subscribe to our newsletter for more stories every week."
    assert ((3,), ()) in shape(align(SPANISH, ENGLISH[:3] + ENGLISH[4:]))
    assert ((), (3,)) in shape(align(SPANISH, [*ENGLISH[:3], added, *ENGLISH[3:]]))


def test_another_sentence_in_the_same_place_is_doubtful() -> None:
    other = "Subscribe to our newsletter for more stories every week."
    beads = align(SPANISH, [*ENGLISH[:3], other, *ENGLISH[4:]])
    assert not any(bead.confidence > 0.95 for bead in beads if 3 in bead.sources and bead.targets)
    assert all(bead.confidence > 0.95 for bead in beads if {0, 1, 2, 4, 5}.intersection(bead.sources))


def test_another_sentence_with_names_and_numbers_of_its_own_is_taken_apart() -> None:
    source, target = long_text(30)
    beads = align(
        [*source, "Rosa Ficticia visitó 47 mercados municipales en Miramar, según Luis Ensayo.", *SPANISH],
        [*target, "Luz del Norte blames an electrical storm on Monday, 4 May, at 21:40 in Puerto Claro.", *ENGLISH],
    )
    assert {((30,), ()), ((), (30,))} < set(shape(beads))


def test_nothing_aligns_with_nothing() -> None:
    assert align([], []) == []
    assert shape(align(SPANISH[:2], [])) == [((0,), ()), ((1,), ())]
    assert shape(align([], ENGLISH[:1])) == [((), (0,))]
    assert shape(align([""], [""])) == [((0,), (0,))]


def test_a_memory_tells_apart_what_spelling_cannot() -> None:
    source = ["Los perros ladran.", "Las gatas duermen hoy."]
    target = ["The dogs are barking now.", "Cats sleep."]
    memory = [("Perros", "Dogs"), ("los perros", "the dogs"), ("perros grandes", "big dogs"),
              ("Gatas", "Cats"), ("las gatas", "the cats"), ("gatas negras", "black cats")]  # fmt: skip
    before, after = align(source, target), align(source, target, pairs=memory)
    assert shape(after) == one_to_one(2)
    assert after[0].confidence > before[0].confidence
    wrong = align(source, target[::-1], pairs=memory)
    assert all(bead.confidence < 0.95 for bead in wrong if bead.sources and bead.targets)


def test_a_machine_is_asked_once_for_all_sentences_and_helps() -> None:
    asked: list[list[str]] = []

    def translate(texts: list[str]) -> list[str]:
        asked.append(texts)
        return ENGLISH

    beads = align(SPANISH, [*ENGLISH[:2], *ENGLISH[3:]], translate=translate)
    assert asked == [SPANISH]
    assert ((2,), ()) in shape(beads)
    assert all(bead.confidence > 0.95 for bead in beads)


def test_blocks_keep_their_sentences_together() -> None:
    source = ["Agua.", "Pan.", "Sal."]
    target = ["Water, at last.", "Bread.", "Salt."]
    roles = (["headline", "paragraph", ""], ["headline", "paragraph", ""])
    with_roles = align(source, target, roles=roles)
    assert shape(with_roles) == one_to_one(3)
    assert with_roles[0].confidence > align(source, target)[0].confidence


def long_text(count: int) -> tuple[list[str], list[str]]:
    names = [f"{first}{second}" for first in ("Alba", "Bruno", "Cora", "Dario") for second in ("mar", "sol", "luz")]
    source = [f"{names[at % 12]} vio {at} barcos de {names[at // 12 % 12]} en la niebla." for at in range(count)]
    target = [f"{names[at % 12]} saw {at} boats of {names[at // 12 % 12]} in the fog." for at in range(count)]
    return source, target


def test_a_long_text_with_a_hole_is_aligned_around_it() -> None:
    source, target = long_text(600)
    beads = align(source, target[:200] + target[240:])
    right = [bead for bead in beads if bead.targets and bead.sources[0] in (bead.targets[0], bead.targets[0] + 40)]
    assert len(right) >= 545


def test_the_corridor_of_a_long_text_is_narrow_and_connected() -> None:
    rows = corridor(1000, 900, [(at, at * 9 // 10) for at in range(10, 990, 10)])
    assert rows[0].start == 0
    assert rows[-1].end == 901
    assert all(row.start < row.end <= 901 for row in rows)
    assert all(one.start <= other.start < one.end <= other.end for one, other in pairwise(rows))
    assert sum(row.end - row.start for row in rows) < 40 * 1000


@given(
    st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8), st.integers(1, 5)), max_size=9, unique_by=lambda t: t[:2])
)
def test_the_chain_of_anchors_is_the_heaviest_that_rises(found: list[tuple[int, int, int]]) -> None:
    ties = [Tie(i, j, float(weight)) for i, j, weight in found]
    chain = _heaviest_chain(ties)
    weight = {(tie.source, tie.target): tie.weight for tie in ties}
    assert all(one[0] < other[0] and one[1] < other[1] for one, other in pairwise(chain))

    def best(after: tuple[int, int]) -> float:
        rest = [at for at in weight if at[0] > after[0] and at[1] > after[1]]
        return max((weight[at] + best(at) for at in rest), default=0.0)

    assert sum(weight[at] for at in chain) == best((-1, -1))


texts = st.lists(st.text(max_size=20) | st.sampled_from(SPANISH + ENGLISH), max_size=7)


@settings(deadline=None)
@given(texts, texts)
def test_every_line_is_in_exactly_one_bead_in_order(source: list[str], target: list[str]) -> None:
    beads = align(source, target)
    assert [at for bead in beads for at in bead.sources] == list(range(len(source)))
    assert [at for bead in beads for at in bead.targets] == list(range(len(target)))
    assert all(0.0 <= bead.confidence <= 1.0 for bead in beads)
    assert beads == align(source, target)


def test_words_are_compared_without_case_accents_and_separators() -> None:
    assert fold("Ñandú") == "nandu"
    assert fold("38.000") == fold("38,000") == "38000"
    assert fold("٤٢") == "42"
    assert read_line("¿Qué pasó?").words == ("que", "paso")
    assert read_line("会議は終わった。").words[:2] == ("会", "議")


def test_cognates_are_found_and_graded() -> None:
    relation = cognates([read_line("La solución especial de Luis")], [read_line("The special solution of Luis")])
    assert relation["luis"]["luis"] > relation["solution"]["solucion"] > 0.5
    assert "especial" in relation["special"]
    assert "the" not in relation


def fake_apertium(folder: Path, answer: str) -> None:
    program = folder / "apertium"
    program.write_text(f'#!/bin/sh\nif [ "$1" = -l ]; then echo "  spa-eng"; exit; fi\n{answer}\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


def test_apertium_translates_all_sentences_in_one_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_apertium(tmp_path, "tr a-z A-Z")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    translate = apertium("es-CU", "en")
    assert translate(["uno.", "", "dos\ntres"]) == ["UNO.", "", "DOS TRES"]
    assert translate([]) == []
    with pytest.raises(UsageError, match="Apertium has no es → fr here; install it, or use one of spa-eng"):
        apertium("es", "fr")


@pytest.mark.parametrize(("answer", "complaint"), [("echo one", "gave 1 sentences for 2"), ("exit 3", "failed")])
def test_an_engine_that_breaks_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, complaint: str
) -> None:
    fake_apertium(tmp_path, answer)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(UsageError, match=complaint):
        apertium("es", "en")(["uno", "dos"])


def test_without_apertium_a_user_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UsageError, match="install it with the pair"):
        apertium("es", "en")


@pytest.mark.interop
@pytest.mark.skipif(shutil.which("apertium") is None, reason="Apertium is not installed")
def test_the_real_apertium_gives_a_translation_for_each_sentence() -> None:
    translated = apertium("es", "en")([*SPANISH, "", "Una [nota] de ^prueba$ / con <b>signos</b>."])
    assert len(translated) == len(SPANISH) + 2
    assert "lighthouse" in translated[0]
    assert translated[-2] == ""

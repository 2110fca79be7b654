"""What checks know of a whole desk: on disk, each file read once, the same however it came to be."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from translate_flow.bitext import Bitext, Segment, State, Unit
from translate_flow.checks.naming import full_names
from translate_flow.desk.bitexts import store_at
from translate_flow.desk.desk import Desk
from translate_flow.desk.proofreading import facts
from translate_flow.desk.proofreading.archive import Archive, archive_of
from translate_flow.errors import InputError

SOURCES = [f"The {thing} opens at {hour}." for thing in ("harbour", "school", "bridge") for hour in ("nine", "ten")]
TARGETS = [f"{thing} abre a las {hour}." for thing in ("El puerto", "La escuela") for hour in ("nueve", "diez")]
NAMES = ["Ana Prueba", "Anna Prueba", "Eva Muestra", "Radio Farola"]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    (tmp_path / "sources").mkdir()
    (tmp_path / "translate-flow.toml").write_text('source-language = "en"\ntarget-languages = ["es"]\n')
    return Desk(tmp_path)


def write(desk: Desk, name: str, *segments: tuple[str, str]) -> None:
    source = desk.source(name)
    source.write_text("\n\n".join(text for text, _ in segments))
    units = tuple(
        Unit(f"paragraph-{number:06x}", "paragraph", (Segment(source, target, State.TRANSLATED),))
        for number, (source, target) in enumerate(segments)
    )
    path = desk.bitext(name, "es")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(
        store_at(path).write(Bitext(f"sources/{name}", "en", "es", units), None, now="2026-05-02T10:00:00Z")
    )


def known(archive: Archive) -> tuple[object, ...]:
    """All that it answers, and nothing of how it came to know it."""
    skeletons = [name.skeleton for text in NAMES for name in full_names(text)]
    return (
        archive.targets("es", SOURCES), archive.sources("es", TARGETS), archive.names("es", skeletons),
        {role: tuple(round(one, 9) for one in some) for role, some in archive.lengths("es").items()},
    )  # fmt: skip


def test_texts_with_several_others_are_found_and_the_rest_is_not(desk: Desk) -> None:
    write(desk, "a.txt", (SOURCES[0], TARGETS[0]), (SOURCES[1], TARGETS[1]))
    write(desk, "b.txt", (SOURCES[0], TARGETS[2]), (SOURCES[2], TARGETS[1]))
    archive = archive_of(desk)
    assert archive.targets("es", SOURCES) == {SOURCES[0]: {TARGETS[0], TARGETS[2]}}
    assert archive.sources("es", TARGETS) == {TARGETS[1]: {SOURCES[1], SOURCES[2]}}
    assert archive.targets("fr", SOURCES) == {}


def test_it_is_the_same_after_any_history_as_when_made_anew(desk: Desk) -> None:
    chance = random.Random(7)
    for _ in range(12):
        for _ in range(chance.randrange(1, 9)):
            name = f"{chance.randrange(9)}.txt"
            if chance.random() < 0.25:
                desk.source(name).unlink(missing_ok=True)
            elif chance.random() < 0.2:
                desk.bitext(name, "es").unlink(missing_ok=True)
            else:
                some = [(chance.choice(SOURCES), f"{chance.choice(TARGETS)} {chance.choice(NAMES)}") for _ in range(40)]
                write(desk, name, *some)
        lived = known(archive_of(desk))
        (desk.root / ".translate-flow" / "archive.sqlite").unlink()
        assert lived == known(archive_of(desk))


def test_only_files_that_were_written_since_are_read(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        write(desk, f"{number}.txt", (SOURCES[0], TARGETS[0]))
    read: list[str] = []

    def noting(desk: Desk, one: tuple[str, str]) -> list[facts.Facts]:
        read.append(one[0])
        return facts.facts(desk, one)

    monkeypatch.setattr("translate_flow.desk.proofreading.archive.facts", noting)
    archive_of(desk)
    assert read == [f"{number}.txt" for number in range(5)]
    read.clear()
    write(desk, "3.txt", (SOURCES[0], TARGETS[1]))
    assert archive_of(desk).targets("es", SOURCES) == {SOURCES[0]: {TARGETS[0], TARGETS[1]}}
    assert read == ["3.txt"]


def test_a_bitext_that_cannot_be_read_says_nothing(desk: Desk) -> None:
    write(desk, "a.txt", (SOURCES[0], TARGETS[0]))
    write(desk, "b.txt", (SOURCES[0], TARGETS[1]))
    desk.bitext("b.txt", "es").write_text("no PO file")
    assert archive_of(desk).targets("es", SOURCES) == {}


def test_a_desk_that_cannot_be_written_is_learnt_all_the_same(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_desk: Desk) -> Path:
        raise PermissionError(13, os.strerror(13))

    monkeypatch.setattr("translate_flow.desk.proofreading.archive.private_folder", refused)
    write(desk, "a.txt", (SOURCES[0], TARGETS[0]))
    write(desk, "b.txt", (SOURCES[0], TARGETS[1]))
    assert archive_of(desk, learnt=True).targets("es", SOURCES)
    assert not (desk.root / ".translate-flow").exists()


def test_a_file_that_is_no_archive_is_told_in_a_line(desk: Desk) -> None:
    archive_of(desk)
    (desk.root / ".translate-flow" / "archive.sqlite").write_bytes(b"this is no database" * 100)
    with pytest.raises(InputError, match=r"archive.sqlite: .*move the file away: it is made anew"):
        Archive(desk)

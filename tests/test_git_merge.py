"""Two branches work on the same bitext: git merges what does not collide, and shows what does."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from bitexts import ARTICLE

from translate_flow.bitext import Bitext, Credit, Segment, State, Unit
from translate_flow.desk.exchange import gitmerge
from translate_flow.errors import InputError, UsageError
from translate_flow.stores import store_named

NOW = "2026-05-03T10:20:00+00:00"
LATER = "2026-05-04T09:00:00+00:00"
FORMATS = ("po", "xliff-1.2", "xliff-2.0", "xliff-2.1")
EVA = Credit("translator", "Eva Supuesta", "2026-05-04")
IVO = Credit("translator", "Ivo Invento", "2026-05-04")


def git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, text=True, check=False)


class Repository:
    """A repository with one bitext and two branches that come from it."""

    def __init__(self, root: Path, form: str) -> None:
        self.root, self.store = root, store_named(form)
        self.name = "harbour.md" + self.store.suffixes[0]
        self.path = root / self.name
        for command in ("init -q -b main", "config user.name Test", "config user.email test@example.org"):
            assert git(root, *command.split()).returncode == 0
        gitmerge.install(root)
        git(
            root,
            "config",
            "merge.translate-flow.driver",
            f"{sys.executable} -m translate_flow git merge %O %A %B %L %P",
        )
        self.save(ARTICLE, None)

    def save(self, bitext: Bitext, onto: bytes | None, now: str = NOW) -> None:
        self.path.write_bytes(self.store.write(bitext, onto, now=now))
        git(self.root, "add", "-A")
        git(self.root, "commit", "-qm", "work")

    def branches(self, ours: Bitext, theirs: Bitext) -> subprocess.CompletedProcess[str]:
        """Commit each on a branch of its own and merge."""
        first = self.path.read_bytes()
        git(self.root, "checkout", "-q", "-b", "theirs")
        self.save(theirs, first, LATER)
        git(self.root, "checkout", "-q", "main")
        self.save(ours, first)
        return git(self.root, "merge", "--no-edit", "theirs")

    def read(self) -> Bitext:
        return self.store.read(self.path.read_bytes(), self.name).bitext


@pytest.fixture(params=FORMATS)
def repository(request: pytest.FixtureRequest, tmp_path: Path) -> Repository:
    return Repository(tmp_path, request.param)


def translated(bitext: Bitext, unit: str, at: int, target: str, by: Credit) -> Bitext:
    """The bitext with one more segment translated."""

    def changed(old: Unit) -> Unit:
        segments = list(old.segments)
        segments[at] = replace(segments[at], target=target, state=State.TRANSLATED, sub_state="", credits=(by,))
        return replace(old, segments=tuple(segments))

    return replace(bitext, units=tuple(changed(one) if one.id == unit else one for one in bitext.units))


def test_branches_with_different_segments_merge_cleanly(repository: Repository) -> None:
    ours = translated(ARTICLE, "caption-5e5e5e", 0, "El muelle al alba. (Foto: Marta Inventada)", EVA)
    theirs = translated(ARTICLE, "paragraph-3f9a1c", 1, "«Esperamos», contó el práctico.", IVO)
    done = repository.branches(ours, theirs)
    assert done.returncode == 0, done.stdout + done.stderr
    merged = repository.read()
    assert merged == translated(ours, "paragraph-3f9a1c", 1, "«Esperamos», contó el práctico.", IVO)


def test_neighbouring_segments_and_new_units_of_both_sides_merge(repository: Repository) -> None:
    snow = Unit("paragraph-0e0e0e", "paragraph", (Segment("Snow fell.", "Nevó.", State.TRANSLATED, "", (EVA,)),))
    rain = Unit("paragraph-1e1e1e", "paragraph", (Segment("Rain fell.", "Llovió.", State.TRANSLATED, "", (IVO,)),))
    ours = translated(ARTICLE, "paragraph-3f9a1c", 1, "«Esperamos», contó él.", EVA)
    ours = replace(ours, units=(ours.units[0], snow, *ours.units[1:]))
    theirs = translated(ARTICLE, "paragraph-3f9a1c", 2, "Nadie pasó.", IVO)
    theirs = replace(theirs, units=(*theirs.units, rain))
    done = repository.branches(ours, theirs)
    assert done.returncode == 0, done.stdout + done.stderr
    merged = repository.read()
    assert [unit.id for unit in merged.units] == [
        "headline-0a1b2c", "paragraph-0e0e0e", "paragraph-3f9a1c", "paragraph-77aa00", "caption-5e5e5e",
        "paragraph-1e1e1e",
    ]  # fmt: skip
    assert [s.target for s in merged.units[2].segments[1:]] == ["«Esperamos», contó él.", "Nadie pasó."]


def test_the_same_segment_in_two_ways_is_a_conflict_that_keeps_both(repository: Repository) -> None:
    ours = translated(ARTICLE, "paragraph-77aa00", 0, "Los barcos zarpan a las nueve.", EVA)
    theirs = translated(ARTICLE, "paragraph-77aa00", 0, "Se sale a las nueve.", IVO)
    theirs = translated(theirs, "caption-5e5e5e", 0, "El muelle al alba. (Foto: Marta Inventada)", IVO)
    done = repository.branches(ours, theirs)
    assert done.returncode == 1
    text = repository.path.read_text()
    assert text.count("<<<<<<< ours\n") == text.count("=======\n") == text.count(">>>>>>> theirs\n") == 1
    inside = text[text.index("<<<<<<<") : text.index(">>>>>>>")]
    assert "Los barcos zarpan" in inside
    assert "Se sale a las nueve." in inside
    assert "El muelle al alba" not in inside
    with pytest.raises(InputError, match="nobody chose yet"):
        repository.read()
    for side, wanted in ((0, "Los barcos zarpan a las nueve."), (1, "Se sale a las nueve.")):
        repository.path.write_text(chosen(text, side))
        merged = repository.read()
        unit = next(unit for unit in merged.units if unit.id == "paragraph-77aa00")
        assert unit.segments[0].target == wanted
        assert unit.segments[0].credits == ((EVA, IVO)[side],)
        assert merged.units[3].segments[0].target == "El muelle al alba. (Foto: Marta Inventada)"


def chosen(text: str, side: int) -> str:
    """The file as a person leaves it that keeps one side."""
    before, rest = text.split("<<<<<<< ours\n")
    both, after = rest.split(">>>>>>> theirs\n")
    return before + both.split("=======\n")[side] + after


def test_a_segment_that_one_side_reviewed_and_the_other_left_is_reviewed(repository: Repository) -> None:
    luis = Credit("reviewer", "Luis Ensayo", "2026-05-04")
    unit = ARTICLE.units[1]
    segments = (
        unit.segments[0],
        replace(unit.segments[1], state=State.REVIEWED, credits=(EVA, luis)),
        unit.segments[2],
    )
    theirs = replace(ARTICLE, units=(ARTICLE.units[0], replace(unit, segments=segments), *ARTICLE.units[2:]))
    ours = translated(ARTICLE, "caption-5e5e5e", 0, "El muelle al alba. (Foto: Marta Inventada)", EVA)
    assert repository.branches(ours, theirs).returncode == 0
    assert repository.read().units[1] == theirs.units[1]


def test_what_is_no_bitext_is_merged_as_git_would(tmp_path: Path) -> None:
    base, ours, theirs = (tmp_path / name for name in ("base.po", "ours.po", "theirs.po"))
    base.write_text("a\nb\nc\nd\ne\n")
    ours.write_text("A\nb\nc\nd\ne\n")
    theirs.write_text("a\nb\nc\nd\nE\n")
    assert gitmerge.drive(base, ours, theirs, 7, "x.po") == 0
    assert ours.read_text() == "A\nb\nc\nd\nE\n"
    theirs.write_text("Q\nb\nc\nd\ne\n")
    assert gitmerge.drive(base, ours, theirs, 7, "x.po") == 1
    assert "<<<<<<< ours" in ours.read_text()


def test_installing_twice_changes_nothing_and_uninstalling_takes_all_out(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / ".gitattributes").write_text("*.png binary")
    assert gitmerge.install(tmp_path).attributes
    once = (tmp_path / ".gitattributes").read_text()
    assert once.startswith("*.png binary\n*.po merge=translate-flow\n")
    assert not gitmerge.install(tmp_path).attributes
    assert (tmp_path / ".gitattributes").read_text() == once
    assert "translate_flow" in git(tmp_path, "config", "merge.translate-flow.driver").stdout.replace("-", "_")
    gitmerge.uninstall(tmp_path)
    assert (tmp_path / ".gitattributes").read_text() == "*.png binary\n"
    assert not git(tmp_path, "config", "merge.translate-flow.driver").stdout


def test_outside_of_a_repository_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no git repository"):
        gitmerge.install(tmp_path)

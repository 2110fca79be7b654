"""One segment while people work on it: versions, drafts, reviews, history; and what they see beside it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate_flow.bitext import Bitext, Code, Credit, Segment, State, Unit
from translate_flow.desk import bitexts, editing, marking
from translate_flow.desk.desk import Desk
from translate_flow.desk.editing import OvertakenError, edited, save, version
from translate_flow.desk.intake import receiving
from translate_flow.desk.proofreading import differences
from translate_flow.desk.release import previewing
from translate_flow.desk.staff.journal import Assignment, Change, journal_of
from translate_flow.errors import InputError, UsageError
from translate_flow.stores import store_named

NOW = "2026-05-02T10:00:00+00:00"
REPOSITORY = Path(__file__).parent.parent
ANA, LUIS = "Ana Prueba", "Luis Ensayo"


def bitext_file(tmp_path: Path, *segments: Segment, codes: tuple[Code, ...] = ()) -> Path:
    units = tuple(Unit(f"p{at}", "paragraph", (one,), codes) for at, one in enumerate(segments))
    path = tmp_path / "a.po"
    path.write_bytes(store_named("po").write(Bitext("sources/a.txt", "es", "en", units), None, now=NOW))
    return path


def segment(path: Path, name: str = "p0") -> Segment:
    unit, at = editing.find(bitexts.read(path), name)
    return unit.segments[at]


def put(path: Path, target: str, state: State | None = None, by: str = ANA, name: str = "p0") -> editing.Saved:
    return save(path, name, target, version(segment(path, name)), NOW, by=by, state=state)


def test_what_is_typed_is_a_draft_until_it_is_confirmed(tmp_path: Path) -> None:
    path = bitext_file(tmp_path, Segment("Nevó."))
    put(path, "It snow")
    assert (segment(path).target, segment(path).state) == ("It snow", State.INITIAL)
    put(path, "It snowed.", State.TRANSLATED)
    assert segment(path).state is State.TRANSLATED
    assert segment(path).credits == (Credit("translator", ANA, "2026-05-02"),)


def test_a_slip_mended_in_a_translation_leaves_it_one_and_credits_both(tmp_path: Path) -> None:
    path = bitext_file(tmp_path, Segment("Nevó."))
    put(path, "It snowd.", State.TRANSLATED)
    put(path, "It snowed.", by=LUIS)
    assert segment(path).state is State.TRANSLATED
    assert [credit.name for credit in segment(path).credits] == [ANA, LUIS]


def test_a_review_of_an_old_text_holds_no_more(tmp_path: Path) -> None:
    path = bitext_file(tmp_path, Segment("Nevó."))
    put(path, "It snowed.", State.TRANSLATED)
    put(path, "It snowed.", State.REVIEWED, LUIS)
    assert [credit.role for credit in segment(path).credits] == ["translator", "reviewer"]
    put(path, "It was snowing.")
    assert segment(path).state is State.TRANSLATED
    assert [credit.role for credit in segment(path).credits] == ["translator"]


def test_a_reviewer_who_mends_is_credited_as_the_reviewer(tmp_path: Path) -> None:
    path = bitext_file(tmp_path, Segment("Nevó."))
    put(path, "It snowd.", State.TRANSLATED)
    put(path, "It snowed.", State.REVIEWED, LUIS)
    assert [(credit.role, credit.name) for credit in segment(path).credits] == [("translator", ANA), ("reviewer", LUIS)]


def test_emptying_a_field_leaves_no_state_and_no_credit(tmp_path: Path) -> None:
    path = bitext_file(tmp_path, Segment("Nevó."))
    put(path, "It snowed.", State.TRANSLATED)
    put(path, " ")
    assert segment(path) == Segment("Nevó.")


def test_who_comes_second_gets_the_other_text_and_overwrites_nothing(tmp_path: Path) -> None:
    path = bitext_file(tmp_path, Segment("Nevó."))
    seen = version(segment(path))
    put(path, "It snowed.", by=LUIS)
    before = path.read_bytes()
    with pytest.raises(OvertakenError) as error:
        save(path, "p0", "Snow fell.", seen, NOW, by=ANA)
    assert error.value.present.target == "It snowed."
    assert path.read_bytes() == before
    assert save(path, "p0", "It snowed.", seen, NOW, by=ANA).segment.target == "It snowed.", "they agree"


def test_a_confirmed_text_whose_codes_are_broken_stays_a_draft(tmp_path: Path) -> None:
    path = bitext_file(tmp_path, Segment("<b1>Nevó</b1>."), codes=(Code("b1", "**", "**"),))
    saved = put(path, "It snowed.", State.TRANSLATED)
    assert "<b1>" in saved.fault
    assert segment(path).state is State.INITIAL
    assert segment(path).target == "It snowed."


def test_a_segment_is_sent_back_with_a_reason_and_discussed(tmp_path: Path) -> None:
    path = bitext_file(tmp_path, Segment("Nevó."))
    put(path, "It rained.", State.TRANSLATED)
    editing.reject(path, "p0", version(segment(path)), "It was snow", LUIS, NOW)
    assert segment(path).sub_state == "rejected"
    editing.comment(path, "p0", "Sorry,\nmended", ANA, NOW)
    assert [note.text for note in segment(path).notes] == [f"{LUIS}: It was snow", f"{ANA}: Sorry, mended"]
    with pytest.raises(UsageError):
        editing.comment(path, "p0", "  ", ANA, NOW)


def test_nobody_reviews_the_own_work_where_the_house_says_so(tmp_path: Path) -> None:
    path = bitext_file(tmp_path, Segment("Nevó."))
    put(path, "It snowed.", State.TRANSLATED)
    before = path.read_bytes()
    with pytest.raises(UsageError, match="own work"):
        save(path, "p0", "It snowed.", version(segment(path)), NOW, by=ANA, state=State.REVIEWED, own_work=False)
    with pytest.raises(UsageError, match="own work"):
        marking.mark(path, None, State.REVIEWED, ANA, NOW, own_work=False)
    assert path.read_bytes() == before
    marking.mark(path, None, State.REVIEWED, LUIS, NOW, own_work=False)


def test_a_segment_that_is_gone_is_said_to_be(tmp_path: Path) -> None:
    path = bitext_file(tmp_path, Segment("Nevó."))
    with pytest.raises(InputError, match="no such segment"):
        save(path, "p7", "x", "", NOW)


STATES = st.sampled_from(list(State))


@given(st.text(), st.text(), st.sampled_from([None, *State]), STATES, st.sampled_from([ANA, LUIS]))
def test_the_text_that_was_typed_is_the_text_that_is_kept(
    old: str, new: str, state: State | None, before: State, by: str
) -> None:
    made = edited(Segment("Nevó.", old, before), new, state, by, "2026-05-02")
    assert made.target == (new if new.strip() else "")
    assert made.source == "Nevó."
    assert edited(made, made.target, state, by, "2026-05-02") == edited(
        edited(made, made.target, state, by, "2026-05-02"), made.target, state, by, "2026-05-02"
    )


@given(st.text(), st.text())
def test_differences_spell_both_texts(old: str, new: str) -> None:
    parts = differences.differences(old, new)
    assert "".join(part.text for part in parts if part.kind != "new") == old
    assert "".join(part.text for part in parts if part.kind != "old") == new


def test_differences_are_of_words() -> None:
    parts = differences.differences("It rained in the harbour.", "It snowed in the harbour.")
    assert [part for part in parts if part.kind != "same"] == [("old", "rained"), ("new", "snowed")]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    for name in ("sources", "translations"):
        shutil.copytree(REPOSITORY / name, tmp_path / name)
    shutil.copy(REPOSITORY / "translate-flow.toml", tmp_path)
    return Desk(tmp_path)


@pytest.mark.parametrize("side", ["target", "source"])
def test_every_shown_segment_can_be_found_in_the_preview(desk: Desk, side: previewing.Side) -> None:
    for document in desk.documents():
        for target in desk.pair(document)[1]:
            page = previewing.page(desk, document, target, side)
            bitext = bitexts.read(desk.bitext(document, target))
            hidden = {"metadata", "image-alt", "link-title", "tags", "code"}
            names = [name for unit in bitext.units if unit.role not in hidden for name in unit.segment_ids()]
            assert all(f'data-segment="{name}"' in page for name in names)
            assert "⸨" not in page


def test_the_preview_fetches_nothing_and_shows_no_marks_in_attributes(desk: Desk) -> None:
    page = previewing.page(desk, "en/lost-property-orchestra.html", "es")
    assert ' src="' not in page
    assert 'rel="stylesheet" href' not in page
    (desk.sources / "en" / "b.md").write_text("# Marks ⸨1⸩\n\n![Alt](https://img.example/a.png) and ⸨2⸩ words.\n")
    subprocess.run(
        [sys.executable, "-m", "translate_flow", "segment"], cwd=desk.root, check=True, stdout=subprocess.DEVNULL
    )
    page = previewing.page(desk, "en/b.md", "es")
    assert "Marks ⸨1⸩" in page
    assert page.count("data-segment=") == 2


def test_an_article_that_comes_in_never_replaces_one(desk: Desk) -> None:
    assert receiving.receive(desk, "es", "Río Seco: ¿qué pasó?.txt", b"Hola\n") == "es/rio-seco-que-paso.txt"
    with pytest.raises(UsageError, match="already"):
        receiving.receive(desk, "es", "Río Seco: ¿qué pasó?.TXT", b"Otra\n")
    assert desk.source("es/rio-seco-que-paso.txt").read_bytes() == b"Hola\n"
    for folder in ("..", "../..", "/etc", "es/../..", "nowhere"):
        with pytest.raises(UsageError, match="no such folder"):
            receiving.receive(desk, folder, "a.txt", b"Hola\n")
    with pytest.raises(InputError):
        receiving.receive(desk, "es", "a.exe", b"MZ")
    with pytest.raises(UsageError):
        receiving.receive(desk, "es", "///", b"Hola")


@given(st.text(max_size=200))
def test_a_file_name_made_of_any_text_stays_in_its_folder(text: str) -> None:
    try:
        name = receiving.file_name(text)
    except UsageError:
        return
    assert "/" not in name
    assert "\\" not in name
    assert "\0" not in name
    assert not name.startswith(".")
    assert len(name) <= 200


@pytest.mark.parametrize(
    "name",
    ["", "/", "..", "../translate-flow.toml", "es/../../x.txt", "/etc/passwd", "es\\a.txt", "es/a\0.txt", "es/.x.md"],
)
def test_a_strangers_name_for_a_document_leads_nowhere_else(desk: Desk, name: str) -> None:
    (desk.sources / "es" / ".x.md").write_text("hidden")
    with pytest.raises(InputError, match="no such document"):
        desk.named(name)


def test_a_link_out_of_the_sources_is_no_document(desk: Desk, tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("secret")
    (desk.sources / "es" / "link.txt").symlink_to(outside)
    with pytest.raises(InputError, match="no such document"):
        desk.named("es/link.txt")


def test_the_journal_remembers_what_was_there_before_and_who_has_what(desk: Desk) -> None:
    journal = journal_of(desk)
    for target, who in (("One", ANA), ("Two", LUIS)):
        journal.record("a.txt", "en", [Change("p0", "Uno", target, "translated", "", who, NOW)])
    assert [change.target for change in journal.history("a.txt", "en", "p0", "Uno")] == ["Two", "One"]
    assert [change.target for change in journal.history("a.txt", "en", "renamed", "Uno")] == ["Two", "One"]
    assert journal.history("a.txt", "fr", "p0", "Uno") == []
    journal.assign("a.txt", "en", Assignment(ANA, "2026-06-01"))
    assert journal.assignments() == {("a.txt", "en"): Assignment(ANA, "2026-06-01")}
    journal.close()
    assert (desk.root / ".translate-flow" / ".gitignore").read_text() == "*\n"


def test_a_broken_journal_is_said_to_be(desk: Desk) -> None:
    journal_of(desk).close()
    (desk.root / ".translate-flow" / "journal.sqlite").write_bytes(b"no database" * 200)
    with pytest.raises(InputError, match="cannot be used"):
        journal_of(desk)

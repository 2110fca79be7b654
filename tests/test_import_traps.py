"""What tools do to files without being asked, and what people send by mistake: none of it harms the desk's work."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from test_handoff import (
    ANA,
    EVA,
    LUIS,
    NOW,
    bitext,
    desk,
    edit,
    hand_out,
    segment,
    take,
    typed,
    whats,
)

from translate_flow.bitext import State
from translate_flow.desk.desk import Desk
from translate_flow.desk.exchange import package
from translate_flow.desk.exchange.takeback import What
from translate_flow.errors import InputError
from translate_flow.stores import store_named

__all__ = ["desk"]
LINKED = "La torre mide <a2>veinte metros</a2>."


def changed(path: Path, old: str, new: str, count: int = 1) -> None:
    text = path.read_text()
    assert re.search(old, text)
    path.write_text(re.sub(old, new, text, count=count))


def linked(of: Desk) -> str:
    return next(s.source for unit in bitext(of).units for s in unit.segments if s.source.startswith("La torre"))


def test_final_and_approved_that_a_tool_left_on_an_edited_target_are_not_believed(desk: Desk, tmp_path: Path) -> None:
    path = hand_out(desk, tmp_path / "out", "xliff-1.2")
    typed(path, "El faro de Cala Ficción", "Another headline")
    assert 'approved="yes"' in path.read_text()
    take(desk, path)
    assert segment(desk, "El faro de Cala Ficción").state is State.TRANSLATED


def test_new_that_lokalize_sets_on_a_translated_target_is_not_believed(desk: Desk, tmp_path: Path) -> None:
    path = hand_out(desk, tmp_path / "out", "xliff-1.2")
    changed(
        path, r'(Nadie lo vio\.</source>\s*<target )state="translated"([^>]*>)[^<]*', r'\1state="new"\2Nobody noticed.'
    )
    take(desk, path)
    found = segment(desk, "Nadie lo vio.")
    assert (found.target, found.state) == ("Nobody noticed.", State.TRANSLATED)


def test_a_phase_that_lokalize_added_names_the_translator(desk: Desk, tmp_path: Path) -> None:
    path = hand_out(desk, tmp_path / "out", "xliff-1.2")
    changed(path, "</phase-group>", '<phase phase-name="loka-1" process-name="translation" contact-name="Ivo Invento" '
            'contact-email="ivo@faro.example" date="2026-09-05" tool-id="lokalize-22.12"/></phase-group>')  # fmt: skip
    changed(
        path, r"(Nadie lo vio\.</source>\s*<target )[^>]*>[^<]*", r'\1state="new" phase-name="loka-1">Nobody noticed.'
    )
    take(desk, path, by="")
    assert [credit.name for credit in segment(desk, "Nadie lo vio.").credits] == ["Ana Prueba", "Ivo Invento"]


def test_an_approval_alone_is_told_and_not_taken(desk: Desk, tmp_path: Path) -> None:
    path = hand_out(desk, tmp_path / "out", "xliff-2.0")
    changed(path, r'state="translated"', 'state="final"')
    assert whats(take(desk, path)) == [("Nobody saw it.", What.STATUS)]
    assert segment(desk, "Nadie lo vio.").state is State.TRANSLATED


def test_an_old_sub_state_that_translate_toolkit_keeps_is_dropped(desk: Desk, tmp_path: Path) -> None:
    edit(desk, "Nadie lo vio.", "Nobody saw it.", State.INITIAL, (ANA,))
    path = desk.bitext("faro.md", "en")
    store = desk.store(path)
    unit = next(u for u in bitext(desk).units if len(u.segments) > 1)
    fuzzy = tuple(replace(s, sub_state="fuzzy-match") if s.target else s for s in unit.segments)
    units = tuple(replace(u, segments=fuzzy) if u.id == unit.id else u for u in bitext(desk).units)
    path.write_bytes(store.write(replace(bitext(desk), units=units), path.read_bytes(), now=NOW))
    out = hand_out(desk, tmp_path / "out", "xliff-2.0")
    typed(out, "Nadie lo vio.", "Nobody noticed.")
    assert 'subState="tf:fuzzy-match"' in out.read_text()
    take(desk, out)
    found = segment(desk, "Nadie lo vio.")
    assert (found.state, found.sub_state) == (State.TRANSLATED, "")


@pytest.mark.parametrize("form", ["po", "xliff-1.2", "xliff-2.0"])
def test_a_target_that_came_back_empty_stays(form: str, desk: Desk, tmp_path: Path) -> None:
    path = hand_out(desk, tmp_path / "out", form)
    changed(path, "Nobody saw it\\.", "")
    (result,) = take(desk, path)
    assert [(event.what, event.ours) for event in result.findings] == [(What.EMPTIED, "Nobody saw it.")]
    found = segment(desk, "Nadie lo vio.")
    assert (found.target, found.state, found.credits) == ("Nobody saw it.", State.TRANSLATED, (ANA,))


@pytest.mark.parametrize("form", ["po", "xliff-1.2", "xliff-2.1"])
def test_codes_that_a_tool_flattened_do_not_replace_a_target_that_has_them(
    form: str, desk: Desk, tmp_path: Path
) -> None:
    source = linked(desk)
    good = (
        source.replace("La torre mide", "The tower is").replace("veinte metros", "twenty metres").replace(".", " tall.")
    )
    edit(desk, source, good, State.REVIEWED, (ANA, LUIS))
    path = hand_out(desk, tmp_path / "out", form)
    returned = store_named(form).read(path.read_bytes(), "x").bitext
    units = tuple(
        replace(u, segments=tuple(
            replace(s, target=re.sub(r"</?a\d+>", "", s.target), credits=()) if s.source == source else s
            for s in u.segments
        )) for u in returned.units
    )  # fmt: skip
    path.write_bytes(store_named(form).write(replace(returned, units=units), path.read_bytes(), now=NOW))
    (result,) = take(desk, path)
    assert [event.what for event in result.findings] == [What.CODES]
    found = segment(desk, source)
    assert (found.target, found.state, found.credits) == (good, State.REVIEWED, (ANA, LUIS))


def test_new_work_with_a_lost_code_is_taken_and_told(desk: Desk, tmp_path: Path) -> None:
    path = hand_out(desk, tmp_path / "out", "po")
    typed(path, linked(desk), "The tower is twenty metres tall.")
    assert [what for _, what in whats(take(desk, path))] == [What.TAKEN, What.CODES]
    assert segment(desk, linked(desk)).credits == (EVA,)


def test_what_stood_in_groups_and_was_dropped_is_missing_and_stays(desk: Desk, tmp_path: Path) -> None:
    before = bitext(desk)
    path = hand_out(desk, tmp_path / "out", "xliff-2.0")
    changed(path, r'(?s)\n    <unit id="headline.*?</unit>', "")
    (result,) = take(desk, path)
    assert [event.what for event in result.findings] == [What.MISSING]
    assert bitext(desk) == before


def test_segments_that_a_tool_joined_are_told_and_their_work_is_a_proposal(desk: Desk, tmp_path: Path) -> None:
    path = hand_out(desk, tmp_path / "out", "xliff-2.0")
    returned = store_named("xliff-2.0").read(path.read_bytes(), "x").bitext
    unit = next(u for u in returned.units if len(u.segments) > 1)
    joined = replace(unit.segments[0], source=" ".join(s.source for s in unit.segments), target="All of it in one.",
                     state=State.TRANSLATED)  # fmt: skip
    units = tuple(replace(u, segments=(joined,)) if u.id == unit.id else u for u in returned.units)
    path.write_bytes(store_named("xliff-2.0").write(replace(returned, units=units), path.read_bytes(), now=NOW))
    (result,) = take(desk, path)
    assert [event.what for event in result.findings] == [What.CUT]
    assert "All of it in one." in [m.target for u in bitext(desk).units for s in u.segments for m in s.matches]
    assert segment(desk, "Nadie lo vio.").target == "Nobody saw it."


def test_a_file_of_another_document_pair_or_desk_is_refused(desk: Desk, tmp_path: Path) -> None:
    path = hand_out(desk, tmp_path / "out", "po")
    good = store_named("po").read(path.read_bytes(), "x").bitext
    other = tmp_path / "other.po"
    stranger = replace(good, document="sources/otro.md", units=tuple(
        replace(u, segments=tuple(replace(s, source=f"{s.source} {n}") for s in u.segments))
        for n, u in enumerate(good.units)
    ))  # fmt: skip
    cases = {
        "does not have": stranger,
        "no segment in common": replace(stranger, document=good.document, units=tuple(
            replace(u, id=f"x-{u.id}") for u in stranger.units)),
        "→": replace(good, target_language="fr"),
    }  # fmt: skip
    for words, wrong in cases.items():
        other.write_bytes(store_named("po").write(wrong, None, now=NOW))
        with pytest.raises(InputError, match=words):
            take(desk, other)


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_zips_that_lead_elsewhere_hold_links_or_bombs_are_refused(desk: Desk, tmp_path: Path) -> None:
    good = hand_out(desk, tmp_path / "out", "po").read_bytes()
    link = zipfile.ZipInfo("a.po")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "link.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    broken = zipped(tmp_path / "whole.zip", {"a.po": good})
    (tmp_path / "broken.zip").write_bytes(broken.read_bytes()[:200])
    before = sorted(path for path in tmp_path.rglob("*"))
    cases = {
        "leads out": zipped(tmp_path / "up.zip", {"../a.po": good}),
        "“/a.po” leads out": zipped(tmp_path / "absolute.zip", {"/a.po": good}),
        "is a link": tmp_path / "link.zip",
        "far too much": zipped(tmp_path / "bomb.zip", {"a.po": b"\0" * 20_000_000}),
        "cannot be read": tmp_path / "broken.zip",
        "no bitext": zipped(tmp_path / "letter.zip", {"letter.txt": b"Dear desk"}),
    }
    for words, path in cases.items():
        with pytest.raises(InputError, match=words):
            take(desk, path)
    made = {path for path in tmp_path.rglob("*") if path.suffix != ".zip"} - set(before)
    assert not made


def test_a_zip_with_more_than_any_package_holds_is_refused(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package, "_MEMBERS", 3)
    many = zipped(tmp_path / "many.zip", {f"{n}.po": b"x" for n in range(4)})
    with pytest.raises(InputError, match="more than any package"):
        take(desk, many)

"""Work is given out as a package and taken back: what changed, by whom, and nothing else."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from translate_flow.bitext import Bitext, Credit, Match, Note, Segment, State
from translate_flow.desk import segmenting
from translate_flow.desk.desk import Desk
from translate_flow.desk.exchange.exporting import export
from translate_flow.desk.exchange.importing import Imported, import_files
from translate_flow.desk.exchange.takeback import What
from translate_flow.errors import InputError, UsageError
from translate_flow.stores import store_named, store_of

NOW = "2026-09-01T09:30:00+00:00"
LATER = "2026-09-08T09:30:00+00:00"
FORMATS = ("po", "xliff-1.2", "xliff-2.0", "xliff-2.1", "xliff-2.2")
SETTINGS = 'organization = "El Faro"\nsource-language = "es"\ntarget-languages = ["en"]\n'
ARTICLE = """\
# El faro de Cala Ficción

Por Nadia Imaginaria

El **faro** se apagó el lunes. Nadie lo vio. Volvió a encenderse el martes.

La torre mide [veinte metros](https://faro.example/torre).
"""
ANA = Credit("translator", "Ana Prueba", "2026-08-30")
LUIS = Credit("reviewer", "Luis Ensayo", "2026-08-31")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with one article of which the headline is final and one sentence translated."""
    root = tmp_path / "desk"
    (root / "sources").mkdir(parents=True)
    (root / "translate-flow.toml").write_text(SETTINGS)
    (root / "sources" / "faro.md").write_text(ARTICLE)
    desk = Desk(root)
    segmenting.segment_documents(desk, ["faro.md"], NOW)
    edit(desk, "El faro de Cala Ficción", "The Lighthouse of Cala Ficción", State.FINAL, (ANA, LUIS))
    edit(desk, "Nadie lo vio.", "Nobody saw it.", State.TRANSLATED, (ANA,))
    return desk


def bitext(desk: Desk) -> Bitext:
    path = desk.bitext("faro.md", "en")
    return desk.store(path).read(path.read_bytes(), str(path)).bitext


def segment(desk: Desk, source: str) -> Segment:
    return next(s for unit in bitext(desk).units for s in unit.segments if s.source == source)


def with_targets(of: Bitext, changes: dict[str, Callable[[Segment], Segment]]) -> Bitext:
    def changed(segment: Segment) -> Segment:
        return changes[segment.source](segment) if segment.source in changes else segment

    units = (replace(unit, segments=tuple(map(changed, unit.segments))) for unit in of.units)
    return replace(of, units=tuple(units))


def edit(desk: Desk, source: str, target: str, state: State, credits_: tuple[Credit, ...]) -> None:
    """Work done on the desk itself."""
    path = desk.bitext("faro.md", "en")
    changed = with_targets(bitext(desk), {source: lambda s: replace(s, target=target, state=state, credits=credits_)})
    path.write_bytes(desk.store(path).write(changed, path.read_bytes(), now=NOW))


def hand_out(desk: Desk, folder: Path, form: str = "xliff-2.0", **how: bool) -> Path:
    """Export into a folder; gives the bitext in it."""
    done = export(desk, ["faro.md"], form, folder, NOW, **how)  # type: ignore[arg-type]
    return folder / done.bitexts[0]


def typed(path: Path, source: str, target: str) -> None:
    """A tool that writes just a target, and leaves the state as it is."""
    store = store_of(path)
    assert store is not None
    data = path.read_text()
    if store.name == "po":
        data = re.sub(rf'(msgid "{re.escape(source)}"\nmsgstr )".*"', rf'\1"{target}"', data)
    else:
        found = re.search(rf"<source>{re.escape(source)}</source>\s*(<target[^>]*>[^<]*</target>)?", data)
        assert found
        attributes = re.search(r"<target([^>]*)>", found[1] or "<target>")
        assert attributes
        data = data.replace(found[0], f"<source>{source}</source>\n<target{attributes[1]}>{target}</target>")
    assert target in data
    path.write_text(data)


def take(desk: Desk, *paths: Path, by: str = "Eva Supuesta", dry_run: bool = False) -> list[Imported]:
    return import_files(desk, paths, LATER, by=by, dry_run=dry_run)


def whats(results: list[Imported]) -> list[tuple[str, What]]:
    return [(event.theirs, event.what) for result in results for event in result.events]


EVA = Credit("translator", "Eva Supuesta", "2026-09-08")


@pytest.mark.parametrize("form", FORMATS)
def test_what_was_translated_elsewhere_is_taken_with_its_credit_and_all_else_stays(
    form: str, desk: Desk, tmp_path: Path
) -> None:
    before = bitext(desk)
    path = hand_out(desk, tmp_path / "out", form)
    typed(path, "Volvió a encenderse el martes.", "It came back on Tuesday.")
    (result,) = take(desk, path)
    assert whats([result]) == [("It came back on Tuesday.", What.TAKEN)]
    wanted = with_targets(before, {"Volvió a encenderse el martes.": lambda s: replace(
        s, target="It came back on Tuesday.", state=State.TRANSLATED, credits=(EVA,))})  # fmt: skip
    assert bitext(desk) == wanted


@pytest.mark.parametrize("form", FORMATS)
def test_importing_twice_changes_nothing(form: str, desk: Desk, tmp_path: Path) -> None:
    path = hand_out(desk, tmp_path / "out", form)
    typed(path, "Nadie lo vio.", "Nobody noticed.")
    take(desk, path)
    once = desk.bitext("faro.md", "en").read_bytes()
    (again,) = take(desk, path)
    assert (again.taken, again.findings) == (0, ())
    assert desk.bitext("faro.md", "en").read_bytes() == once


def test_a_package_that_nobody_touched_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    before = desk.bitext("faro.md", "en").read_bytes()
    for form in (*FORMATS, "omegat"):
        hand_out(desk, tmp_path / f"{form}.zip", form)
    for form in FORMATS:
        assert whats(take(desk, tmp_path / f"{form}.zip", by="")) == []
    assert desk.bitext("faro.md", "en").read_bytes() == before


def test_a_changed_target_loses_its_review_and_keeps_its_first_translator(desk: Desk, tmp_path: Path) -> None:
    path = hand_out(desk, tmp_path / "out")
    typed(path, "El faro de Cala Ficción", "Cala Ficción's Lighthouse")
    take(desk, path)
    found = segment(desk, "El faro de Cala Ficción")
    assert (found.target, found.state, found.credits) == ("Cala Ficción's Lighthouse", State.TRANSLATED, (ANA, EVA))


def test_work_done_on_the_desk_meanwhile_is_never_overwritten(desk: Desk, tmp_path: Path) -> None:
    path = hand_out(desk, tmp_path / "out")
    typed(path, "Nadie lo vio.", "Nobody noticed.")
    typed(path, "Volvió a encenderse el martes.", "It came back on Tuesday.")
    edit(desk, "Nadie lo vio.", "No one saw it.", State.TRANSLATED, (ANA,))
    (result,) = take(desk, path)
    assert [(event.theirs, event.what, event.ours) for event in result.findings] == [
        ("Nobody noticed.", What.CONFLICT, "No one saw it.")
    ]
    found = segment(desk, "Nadie lo vio.")
    assert (found.target, found.credits) == ("No one saw it.", (ANA,))
    assert [(match.source, match.target) for match in found.matches] == [("Nadie lo vio.", "Nobody noticed.")]
    assert segment(desk, "Volvió a encenderse el martes.").target == "It came back on Tuesday."
    once = desk.bitext("faro.md", "en").read_bytes()
    take(desk, path)
    assert desk.bitext("faro.md", "en").read_bytes() == once


def test_the_file_itself_may_name_the_translator(desk: Desk, tmp_path: Path) -> None:
    path = hand_out(desk, tmp_path / "out", "po")
    typed(path, "Nadie lo vio.", "Nobody noticed.")
    text = path.read_text().replace("Last-Translator: Ana Prueba", "Last-Translator: Ivo Invento <ivo@faro.example>")
    path.write_text(re.sub(r"PO-Revision-Date: [^\\]*", "PO-Revision-Date: 2026-09-05 10:00+0200", text))
    take(desk, path, by="")
    assert segment(desk, "Nadie lo vio.").credits == (ANA, Credit("translator", "Ivo Invento", "2026-09-05"))


def test_work_without_a_name_is_refused_before_anything_is_written(desk: Desk, tmp_path: Path) -> None:
    before = desk.bitext("faro.md", "en").read_bytes()
    path = hand_out(desk, tmp_path / "out")
    typed(path, "Nadie lo vio.", "Nobody noticed.")
    with pytest.raises(UsageError, match="--by"):
        take(desk, path, by="")
    assert desk.bitext("faro.md", "en").read_bytes() == before


def test_a_dry_run_says_what_it_would_do_and_does_nothing(desk: Desk, tmp_path: Path) -> None:
    before = desk.bitext("faro.md", "en").read_bytes()
    path = hand_out(desk, tmp_path / "out")
    typed(path, "Nadie lo vio.", "Nobody noticed.")
    assert whats(take(desk, path, dry_run=True)) == [("Nobody noticed.", What.TAKEN)]
    assert desk.bitext("faro.md", "en").read_bytes() == before


def test_another_format_another_name_and_another_folder_come_back_as_well(desk: Desk, tmp_path: Path) -> None:
    path = hand_out(desk, tmp_path / "out", "xliff-2.0")
    typed(path, "Nadie lo vio.", "Nobody noticed.")
    found = store_named("xliff-2.0").read(path.read_bytes(), "x").bitext
    other = tmp_path / "from Eva" / "final (2).po"
    other.parent.mkdir()
    nameless = replace(found, document="")
    other.write_bytes(store_named("po").write(nameless, None, now=LATER))
    assert (("Nobody noticed.", What.TAKEN)) in whats(take(desk, other))


def test_what_is_out_comes_back_to_an_article_that_was_renamed_meanwhile(desk: Desk, tmp_path: Path) -> None:
    path = hand_out(desk, tmp_path / "out")
    typed(path, "Nadie lo vio.", "Nobody noticed.")
    (tmp_path / "desk/sources/faro.md").rename(tmp_path / "desk/sources/luz.md")
    with pytest.raises(InputError, match=r"faro\.md”, which this desk does not have; if it was renamed, run"):
        take(desk, path)
    segmenting.segment_documents(desk, ["luz.md"], NOW, renamed_from="faro.md")
    (result,) = take(desk, path)
    assert (result.document, whats([result])) == ("luz.md", [("Nobody noticed.", What.TAKEN)])


def test_a_file_without_text_is_told_as_that(desk: Desk, tmp_path: Path) -> None:
    hand_out(desk, tmp_path / "out")
    (tmp_path / "empty.po").write_bytes(b"")
    with pytest.raises(InputError, match=r"empty\.po: there is no text in it; ask for the file"):
        take(desk, tmp_path / "empty.po")
    (tmp_path / "other.po").write_text('msgid ""\nmsgstr "Language: en\\n"\n\nmsgid "Otra cosa"\nmsgstr "Else"\n')
    with pytest.raises(InputError, match="it does not say of which article it is"):
        take(desk, tmp_path / "other.po")


def test_a_translator_s_notes_come_back(desk: Desk, tmp_path: Path) -> None:
    path = hand_out(desk, tmp_path / "out", "po")
    text = path.read_text()
    path.write_text(text.replace("#. headline", "# Is it one lighthouse?\n#. headline"))
    take(desk, path, by="")
    assert segment(desk, "El faro de Cala Ficción").notes == (Note("Is it one lighthouse?"),)


def test_the_source_may_have_changed_meanwhile(desk: Desk, tmp_path: Path) -> None:
    path = hand_out(desk, tmp_path / "out")
    typed(path, "Volvió a encenderse el martes.", "It came back on Tuesday.")
    typed(path, "Nadie lo vio.", "Nobody noticed.")
    source = desk.source("faro.md")
    source.write_text(ARTICLE.replace("encenderse el martes", "encenderse el miércoles"))
    segmenting.segment_documents(desk, ["faro.md"], NOW)
    results = take(desk, path)
    assert ("It came back on Tuesday.", What.SOURCE) in whats(results)
    assert segment(desk, "Nadie lo vio.").target == "Nobody noticed."
    found = segment(desk, "Volvió a encenderse el miércoles.")
    assert not found.target
    assert found.matches[0].target == "It came back on Tuesday."


def test_work_on_a_paragraph_that_is_gone_is_kept_as_obsolete(desk: Desk, tmp_path: Path) -> None:
    path = hand_out(desk, tmp_path / "out")
    typed(path, "Por Nadia Imaginaria", "By Nadia Imaginaria")
    desk.source("faro.md").write_text(ARTICLE.replace("Por Nadia Imaginaria\n\n", ""))
    segmenting.segment_documents(desk, ["faro.md"], NOW)
    assert ("By Nadia Imaginaria", What.GONE) in whats(take(desk, path))
    assert "By Nadia Imaginaria" in [s.target for unit in bitext(desk).obsolete for s in unit.segments]


def test_the_package_has_all_that_a_translator_needs(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "out.zip"
    done = export(desk, ["faro.md"], "xliff-2.0", out, NOW)
    with zipfile.ZipFile(out) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    assert set(found) == {
        "bitexts/en/faro.md.xlf", "sources/faro.md", "preview/faro.md.html", "READ-ME.html", "manifest.json",
    }  # fmt: skip
    manifest = json.loads(found["manifest.json"])
    assert manifest["files"] == {n: sha256(d).hexdigest() for n, d in sorted(found.items()) if n != "manifest.json"}
    assert found["sources/faro.md"] == ARTICLE.encode()
    preview = found["preview/faro.md.html"].decode()
    assert "<h1>El faro de Cala Ficción</h1>" in preview
    assert "default-src 'none'" in preview
    assert done.id in found["READ-ME.html"].decode()
    assert (desk.root / "handoffs" / f"{done.id}.json").read_bytes() == found["manifest.json"]


def test_the_same_work_gives_the_same_package(desk: Desk, tmp_path: Path) -> None:
    for name in ("a.zip", "b.zip"):
        hand_out(desk, tmp_path / name)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_an_omegat_project_is_ready_to_open_and_comes_back(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "project"
    export(desk, ["faro.md"], "omegat", out, NOW)
    project = (out / "omegat.project").read_text()
    assert "<sentence_seg>false</sentence_seg>" in project
    assert all((out / name).is_dir() for name in ("source", "target", "tm", "glossary", "dictionary", "omegat"))
    with pytest.raises(InputError, match="no translated documents"):
        take(desk, out)
    done = out / "target" / "en" / "faro.md.po"
    done.parent.mkdir()
    done.write_bytes((out / "source" / "en" / "faro.md.po").read_bytes())
    typed(done, "Nadie lo vio.", "Nobody noticed.")
    assert whats(take(desk, out)) == [("Nobody noticed.", What.TAKEN)]


def test_only_what_needs_work_goes_out_and_nothing_is_missed_on_return(desk: Desk, tmp_path: Path) -> None:
    path = hand_out(desk, tmp_path / "out", only_needs_work=True)
    assert "El faro de Cala Ficción" not in path.read_text()
    assert "Nadie lo vio." in path.read_text(), "a paragraph goes out as a whole"
    hand_out(desk, tmp_path / "all")
    typed(path, "Volvió a encenderse el martes.", "It came back on Tuesday.")
    assert whats(take(desk, path)) == [("It came back on Tuesday.", What.TAKEN)]


def test_proposals_come_from_the_desk_s_other_articles(desk: Desk, tmp_path: Path) -> None:
    (desk.sources / "otro.txt").write_text("Otra noche\n\nNadie lo vio.\n")
    segmenting.segment_documents(desk, ["otro.txt"], NOW)
    done = export(desk, ["otro.txt"], "xliff-2.0", tmp_path / "out", NOW, with_matches=True)
    found = store_named("xliff-2.0").read((tmp_path / "out" / done.bitexts[0]).read_bytes(), "x").bitext
    assert found.units[1].segments[0].matches == (Match("Nadie lo vio.", "Nobody saw it.", 100, "faro.md"),)


def test_a_desk_that_stores_xliff_takes_work_back_alike(desk: Desk, tmp_path: Path) -> None:
    for form in ("xliff-1.2", "xliff-2.1"):
        old = desk.bitext("faro.md", "en")
        new = old.with_suffix(".xlf")
        data = store_named(form).write(bitext(desk), None, now=NOW)
        old.unlink()
        new.write_bytes(data)
        path = hand_out(desk, tmp_path / form, "po")
        typed(path, "Nadie lo vio.", f"Nobody noticed ({form}).")
        take(desk, path)
        assert segment(desk, "Nadie lo vio.").target == f"Nobody noticed ({form})."

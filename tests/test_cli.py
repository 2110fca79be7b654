"""The whole job from the command line, as a newsroom and its translators do it."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from typer.testing import CliRunner, Result

from translate_flow.cli.app import app
from translate_flow.errors import TranslateFlowError

ARTICLE = """\
El faro se apaga

Por Ana Prueba

PUERTO CLARO – El faro se apagó el lunes. Nadie lo vio.

“Volverá”, dijo la alcaldesa.

2 comentarios sobre “El faro se apaga”

Qué pena.
"""
ENGLISH = {
    "El faro se apaga": "The Lighthouse Goes Dark",
    "Por Ana Prueba": "By Ana Prueba",
    "PUERTO CLARO – El faro se apagó el lunes.": "PUERTO CLARO – The lighthouse went dark on Monday.",
    "Nadie lo vio.": "Nobody saw it.",
    "“Volverá”, dijo la alcaldesa.": "“It will be back,” the mayor said.",
}
PUBLISHED = """\
The Lighthouse Goes Dark

By Ana Prueba

PUERTO CLARO – The lighthouse went dark on Monday. Nobody saw it.

“It will be back,” the mayor said.

Translated by Eva Muestra for El Faro

2 comentarios sobre “El faro se apaga”

Qué pena.
"""


def run(*arguments: str | Path, code: int = 0) -> Result:
    """Run a command in this process; an error of ours counts as the exit code that ``main`` makes of it."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if isinstance(result.exception, TranslateFlowError):
        assert result.exception.exit_code == code, str(result.exception)
    else:
        assert result.exit_code == code, (result.output, result.exception)
    return result


def error_of(*arguments: str | Path, code: int) -> str:
    """The line that a command says when it fails, as its own process, so that nothing hides a traceback."""
    done = subprocess.run(
        [sys.executable, "-m", "translate_flow", *map(str, arguments)], capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


def fill(path: Path, targets: dict[str, str], *, count: int = 100) -> None:
    """Translate with another program: polib, as if by Eva in an editor that dates its work."""
    po = polib.pofile(str(path))
    for entry in [entry for entry in po if entry.msgid in targets][:count]:
        entry.msgstr = targets[entry.msgid]
    po.metadata["Last-Translator"] = "Eva Muestra <eva@faro.example>"
    po.metadata["PO-Revision-Date"] = "2026-05-02 10:00+0000"
    po.save()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    run("init", "--from", "es", "--to", "en")
    settings = tmp_path / "translate-flow.toml"
    settings.write_text(settings.read_text().replace('organization = ""', 'organization = "El Faro"'))
    (tmp_path / "sources" / "faro.txt").write_text(ARTICLE)
    return tmp_path


def test_an_article_goes_in_and_comes_out_translated_and_credited(desk: Path) -> None:
    run("segment")
    bitext = desk / "translations" / "en" / "faro.txt.po"
    fill(bitext, ENGLISH)
    run("merge")
    assert (desk / "published" / "en" / "faro.txt").read_text() == PUBLISHED


def test_init_never_overwrites(desk: Path) -> None:
    before = (desk / "translate-flow.toml").read_bytes()
    assert "Everything is there already" in run("init", "--from", "fr").output
    assert (desk / "translate-flow.toml").read_bytes() == before


def test_a_second_segment_changes_no_byte(desk: Path) -> None:
    run("segment")
    bitext = desk / "translations" / "en" / "faro.txt.po"
    fill(bitext, ENGLISH, count=3)
    before = bitext.read_bytes()
    assert "nothing to write" in run("segment").output or "kept" in run("segment").output
    after = bitext.read_bytes()
    run("segment")
    assert bitext.read_bytes() == after
    assert {(e.msgid, e.msgstr) for e in polib.pofile(before.decode())} == {
        (e.msgid, e.msgstr) for e in polib.pofile(after.decode())
    }


def test_an_incomplete_article_is_refused_and_its_segments_are_named(desk: Path) -> None:
    run("segment")
    fill(desk / "translations" / "en" / "faro.txt.po", ENGLISH, count=2)
    result = run("merge", code=1)
    assert "Nadie lo vio." in result.stderr
    assert not (desk / "published").exists()
    assert "skipped" in run("merge", "--incomplete", "skip").output
    run("merge", "--incomplete", "source")
    published = (desk / "published" / "en" / "faro.txt").read_text()
    assert published.startswith("The Lighthouse Goes Dark\n\nBy Ana Prueba\n\nPUERTO CLARO – El faro")


def test_review_brings_a_second_name_and_a_stricter_merge(desk: Path) -> None:
    run("segment")
    fill(desk / "translations" / "en" / "faro.txt.po", ENGLISH)
    run("segment")
    run("merge", "--min-state", "reviewed", code=1)
    run("mark", "faro.txt", "--state", "reviewed", "--by", "Luis Ensayo")
    run("merge", "--min-state", "reviewed")
    found = json.loads(run("credits", "--json").output)["credits"]
    assert [(credit["name"], credit["role"], credit["segments"]) for credit in found] == [
        ("Eva Muestra", "translator", 5),
        ("Luis Ensayo", "reviewer", 5),
    ]


def test_marking_what_has_no_target_is_told(desk: Path) -> None:
    run("segment")
    fill(desk / "translations" / "en" / "faro.txt.po", ENGLISH, count=1)
    result = run("mark", "faro.txt", "--state", "reviewed", "--by", "Luis Ensayo", code=1)
    assert "4 without a target, left as they were: byline-" in result.output


def test_status_counts_segments_and_words_by_state(desk: Path) -> None:
    run("segment")
    fill(desk / "translations" / "en" / "faro.txt.po", ENGLISH, count=3)
    (found,) = json.loads(run("status", "--json").output)["documents"]
    assert (found["document"], found["source_language"], found["target_language"]) == ("faro.txt", "es", "en")
    assert found["segments"] == {"initial": 2, "translated": 3, "reviewed": 0, "final": 0}
    assert found["words"] == {"initial": 7, "translated": 15, "reviewed": 0, "final": 0}
    assert found["percent"] == 68


def test_an_edited_source_keeps_what_was_done_and_asks_for_a_look(desk: Path) -> None:
    run("segment")
    fill(desk / "translations" / "en" / "faro.txt.po", ENGLISH)
    source = desk / "sources" / "faro.txt"
    source.write_text(ARTICLE.replace("el lunes", "el martes por la noche"))
    assert "no longer in" in error_of("merge", code=3)
    assert "1 changed" in run("segment").output
    assert "source-changed" in run("status").output
    assert "source-changed" in run("merge", code=1).stderr
    (entry,) = [e for e in polib.pofile(str(desk / "translations/en/faro.txt.po")) if "martes" in e.msgid]
    assert entry.fuzzy
    assert entry.msgstr == ENGLISH["PUERTO CLARO – El faro se apagó el lunes."]
    assert entry.previous_msgid == "PUERTO CLARO – El faro se apagó el lunes."


def test_a_renamed_source_takes_its_bitext_along(desk: Path) -> None:
    run("segment")
    fill(desk / "translations" / "en" / "faro.txt.po", ENGLISH)
    (desk / "sources" / "faro.txt").rename(desk / "sources" / "lighthouse.txt")
    run("segment", "lighthouse.txt", "--renamed-from", "faro.txt")
    assert not (desk / "translations" / "en" / "faro.txt.po").exists()
    run("merge")
    assert (desk / "published" / "en" / "lighthouse.txt").read_text() == PUBLISHED


def test_work_whose_article_is_gone_is_named_and_taken_along_later(desk: Path) -> None:
    run("segment")
    old, new = (desk / "translations" / "en" / f"{name}.txt.po" for name in ("faro", "lighthouse"))
    fill(old, ENGLISH)
    (desk / "sources" / "faro.txt").rename(desk / "sources" / "lighthouse.txt")
    assert "lighthouse.txt: was it faro.txt?" in run("segment").output
    assert new.exists()
    assert "sources/faro.txt is gone, and its bitext (en) is still there" in run("status").output
    run("segment", "lighthouse.txt", "--renamed-from", "faro.txt")
    assert not old.exists()
    assert "is gone" not in run("status").output
    run("merge")
    assert (desk / "published" / "en" / "lighthouse.txt").read_text() == PUBLISHED
    old.write_bytes(new.read_bytes())
    refused = run("segment", "lighthouse.txt", "--renamed-from", "faro.txt", code=2).output
    assert "lighthouse.txt.po: this bitext holds work already" in refused
    assert old.exists()


def test_segments_are_joined_and_split_and_stay_so(desk: Path) -> None:
    run("segment")
    bitext = desk / "translations" / "en" / "faro.txt.po"
    fill(bitext, ENGLISH)
    first = next(e.msgctxt for e in polib.pofile(str(bitext)) if e.msgid.startswith("PUERTO"))
    run("join", f"faro.txt#{first}")
    joined = next(e for e in polib.pofile(str(bitext)) if e.msgid.startswith("PUERTO"))
    assert joined.msgid == "PUERTO CLARO – El faro se apagó el lunes. Nadie lo vio."
    assert joined.msgstr == "PUERTO CLARO – The lighthouse went dark on Monday. Nobody saw it."
    run("segment")
    run("merge")
    assert (desk / "published" / "en" / "faro.txt").read_text() == PUBLISHED
    run("split", f"faro.txt#{joined.msgctxt}", "--at", "Nadie", "--target-at", "Nobody")
    run("merge")
    assert (desk / "published" / "en" / "faro.txt").read_text() == PUBLISHED
    assert [e.msgid for e in polib.pofile(str(bitext))] == list(ENGLISH)


def test_the_desks_own_segmentation_rules_come_first(desk: Path) -> None:
    (desk / "segmentation.srx").write_text(
        '<srx xmlns="http://www.lisa.org/srx20" version="2.0"><header segmentsubflows="yes" cascade="yes"/>'
        '<body><languagerules><languagerule languagerulename="ours">'
        '<rule break="no"><beforebreak>lunes\\.\\s</beforebreak><afterbreak>Nadie</afterbreak></rule>'
        '</languagerule></languagerules><maprules><languagemap languagepattern="es.*" languagerulename="ours"/>'
        "</maprules></body></srx>"
    )
    run("segment")
    sources = [entry.msgid for entry in polib.pofile(str(desk / "translations" / "en" / "faro.txt.po"))]
    assert "PUERTO CLARO – El faro se apagó el lunes. Nadie lo vio." in sources


def test_preview_shows_the_article_as_it_stands(desk: Path) -> None:
    run("segment")
    fill(desk / "translations" / "en" / "faro.txt.po", ENGLISH)
    assert run("preview", "faro.txt").output == PUBLISHED
    assert not (desk / "published").exists()


def test_one_file_outside_any_desk_changes_only_its_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    page = '<p   CLASS=x>El faro se apag&oacute;.<br>\r\n<!-- - --> <a href="/a?b&c">Nadie</a> lo vio.'
    Path("a.html").write_text(page, newline="")
    run("segment", "a.html", "--from", "es", "--to", "en", "-o", "a.po", "--by", "paragraph")
    po = polib.pofile("a.po")
    assert [entry.msgid for entry in po] == ["El faro se apagó.<br1/> <comment2/> <a3>Nadie</a3> lo vio."]
    po[0].msgstr = "The lighthouse went dark.<br1/> <comment2/> <a3>Nobody</a3> saw it."
    po.save()
    run("merge", "a.html", "a.po", "-o", "a.en.html")
    merged = Path("a.en.html").read_bytes().decode()
    assert merged == '<p   CLASS=x>The lighthouse went dark.<br> <!-- - --> <a href="/a?b&c">Nobody</a> saw it.'


def test_white_space_at_the_ends_of_a_text_survives_identity_and_translation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    page = "<p>&nbsp; Uno. Dos.&nbsp;</p>\n<p>Tres.</p>\n"
    Path("a.html").write_text(page)
    run("segment", "a.html", "--from", "es", "--to", "en", "-o", "a.po")
    for translate, wanted in ((str, page), (str.upper, page.replace("Uno. Dos.", "UNO. DOS.").replace("Tres", "TRES"))):
        po = polib.pofile("a.po")
        for entry in po:
            entry.msgstr = translate(entry.msgid)
        po.save()
        run("merge", "a.html", "a.po", "-o", "b.html")
        assert Path("b.html").read_text() == wanted


def test_a_lost_code_is_an_error_that_names_its_segment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.html").write_text('<p>Vea la <a href="/">lista</a> nueva.</p>')
    run("segment", "a.html", "--from", "es", "--to", "en", "-o", "a.po")
    po = polib.pofile("a.po")
    for target, what in {
        "See the new list.": "<a1> is missing",
        "See the <a1>new list.": "</a1> is missing",
        "See the new</a1> <a1>list.": "closes in the wrong place",
        "See <a1>the</a1> <b2>new</b2> list.": "<b2> is not in the source",
    }.items():
        po[0].msgstr = target
        po.save()
        said = error_of("merge", "a.html", "a.po", "-o", "out.html", code=3)
        assert what in said
        assert po[0].msgctxt in said
        assert not Path("out.html").exists()


def test_units_shows_what_the_reader_sees(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text('<h1>Faro</h1><p>Vea <b>esto</b>: <img alt="El faro" src="f.png">ya.</p>')
    units = json.loads(run("units", path, "--json").output)
    assert [(unit["role"], unit["text"]) for unit in units] == [
        ("headline", "Faro"),
        ("paragraph", "Vea <b1>esto</b1>: <img2/>ya."),
        ("image-alt", "El faro"),
    ]
    assert units[1]["codes"][0] == {"id": "b1", "data": "<b>", "close": "</b>"}


def test_validate_says_ok_or_where_it_is_wrong(desk: Path) -> None:
    run("segment")
    bitext = desk / "translations" / "en" / "faro.txt.po"
    assert "ok, es → en, 5 segments" in run("validate", bitext).output
    whole = bitext.read_text()
    bitext.write_text(whole[: whole.rindex("msgid") + 20])
    result = run("validate", bitext, code=3)
    assert f"{bitext}:" in result.stderr


def test_sentences_is_a_filter() -> None:
    lines = '{"lang": "es", "text": "Vive en EE. UU. desde mayo. Volvió."}\n'
    result = CliRunner().invoke(app, ["sentences", "--jsonl"], input=lines)
    assert json.loads(result.output) == {"segments": ["Vive en EE. UU. desde mayo.", "Volvió."]}


@pytest.mark.usefixtures("desk")
def test_merging_before_segmenting_says_what_to_do() -> None:
    assert "not segmented yet; run “translate-flow segment”" in run("merge", code=3).stderr


def test_one_bad_document_does_not_stop_the_rest(desk: Path) -> None:
    (desk / "sources" / "bad.txt").write_bytes(b"caf\xe9\n")
    result = run("segment", code=3)
    assert "bad.txt:1: byte 0xE9 is not UTF-8" in result.stderr
    assert (desk / "translations" / "en" / "faro.txt.po").exists()


def test_the_demo_desk_of_this_repository_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = Path(__file__).parent.parent
    for name in ("sources", "translations", "translate-flow.toml"):
        (shutil.copytree if (root / name).is_dir() else shutil.copy)(root / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    before = {path: path.read_bytes() for path in (tmp_path / "translations").rglob("*.po")}
    run("segment")
    assert {path: path.read_bytes() for path in (tmp_path / "translations").rglob("*.po")} == before
    run("merge", "es/faro-de-puerto-claro.txt", "--min-state", "reviewed")
    published = (tmp_path / "published" / "en" / "es" / "faro-de-puerto-claro.txt").read_text()
    assert "Translated by Ana Prueba for El Faro Desk" in published
    percents = {d["document"]: d["percent"] for d in json.loads(run("status", "--json").output)["documents"]}
    done, half, untouched = sorted(percents.values(), reverse=True)
    assert (done, untouched) == (100, 0)
    assert 25 < half < 75

"""What somebody meets who uses the commands for the first time: what they say, and what their help says."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from rich.text import Text
from typer.testing import CliRunner, Result

from translate_flow.cli.app import app
from translate_flow.cli.console import table
from translate_flow.desk.leverage.estimating import BANDS

ARTICLE = "La panadería abre de noche\n\nPor Marta Ficticia\n\nVende pan a las tres. Nadie duerme.\n"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    run("init", "--from", "es", "--to", "en")
    (tmp_path / "sources" / "pan.txt").write_text(ARTICLE)
    run("segment")
    return tmp_path


def typed(desk: Path) -> None:
    """Translate every segment in a text editor, which names nobody."""
    bitext = desk / "translations" / "en" / "pan.txt.po"
    head, *entries = bitext.read_text().split("\n\n")
    bitext.write_text("\n\n".join([head, *(entry.replace('msgstr ""', 'msgstr "Bread."') for entry in entries)]))


def test_a_merge_that_names_no_translator_says_so(desk: Path) -> None:
    typed(desk)
    merged = run("merge")
    assert merged.exit_code == 0
    assert "it names no translator" in merged.stderr
    run("mark", "pan.txt", "--state", "translated", "--by", "Eva Muestra")
    assert "translator" not in run("merge").stderr
    assert "Translated by Eva Muestra" in (desk / "published" / "en" / "pan.txt").read_text()


@pytest.mark.usefixtures("desk")
def test_an_article_left_in_its_own_language_needs_no_translator() -> None:
    assert not run("merge", "--incomplete", "source").stderr


def test_status_names_some_of_many_segments_to_look_at(desk: Path) -> None:
    (desk / "sources" / "largo.txt").write_text("".join(f"La barca {n} salió.\n\n" for n in range(30)))
    run("segment")
    bitext = desk / "translations" / "en" / "largo.txt.po"
    bitext.write_text(bitext.read_text().replace("#. ", "#, fuzzy\n#. ").replace('\nmsgstr ""\n', '\nmsgstr "B."\n'))
    said = run("status").stdout.splitlines()
    assert said[-1] == "… and 10 more to look at; --json names them all"
    assert sum("largo.txt.po" in line for line in said) == 20


def test_a_mark_without_a_name_says_that_nobody_is_credited(desk: Path) -> None:
    typed(desk)
    assert "credit nobody; give --by NAME" in run("mark", "pan.txt", "--state", "translated").stderr
    assert run("mark", "pan.txt", "--state", "translated", "--by", "Eva Muestra").stderr == ""
    assert run("mark", "pan.txt", "--state", "translated").stderr == ""
    assert "credit nobody" in run("mark", "pan.txt", "--state", "reviewed").stderr
    assert run("mark", "pan.txt", "--state", "initial").stderr == ""


def test_a_setting_that_is_added_at_the_end_is_told_to_be_moved_up(desk: Path) -> None:
    with (desk / "translate-flow.toml").open("a") as settings:
        settings.write("[checks]\nreview-own-work = false\n")
    refused = str(run("status").exception)
    assert "“review-own-work” stands below [checks]; move it up, above the first line in brackets" in refused


def test_a_setting_that_a_table_does_not_have_is_told_with_those_it_has(desk: Path) -> None:
    settings = desk / "translate-flow.toml"
    before = settings.read_text()
    settings.write_text(f"{before}[checks]\nignores = []\n")
    assert "no setting is called “checks.ignores”; did you mean “ignore”?" in str(run("status").exception)
    settings.write_text(f"{before}[checks]\nxyz = 1\n")
    assert "no setting is called “checks.xyz”; known are ignore, " in str(run("status").exception)


def test_an_article_that_was_renamed_is_recognised_and_takes_its_translation_along(desk: Path) -> None:
    typed(desk)
    (desk / "sources" / "pan.txt").rename(desk / "sources" / "masa.txt")
    (desk / "sources" / "otro.txt").write_text("Otra cosa\n\nNada que ver.\n")
    said = run("segment").stderr
    assert "masa.txt: was it pan.txt? Its translation waits for: segment masa.txt --renamed-from pan.txt" in said
    assert "otro.txt" not in said
    assert "sources/pan.txt is gone, and its bitext (en) is still there" in run("status").stderr
    assert run("segment", "masa.txt", "--renamed-from", "pan.txt").exit_code == 0
    assert (desk / "translations/en/masa.txt.po").read_text().count('"Bread."') > 1
    assert not (desk / "translations/en/pan.txt.po").exists()
    assert run("status").stderr == run("segment").stderr == ""


def test_work_under_the_new_name_is_not_lost_to_that_under_the_old_one(desk: Path) -> None:
    typed(desk)
    (desk / "sources" / "pan.txt").rename(desk / "sources" / "masa.txt")
    run("segment")
    made = desk / "translations/en/masa.txt.po"
    made.write_text(made.read_text().replace('\nmsgstr ""\n\n', '\nmsgstr "Dough."\n\n'))
    before = made.read_bytes()
    assert "this bitext holds work already" in run("segment", "masa.txt", "--renamed-from", "pan.txt").stderr
    assert made.read_bytes() == before
    assert (desk / "translations/en/pan.txt.po").exists()


@pytest.mark.usefixtures("desk")
def test_a_desk_of_people_without_an_admin_is_told() -> None:
    assert "nobody is an admin yet" in run("users", "add", "Ana Prueba").stderr
    assert run("users", "add", "Eva Muestra", "--role", "admin").stderr == ""
    assert run("users", "add", "Luis Ensayo").stderr == ""


def test_where_nobody_reviews_the_own_work_a_reviewer_is_named(desk: Path) -> None:
    typed(desk)
    settings = desk / "translate-flow.toml"
    settings.write_text(f"review-own-work = false\n{settings.read_text()}")
    run("mark", "pan.txt", "--state", "translated", "--by", "Eva Muestra")
    refused = run("mark", "pan.txt", "--state", "reviewed")
    assert "nobody is named who reviewed it; name somebody: --by NAME" in str(refused.exception)
    assert run("mark", "pan.txt", "--state", "reviewed", "--by", "Luis Ensayo").exit_code == 0


@pytest.mark.usefixtures("desk")
def test_a_memory_that_knows_nothing_says_so() -> None:
    assert "nothing in the memory is like it" in run("memory", "lookup", "El faro se apagó.").stderr


@pytest.mark.usefixtures("desk")
def test_a_check_that_read_nothing_does_not_say_that_nothing_is_wrong() -> None:
    checked = run("check", "--to", "fr")
    assert "nothing was checked" in checked.stderr
    assert "nothing found" not in checked.stdout


@pytest.mark.usefixtures("desk")
def test_a_language_that_the_desk_does_not_have_is_told_when_it_is_begun() -> None:
    assert "fr is no target language of pan.txt: other commands pass over it" in run("segment", "--to", "fr").stderr
    assert run("segment", "--to", "en").stderr == ""


def test_a_text_alone_is_offered_no_mending_that_cannot_be(desk: Path) -> None:
    text = desk / "bread.txt"
    text.write_text("The bakery sells and and bakes.\n")
    assert "→ 'and'\n" in run("check", "--text", text, "--lang", "en", "--without", "spelling").stdout
    refused = run("check", "--text", text, "--lang", "en", "--fix")
    assert "--fix mends bitexts" in str(refused.exception)


def test_an_estimate_counts_a_sentence_whose_source_has_changed(desk: Path) -> None:
    typed(desk)
    run("mark", "pan.txt", "--state", "translated", "--by", "Eva Muestra")
    assert json.loads(run("estimate", "--json").stdout)["documents"][0]["segments"] == dict.fromkeys(BANDS, 0)
    article = desk / "sources" / "pan.txt"
    article.write_text(article.read_text().replace("a las tres", "a las cuatro"))
    run("segment")
    assert sum(json.loads(run("estimate", "--json").stdout)["documents"][0]["segments"].values()) == 1


def parameters() -> Iterator[tuple[str, str]]:
    """The help of every parameter of every command."""

    def walk(command: object, name: str) -> Iterator[tuple[str, str]]:
        for parameter in getattr(command, "params", ()):
            yield f"{name} {parameter.name}", getattr(parameter, "help", None) or ""
        for below, one in getattr(command, "commands", {}).items():
            yield from walk(one, f"{name} {below}".strip())

    return walk(typer.main.get_command(app), "")


def test_no_help_loses_what_stands_in_brackets() -> None:
    """A terminal takes ``[name]`` for a style."""
    assert [name for name, text in parameters() if Text.from_markup(text).plain != text] == []


def test_a_table_shows_brackets_and_colons(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    table(["source"], [["el [bold] de :smile:"]])
    assert "el [bold] de :smile:" in capsys.readouterr().out


def test_what_was_published_keeps_its_address_when_its_source_is_renamed_and_is_told_when_it_is_withdrawn(
    desk: Path,
) -> None:
    with (desk / "translate-flow.toml").open("a") as settings:
        settings.write('[publish.web]\ntarget = "page"\n')
    typed(desk)
    run("mark", "pan.txt", "--state", "translated", "--by", "Eva Muestra")
    page = desk / "published/web/en/bread.html"
    assert "published/web/en/bread.html" in run("publish").stdout
    (desk / "sources" / "pan.txt").rename(desk / "sources" / "masa.txt")
    run("segment", "masa.txt", "--renamed-from", "pan.txt")
    again = run("publish")
    assert "masa.txt → en" in again.stdout
    assert again.stderr == ""
    assert [path.name for path in page.parent.iterdir()] == [page.name]
    (desk / "sources" / "masa.txt").unlink()
    gone = f"masa.txt → en: the article is gone, and is still published: {page.relative_to(desk)}"
    assert gone in run("publish").stderr
    page.unlink()
    assert gone not in run("publish").stderr

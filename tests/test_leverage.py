"""A desk that has translated a sentence once does not translate it twice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from translate_flow.bitext import State
from translate_flow.cli.app import app
from translate_flow.desk import bitexts
from translate_flow.desk.desk import Desk
from translate_flow.errors import UsageError

ARTICLE = """El faro se apaga

PUERTO CLARO – El faro se apagó el lunes. Nadie lo vio. Vinieron 14 barcos.
"""
TARGETS = {
    "El faro se apaga": "The Lighthouse Goes Dark",
    "PUERTO CLARO – El faro se apagó el lunes.": "PUERTO CLARO – The lighthouse went dark on Monday.",
    "Nadie lo vio.": "Nobody saw it.",
    "Vinieron 14 barcos.": "14 boats came.",
}


def run(desk: Path, monkeypatch: pytest.MonkeyPatch, *words: str, code: int = 0, text: str = "") -> Result:
    monkeypatch.chdir(desk)
    result = CliRunner().invoke(app, list(words), input=text)
    assert result.exit_code == code, result.output
    return result


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desk whose first article is translated by Ana, reviewed and merged, and a second one that is like it."""
    root = tmp_path / "desk"
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(app, ["init", "desk", "--from", "es", "--to", "en"]).exit_code == 0
    (root / "sources" / "first.txt").write_text(ARTICLE)
    run(root, monkeypatch, "segment")
    path = root / "translations" / "en" / "first.txt.po"
    text = path.read_text()
    for source, target in TARGETS.items():
        text = text.replace(f'msgid "{source}"\nmsgstr ""', f'msgid "{source}"\nmsgstr "{target}"')
    path.write_text(text)
    run(root, monkeypatch, "mark", "first.txt", "--state", "translated", "--by", "Ana Prueba")
    (root / "sources" / "second.txt").write_text(
        ARTICLE.replace("14 barcos", "15 barcos") + "\nUna frase que nadie conoce. Nadie lo vio.\n"
    )
    run(root, monkeypatch, "segment")
    return root


def filled(desk: Path) -> dict[str, tuple[str, str, str]]:
    bitext = bitexts.read(desk / "translations" / "en" / "second.txt.po")
    return {s.source: (s.target, str(s.state), s.sub_state) for unit in bitext.units for s in unit.segments}


def test_what_was_marked_is_remembered(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert json.loads(run(desk, monkeypatch, "memory", "info", "--json").stdout) == {"pairs": {"es → en": 4}}
    run(desk, monkeypatch, "mark", "first.txt", "--state", "reviewed", "--by", "Luis Ensayo")
    assert json.loads(run(desk, monkeypatch, "memory", "info", "--json").stdout) == {"pairs": {"es → en": 4}}


def test_prefill_takes_exact_ones_as_translations_and_others_for_a_look(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(desk, monkeypatch, "prefill", "second.txt")
    found = filled(desk)
    assert found["El faro se apaga"] == ("The Lighthouse Goes Dark", "translated", "")
    assert found["Vinieron 15 barcos."] == ("15 boats came.", "initial", "fuzzy-match")
    assert found["Una frase que nadie conoce."] == ("", "initial", "")
    bitext = bitexts.read(desk / "translations" / "en" / "second.txt.po")
    first = bitext.units[0].segments[0]
    assert [(credit.name, credit.role) for credit in first.credits] == [("Ana Prueba", "translator")]
    assert first.matches[0].score in (100, 101)


def test_prefill_twice_changes_nothing(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(desk, monkeypatch, "prefill", "second.txt")
    before = (desk / "translations" / "en" / "second.txt.po").read_bytes()
    run(desk, monkeypatch, "prefill", "second.txt")
    assert (desk / "translations" / "en" / "second.txt.po").read_bytes() == before


def test_prefill_never_touches_what_a_person_typed(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = desk / "translations" / "en" / "second.txt.po"
    path.write_text(
        path.read_text().replace('msgid "Nadie lo vio."\nmsgstr ""', 'msgid "Nadie lo vio."\nmsgstr "Unseen."', 1)
    )
    run(desk, monkeypatch, "prefill", "second.txt")
    segments = [s for unit in bitexts.read(path).units for s in unit.segments if s.source == "Nadie lo vio."]
    assert segments[0].target == "Unseen."


def test_a_dry_run_writes_nothing(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = desk / "translations" / "en" / "second.txt.po"
    before = path.read_bytes()
    assert "memory" in run(desk, monkeypatch, "prefill", "second.txt", "--dry-run").stdout
    assert path.read_bytes() == before


def test_an_estimate_counts_words_by_band(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = json.loads(run(desk, monkeypatch, "estimate", "second.txt", "--json").stdout)["documents"][0]
    assert sum(told["words"].values()) == 26
    assert told["words"]["new"] == 5
    assert told["words"]["95–99"] == 3
    assert told["words"]["100"] + told["words"]["101"] + told["words"]["repetition"] == 18


def test_lookups_read_and_write_json_lines(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = '{"text": "Nadie lo vio.", "limit": 1, "min": 75}\n{"text": "¿?", "limit": 1, "min": 75}\n'
    told = run(desk, monkeypatch, "memory", "lookup", "--jsonl", text=lines).stdout.splitlines()
    assert [json.loads(line) for line in told] == [[["Nadie lo vio.", 1.0]], []]


def test_the_memory_goes_out_as_tmx_and_comes_back(desk: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    run(desk, monkeypatch, "memory", "export", str(tmp_path / "m.tmx"))
    other = str(tmp_path / "other.sqlite")
    assert "4 new" in run(desk, monkeypatch, "memory", "import", str(tmp_path / "m.tmx"), "--memory", other).stdout
    assert "4 known" in run(desk, monkeypatch, "memory", "import", str(tmp_path / "m.tmx"), "--memory", other).stdout
    assert "Nobody saw it." in run(desk, monkeypatch, "memory", "search", "nadie", "--memory", other).stdout


def test_a_bitext_is_a_memory_too(desk: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = str(desk / "translations" / "en" / "first.txt.po")
    assert "4 new" in run(desk, monkeypatch, "memory", "import", path, "--memory", str(tmp_path / "m.sqlite")).stdout


def test_a_desk_without_a_memory_works_as_before(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = desk / "translate-flow.toml"
    settings.write_text(f'memory = ""\n{settings.read_text()}')
    run(desk, monkeypatch, "mark", "first.txt", "--state", "final", "--by", "Luis Ensayo")
    assert bitexts.read(Desk(desk).bitext("first.txt", "en")).units[0].segments[0].state is State.FINAL
    monkeypatch.chdir(desk)
    assert isinstance(CliRunner().invoke(app, ["memory", "info"]).exception, UsageError)

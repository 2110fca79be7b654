"""Engines of a desk: its settings, where keys may stand, and the commands."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from machine_server import Fault, Service, serving
from typer.testing import CliRunner, Result

from translate_flow.cli.app import app
from translate_flow.desk.desk import FILE_NAME
from translate_flow.desk.settings import Settings, load
from translate_flow.desk.starting import init
from translate_flow.errors import TranslateFlowError, UsageError
from translate_flow.machine import keys

TRANSLATE = ("machine", "translate", "The ferry stays.", "--from", "en", "--to", "es")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desk, which is the current folder, on a machine that has no keys."""
    init(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(keys, "key", lambda _engine: "")
    return tmp_path


@pytest.fixture
def service(desk: Path) -> Iterator[Service]:
    """A LibreTranslate server that the desk knows."""
    with serving() as running:
        add(desk, f'[machine.libretranslate]\nurl = "{running.url.rstrip("/")}"\ntimeout = 5\n')
        yield running


def add(desk: Path, settings: str) -> Path:
    path = desk / FILE_NAME
    path.write_text(path.read_text() + settings)
    return path


def run(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(app, arguments)
    found = result.exception.exit_code if isinstance(result.exception, TranslateFlowError) else result.exit_code
    assert found == code, (result.output, result.exception)
    return result


@pytest.mark.parametrize("name", ["key", "api-key", "auth_token", "secret"])
def test_a_key_in_the_desks_file_is_refused_with_one_clear_line(desk: Path, name: str) -> None:
    path = add(desk, f'[machine.deepl]\n{name} = "geheim-1234"\n')
    with pytest.raises(UsageError) as caught:
        load(path)
    line = str(caught.value)
    assert line.startswith(f"{path}: setting “machine”: “deepl.{name}” does not belong into this file")
    assert "put it into the environment as TRANSLATE_FLOW_DEEPL_KEY or into the keyring" in line
    assert "geheim" not in line


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('[machine.babelfish]\nurl = "http://a.example/"', "no translation engine is called “babelfish”"),
        ('[machine.libretranslate]\nurl = "localhost"', "“localhost” is no address"),
        ('[machine.libretranslate]\nurl = "https://me:geheim@a.example/"', "a key does not belong into an address"),
        ("[machine.google]\ntimeout = 0", "machine.google.timeout"),
        ("[machine.google]\nrequests-per-second = -1", "machine.google.requests-per-second"),
        ("[machine.google]\nspeed = 3", "no setting is called “machine.google.speed”"),
    ],
)
def test_settings_of_engines_are_checked(desk: Path, table: str, said: str) -> None:
    with pytest.raises(UsageError, match=re.escape(said)) as caught:
        load(add(desk, table))
    assert "geheim" not in str(caught.value)


def test_settings_of_engines_are_read(desk: Path) -> None:
    table = '[machine.microsoft]\nregion = "westeurope"\ntimeout = 12.5\nrequests-per-second = 4\n'
    machine = load(add(desk, table)).machine["microsoft"]
    assert (machine.region, machine.timeout, machine.requests_per_second, machine.url) == ("westeurope", 12.5, 4, "")
    assert Settings().machine == {}


@pytest.mark.usefixtures("desk")
def test_engines_are_listed_with_what_they_lack(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(keys, "key", lambda engine: "geheim-1234" if engine == "microsoft" else "")
    shown = run("machine", "engines", "--json").stdout
    found = {row["name"]: row for row in json.loads(shown)["engines"]}
    assert found["deepl"] == {
        "name": "deepl", "title": "DeepL", "key": "missing", "variable": "TRANSLATE_FLOW_DEEPL_KEY", "lacks": "key",
    }  # fmt: skip
    assert (found["microsoft"]["key"], found["microsoft"]["lacks"]) == ("set", "")
    assert (found["google"]["key"], found["google"]["variable"]) == ("none needed", "")
    assert (found["libretranslate"]["key"], found["libretranslate"]["lacks"]) == ("optional", "address")
    assert found["apertium"]["lacks"] == "command apertium"
    assert "geheim" not in shown + run("machine", "engines").stdout


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    ("engine", "line"),
    [
        ("deepl", "DeepL: there is no key; put one into TRANSLATE_FLOW_DEEPL_KEY or the keyring; they come from https"),
        ("libretranslate", "LibreTranslate: there is no address; give its “url” under [machine.libretranslate] in"),
        ("apertium", "Apertium: there is no command apertium; install it with a language pair, on Debian: apertium"),
        ("babelfish", "no translation engine is called “babelfish”; known are apertium, libretranslate, deepl"),
    ],
)
def test_an_engine_that_lacks_something_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, engine: str, line: str
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert str(run(*TRANSLATE, "--engine", engine, code=2).exception).startswith(line)


@pytest.mark.server
def test_a_text_is_translated_once_and_then_known(service: Service, desk: Path) -> None:
    for _ in range(2):
        assert run(*TRANSLATE, "--engine", "libretranslate").stdout == "THE FERRY STAYS.\n"
    assert len(service.asked) == 1
    assert "api_key" not in service.asked[0].fields
    rows = sqlite3.connect(desk / "memory" / "machine.sqlite").execute("SELECT text, answer FROM answers").fetchall()
    assert rows == [("The ferry stays.", "THE FERRY STAYS.")]
    found = json.loads(run(*TRANSLATE, "--engine", "libretranslate", "--json").stdout)
    assert found == {
        "engine": "LibreTranslate", "source": "The ferry stays.", "target": "THE FERRY STAYS.", "refused": None,
    }  # fmt: skip


@pytest.mark.server
def test_a_dry_run_counts_and_sends_nothing_even_without_a_key(service: Service, desk: Path) -> None:
    for engine in ("libretranslate", "deepl"):
        assert run(*TRANSLATE, "--engine", engine, "--dry-run").stdout.endswith(": 16 characters in 1 request\n")
    assert json.loads(run(*TRANSLATE, "--engine", "deepl", "--dry-run", "--json").stdout)["characters"] == 16
    assert service.asked == []
    assert not (desk / "memory").exists()


@pytest.mark.server
def test_a_refused_answer_is_told_and_is_no_success(service: Service) -> None:
    service.translate = lambda _text: ""
    refused = run(*TRANSLATE, "--engine", "libretranslate", code=1)
    assert (refused.stdout, refused.stderr) == ("", "translate-flow: LibreTranslate: the engine answered nothing\n")


@pytest.mark.server
def test_an_engine_that_refuses_ends_with_one_line_and_exit_code_1(service: Service) -> None:
    service.faults = [Fault(403)]
    error = run(*TRANSLATE, "--engine", "libretranslate", code=1).exception
    assert str(error) == "LibreTranslate: it wants a key (HTTP 403); check TRANSLATE_FLOW_LIBRETRANSLATE_KEY"

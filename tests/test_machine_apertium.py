"""Apertium, the command and the server: translation without the net."""

from __future__ import annotations

import os
import shutil
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from select import select

import pytest
from machine_server import Fault, Service, serving

from translate_flow.errors import EngineError, UsageError
from translate_flow.machine import kind_named
from translate_flow.machine.model import Engine, Proposal, Request, Setup, Why
from translate_flow.machine.proposing import propose
from translate_flow.machine.sending import Patience

TEXTS = [
    Request("The mayor said <a1>nothing</a1> on Monday.<fn2/>", frozenset({"a1", "fn2"})),
    Request("He read The Harbour Post & a <b1><i2>red book</i2></b1>.", frozenset({"b1", "i2"}), ("The Harbour Post",)),
    Request("The house is red & the sea is < blue"),
]


def apertium(url: str = "", timeout: float = 20) -> Engine:
    return kind_named("apertium").open(Setup(url=url, timeout=timeout))


def translated(engine: Engine, texts: list[Request], source: str = "en", target: str = "es") -> list[str | Why]:
    patience = Patience(sleep=lambda _: None)
    found = propose(texts, engine, source, target, patience=patience)
    return [one.target if isinstance(one, Proposal) else one.why for one in found]


@pytest.fixture(scope="module")
def installed() -> None:
    """The real thing, from the system's packages."""
    if not shutil.which("apertium"):
        packages = ["apertium", "apertium-eng-spa", "transfuse"]
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], check=True)


@pytest.mark.interop
@pytest.mark.usefixtures("installed")
def test_apertium_translates_offline_with_codes_and_terms_in_place() -> None:
    assert translated(apertium(), TEXTS) == [
        "El alcalde dijo <a1>nada</a1> el lunes.<fn2/>",
        "Leyó The Harbour Post & un <b1><i2>libro rojo</i2></b1>.",
        "La casa es roja & el mar es < azul",
    ]


@pytest.mark.interop
@pytest.mark.usefixtures("installed")
def test_the_real_apertium_has_the_pairs_that_it_lists() -> None:
    assert apertium().codes("es-CU", "en-US") == ("spa", "eng_US")
    assert apertium().codes("en-GB", "es") == ("eng", "spa")
    with pytest.raises(UsageError, match="Apertium: it does not have ja; choose another engine"):
        apertium().codes("en", "ja")


@pytest.mark.interop
@pytest.mark.usefixtures("installed")
def test_many_texts_are_one_process_and_do_not_touch_each_other() -> None:
    texts = [Request(f"The boat number {number} is in the harbour") for number in range(40)]
    alone = translated(apertium(), texts[:1])
    assert translated(apertium(), texts)[:1] == alone
    assert len(set(translated(apertium(), texts))) == 40


@pytest.mark.interop
@pytest.mark.bench
@pytest.mark.usefixtures("installed")
def test_the_ways_of_marking_are_measured(tmp_path: Path) -> None:
    lines = tmp_path / "lines.txt"
    lines.write_text("The mayor said nothing on Monday.\nThe red house is by the harbour.\n")
    script = Path(__file__).parent.parent / "benchmarks" / "marks.py"
    command = [sys.executable, str(script), str(lines), "--from", "en", "--to", "es"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "| pairs, then private-use, then braces | 100 |" in done.stdout


# A command that is like it


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place for a command ``apertium``, found before the real one."""
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    return tmp_path / "apertium"


def write(command: Path, body: str) -> None:
    command.write_text(f'#!/bin/sh\nif [ "$1" = -l ]; then echo "  eng-spa"; exit; fi\n{body}\n')
    command.chmod(command.stat().st_mode | stat.S_IXUSR)


def test_a_page_that_comes_back_in_another_order_is_put_in_order(command: Path) -> None:
    write(command, "sed 's/is red/ES ROJA/; s/The/LA/' | sort -r")
    assert translated(apertium(), [Request("The house is red"), Request("The boat is red")]) == [
        "LA house ES ROJA", "LA boat ES ROJA",
    ]  # fmt: skip


def test_a_page_that_comes_back_short_is_asked_again_text_by_text(command: Path) -> None:
    write(command, "head -n 1 | sed 's/is red/ES ROJA/'")
    assert translated(apertium(), [Request("The house is red"), Request("The boat is red")]) == [
        "The house ES ROJA", "The boat ES ROJA",
    ]  # fmt: skip


def test_a_command_that_hangs_ends_with_all_that_it_started(command: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "held")
    reader = os.open(tmp_path / "held", os.O_RDONLY | os.O_NONBLOCK)
    try:
        write(command, f"sleep 60 > {tmp_path}/held | cat")
        assert translated(apertium(timeout=0.25), [Request("The house is red")]) == [Why.FAILED]
        assert select([reader], [], [], 20)[0], "what it started is gone, and nobody holds the pipe"
    finally:
        os.close(reader)


def test_a_command_that_fails_or_is_missing_is_one_clear_line(command: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(command, "echo 'Segmentation fault' >&2; exit 139")
    assert translated(apertium(), [Request("The house is red")]) == [Why.FAILED]
    monkeypatch.setenv("PATH", "/nowhere")
    assert kind_named("apertium").missing(Setup()) == "command apertium"
    with pytest.raises(EngineError, match="Apertium: there is no command apertium; install it"):
        translated(apertium(), TEXTS)


# The server


@pytest.fixture
def service() -> Iterator[Service]:
    with serving() as running:
        yield running


@pytest.mark.server
def test_a_server_is_asked_in_its_way(service: Service) -> None:
    engine = apertium(service.url)
    assert translated(engine, TEXTS)[0] == "THE MAYOR SAID <a1>NOTHING</a1> ON MONDAY.<fn2/>"
    assert [(asked.method, asked.path) for asked in service.asked] == [("GET", "/listPairs"), ("POST", "/translate")]
    assert service.asked[1].fields["langpair"] == "eng|spa"
    assert engine.codes("es", "en-US") == ("spa", "eng_US")


@pytest.mark.interop
@pytest.mark.server
@pytest.mark.usefixtures("installed")
def test_the_real_server_gives_what_the_command_gives() -> None:
    if not shutil.which("apertium-apy"):
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "apertium-apy"], check=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = ["apertium-apy", "-p", str(port), "/usr/share/apertium"]
    there = os.environ | {"LC_ALL": "C.UTF-8"}  # it does not start in another locale
    with subprocess.Popen(server, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=there) as process:
        try:
            engine = apertium(f"http://127.0.0.1:{port}/")
            for _ in range(600):  # it starts slowly on a busy machine
                try:
                    assert engine.codes("en", "es") == ("eng", "spa")
                    break
                except EngineError:
                    time.sleep(0.1)
            assert translated(engine, TEXTS) == translated(apertium(), TEXTS)
        finally:
            process.terminate()


@pytest.mark.server
def test_something_else_at_its_address_is_one_clear_line(service: Service) -> None:
    service.faults = [Fault(200, "[]")]
    with pytest.raises(
        EngineError, match="Apertium: it lists no pairs; check that the address is that of an APY server"
    ):
        translated(apertium(service.url), TEXTS)


@pytest.mark.server
def test_no_server_at_its_address_is_one_clear_line() -> None:
    with serving() as service:
        url = service.url
    with pytest.raises(EngineError, match="Apertium: it does not say what it has: no connection to 127"):
        translated(apertium(url), TEXTS)

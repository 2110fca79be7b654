"""Watching: what changes is segmented, checked and previewed; what fails doesn't stop the rest."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import newsroom
import pytest

from translate_flow.desk.desk import Desk
from translate_flow.desk.watching import Reaction, react, watched

NOW = "2026-05-04T09:00:00+00:00"


def test_a_changed_article_is_segmented_checked_and_previewed(tmp_path: Path) -> None:
    desk = newsroom.desk(tmp_path, articles={"faro.txt": newsroom.LIGHTHOUSE})
    source = desk.root / "sources" / "faro.txt"
    source.write_text(source.read_text().replace("Nadie lo vio.", "Nadie lo vio caer."))
    segmented, checked = react(desk, [source], NOW)
    assert segmented == Reaction("faro.txt", "en", "segmented", 1)
    assert checked.did == "checked"
    assert checked.preview.endswith(".preview/en/faro.txt")
    assert "The lighthouse went dark on Monday. Nadie lo vio caer." in Path(checked.preview).read_text()
    # Our own writing comes as a change, too, and asks for no more segmenting.
    assert [one.did for one in react(desk, [desk.root / "translations" / "en" / "faro.txt.po"], NOW)] == ["checked"]


def test_a_translation_that_loses_a_number_is_told(tmp_path: Path) -> None:
    desk = newsroom.desk(tmp_path, articles={"nota.txt": "Una nota\n\nVinieron 37 barcos al puerto. Bien.\n"})
    newsroom.translate(desk, also={"Vinieron 37 barcos al puerto.": "Ships came to the port."})
    (checked,) = react(desk, [desk.root / "translations" / "en" / "nota.txt.po"], NOW)
    assert checked.count >= 1
    assert "37" in checked.detail


def test_a_broken_article_does_not_stop_the_others(tmp_path: Path) -> None:
    articles = {"a.txt": newsroom.LIGHTHOUSE, "b.txt": newsroom.LIGHTHOUSE}
    desk = newsroom.desk(tmp_path, articles=articles)
    broken = desk.root / "sources" / "a.txt"
    broken.write_bytes(b"\xff\xfe\x00")
    first, second = react(desk, [broken, desk.root / "translations" / "en" / "b.txt.po"], NOW)
    assert (first.did, second.did) == ("failed", "checked")
    assert "sources/a.txt" in first.detail


def test_what_is_none_of_ours_is_left_alone(tmp_path: Path) -> None:
    desk = newsroom.desk(tmp_path, articles={"faro.txt": newsroom.LIGHTHOUSE})
    others = [
        desk.root / "sources" / ".faro.txt.swp",
        desk.root / "sources" / "fotos/puente.png",
        desk.root / "translations/readme.txt",
    ]
    for path in others:
        path.write_bytes(b"x")
    assert not list(react(desk, [*others, desk.root / "sources" / "gone.txt"], NOW))
    assert watched(desk) == [desk.root / "sources", desk.root / "translations"]
    (tmp_path / "sources" / "translate-flow.toml").touch()
    assert watched(Desk(tmp_path / "sources")) == []


_INTERRUPTIBLE = """
import runpy, signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell starts programs in the background deaf to Ctrl+C
runpy.run_module("translate_flow", run_name="__main__", alter_sys=True)
"""


@pytest.mark.server
def test_the_command_tells_what_it_does_until_it_is_interrupted(tmp_path: Path) -> None:
    pytest.importorskip("watchfiles")
    desk = newsroom.desk(tmp_path, articles={"faro.txt": newsroom.LIGHTHOUSE})
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-c", _INTERRUPTIBLE, "watch"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True, env=environment) as running:
        try:
            assert running.stdout is not None
            assert running.stdout.readline().startswith("watching sources and translations")
            time.sleep(0.5)
            source = desk.root / "sources" / "faro.txt"
            source.write_text(source.read_text().replace("Nadie", "Ninguno"))
            assert "1 unit segmented" in running.stdout.readline()
            assert ".preview/en/faro.txt" in running.stdout.readline()
            running.send_signal(signal.SIGINT)
            assert running.wait(10) in (0, 130)
        finally:
            running.kill()

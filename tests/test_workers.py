"""Large archives: the same work on one process, on several and on Dask; nothing is lost when a worker dies."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from translate_flow.desk import workers
from translate_flow.errors import InputError, UsageError

ROOT = Path(__file__).parent.parent
DOCUMENTS = 120


def doubled(number: int) -> list[int]:
    if number % 10 == 3:
        raise InputError("it ends in a three", where=str(number), remedy="take another")
    return [2 * number]


def dies_once(folder: Path, number: int) -> list[int]:
    mark = folder / "died"
    if number == 50 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return [number]


def always_dies(number: int) -> list[int]:
    if number == 5:
        os.kill(os.getpid(), signal.SIGKILL)
    return [number]


@pytest.mark.parametrize("jobs", [1, 2])
def test_outcomes_come_in_order_and_an_error_stops_nothing(jobs: int) -> None:
    outcomes = list(workers.run(range(100), doubled, workers.engine(jobs)))
    assert [outcome.item for outcome in outcomes] == list(range(100))
    bad = [outcome.item for outcome in outcomes if outcome.error]
    assert bad == list(range(3, 100, 10))
    assert outcomes[3].error == "3: it ends in a three; take another"
    assert outcomes[3].exit_code == 3
    assert [outcome.results for outcome in outcomes[:3]] == [(0,), (2,), (4,)]


def test_a_worker_that_dies_is_replaced_and_its_work_done_again(tmp_path: Path) -> None:
    outcomes = list(workers.run(range(100), partial(dies_once, tmp_path), workers.engine(2)))
    assert [outcome.results for outcome in outcomes] == [(number,) for number in range(100)]


def test_work_that_kills_every_worker_is_given_up_and_the_rest_done() -> None:
    outcomes = list(workers.run(range(64), always_dies, workers.engine(2)))
    lost = [outcome.item for outcome in outcomes if outcome.error]
    assert 5 in lost
    assert len(lost) == 16, "the batch that it was in"
    assert [outcome.results for outcome in outcomes if not outcome.error] == [(n,) for n in range(16, 64)]


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(UsageError, match="no engine"):
        workers.engine(1, "spark")


def make_desk(folder: Path, documents: int = DOCUMENTS) -> Path:
    (folder / "sources").mkdir(parents=True)
    (folder / "translate-flow.toml").write_text('source-language = "en"\ntarget-languages = ["es"]\n')
    for number in range(documents):
        (folder / "sources" / f"a{number:03d}.txt").write_text(f"Article {number}\n\nIt snowed. Nobody saw it.\n")
    (folder / "sources" / "empty.txt").write_text("")
    return folder


def command(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, "-m", "translate_flow", *arguments]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(program, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def written(folder: Path) -> dict[str, str]:
    """All bitexts, but for the moments that date them."""
    found = sorted((folder / "translations").rglob("*.po"))
    dates = re.compile(r".*(?:Revision-Date|TF-Saved).*\n")
    return {path.name: dates.sub("", path.read_text()) for path in found}


def test_two_processes_write_what_one_does_and_tell_it_in_the_same_order(tmp_path: Path) -> None:
    one, two = make_desk(tmp_path / "one"), make_desk(tmp_path / "two")
    alone, both = command(one, "segment"), command(two, "segment", "--jobs", "2")
    assert alone.returncode == both.returncode == 3
    assert "empty.txt: the file is empty" in both.stderr
    assert alone.stdout == both.stdout
    assert written(one) == written(two)
    assert len(written(two)) == DOCUMENTS


def test_a_run_that_was_killed_goes_on_and_ends_as_one_that_was_not(tmp_path: Path) -> None:
    whole, killed = make_desk(tmp_path / "whole", 600), make_desk(tmp_path / "killed", 600)
    command(whole, "segment", "--jobs", "2")
    program = [sys.executable, "-m", "translate_flow", "segment", "--jobs", "2"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        program, cwd=killed, env=environment, stdout=subprocess.DEVNULL, start_new_session=True
    ) as run:
        while len(list((killed / "translations").rglob("*.po"))) < 50 and run.poll() is None:
            time.sleep(0.01)
        os.killpg(run.pid, signal.SIGKILL)
    assert len(list((killed / "translations").rglob("*.po"))) < 600
    command(killed, "segment", "--jobs", "2")
    assert written(killed) == written(whole)


@pytest.mark.server
def test_dask_writes_what_one_process_does(tmp_path: Path) -> None:
    one, dask = make_desk(tmp_path / "one"), make_desk(tmp_path / "dask")
    alone, spread = command(one, "segment"), command(dask, "segment", "--engine", "dask", "--jobs", "2")
    assert spread.returncode == alone.returncode, spread.stderr
    assert spread.stdout == alone.stdout
    assert written(one) == written(dask)


@pytest.mark.server
def test_a_dask_worker_that_is_killed_is_made_up_for(tmp_path: Path) -> None:
    outcomes = list(workers.run(range(200), partial(dies_once, tmp_path), workers.engine(2, "dask")))
    assert [outcome.results for outcome in outcomes] == [(number,) for number in range(200)]


@pytest.mark.server
def test_a_scheduler_that_does_not_answer_is_said_to_be_away(tmp_path: Path) -> None:
    done = command(make_desk(tmp_path / "desk", 3), "segment", "--engine", "dask:tcp://127.0.0.1:9")
    assert done.returncode == 2
    assert "no Dask scheduler answers" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_bitext_that_cannot_be_read_is_told_and_the_others_are_checked(tmp_path: Path) -> None:
    folder = make_desk(tmp_path / "desk", 30)
    command(folder, "segment")
    bitexts = folder / "translations" / "es"
    (bitexts / "a003.txt.po").write_text("this is no PO file")
    wrong = (
        (bitexts / "a007.txt.po")
        .read_text()
        .replace('msgid "Article 7"\nmsgstr ""', 'msgid "Article 7"\nmsgstr "Art. 8"')
    )
    (bitexts / "a007.txt.po").write_text(wrong)
    one, two = (command(folder, "check", "--without", "spelling", "--jobs", jobs) for jobs in ("1", "2"))
    assert one.returncode == two.returncode == 3
    assert "a003.txt.po" in one.stderr
    assert "a007.txt" in one.stdout
    assert one.stdout == two.stdout

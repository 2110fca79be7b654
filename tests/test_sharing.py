"""Large runs that several machines share through a real PostgreSQL server: each document is done once, none is lost."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from threading import Timer

import postgresql
import pytest

from translate_flow.desk import sharing, workers
from translate_flow.desk.claims import Claims
from translate_flow.errors import InputError, UsageError

ROOT = Path(__file__).parent.parent
Start = Callable[..., "subprocess.Popen[bytes]"]
MACHINE = """
import os, sys, time
from pathlib import Path
from translate_flow.desk import sharing, workers
from translate_flow.desk.claims import Claims

address, log, jobs, items = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])

def work(number):
    if number == 13 and os.environ.get("UNLUCKY"):
        os.kill(os.getppid() if jobs > 1 else os.getpid(), 9)
    with log.open("a") as file:
        file.write(f"{number}\\n")
    time.sleep(0.01)
    return [number]

if __name__ == "__main__":
    claims = Claims(address, sys.argv[5], "work", lease=float(os.environ.get("LEASE", "1")))
    (log.parent / f"ready-{os.getpid()}").touch()
    while len(list(log.parent.glob("ready-*"))) < int(os.environ.get("GATHER", "0")):
        time.sleep(0.01)
    for outcome in sharing.run(range(items), work, workers.engine(jobs), claims):
        assert not outcome.error, outcome.error
    claims.close()
"""


def test_batches_may_come_late_and_their_outcomes_in_order() -> None:
    def late() -> Iterator[list[int]]:
        for number in range(20):
            yield from ([], [], [number, number + 100])

    outcomes = list(workers.run_batches(late(), _same, workers.engine(2)))
    assert [outcome.item for outcome in outcomes] == [n + more for n in range(20) for more in (0, 100)]
    assert [outcome.item for outcome in workers.run_batches(late(), _same, None)] == [one.item for one in outcomes]


def _same(number: int) -> list[int]:
    return [number]


@pytest.fixture(scope="module")
def server() -> Iterator[postgresql.Server]:
    with postgresql.running() as one:
        yield one


@pytest.fixture
def claims(server: postgresql.Server, request: pytest.FixtureRequest) -> Iterator[Claims]:
    one = Claims(server.address, request.node.name, "segment", lease=1)
    yield one
    one.close()


def another(claims: Claims, server: postgresql.Server, lease: float = 1) -> Claims:
    return Claims(server.address, claims.run, "segment", lease=lease)


@pytest.fixture
def machine(server: postgresql.Server, tmp_path: Path) -> Iterator[Start]:
    """Starts a machine that does its part of 400 items; those that still run at the end of the test are ended."""
    program = tmp_path / "machine.py"
    program.write_text(MACHINE)  # once: a machine that starts meanwhile would read half of it
    started = []

    def start(run: str, jobs: int = 1, **more: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, str(program), server.address, str(tmp_path / "log"), str(jobs), "400", run]
        environment = os.environ | {"PYTHONPATH": str(ROOT)} | more
        started.append(subprocess.Popen(command, env=environment, start_new_session=True))
        return started[-1]

    yield start
    for one in started:
        if one.poll() is None:
            os.killpg(one.pid, signal.SIGKILL)
            one.wait()


def done(folder: Path) -> Counter[int]:
    return Counter(map(int, (folder / "log").read_text().split()))


@pytest.mark.server
def test_four_machines_share_the_work_and_none_does_anothers(
    server: postgresql.Server, machine: Start, tmp_path: Path
) -> None:
    machines = [machine("four", jobs, GATHER="4", LEASE="20") for jobs in (1, 1, 2, 1)]
    assert [one.wait(60) for one in machines] == [0, 0, 0, 0]
    assert done(tmp_path) == Counter(range(400))
    with closing(Claims(server.address, "four", "work")) as claims:
        tally = claims.tally()
    assert (tally.items, tally.done, len(tally.owners)) == (400, 400, 4)
    assert sum(tally.owners.values()) == 400


@pytest.mark.server
def test_what_a_lost_machine_held_is_done_by_others(machine: Start, tmp_path: Path) -> None:
    lost = machine("lost", UNLUCKY="1")
    assert lost.wait(60) == -signal.SIGKILL
    assert 13 not in done(tmp_path)
    others = [machine("lost") for _ in range(2)]
    assert [one.wait(60) for one in others] == [0, 0]
    assert set(done(tmp_path)) == set(range(400))


@pytest.mark.server
def test_work_that_takes_longer_than_a_lease_stays_its_holders(claims: Claims, server: postgresql.Server) -> None:
    other = another(claims, server)
    claims.add(["slow"])
    with claims.renewed():
        assert [one.item for one in claims.take(5)] == ["slow"]
        time.sleep(2.5)
        assert other.take(5) == []
        assert claims.finish("slow")
    assert not other.left()
    other.close()


@pytest.mark.server
def test_who_comes_back_too_late_changes_nothing(claims: Claims, server: postgresql.Server) -> None:
    other = another(claims, server, lease=60)
    claims.add(["a", "b"])
    assert len(claims.take(1)) == 1
    time.sleep(1.2)
    assert [(one.item, one.attempt) for one in other.take(5)] == [("b", 1), ("a", 2)]
    assert not claims.finish("a", "I believed that it was mine", 3)
    assert list(claims.failures()) == []
    assert other.finish("a")
    other.close()


@pytest.mark.server
def test_what_a_stopped_machine_held_is_free_at_once(claims: Claims, server: postgresql.Server) -> None:
    other = another(claims, server, lease=60)
    other.add(["a", "b", "c"])
    with other.renewed():
        other.take(3)
        other.finish("a")
    assert [(one.item, one.attempt) for one in claims.take(5)] == [("b", 1), ("c", 1)]
    other.close()


@pytest.mark.server
def test_an_item_that_loses_every_machine_is_given_up(claims: Claims) -> None:
    claims.add(['"killer.md"', '"b.md"'])
    for _ in range(3):
        claims.take(5)
        time.sleep(1.1)
        claims.finish('"b.md"')
    outcomes = list(sharing.run(["killer.md", "b.md"], lambda name: [name], None, claims))
    assert [outcome.item for outcome in outcomes] == []
    (failure,) = claims.failures()
    assert (failure.item, failure.exit_code) == ('"killer.md"', 3)
    assert "given up: 3 machines were lost with it" in failure.error


@pytest.mark.server
def test_what_failed_is_tried_again_once_the_run_is_over(claims: Claims) -> None:
    def work(name: str) -> list[str]:
        if name == "bad":
            raise InputError("it is bad", where=name, remedy="mend it")
        return [name]

    def run() -> list[tuple[str, str]]:
        return [(outcome.item, outcome.error) for outcome in sharing.run(["bad", "good"], work, None, claims)]

    assert run() == [("bad", "bad: it is bad; mend it"), ("good", "")]
    assert run() == [("bad", "bad: it is bad; mend it")]
    assert [failure.exit_code for failure in claims.failures()] == [3]


@pytest.mark.server
def test_a_server_that_restarts_is_waited_for(claims: Claims, server: postgresql.Server) -> None:
    claims.add(["a", "b"])
    (one,) = claims.take(1)
    server.stop()
    starting = Timer(1, server.start)
    starting.start()
    claims.finish(one.item)
    starting.join()
    assert claims.tally().done == 1


@pytest.mark.server
def test_a_server_that_stays_away_is_told_in_a_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the server of shared work does not answer") as caught:
        Claims(f"postgresql://desk:secret@/postgres?host={tmp_path}", "run", "segment", patience=0.5)
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.server
def test_a_run_of_that_name_with_other_options_is_refused(claims: Claims, server: postgresql.Server) -> None:
    with pytest.raises(UsageError, match="is “segment”, not “segment to=es”"):
        Claims(server.address, claims.run, "segment to=es")


def desk(folder: Path, settings: str, documents: int = 60) -> Path:
    (folder / "sources").mkdir(parents=True)
    (folder / "translate-flow.toml").write_text(f'source-language = "en"\ntarget-languages = ["es"]\n{settings}')
    for number in range(documents):
        (folder / "sources" / f"a{number:03d}.txt").write_text(f"Article {number}\n\nIt snowed. Nobody saw it.\n")
    return folder


def command(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    program = [sys.executable, "-m", "translate_flow", *arguments]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    pipe = subprocess.PIPE
    return subprocess.Popen(program, cwd=folder, env=environment, stdout=pipe, stderr=pipe, text=True)


def written(folder: Path) -> dict[str, str]:
    """All bitexts, but for the moments that date them."""
    dates = re.compile(r".*(?:Revision-Date|TF-Saved).*\n")
    return {path.name: dates.sub("", path.read_text()) for path in (folder / "translations").rglob("*.po")}


@pytest.mark.server
def test_commands_share_a_run_and_tell_each_others_errors(server: postgresql.Server, tmp_path: Path) -> None:
    folder = desk(tmp_path / "shared", f'claims = "{server.address}"\n')
    (folder / "sources" / "empty.txt").write_text("")
    alone = desk(tmp_path / "alone", "")
    command(alone, "segment").communicate()
    both = [command(folder, "segment", "--share", "first", "--jobs", jobs) for jobs in ("1", "2")]
    said = [one.communicate() for one in both]
    assert [one.returncode for one in both] == [3, 3]
    assert all("empty.txt: the file is empty; save the article in it first" in errors for _, errors in said)
    assert all("run “first”: 61 of 61 done" in output for output, _ in said)
    assert sum(output.count("a0") for output, _ in said) == 60
    assert written(folder) == written(alone)
    late = command(folder, "segment", "--share", "first", "--by", "paragraph")
    assert "is “segment”, not “segment by=paragraph”" in late.communicate()[1]
    assert late.returncode == 2
    for name in ("prefill", "merge"):
        options = ("--incomplete", "source") if name == "merge" else ()
        with command(folder, name, *options, "--share", f"a {name}", "--json") as one:
            assert len(json.loads(one.communicate()[0])["documents" if name == "merge" else "bitexts"]) >= 60


def test_sharing_needs_a_server(tmp_path: Path) -> None:
    with command(desk(tmp_path / "desk", "", 1), "segment", "--share", "first") as one:
        assert "no server to share work through; set claims = “postgresql://…”" in one.communicate()[1]
        assert one.returncode == 2

"""The same desk in real services' protocols: processes and computers share a bucket, die, and lose nothing."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import bucket_servers
import fsspec
import newsroom
import pytest

pytestmark = pytest.mark.server
ROOT = Path(__file__).parent.parent
ARTICLES = 20
DATED = re.compile(rb"\d{4}-\d\d-\d\d[ T]\d\d:\d\d[^\s\\]*")
SECRET = "geheim"  # noqa: S105 - nobody's
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "nobody", "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_DEFAULT_REGION": "us-east-1"}
APPEND = """\
import sys
from pathlib import Path
from translate_flow.desk import files
from translate_flow.desk.desk import Desk

place = Desk(Path()).published_folder / "record.jsonl"
for number in range(int(sys.argv[2])):
    files.append(place, f"{sys.argv[1]}-{number}\\n".encode())
    print(f"{sys.argv[1]}-{number}", flush=True)
"""

HOLD = """\
import time
from pathlib import Path
from translate_flow.desk import files, remote_locks
from translate_flow.desk.desk import Desk

remote_locks.BEAT, remote_locks.STALE = 0.2, 1.5
place = Desk(Path()).published_folder / ".web.lock"
for _ in range(4):
    with files.alone(place):
        start = time.time()
        time.sleep(0.4)
        print(start, time.time(), flush=True)
"""


class Bucket:
    """A bucket, and a desk in a folder of this computer whose articles lie in it."""

    def __init__(self, folder: Path, protocol: str, address: str) -> None:
        self.folder, self.protocol = folder, protocol
        self.set(f'endpoint_url = "{address}"\n')
        self.system: Any = fsspec.filesystem(protocol, endpoint_url=address, skip_instance_cache=True)

    def set(self, options: str, name: str = "faro") -> None:
        """Write the desk's settings."""
        start = f"{self.protocol}://{name}"
        folders = f'sources = "{start}/articles"\ntranslations = "{start}/bitexts"\npublished = "{start}/out"\n'
        text = f'{newsroom.SETTINGS}memory = ""\n{folders}[storage.{self.protocol}]\n{options}'
        (self.folder / "translate-flow.toml").write_text(text)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, *arguments], cwd=self.folder, env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip

    def run(self, *arguments: str, code: int = 0) -> tuple[str, str]:
        process = self.start("-m", "translate_flow", *arguments)
        out, err = process.communicate(timeout=120)
        assert process.returncode == code, (out, err)
        assert "Traceback" not in err
        return out, err

    def fill(self, articles: int = ARTICLES) -> None:
        for number in range(articles):
            self.system.pipe_file(f"faro/articles/es/a{number:03d}.txt", article(number).encode())

    def files(self) -> dict[str, bytes]:
        self.system.invalidate_cache()
        return {path.removeprefix("faro/"): self.system.cat_file(path) for path in self.system.find("faro")}


def article(number: int) -> str:
    return newsroom.LIGHTHOUSE.replace("lunes", f"lunes {number}")


@contextmanager
def s3(folder: Path, monkeypatch: pytest.MonkeyPatch, *, deaf: bool = False) -> Iterator[Bucket]:
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    with bucket_servers.s3(deaf=deaf) as address:
        bucket = Bucket(folder, "s3", address)
        bucket.system.mkdir("faro")
        yield bucket


@contextmanager
def gcs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    with bucket_servers.gcs() as address:
        monkeypatch.setenv("STORAGE_EMULATOR_HOST", address)
        monkeypatch.setenv("GCSFS_EXPERIMENTAL_ZB_HNS_SUPPORT", "false")  # the server has no gRPC
        yield Bucket(folder, "gs", address)


@pytest.fixture(params=[s3, gcs])
def bucket(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    with request.param(tmp_path, monkeypatch) as made:
        yield made


@pytest.mark.parametrize("how", [[], ["--jobs", "2"], ["--engine", "dask", "--jobs", "2"]], ids=" ".join)
def test_any_engine_makes_in_a_bucket_what_it_makes_on_a_disk(
    bucket: Bucket, how: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    bucket.fill()
    disk = tmp_path_factory.mktemp("disk")
    (disk / "sources" / "es").mkdir(parents=True)
    for number in range(ARTICLES):
        (disk / "sources" / "es" / f"a{number:03d}.txt").write_text(article(number))
    (disk / "translate-flow.toml").write_text(newsroom.SETTINGS + 'translations = "bitexts"\npublished = "out"\n')
    bucket.run("segment", *how)
    assert bucket.run("segment", *how)[0].count("nothing to write") == ARTICLES
    bucket.run("merge", "--incomplete", "source", *how)
    bucket.run("prefill", *how)
    bucket.run("check", "--without", "spelling", "--fail-on", "never", *how)
    assert len(bucket.run("status")[0].splitlines()) == ARTICLES + 2
    for command in (["segment"], ["merge", "--incomplete", "source"]):
        subprocess.run([sys.executable, "-m", "translate_flow", *command], cwd=disk, check=True, stdout=subprocess.PIPE,
                       env=os.environ | {"PYTHONPATH": str(ROOT)})  # fmt: skip
    made = bucket.files()
    assert len(made) == 3 * ARTICLES
    for name, data in made.items():
        there = (disk / name.replace("articles/", "sources/")).read_bytes()
        assert DATED.sub(b"", data) == DATED.sub(b"", there), name


def test_processes_that_write_at_once_and_are_killed_lose_nothing_that_was_acknowledged(bucket: Bucket) -> None:
    chance = random.Random(7)
    acknowledged: list[str] = []
    for turn in range(3):
        writers = [bucket.start("-c", APPEND, f"{turn}{who}", "12") for who in "abc"]
        victim = writers[0]
        assert victim.stdout
        acknowledged.append(victim.stdout.readline().strip())
        time.sleep(chance.uniform(0, 0.1))
        victim.kill()
        for writer in writers:
            out, err = writer.communicate(timeout=60)
            acknowledged += out.split()
            assert writer is victim or writer.returncode == 0, err
    lines = bucket.files()["out/record.jsonl"].decode().splitlines()
    assert len(lines) == len(set(lines))
    assert set(acknowledged) <= set(lines)
    assert all(re.fullmatch(r"\d[abc]-\d+", line) for line in lines)


def test_a_lock_is_held_by_one_process_and_taken_over_from_one_that_died(bucket: Bucket) -> None:
    holders = [bucket.start("-c", HOLD, name) for name in "abc"]
    for holder in holders:
        assert holder.stdout
    victim = holders[0]
    time.sleep(2)
    victim.kill()
    said = [holder.communicate(timeout=60) for holder in holders]
    spans = sorted((float(line.split()[0]), float(line.split()[1])) for out, _ in said for line in out.splitlines())
    assert len(spans) >= 8, said
    assert all(end <= start for (_, end), (start, _) in pairwise(spans)), "one at a time"
    assert [holder.returncode for holder in holders[1:]] == [0, 0], said


def test_a_run_that_is_killed_goes_on_where_it_was(bucket: Bucket) -> None:
    bucket.fill()
    for _ in range(2):
        process = bucket.start("-m", "translate_flow", "segment", "--jobs", "2")
        assert process.stdout
        process.stdout.readline()
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        parts = bucket.files()
        assert all(data.endswith(b"\n") and b"El faro se apaga" in data for data in parts.values())
    bucket.run("segment", "--jobs", "2")
    assert len(bucket.files()) == 2 * ARTICLES


def test_a_lost_bucket_is_told_in_a_line(bucket: Bucket) -> None:
    settings = bucket.folder / "translate-flow.toml"
    settings.write_text(settings.read_text().replace("://faro/", "://nowhere/"))
    _, err = bucket.run("segment", code=3)
    assert err.count("\n") == 1
    assert f"{bucket.protocol}://nowhere/articles: cannot be listed: there is no such bucket or folder" in err


def test_a_service_that_is_away_or_wrongly_set_is_told_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with s3(tmp_path, monkeypatch) as bucket:
        bucket.fill(1)
        for options, told in {
            'endpoint_url = "http://127.0.0.1:9"\n': "onnect",
            'endpoint_url = "no address"\n': "Invalid endpoint",
            "client_kwargs = {colour = true}\n": "colour",
        }.items():
            bucket.set(options)
            _, err = bucket.run("segment", code=3)
            assert err.count("\n") == 1, err
            assert told in err
            assert SECRET not in err


def test_without_credentials_it_is_told_in_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with s3(tmp_path, monkeypatch) as bucket:
        for name in CREDENTIALS:
            monkeypatch.delenv(name)
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        _, err = bucket.run("segment", code=3)
        assert err.count("\n") == 1, err
        assert "credentials" in err


def test_a_service_that_does_not_keep_writers_apart_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with s3(tmp_path, monkeypatch, deaf=True) as bucket:
        bucket.fill(1)
        _, err = bucket.run("segment", code=3)
        assert "this service writes over what others have changed" in err
        assert list(bucket.files()) == ["articles/es/a000.txt"]

"""Files are replaced whole or not at all, and never over somebody else's change."""

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from translate_flow.desk import files
from translate_flow.errors import InputError


def test_a_write_makes_folders_and_says_whether_it_changed_anything(tmp_path: Path) -> None:
    path = tmp_path / "translations" / "es" / "a.po"
    assert files.write(path, b"one")
    assert not files.write(path, b"one")
    assert path.read_bytes() == b"one"
    assert list(path.parent.iterdir()) == [path]


def test_a_file_that_changes_while_it_is_worked_on_is_worked_on_again(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_bytes(b"mine")
    seen: list[bytes | None] = []

    def work(present: bytes | None) -> bytes:
        seen.append(present)
        if len(seen) == 1:
            path.write_bytes(b"theirs")
        return (present or b"") + b"+ours"

    assert files.change(path, work)
    assert seen == [b"mine", b"theirs"]
    assert path.read_bytes() == b"theirs+ours"


def test_a_link_stays_a_link_and_modes_are_kept(tmp_path: Path) -> None:
    real, link = tmp_path / "real.po", tmp_path / "link.po"
    real.write_bytes(b"old")
    real.chmod(0o640)
    link.symlink_to(real)
    files.write(link, b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    assert real.stat().st_mode & 0o777 == 0o640


def test_missing_files_and_folders_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such document"):
        files.read(tmp_path / "none.md", "document")
    with pytest.raises(InputError, match="this is a folder"):
        files.read(tmp_path)


def test_a_file_larger_than_any_article_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(InputError, match="200 MB is larger"):
        files.read(path)


def test_devices_and_pipes_are_no_documents(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    for path in (tmp_path / "pipe.txt", Path(os.devnull)):
        with pytest.raises(InputError, match="no regular file"):
            files.read(path)


def test_a_disk_that_takes_no_more_leaves_the_file_as_it_was_and_no_rubbish(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_bytes(b"old")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        with pytest.raises(InputError, match="cannot be written: file too large"):
            files.write(path, b"new" * 4096)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_kill_9_in_the_middle_of_writing_leaves_one_whole_version(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    old = b"a" * 300_000
    path.write_bytes(old)
    code = (
        "import sys; from pathlib import Path; from translate_flow.desk import files\n"
        "n = 0\n"
        "while True:\n"
        "    n += 1\n"
        "    files.write(Path(sys.argv[1]), bytes([97 + n % 26]) * 300_000)\n"
        "    print(n, flush=True)\n"
    )
    for delay in (0.0, 0.003, 0.011):
        with subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(delay)
            process.send_signal(signal.SIGKILL)
        data = path.read_bytes()
        assert len(data) == 300_000
        assert len(set(data)) == 1
    assert files.write(path, old) or path.read_bytes() == old

"""A real PostgreSQL server for tests, from the system's package, on a socket of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest


@dataclass(frozen=True)
class Server:
    """A server that runs in a folder."""

    folder: Path
    programs: Path

    @property
    def address(self) -> str:
        return f"postgresql://desk@/postgres?host={self.folder}"

    def start(self) -> None:
        options = f"-c listen_addresses= -c unix_socket_directories={self.folder} -c fsync=off"
        self.call("pg_ctl", "-D", self.folder / "data", "-w", "-l", self.folder / "log", "-o", options, "start")

    def stop(self) -> None:
        self.call("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop")

    def call(self, program: str, *arguments: str | Path) -> None:
        before = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        command = [*before, str(self.programs / program), *map(str, arguments)]
        subprocess.run(command, check=True, capture_output=True, cwd="/")


def _programs() -> Path:
    """Where the server's programs are; installed where they are missing and we may."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=True, capture_output=True)
        subprocess.run(["apt-get", "install", "-y", "-qq", "postgresql"], check=True, capture_output=True)
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    return found[-1].parent


@contextmanager
def running() -> Iterator[Server]:
    """An empty server, which is gone afterwards."""
    programs = _programs()
    with TemporaryDirectory() as name:
        server = Server(Path(name), programs)
        if os.geteuid() == 0:
            shutil.chown(name, "postgres")
        server.call("initdb", "-D", server.folder / "data", "-A", "trust", "-U", "desk", "-E", "UTF8", "--no-sync")
        server.start()
        yield server
        server.stop()

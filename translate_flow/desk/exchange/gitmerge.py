"""Bitexts in git: a merge driver that knows segments, and its installation.

See gitattributes(5), "Defining a custom merge driver".
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from translate_flow.bitext import Bitext
from translate_flow.desk import files
from translate_flow.desk.exchange import threeway
from translate_flow.errors import TranslateFlowError, UsageError
from translate_flow.stores import known_suffixes, store_of

NAME = "translate-flow"
_BLOCKS = re.compile(rb"(?<=\n)(?=\n)|^(?=[ \t]*<(?:[\w.-]+:)?(?:unit|trans-unit|group)[ >])", re.MULTILINE)


_REVISED = re.compile(rb'"PO-Revision-Date: (\d{4}-\d\d-\d\d) (\d\d:\d\d)([+-]\d\d)(\d\d)\\n"')
_LONG_AGO = (b"1970-01-01", b"00:00", b"+00", b"00")


class Installed(NamedTuple):
    """What was written where."""

    attributes: tuple[str, ...]
    """Lines added to ``.gitattributes``."""
    driver: str
    """The command that git will run; empty where the driver was taken out."""


def install(folder: Path) -> Installed:
    """Make git merge the bitexts of the repository by segment. A second time changes nothing.

    Raises :class:`UsageError` where the folder is in no repository.
    """
    root = _root(folder)
    path = root / ".gitattributes"
    wanted = [f"*{suffix} merge={NAME}" for suffix in known_suffixes()]
    there = (files.read_if_there(path) or b"").decode()
    added = tuple(line for line in wanted if line not in there.splitlines())
    if added:
        text = there + ("\n" if there and not there.endswith("\n") else "") + "".join(f"{line}\n" for line in added)
        files.write(path, text.encode())
    driver = f"{_command()} git merge %O %A %B %L %P"
    _git(root, "config", f"merge.{NAME}.name", "translations, merged segment by segment")
    _git(root, "config", f"merge.{NAME}.driver", driver)
    return Installed(added, driver)


def uninstall(folder: Path) -> Installed:
    """Take the driver out of the repository's config, and its lines out of ``.gitattributes``."""
    root = _root(folder)
    path = root / ".gitattributes"
    if (there := files.read_if_there(path)) is not None:
        lines = [line for line in there.decode().splitlines(keepends=True) if f"merge={NAME}" not in line]
        files.write(path, "".join(lines).encode())
    _git(root, "config", "--remove-section", f"merge.{NAME}", check=False)
    return Installed((), "")


def _command() -> str:
    """How git starts us: by name where that is on the path, else by this interpreter."""
    return NAME if shutil.which(NAME) else f"{shlex.quote(sys.executable)} -m translate_flow"


def _root(folder: Path) -> Path:
    try:
        return Path(_git(folder, "rev-parse", "--show-toplevel").strip())
    except (OSError, subprocess.CalledProcessError):
        raise UsageError("this is no git repository", where=str(folder), remedy="run “git init” first") from None


def _git(folder: Path, *arguments: str, check: bool = True) -> str:
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, check=check, capture_output=True, text=True).stdout  # noqa: S603 — git, by its name


def drive(base: Path, ours: Path, theirs: Path, marks: int, name: str) -> int:
    """Merge ``theirs`` into the file ``ours``, as git asks a driver to; 0 if all is settled, 1 for conflicts.

    ``marks`` is the length of conflict marks, ``name`` the file's in the repository. What is no bitext, or was none in
    one of the three versions, is merged by git's own means.
    """
    try:
        merged, conflicts = _merged(base.read_bytes(), ours.read_bytes(), theirs.read_bytes(), marks, name)
    except (TranslateFlowError, UnicodeDecodeError):
        labels = ("-L", "ours", "-L", "base", "-L", "theirs", f"--marker-size={marks}")
        command = ["git", "merge-file", *labels, str(ours), str(base), str(theirs)]
        return min(subprocess.run(command, check=False).returncode, 1)  # noqa: S603 — git, by its name
    ours.write_bytes(merged)
    return 1 if conflicts else 0


def _merged(base: bytes, ours: bytes, theirs: bytes, marks: int, name: str) -> tuple[bytes, int]:
    store = store_of(Path(name), ours)
    if store is None:
        raise UsageError("this is no bitext", where=name)
    sides = [store_of(Path(name), data) or store for data in (base, ours, theirs)]
    bitexts = [
        side.read(data, name).bitext if data.strip() else None
        for side, data in zip(sides, (base, ours, theirs), strict=True)
    ]
    was, own, other = bitexts
    if own is None or other is None:
        raise UsageError("this is no bitext", where=name)
    if (own.source_language, own.target_language) != (other.source_language, other.target_language):
        raise UsageError("the two are of different languages", where=name)
    merged = threeway.merge(was or _empty(own), own, other)
    latest = max(_date(ours), _date(theirs))
    kept = store.write(threeway.settled(merged, "ours"), ours, now=latest)
    if not merged.conflicts:
        return kept, 0
    return _marked(kept, store.write(threeway.settled(merged, "theirs"), kept, now=latest), marks), len(
        merged.conflicts
    )


def _empty(bitext: Bitext) -> Bitext:
    return Bitext(bitext.document, bitext.source_language, bitext.target_language, ())


def _date(data: bytes) -> str:
    """The date in a PO file's header, else one that is as good as any other: XLIFF has none."""
    found = re.search(rb'"PO-Revision-Date: (\d{4}-\d\d-\d\d) (\d\d:\d\d)([+-]\d\d)(\d\d)\\n"', data)
    return (
        f"{found[1].decode()}T{found[2].decode()}:00{found[3].decode()}:{found[4].decode()}"
        if found
        else "1970-01-01T00:00:00+00:00"
    )


def _marked(ours: bytes, theirs: bytes, marks: int) -> bytes:
    """Both versions with marks around each entry that differs; of their heads, the one that was written last."""
    first, second = (_BLOCKS.split(data) for data in (ours, theirs))
    if len(first) != len(second):
        first, second = [ours], [theirs]
    out: list[bytes] = []
    for at, (one, other) in enumerate(zip(first, second, strict=True)):
        if one == other or (at == 0 and len(first) > 1):
            out.append(other)
            continue
        blank = b"\n" if one.startswith(b"\n") and other.startswith(b"\n") else b""
        body = one[len(blank) :], other[len(blank) :]
        sides = [part if part.endswith(b"\n") else part + b"\n" for part in body]
        out += (blank, b"<" * marks, b" ours\n", sides[0], b"=" * marks, b"\n", sides[1], b">" * marks, b" theirs\n")
    return b"".join(out)

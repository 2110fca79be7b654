"""A desk on disk: which documents it has, and where their bitexts and translations stand."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from translate_flow import languages
from translate_flow.desk.bitexts import store_at
from translate_flow.documents import format_of
from translate_flow.errors import InputError, UsageError
from translate_flow.stores import Store, known_suffixes, store_named

if TYPE_CHECKING:
    from translate_flow.desk.settings import Settings

FILE_NAME = "translate-flow.toml"
"""The settings; what has it is a desk."""


@dataclass(frozen=True)
class Desk:
    """A project: a folder with ``translate-flow.toml``, ``sources/``, ``translations/`` and ``published/``."""

    root: Path

    @cached_property
    def settings(self) -> Settings:
        """The settings, read once. Raises :class:`UsageError` where they are wrong."""
        from translate_flow.desk.settings import load  # pydantic's models take long to make

        return load(self.root / FILE_NAME)

    @property
    def sources(self) -> Path:
        """The folder of the source articles."""
        return self.root / "sources"

    def documents(self, named: Sequence[Path] = ()) -> list[str]:
        """The documents, as sorted paths below ``sources/``: those named, those in folders named, or all.

        Raises :class:`InputError` for a name that is no document of this desk.
        """
        if not named:
            return self._inside(self.sources)
        found: dict[str, None] = {}
        for path in named:
            found.update(dict.fromkeys(self._resolve(path)))
        return list(found)

    def _resolve(self, path: Path) -> list[str]:
        for candidate in (path, self.sources / path, self.root / path):
            absolute = candidate.resolve()
            if absolute.is_dir() and absolute.is_relative_to(self.sources.resolve()):
                return self._inside(absolute)
            if absolute.is_file() and absolute.is_relative_to(self.sources.resolve()):
                if format_of(absolute) is None:
                    raise InputError(f"no document format reads “{absolute.suffix}” files", where=str(path))
                return [absolute.relative_to(self.sources.resolve()).as_posix()]
        document = self._of_bitext(path)
        if document:
            return [document]
        where = "is not below this desk's sources/" if path.exists() else "there is no such document"
        raise InputError(where, where=str(path), remedy=f"look below {self.sources}")

    def named(self, name: str) -> str:
        """The document of exactly this path below ``sources/``: for names that strangers give.

        Raises :class:`InputError` for any other name; nothing outside of ``sources/`` is ever looked at.
        """
        parts = name.split("/")
        plain = "\0" not in name and "\\" not in name and all(part and not part.startswith(".") for part in parts)
        path = self.sources / name
        try:
            there = plain and path.is_file() and path.resolve().is_relative_to(self.sources.resolve())
        except OSError:
            there = False
        if not there or format_of(path) is None:
            raise InputError("there is no such document", where=name[:200], remedy="choose one from the list")
        return name

    def _of_bitext(self, path: Path) -> str | None:
        """The document whose bitext this file is."""
        root = (self.root / "translations").resolve()
        if not path.resolve().is_relative_to(root):
            return None
        below = Path(*path.resolve().relative_to(root).parts[1:]).with_suffix("").as_posix()
        return below if (self.sources / below).is_file() else None

    def _inside(self, folder: Path) -> list[str]:
        """The documents below a folder; none is hidden (a name that starts with a dot) or a link to elsewhere."""
        root = self.sources.resolve()
        inside = (
            path for path in folder.resolve().rglob("*") if not path.is_symlink() or path.resolve().is_relative_to(root)
        )
        below = (path.relative_to(root) for path in inside if path.is_file())
        return sorted(
            path.as_posix()
            for path in below
            if not any(part.startswith(".") for part in path.parts) and format_of(path) is not None
        )

    def pair(self, document: str, chosen: Sequence[str] = ()) -> tuple[str, list[str]]:
        """Source language and the target languages to work on: those chosen, else the settings'.

        Raises :class:`UsageError` where there is none.
        """
        source, targets = self.settings.languages_of(document)
        wanted = [languages.language(tag) for tag in chosen] or list(targets)
        if not wanted:
            raise UsageError(
                "no target language", where=document, remedy=f"give --to, or target-languages in {FILE_NAME}"
            )
        if source in wanted:
            raise UsageError(
                f"{source} is already the language of this document", where=document, remedy="give another"
            )
        return source, wanted

    def source(self, document: str) -> Path:
        """Where the document stands."""
        return self.sources / document

    def bitext(self, document: str, target: str) -> Path:
        """Where its bitext in that language stands, or will; one in another format than the desk's stays as it is."""
        folder = self.root / "translations" / target
        usual = folder / (document + store_named(self.settings.store).suffixes[0])
        if usual.exists():
            return usual
        others = (folder / (document + suffix) for suffix in known_suffixes())
        return next((path for path in others if path.exists()), usual)

    def store(self, path: Path) -> Store:
        """The format of a bitext file of the desk: its own, or the settings' where there is no such file yet."""
        return store_at(path) if path.exists() else store_named(self.settings.store)

    def published(self, document: str, target: str) -> Path:
        """Where its translation is written."""
        return self.root / "published" / target / document


def find(start: Path) -> Desk | None:
    """The desk that a folder belongs to: its own or the nearest above, named from the current folder."""
    folder = start.resolve()
    for candidate in (folder, *folder.parents):
        if (candidate / FILE_NAME).is_file():
            return Desk(Path(os.path.relpath(candidate)))
    return None


def here(start: Path) -> Desk:
    """Like :func:`find`, but raises :class:`UsageError` where there is no desk, or its settings are wrong."""
    desk = find(start)
    if desk is None:
        raise UsageError(
            "this folder belongs to no desk", where=str(start), remedy="make one with “translate-flow init”"
        )
    _ = desk.settings  # wrong ones are told before any work
    return desk

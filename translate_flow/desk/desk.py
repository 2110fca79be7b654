"""A desk: which documents it has, and where their bitexts and translations stand."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from translate_flow import languages
from translate_flow.desk import files, places
from translate_flow.desk.bitexts import store_at
from translate_flow.documents import format_of
from translate_flow.errors import InputError, MissingError, UsageError
from translate_flow.stores import Store, known_suffixes, store_named

if TYPE_CHECKING:
    from translate_flow.desk.places import Place
    from translate_flow.desk.settings import Settings

FILE_NAME = "translate-flow.toml"
"""The settings; what has it is a desk."""


@dataclass(frozen=True)
class Desk:
    """A project: a folder with ``translate-flow.toml``, and sources, translations and what is published.

    These three stand in the folder, or where the settings say. A document is called by its path below the sources.
    """

    root: Path

    @cached_property
    def settings(self) -> Settings:
        """The settings, read once. Raises :class:`UsageError` where they are wrong."""
        from translate_flow.desk.settings import load  # pydantic's models take long to make

        return load(self.root / FILE_NAME)

    @cached_property
    def sources(self) -> Place:
        """The folder of the source articles."""
        return self.folder(self.settings.sources)

    @cached_property
    def translations(self) -> Place:
        """The folder of the bitexts, one folder a language."""
        return self.folder(self.settings.translations)

    @cached_property
    def published_folder(self) -> Place:
        """The folder of what is published, one folder a language."""
        return self.folder(self.settings.published)

    def folder(self, name: str) -> Place:
        """The folder that a setting names: relative to the desk, or an address. Raises :class:`UsageError`."""
        return places.place(self.root, name, self.settings.storage)

    def at(self, name: str | Path) -> Place:
        """The file that somebody names: on the disk, or by an address below the desk's sources or translations."""
        path = Path(name)
        for folder in (self.sources, self.translations):
            below = None if isinstance(folder, Path) else places.below(path, folder)
            if below is not None:
                return folder / below
        return path

    def documents(self, named: Sequence[Path] = ()) -> list[str]:
        """The documents, as sorted paths below ``sources/``: those named, those in folders named, or all.

        Raises :class:`InputError` for a name that is no document of this desk.
        """
        if not named:
            return self._all()
        found: dict[str, None] = {}
        for path in named:
            found.update(dict.fromkeys(self._resolve(path)))
        return list(found)

    def _resolve(self, path: Path) -> list[str]:
        sources = self.sources
        found = self._on_disk(path, sources) if isinstance(sources, Path) else self._elsewhere(path, sources)
        if found is not None:
            return found
        document = self._of_bitext(path)
        if document:
            return [document]
        where = "is not below this desk's sources/" if path.exists() else "there is no such document"
        raise InputError(where, where=str(path), remedy=f"look below {self.sources}")

    def _on_disk(self, path: Path, sources: Path) -> list[str] | None:
        for candidate in (path, sources / path, self.root / path):
            absolute = candidate.resolve()
            if absolute.is_dir() and absolute.is_relative_to(sources.resolve()):
                return _inside(absolute, sources)
            if absolute.is_file() and absolute.is_relative_to(sources.resolve()):
                _refuse_unread(path, absolute.suffix)
                return [absolute.relative_to(sources.resolve()).as_posix()]
        return None

    def _elsewhere(self, path: Path, sources: Place) -> list[str] | None:
        for name in (places.below(path, sources), places.below(path, Path("sources")), path.as_posix()):
            if name == ".":
                return self._all()
            if name and self.has(name):
                _refuse_unread(path, path.suffix)
                return [name]
            if name and places.proper(name) and (found := self._all(f"{name}/")):
                return found
        return None

    def _all(self, start: str = "") -> list[str]:
        """The documents below the sources' folder whose names begin so."""
        if isinstance(self.sources, Path):
            return _inside(self.sources, self.sources)
        return [name for name in files.names(self.sources, start) if format_of(PurePosixPath(name)) is not None]

    def has(self, document: str) -> bool:
        """Whether there is a file of this path below the sources."""
        return (isinstance(self.sources, Path) or places.proper(document)) and files.is_file(self.sources / document)

    def holds(self, name: str) -> bool:
        """Whether a file or folder so called would stand below the sources, and not lead out of them."""
        if isinstance(self.sources, Path):
            return places.below(self.sources / name, self.sources) is not None
        return not name or places.proper(name)

    def named(self, name: str) -> str:
        """The document of exactly this path below ``sources/``: for names that strangers give.

        Raises :class:`InputError` for any other name; nothing outside of ``sources/`` is ever looked at.
        """
        parts = name.split("/")
        plain = "\0" not in name and "\\" not in name and all(part and not part.startswith(".") for part in parts)
        try:
            there = plain and self.has(name) and self.holds(name)
        except OSError:
            there = False
        if not there or format_of(PurePosixPath(name)) is None:
            raise MissingError("there is no such document", where=name[:200], remedy="choose one from the list")
        return name

    def _of_bitext(self, path: Path) -> str | None:
        """The document whose bitext this file is."""
        named = self.of_bitext(path)
        return named[0] if named and self.has(named[0]) else None

    def of_bitext(self, path: Place) -> tuple[str, str] | None:
        """Document and language that a file's place below the translations says; ``None`` for one that is elsewhere."""
        language, _, below = (places.below(path, self.translations) or "").partition("/")
        return (PurePosixPath(below).with_suffix("").as_posix(), language) if below else None

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

    def unlisted(self, documents: Sequence[str], chosen: Sequence[str]) -> dict[str, list[str]]:
        """By language that was chosen, the documents for which the settings name others but not this one."""
        found: dict[str, list[str]] = {}
        for tag in map(languages.language, chosen):
            for document in documents:
                if (known := self.settings.languages_of(document)[1]) and tag not in known:
                    found.setdefault(tag, []).append(document)
        return found

    def source(self, document: str) -> Place:
        """Where the document stands."""
        return self.sources / document

    def bitext(self, document: str, target: str) -> Place:
        """Where its bitext in that language stands, or will; one in another format than the desk's stays as it is."""
        stem = self.translations / target / document
        usual = store_named(self.settings.store).suffixes[0]
        found = files.first_suffix(stem, (usual, *known_suffixes()))
        return stem.with_name(stem.name + (found or usual))

    def store(self, path: Place) -> Store:
        """The format of a bitext file of the desk: its own, or the settings' where there is no such file yet."""
        return store_at(path) if files.there(path) else store_named(self.settings.store)

    def published(self, document: str, target: str) -> Place:
        """Where its translation is written."""
        return self.published_folder / target / document


def _inside(folder: Path, sources: Path) -> list[str]:
    """The documents below a folder; none is hidden (a name that starts with a dot) or a link to elsewhere."""
    root = sources.resolve()
    found: list[str] = []
    for place, folders, names in os.walk(folder.resolve()):
        folders[:] = [name for name in folders if not name.startswith(".")]
        start = "" if place == str(root) else f"{os.path.relpath(place, root)}/"
        found += (
            f"{start}{name}"
            for name in names
            if not name.startswith(".") and format_of(PurePosixPath(name)) is not None and _ours(place, name, root)
        )
    return sorted(found)


def _ours(place: str, name: str, root: Path) -> bool:
    """Whether what is so called in a folder is a file, and no link to one outside of ``root``."""
    path = os.path.join(place, name)  # noqa: PTH118 - a million paths as values would be kept long
    if not os.path.islink(path):  # noqa: PTH114
        return os.path.isfile(path)  # noqa: PTH113
    return os.path.isfile(path) and Path(path).resolve().is_relative_to(root)  # noqa: PTH113


def _refuse_unread(path: Path, suffix: str) -> None:
    if format_of(PurePosixPath(f"a{suffix}")) is None:
        raise InputError(f"no document format reads “{suffix}” files", where=str(path))


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
            "this folder belongs to no desk",
            where=str(start),
            remedy="make one with “translate-flow init”, or give -o to segment or merge one file",
        )
    _ = desk.settings  # wrong ones are told before any work
    return desk

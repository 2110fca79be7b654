"""A file system of fsspec that is far away: it remembers what it is asked, and can fail or be overtaken at any call."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, ClassVar

import fsspec
from fsspec.implementations.local import LocalFileSystem
from fsspec.implementations.memory import MemoryFileSystem


def _nothing(_verb: str, _path: str) -> None:
    return


class Distant(MemoryFileSystem):  # type: ignore[misc]  # fsspec has no types
    """``distant://``: in memory, with exclusive creation that holds between threads, as services have it."""

    protocol = "distant"
    store: ClassVar[dict[str, Any]] = {}
    pseudo_dirs: ClassVar[list[str]] = [""]
    asked: ClassVar[list[tuple[str, str]]] = []
    before: ClassVar[list[Callable[[str, str], None]]] = [_nothing]
    """What happens before each call, given its verb and path; it may raise, or write in somebody else's name."""
    _alone = threading.RLock()

    @classmethod
    def _strip_protocol(cls, path: str) -> str:
        stripped: str = super()._strip_protocol(path.removeprefix("distant://"))
        return stripped

    @classmethod
    def fresh(cls) -> None:
        """Nothing is there, nothing was asked, nothing fails."""
        cls.store.clear()
        cls.asked.clear()
        cls.pseudo_dirs[:] = [""]
        cls.before[:] = [_nothing]

    def _ask(self, verb: str, path: str) -> None:
        self.asked.append((verb, path))
        self.before[0](verb, path)

    def info(self, path: str, **kwargs: Any) -> dict[str, Any]:
        self._ask("info", path)
        with self._alone:
            found: dict[str, Any] = super().info(path, **kwargs)
        return found

    def cat_file(self, path: str, *args: Any, **kwargs: Any) -> bytes:
        self._ask("read", path)
        with self._alone:
            data: bytes = super().cat_file(path, *args, **kwargs)
        return data

    def find(self, path: str, *args: Any, **kwargs: Any) -> list[str]:
        self._ask("list", path)
        with self._alone:
            found: list[str] = super().find(path, *args, **kwargs)
        return found

    def pipe_file(self, path: str, value: bytes, mode: str = "overwrite", **kwargs: Any) -> None:
        self._ask(mode, path)
        with self._alone:
            super().pipe_file(path, value, mode=mode, **kwargs)

    def rm_file(self, path: str) -> None:
        self._ask("remove", path)
        with self._alone:
            super().rm_file(path)


class Lent(LocalFileSystem):  # type: ignore[misc]
    """``lent://``: this computer's files, through fsspec."""

    protocol = "lent"

    @classmethod
    def _strip_protocol(cls, path: str) -> str:
        stripped: str = super()._strip_protocol(str(path).removeprefix("lent://"))
        return stripped


fsspec.register_implementation("lent", Lent, clobber=True)
fsspec.register_implementation("distant", Distant, clobber=True)

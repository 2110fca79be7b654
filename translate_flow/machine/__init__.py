"""Machine translation: engines, each a row of :data:`ENGINES`, and proposals that keep every code in its place.

Other packages add engines by an entry point of the group ``translate_flow.engines`` that names a
:class:`~translate_flow.machine.model.Kind`.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING, cast

from translate_flow.errors import UsageError

if TYPE_CHECKING:
    from translate_flow.machine.model import Kind

__all__ = ["ENGINES", "kind_named", "kinds"]

ENGINES: dict[str, str] = {
    "apertium": "translate_flow.machine.apertium:KIND",
    "libretranslate": "translate_flow.machine.services:LIBRETRANSLATE",
    "deepl": "translate_flow.machine.services:DEEPL",
    "google": "translate_flow.machine.services:GOOGLE",
    "microsoft": "translate_flow.machine.services:MICROSOFT",
    "mymemory": "translate_flow.machine.services:MYMEMORY",
    "qcri": "translate_flow.machine.services:QCRI",
}
"""Name of each built-in engine to where its kind is defined; imported when first needed."""

ENTRY_POINTS = "translate_flow.engines"


def kind_named(name: str) -> Kind:
    """The engine of that name. Raises :class:`UsageError` for one that nobody defines."""
    if name in ENGINES:
        return _built_in(name)
    for kind in _foreign():
        if kind.name == name:
            return kind
    raise UsageError(f"no translation engine is called “{name}”", remedy=f"known are {', '.join(ENGINES)}")


def kinds() -> Iterator[Kind]:
    """All engines, the built-in ones first, in the table's order."""
    yield from map(_built_in, ENGINES)
    yield from _foreign()


def _built_in(name: str) -> Kind:
    module, attribute = ENGINES[name].split(":")
    return cast("Kind", getattr(import_module(module), attribute))


def _foreign() -> list[Kind]:
    from importlib.metadata import entry_points  # slow to import, and seldom needed

    from translate_flow.machine.model import Kind

    return [found for entry in entry_points(group=ENTRY_POINTS) if isinstance(found := entry.load(), Kind)]

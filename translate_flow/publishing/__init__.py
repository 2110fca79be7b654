"""Where translations are published: one file a kind of target, each a row of :data:`TARGETS`.

Other packages add kinds by an entry point of the group ``translate_flow.publishing`` that names a
:class:`~translate_flow.publishing.model.Target`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

from translate_flow.errors import UsageError

if TYPE_CHECKING:
    from translate_flow.publishing.model import Target

TARGETS: dict[str, str] = {
    "folder": "translate_flow.publishing.folder:TARGET",
    "page": "translate_flow.publishing.page:TARGET",
    "site": "translate_flow.publishing.site:TARGET",
    "feed": "translate_flow.publishing.feed:TARGET",
    "epub": "translate_flow.publishing.epub:TARGET",
    "docx": "translate_flow.publishing.docx:TARGET",
    "wxr": "translate_flow.publishing.wxr:TARGET",
    "wordpress": "translate_flow.publishing.wordpress:TARGET",
}
"""Name of each built-in kind to where it is defined; imported when first needed."""

ENTRY_POINTS = "translate_flow.publishing"


def target_named(name: str) -> Target:
    """The kind of target of that name. Raises :class:`UsageError` for one that nobody defines."""
    if name in TARGETS:
        module, attribute = TARGETS[name].split(":")
        return cast("Target", getattr(import_module(module), attribute))
    for target in _foreign():
        if target.name == name:
            return target
    raise UsageError(f"no kind of target is called “{name}”", remedy=f"known are {', '.join(TARGETS)}")


def _foreign() -> list[Target]:
    from importlib.metadata import entry_points  # slow to import, and seldom needed

    from translate_flow.publishing.model import Target

    return [found for entry in entry_points(group=ENTRY_POINTS) if isinstance(found := entry.load(), Target)]

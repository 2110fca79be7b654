"""From BCP 47 tags to the codes that an engine has for languages."""

from __future__ import annotations

from collections.abc import Mapping

from translate_flow.errors import UsageError

_TRADITIONAL = frozenset({"TW", "HK", "MO"})
"""Where Chinese is written in the traditional script unless a tag says otherwise."""


def table(codes: str, **others: str) -> dict[str, str]:
    """Codes, given with spaces between, by tag in lower case.

    ``others`` are those that differ from their tag, which has ``_`` for ``-``.
    """
    return {code.lower(): code for code in codes.split()} | {
        tag.replace("_", "-").lower(): to for tag, to in others.items()
    }


def pair(
    title: str, source: str, target: str, sources: Mapping[str, str], targets: Mapping[str, str]
) -> tuple[str, str]:
    """The engine's codes for a pair. Raises :class:`UsageError` where it lacks one or takes both for the same."""
    found = code(source, sources), code(target, targets)
    for tag, each in zip((source, target), found, strict=True):
        if not each:
            raise UsageError(f"it does not have {tag}", where=title, remedy="choose another engine")
    if found[0].lower() == found[1].lower():
        raise UsageError(f"it takes {source} and {target} for one language", where=title, remedy="translate by hand")
    return found


def code(tag: str, codes: Mapping[str, str]) -> str:
    """The code for a tag, by lookup (RFC 4647, section 3.4): ``es-CU``, else ``es``; empty where there is none."""
    parts = tag.split("-")
    if parts[0] == "zh" and "Hans" not in parts and not _TRADITIONAL.isdisjoint(parts):
        parts = ["zh", "Hant"]
    while parts:
        if found := codes.get("-".join(parts).lower()):
            return found
        if parts[-1] == "Hant":
            return ""  # the simplified script is no substitute
        parts.pop()
    return ""

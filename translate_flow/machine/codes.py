"""From BCP 47 tags to the codes that an engine has for languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

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
    """The code for a tag; empty where there is none.

    By lookup (RFC 4647, section 3.4), with CLDR's parents between: ``es-CU``, else ``es-419``, else ``es``.
    """
    return next((codes[each] for each in _ever_wider(tag) if each in codes), "")


def _ever_wider(tag: str) -> Iterator[str]:
    """The tag and those that hold it, in lower case; the simplified script is no substitute for the traditional one."""
    from babel.core import get_global

    parts = tag.split("-")
    if parts[0] == "zh" and "Hans" not in parts and not _TRADITIONAL.isdisjoint(parts):
        parts = ["zh", "Hant"]
    while parts:
        yield "-".join(parts).lower()
        if parent := get_global("parent_exceptions").get("_".join(parts)):
            yield str(parent).replace("_", "-").lower()
        if parts.pop() == "Hant":
            return

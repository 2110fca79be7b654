"""Source articles: one file a format, each a row of :data:`FORMATS`.

Other packages add formats by an entry point of the group ``translate_flow.documents`` that names a
:class:`~translate_flow.documents.model.Format`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from importlib import import_module
from pathlib import PurePath
from typing import cast

from translate_flow.documents.model import Format, SourceUnit
from translate_flow.errors import UsageError

FORMATS: dict[str, tuple[str, tuple[str, ...]]] = {
    "text": ("translate_flow.documents.text:FORMAT", (".txt", ".text")),
    "markdown": ("translate_flow.documents.markdown:FORMAT", (".md", ".markdown", ".mdown", ".mkd", ".mdx")),
    "html": ("translate_flow.documents.html:FORMAT", (".html", ".htm", ".xhtml")),
    "rst": ("translate_flow.documents.rst:FORMAT", (".rst", ".rest")),
    "asciidoc": ("translate_flow.documents.asciidoc:FORMAT", (".adoc", ".asciidoc")),
    "srt": ("translate_flow.documents.subtitles:SRT", (".srt",)),
    "vtt": ("translate_flow.documents.subtitles:VTT", (".vtt",)),
    "json": ("translate_flow.documents.json_fields:FORMAT", (".json", ".jsonl", ".ndjson")),
    "yaml": ("translate_flow.documents.yaml_fields:FORMAT", (".yaml", ".yml")),
    "wxr": ("translate_flow.documents.wxr:FORMAT", (".wxr", ".xml")),
    "docx": ("translate_flow.documents.docx:FORMAT", (".docx", ".docm")),
    "odt": ("translate_flow.documents.odt:FORMAT", (".odt", ".ott")),
    "pptx": ("translate_flow.documents.pptx:FORMAT", (".pptx", ".pptm", ".ppsx")),
    "xlsx": ("translate_flow.documents.xlsx:FORMAT", (".xlsx", ".xlsm")),
    "epub": ("translate_flow.documents.epub:FORMAT", (".epub",)),
}
"""Name of each built-in format to where it is defined and the suffixes it reads; imported when first needed."""

ENTRY_POINTS = "translate_flow.documents"


def format_named(name: str) -> Format:
    """The format of that name. Raises :class:`UsageError` for one that nobody defines."""
    if name in FORMATS:
        module, attribute = FORMATS[name][0].split(":")
        return cast(Format, getattr(import_module(module), attribute))
    for form in _foreign():
        if form.name == name:
            return form
    known = ", ".join([*FORMATS, *(form.name for form in _foreign())])
    raise UsageError(f"no document format is called “{name}”", remedy=f"known are {known}")


def format_of(path: PurePath) -> Format | None:
    """The format that reads files with this suffix, if any does; of several the built-in one."""
    suffix = path.suffix.lower()
    for name, (_, suffixes) in FORMATS.items():
        if suffix in suffixes:
            return format_named(name)
    return next((form for form in _foreign() if suffix in form.suffixes), None)


def known_suffixes() -> list[str]:
    """All suffixes that some format reads."""
    built_in = [suffix for _, suffixes in FORMATS.values() for suffix in suffixes]
    return built_in + [suffix for form in _foreign() for suffix in form.suffixes]


@lru_cache(maxsize=1)
def _foreign() -> tuple[Format, ...]:
    """The formats of other packages. Raises :class:`UsageError` for one that cannot be loaded, or is none."""
    from importlib.metadata import entry_points  # slow to import, and seldom needed

    found: list[Format] = []
    for entry in sorted(entry_points(group=ENTRY_POINTS), key=lambda entry: entry.name):
        package = entry.dist.name if entry.dist else entry.value
        try:
            form = entry.load()
        except (ImportError, AttributeError) as error:
            what = f"the document format “{entry.name}” of the package {package} cannot be loaded: {error}"
            raise UsageError(what, remedy=f"update or uninstall {package}") from None
        if not isinstance(form, Format):
            what = f"what the package {package} calls the document format “{entry.name}” is none"
            raise UsageError(what, remedy=f"update or uninstall {package}")
        found.append(form)
    return tuple(found)


def identify(units: Sequence[SourceUnit]) -> list[SourceUnit]:
    """Give each unit its id: role and a short hash of its text; a duplicate gets ``-2``, ``-3`` …"""
    seen: Counter[str] = Counter()
    named: list[SourceUnit] = []
    for unit in units:
        digest = blake2b(unit.text.encode("utf-8", "surrogatepass"), digest_size=3).hexdigest()
        unit_id = f"{unit.role}-{digest}"
        seen[unit_id] += 1
        if seen[unit_id] > 1:
            unit_id = f"{unit_id}-{seen[unit_id]}"
        named.append(SourceUnit(*unit[:-1], unit_id))
    return named

"""How each language writes quotation marks, spaces and ends of sentences, as its newspapers do."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from translate_flow.languages import primary

NBSP, NARROW = "\u00a0", "\u202f"


class Style(NamedTuple):
    """The typography of a language."""

    quotes: tuple[str, ...]
    """Outer pairs that newspapers print, the usual one first; the inner ones follow after a ``|``."""
    inner: tuple[str, ...]
    spaced: str = ""
    """Marks that a no-break space stands before."""
    inverted: bool = False
    """Whether questions and exclamations open with ``¿`` and ``¡``."""
    dash: str = "—"


_STYLES: dict[str, Style] = {
    "en": Style(("“”",), ("‘’",)),
    "es": Style(("«»", "“”"), ("“”", "‘’"), inverted=True),
    "fr": Style(("«»", "“”"), ("“”", "‘’", "«»"), spaced=";:!?»", dash="–"),
    "de": Style(("„“", "»«", "«»"), ("‚‘", "›‹"), dash="–"),
    "pt": Style(("“”", "«»"), ("‘’", "“”")),
    "it": Style(("«»", "“”"), ("“”", "‘’"), dash="–"),
    "ca": Style(("«»", "“”"), ("“”", "‘’")),
    "gl": Style(("«»", "“”"), ("“”", "‘’"), inverted=False),
    "nl": Style(("‘’", "“”", "„”"), ("“”", "‘’"), dash="–"),
    "ru": Style(("«»",), ("„“",)),
    "uk": Style(("«»",), ("„“", "“”")),
    "pl": Style(("„”",), ("«»", "‚’"), dash="–"),
    "cs": Style(("„“",), ("‚‘",), dash="–"),
    "sv": Style(("””", "»»"), ("’’",), dash="–"),
    "zh": Style(("“”", "「」"), ("‘’", "『』")),
    "ja": Style(("「」",), ("『』",)),
}
_OTHER = Style(("“”", "«»"), ("‘’",))


@lru_cache(maxsize=64)
def style(tag: str) -> Style:
    """The typography of a language; French of Canada and Switzerland sets no space before ``;``, ``!`` and ``?``."""
    found = _STYLES.get(primary(tag), _OTHER)
    if tag in ("fr-CA", "fr-CH"):
        return found._replace(spaced=":»" if tag == "fr-CA" else "")
    return found

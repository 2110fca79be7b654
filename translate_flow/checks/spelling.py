"""Spelling by Hunspell's dictionaries, which Debian packages as ``hunspell-LANGUAGE``, read by spylls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from translate_flow.checks.model import Article, Message, Pair, Remark
from translate_flow.checks.words import function_words

if TYPE_CHECKING:
    from spylls.hunspell import Dictionary

FOLDERS = (Path("/usr/share/hunspell"), Path("/usr/share/myspell/dicts"), Path("/usr/local/share/hunspell"))
"""Where dictionaries are looked for."""
_WORD = re.compile(r"(?<![\w@#/.’'-])[^\W\d_]{3,}(?:['’-][^\W\d_]+)*(?![\w@/]|['’-]\w)")
_REGIONS = {
    "en": ("en_US", "en_GB"), "es": ("es_ES", "es_MX"), "pt": ("pt_PT", "pt_BR"), "de": ("de_DE",), "it": ("it_IT",),
    "fr": ("fr", "fr_FR"), "ca": ("ca", "ca_ES"),
}  # fmt: skip


def spelling(pair: Pair, article: Article) -> Iterator[Remark]:
    """A word is in no dictionary of the language. Names, the house's words and the source's own are known.

    Nothing is said where the dictionary is missing; :func:`missing_dictionary` tells which.
    """
    dictionaries = _dictionaries(article.target_language)
    if not dictionaries or not pair.target:
        return
    known = article.once(_known_words)
    for found in _WORD.finditer(pair.target_prose):
        word = found[0]
        if word[0].isupper() or word.lower() in known or _right(dictionaries, word):
            continue
        if article.source and re.search(rf"\b{re.escape(word)}\b", pair.plain_source):
            continue
        yield Remark(Message("“{word}” is in no dictionary", word=word), found.span())


def _known_words(article: Article) -> frozenset[str]:
    named = (word.lower() for name in article.house.names for word in name.split())
    terms = (word.lower() for term in article.house.terms for word in term.target.split())
    return frozenset({*(word.lower() for word in article.house.words), *named, *terms, *function_words(article.target)})


@lru_cache(maxsize=65536)
def _listed(dictionaries: tuple[Dictionary, ...], word: str) -> bool:
    return any(dictionary.lookup(word) for dictionary in dictionaries)


def _right(dictionaries: tuple[Dictionary, ...], word: str) -> bool:
    plain = word.replace("’", "'")
    if _listed(dictionaries, plain) or _listed(dictionaries, plain.removesuffix("'s")):
        return True
    parts = re.split("['-]", plain)
    return len(parts) > 1 and all(len(part) < 3 or _listed(dictionaries, part) for part in parts)


@lru_cache(maxsize=8)
def _dictionaries(tag: str) -> tuple[Dictionary, ...]:
    """The region's dictionary, or those of all regions whose spelling differs."""
    try:
        from spylls.hunspell import Dictionary
    except ImportError:
        return ()
    return tuple(Dictionary.from_files(str(path.with_suffix(""))) for path in _paths(tag))


def _paths(tag: str) -> list[Path]:
    language, _, region = tag.partition("-")
    own = (f"{language}_{region[-2:].upper()}",) if region else ()
    for names in (own, _REGIONS.get(language, ()), (language,)):
        found = [next((f / f"{name}.dic" for f in FOLDERS if (f / f"{name}.dic").is_file()), None) for name in names]
        if paths := [path for path in found if path]:
            return paths
    return []


def missing_dictionary(tag: str) -> str:
    """What to install before the spelling of a language can be checked; empty where it can be."""
    if not _paths(tag):
        package = f"hunspell-{tag.split('-', maxsplit=1)[0]}"
        return f"no dictionary of “{tag}” is installed: on Debian, apt-get install {package}"
    try:
        import spylls  # noqa: F401
    except ImportError:
        return "spylls is not installed: pip install 'translate-flow[spelling]'"
    return ""

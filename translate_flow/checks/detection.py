"""Which of two languages a clause is in, by py3langid, whose model comes with its package.

Its classifier (naive Bayes over byte n-grams; Lui and Baldwin, ACL 2012) takes most of a second to load, so that it is
asked only where the small words of a clause leave a doubt.
"""

from __future__ import annotations

from copy import copy
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier


def likeliness(text: str, language: str, other: str) -> float:
    """How likely a text is in a language rather than in another one, from 0 to 1; 0 where either is not known.

    Both are primary tags.
    """
    identifier = _between(language, other)
    if identifier is None:
        return 0.0
    return float(dict(identifier.rank(text))[language])


@lru_cache(maxsize=32)
def _between(language: str, other: str) -> LanguageIdentifier | None:
    whole = _identifier()
    if not {language, other} <= {*whole.labels}:
        return None
    both = copy(whole)
    both.set_languages([language, other])
    return both


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)

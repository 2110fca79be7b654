"""The translators that a published translation names in its byline or credit line."""

from __future__ import annotations

import re

_TRANSLATED = (
    r"translat(?:ed|ion)|tradu(?:cid[oa]|cción|zid[oa]|ção|ite?|ction|ït|ïda|cció)|tradott[oa]|traduzione|"
    r"übersetz(?:t|ung)|vertaald|vertaling|översatt|перевод|переклад|tłumaczenie"
)
_BY = r"(?:[^:.;|]{0,40}?\s(?:by|por|par|da|von|per|door|av)\s+|[^:.;|]{0,40}:\s*)"
_OF = r"\s+(?:de|di)\s+"
_NAMES = r"(?P<names>[^.;:|()\[\]\n–—]+(?:\.(?=\s+\S)[^.;:|()\[\]\n–—]+)*)"
_CREDITS = tuple(re.compile(rf"\b(?:{_TRANSLATED}){by}{_NAMES}", re.IGNORECASE) for by in (_BY, _OF))
_FOR = re.compile(r"\s+(?:for|para|pour|per|per a|für|voor|för|для|dla)\s+.*", re.DOTALL)
_AND = re.compile(r"\s*[,&]\s*(?:(?:and|y|e|et|und|i)\s+)?|\s+(?:and|y|e|et|und|en|och|i|и|і)\s+")


def translators_in(text: str) -> tuple[str, ...]:
    """The names after "Translated by", "Traducción:" and the like, in order; what follows "for" is left out.

    >>> translators_in("By Ana Prueba. Translated from Spanish by Eva Muestra and Ivo Ensayo for El Faro")
    ('Eva Muestra', 'Ivo Ensayo')
    """
    found = next((match for pattern in _CREDITS if (match := pattern.search(text))), None)
    if found is None:
        return ()
    names = _AND.split(_FOR.sub("", found["names"]))
    return tuple(dict.fromkeys(name.strip(" .\u00a0") for name in names if name.strip(" .\u00a0")))

"""What a glossary lacks: names, and phrases that come again and again (C-value: Frantzi, Ananiadou and Mima 2000)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from math import log2
from typing import NamedTuple

from translate_flow.glossary.finding import Finder
from translate_flow.languages import primary

_CAPITAL = r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'\-]*"
_NAME = re.compile(
    rf"(?<![.!?…:]\s)(?<!^)(?<![\w“«\"'(¿¡—–-]){_CAPITAL}(?:\s(?:de|del|la|of|the|da|do|von|van|di)?\s?{_CAPITAL})*"
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SMALL = {
    "en": "the a an and or but of to in on at by for with from is are was were be been has have had not that this it "
    "its as his her their he she they we you who which will would can could more than when after said also",
    "es": "el la los las un una y e o u pero de del al a en por para con sin es son era fue ser ha han no que se su "
    "sus lo le como más este esta está ya muy cuando donde según dijo también entre sobre desde hasta",
    "fr": "le la les un une des et ou mais de du au aux à en par pour avec sans est sont a ont ne pas que qui ce se il "
    "elle son sa ses leur plus dans sur",
    "de": "der die das den dem des ein eine einen und oder aber von zu im in am an auf bei für mit ist sind war nicht "
    "dass es sich sie er als auch",
}


class Proposed(NamedTuple):
    """A term that the glossary lacks."""

    term: str
    times: int
    example: str
    kind: str
    """``name`` or ``phrase``."""


def propose(texts: Iterable[str], language: str, finder: Finder, limit: int = 50) -> list[Proposed]:
    """Names, and phrases of two to four words that stand at least twice, most weighty first; without known terms."""
    texts = list(texts)
    small = frozenset(_SMALL.get(primary(language), "").split())
    names: Counter[str] = Counter()
    phrases: Counter[tuple[str, ...]] = Counter()
    examples: dict[str, str] = {}
    for text in texts:
        for found in _NAME.finditer(text):
            names[found[0]] += 1
            examples.setdefault(found[0], text)
        for run in re.split(r"[^\w\s'’-]", text):
            words = [word.lower() for word in _WORD.findall(run)]
            for size in (2, 3, 4):
                for at in range(len(words) - size + 1):
                    some = tuple(words[at : at + size])
                    if some[0] not in small and some[-1] not in small:
                        phrases[some] += 1
                        examples.setdefault(" ".join(some), text)
    found_names = [Proposed(name, count, examples[name], "name") for name, count in names.items()]
    said = {name.lower() for name in names}
    found_phrases = [
        (weight, Proposed(" ".join(words), phrases[words], examples[" ".join(words)], "phrase"))
        for words, weight in _weights(phrases).items()
        if " ".join(words) not in said
    ]
    listed = sorted(found_names, key=lambda one: (-one.times, one.term))
    listed += [one for _, one in sorted(found_phrases, key=lambda pair: (-pair[0], pair[1].term))]
    return [one for one in listed if not finder.find(one.term)][:limit]


def _weights(phrases: Counter[tuple[str, ...]]) -> dict[tuple[str, ...], float]:
    """C-value of phrases that stand twice: what stands only in longer ones weighs nothing."""
    often = {words: count for words, count in phrases.items() if count > 1}
    inside: dict[tuple[str, ...], list[int]] = {}
    for words, count in often.items():
        for size in range(2, len(words)):
            for at in range(len(words) - size + 1):
                inside.setdefault(words[at : at + size], []).append(count)
    weights = {}
    for words, count in often.items():
        longer = inside.get(words, [])
        weights[words] = log2(len(words) + 1) * (count - (sum(longer) / len(longer) if longer else 0))
    return {words: weight for words, weight in weights.items() if weight > 0}

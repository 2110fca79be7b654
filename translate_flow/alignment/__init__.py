"""Which sentences of a translation translate which of its original: beads, found by dynamic programming.

The method is that of Gale & Church (1993), "A Program for Aligning Sentences in Bilingual Corpora", Computational
Linguistics 19(1), with what words say added to what lengths say: cognates (Simard, Foster & Isabelle 1992), a
dictionary learnt from the text itself or from a memory (Moore 2002; Varga et al. 2005) and machine translation of the
original (Sennrich & Volk 2010). Each bead's confidence is its posterior probability under the model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest

from translate_flow.alignment.band import anchors, corridor
from translate_flow.alignment.dynamic import Bead, best_path
from translate_flow.alignment.evidence import Evidence
from translate_flow.alignment.lexicon import LEAST_PAIRS, cognates, learnt, repeated, stronger
from translate_flow.alignment.words import Line, read_line

__all__ = ["Bead", "Translate", "align"]

Translate = Callable[[list[str]], list[str]]
"""Machine translation of a list of sentences, one for one."""

_LEARNING = 100
"""Sentences from which a text is long enough to learn a dictionary from itself."""
_SURE = 0.95
"""Confidence of the beads that it is learnt from."""


def align(
    sources: Sequence[str],
    targets: Sequence[str],
    *,
    pairs: Iterable[tuple[str, str]] = (),
    translate: Translate | None = None,
    roles: tuple[Sequence[str], Sequence[str]] = ((), ()),
) -> list[Bead]:
    """Align sentences: beads in order that hold each line number (from 0) of both sides exactly once.

    ``roles`` say for each sentence of both sides which block it begins (``headline``, ``paragraph`` …; empty within
    one): blocks are kept together, and like ones aligned. ``pairs`` are earlier translations, source and target, to
    learn words from; ``translate`` is an engine from the source to the target language. Time grows with the number of
    sentences, not with its square.
    """
    machine = translate(list(sources)) if translate and sources else []
    source, target = (
        [read_line(text, role) for text, role in zip_longest(texts, known or (), fillvalue="")]
        for texts, known in zip((sources, targets), roles, strict=True)
    )
    relation = cognates(source, target)
    if pairs:
        known = ((read_line(one), read_line(other)) for one, other in pairs)
        relation = stronger(relation, learnt(known, source, target))
    helped = [read_line(text) for text in machine]
    if helped:
        relation = stronger(relation, repeated(helped, target))
    evidence = Evidence(source, target, helped, relation)
    beads = best_path(evidence, corridor(len(source), len(target), anchors(evidence)))
    if min(len(source), len(target)) < _LEARNING:
        return beads
    sure = [bead for bead in beads if bead.confidence >= _SURE and bead.sources and bead.targets]
    texts = ((_joined(source, bead.sources), _joined(target, bead.targets)) for bead in sure)
    relation = stronger(relation, learnt(texts, source, target, least=LEAST_PAIRS))
    evidence = Evidence(source, target, helped, relation)
    return best_path(
        evidence, corridor(len(source), len(target), [(bead.sources[0], bead.targets[0]) for bead in sure])
    )


def _joined(lines: Sequence[Line], numbers: Sequence[int]) -> Line:
    """Several sentences as one."""
    taken = [lines[number] for number in numbers]
    words = dict.fromkeys(word for line in taken for word in line.words)
    return Line(sum(line.length for line in taken), tuple(words), taken[-1].open_end, taken[0].lower)

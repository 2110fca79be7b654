"""From requests to proposals: what the desk calls, what it would cost, and what a proposal becomes in a bitext."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

from translate_flow.bitext import MACHINE, Credit, Segment, State, Unit
from translate_flow.machine import cache as caching
from translate_flow.machine.cache import Cache
from translate_flow.machine.cutting import cut, joined
from translate_flow.machine.marking import Marked, marked, plain, tokens
from translate_flow.machine.model import Count, Engine, Limits, Proposal, Refusal, Request, Why
from translate_flow.machine.restoring import restored
from translate_flow.machine.sending import Patience, Sender

_SPOILT = frozenset({Why.CODES, Why.TERMS, Why.MARKUP})
"""What another way of marking may cure."""


def propose(
    requests: Sequence[Request], engine: Engine, source: str, target: str,
    *, cache: Path | None = None, patience: Patience | None = None,
) -> Iterator[Proposal | Refusal]:  # fmt: skip
    """Translate texts from ``source`` to ``target`` (BCP 47): for each request, in order, a proposal or a refusal.

    Each comes as soon as its batch is done; a text that fails does not lose its batch. What is found is kept in
    the file ``cache`` at once, so that a run that was stopped goes on where it was. Raises :class:`UsageError` before
    any request where the engine does not have the pair, :class:`EngineError` where it refuses the key or does not
    answer, and :class:`InputError` where the cache is no cache.
    """
    sender = Sender(engine, *engine.codes(source, target), patience or Patience())
    with _known(cache, engine, source, target) as known:
        for batch in _batches(requests, engine.limits.texts):
            pieces = {request: cut(request, engine, source) if _sound(request) else [] for request in batch}
            found = _translated(sender, known, [piece for each in pieces.values() for piece in each], target)
            for request in batch:
                text = _whole(request, pieces[request], found, target)
                yield Refusal(request, text) if isinstance(text, Why) else Proposal(request, text, engine.title)


def count(requests: Sequence[Request], engine: Engine, source: str, target: str, *, cache: Path | None = None) -> Count:
    """What :func:`propose` would send, as far as all goes well; no text is sent.

    Raises :class:`UsageError` where the engine does not have the pair.
    """
    engine.codes(source, target)
    wanted = {request: cut(request, engine, source) for request in requests if _sound(request) and _words(request)}
    with _known(cache if cache and cache.exists() else None, engine, source, target) as known:
        new = {request: [piece for piece in each if known.get(piece) is None] for request, each in wanted.items()}
    new = {request: each for request, each in new.items() if each}
    calls = characters = 0
    for batch in _batches(list(new), engine.limits.texts):
        pieces = dict.fromkeys(piece for request in batch for piece in new[request] if _words(piece))
        texts = [(piece, marked(piece, engine.marks[0], html=engine.html)) for piece in pieces]
        calls += sum(1 for _ in _fitting(texts, engine.limits))
        characters += sum(len(text.sent) for _, text in texts)
    return Count(len(new), characters, calls, len(wanted) - len(new))


def as_request(unit: Unit, segment: Segment, terms: Sequence[str] = ()) -> Request:
    """What a machine is asked for a segment of a unit; of ``terms``, which are protected, those that stand in it."""
    text = segment.source
    codes = frozenset(code.id for code in unit.codes if code.id in text)
    return Request(text, codes, tuple(term for term in terms if term in text))


def as_segment(segment: Segment, proposal: Proposal, now: str) -> Segment:
    """The segment with the proposal as its target: initial, to be looked at, credited to the engine.

    One that has a target is given back as it is: a machine never touches a person's work. ``now`` is ISO 8601.
    """
    if segment.target:
        return segment
    credit = Credit("translator", proposal.engine, now[:10], "tool")
    return replace(
        segment, target=proposal.target, state=State.INITIAL, sub_state=MACHINE, credits=(*segment.credits, credit)
    )


def _known(path: Path | None, engine: Engine, source: str, target: str) -> AbstractContextManager[Cache]:
    return caching.opened(path, f"{engine.name} {engine.place}".strip(), source, target)


def _batches(requests: Sequence[Request], size: int) -> Iterator[Sequence[Request]]:
    for start in range(0, len(requests), size):
        yield requests[start : start + size]


def _words(request: Request) -> bool:
    """Whether there is a letter outside of codes and terms."""
    return any(character.isalpha() for character in plain(tokens(request)))


def _sound(request: Request) -> bool:
    """Whether the text can be written at all: a half of a surrogate pair cannot."""
    return not any("\ud800" <= character <= "\udfff" for character in request.text)


def _whole(request: Request, pieces: Sequence[Request], found: dict[Request, str | Why], target: str) -> str | Why:
    """A request's translation, made of those of its pieces, or why there is none."""
    if not _sound(request):
        return Why.BROKEN
    if not _words(request):
        return Why.NOTHING
    texts = [found[piece] for piece in pieces]
    failed = next((text for text in texts if isinstance(text, Why)), None)
    if failed or not pieces:
        return failed or Why.LONG
    return joined(request, pieces, texts, target)


def _translated(sender: Sender, known: Cache, pieces: Sequence[Request], target: str) -> dict[Request, str | Why]:
    """Each piece's translation: known, its own where it has no words, else asked for.

    Where the engine spoils what a piece is marked with, its next way of marking is tried.
    """
    found: dict[Request, str | Why] = {}
    for piece in pieces:
        text = known.get(piece) if _words(piece) else piece.text
        if text is not None:
            found[piece] = text
    waiting = list(dict.fromkeys(piece for piece in pieces if piece not in found))
    for marks in sender.engine.marks:
        texts = [(piece, marked(piece, marks, html=sender.engine.html)) for piece in waiting]
        for batch in _fitting(texts, sender.engine.limits):
            found |= _answered(sender, known, batch, target)
        waiting = [piece for piece, text in texts if found[piece] in _SPOILT and text.has_marks]
    return found


def _answered(
    sender: Sender, known: Cache, batch: Sequence[tuple[Request, Marked]], target: str
) -> dict[Request, str | Why]:
    """What the engine makes of a batch. What it has translated is kept, whatever stops the run."""
    found: dict[Request, str | Why] = {}
    try:
        answers = sender.send([text.sent for _, text in batch])
        for (piece, text), answer in zip(batch, answers, strict=True):
            found[piece] = answer if isinstance(answer, Why) else restored(text, answer, target)
    finally:
        known.put([(piece, text) for piece, text in found.items() if not isinstance(text, Why)])
    return found


def _fitting(texts: Sequence[tuple[Request, Marked]], limits: Limits) -> Iterator[list[tuple[Request, Marked]]]:
    """The texts in batches that the engine takes."""
    batch: list[tuple[Request, Marked]] = []
    size = 0
    for text in texts:
        more = limits.measure(text[1].sent)
        if batch and (size + more > limits.size or len(batch) == limits.texts):
            yield batch
            batch, size = [], 0
        batch.append(text)
        size += more
    if batch:
        yield batch

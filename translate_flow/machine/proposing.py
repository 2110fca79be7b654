"""From requests to proposals: what the desk calls, what it would cost, and what a proposal becomes in a bitext."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

from translate_flow.bitext import MACHINE, Credit, Segment, State
from translate_flow.machine import cache as caching
from translate_flow.machine.cache import Cache
from translate_flow.machine.cutting import cut, joined
from translate_flow.machine.marking import Mark, Marked, marked, plain, tokens
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
            found = _found(batch, known)
            new = _translated(sender, [request for request in batch if request not in found], source, target)
            known.put([(request, text) for request, text in new.items() if not isinstance(text, Why)])
            for request in batch:
                text = found[request] if request in found else new[request]
                yield Refusal(request, text) if isinstance(text, Why) else Proposal(request, text, engine.title)


def count(requests: Sequence[Request], engine: Engine, source: str, target: str, *, cache: Path | None = None) -> Count:
    """What :func:`propose` would send, as far as all goes well, without sending anything.

    Raises :class:`UsageError` where the engine does not have the pair.
    """
    engine.codes(source, target)
    with _known(cache if cache and cache.exists() else None, engine, source, target) as known:
        wanted = list(dict.fromkeys(request for request in requests if _words(request)))
        new = [request for request in wanted if known.get(request) is None]
    calls = characters = 0
    for batch in _batches(new, engine.limits.texts):
        pieces = dict.fromkeys(piece for request in batch for piece in cut(request, engine, source))
        texts = [marked(piece, engine.marks[0], html=engine.html) for piece in pieces]
        calls += sum(1 for _ in _fitting(texts, engine.limits))
        characters += sum(len(text.sent) for text in texts)
    return Count(len(new), characters, calls, len(wanted) - len(new))


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


def _found(batch: Sequence[Request], known: Cache) -> dict[Request, str | Why]:
    """What needs no engine: what is known, and what has no words."""
    found: dict[Request, str | Why] = {}
    for request in batch:
        if not _words(request):
            found[request] = Why.NOTHING
        elif (text := known.get(request)) is not None:
            found[request] = text
    return found


def _words(request: Request) -> bool:
    """Whether there is a letter outside of codes and terms."""
    return any(character.isalpha() for character in plain(tokens(request)))


def _translated(sender: Sender, requests: Sequence[Request], source: str, target: str) -> dict[Request, str | Why]:
    """Each request's translation, made of those of its pieces, or why there is none."""
    pieces = {request: cut(request, sender.engine, source) for request in requests}
    known = _restored(sender, [piece for each in pieces.values() for piece in each], target)
    found: dict[Request, str | Why] = {}
    for request, each in pieces.items():
        texts = [known[piece] for piece in each]
        failed = next((text for text in texts if isinstance(text, Why)), None)
        found[request] = (failed or joined(request, each, texts, target)) if each else Why.LONG
    return found


def _restored(sender: Sender, pieces: Sequence[Request], target: str) -> dict[Request, str | Why]:
    """Each piece's translation; marked in the engine's next way where its marks come back spoilt."""
    found: dict[Request, str | Why] = {}
    waiting = list(dict.fromkeys(pieces))
    for marks in sender.engine.marks:
        texts = [marked(piece, marks, html=sender.engine.html) for piece in waiting]
        answers = [answer for batch in _fitting(texts, sender.engine.limits) for answer in _asked(sender, batch)]
        for piece, text, answer in zip(waiting, texts, answers, strict=True):
            found[piece] = answer if isinstance(answer, Why) else restored(text, answer, target)
        waiting = [
            piece
            for piece, text in zip(waiting, texts, strict=True)
            if found[piece] in _SPOILT and any(isinstance(token, Mark) for token in text.tokens)
        ]
    return found


def _asked(sender: Sender, batch: Sequence[Marked]) -> list[str | Why]:
    return sender.send([text.sent for text in batch])


def _fitting(texts: Sequence[Marked], limits: Limits) -> Iterator[list[Marked]]:
    """The texts in batches that the engine takes."""
    batch: list[Marked] = []
    size = 0
    for text in texts:
        more = limits.measure(text.sent)
        if batch and (size + more > limits.size or len(batch) == limits.texts):
            yield batch
            batch, size = [], 0
        batch.append(text)
        size += more
    if batch:
        yield batch

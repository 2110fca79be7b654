"""From requests to proposals: the one function that the desk calls, the count of what it would send, and what a
proposal is worth in a bitext."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from translate_flow.bitext import MACHINE, Credit, Segment, State
from translate_flow.languages import joiner
from translate_flow.machine import cache as caching
from translate_flow.machine.marking import marked, plain, tokens
from translate_flow.machine.model import Count, Engine, Proposal, Refusal, Request, Why
from translate_flow.machine.restoring import restored
from translate_flow.machine.sending import Patience, Sender
from translate_flow.segmentation import inline

_SPOILT = (Why.CODES, Why.TERMS, Why.MARKUP)
"""What another way of marking may cure."""


def propose(
    requests: Sequence[Request], engine: Engine, source: str, target: str,
    *, cache: Path | None = None, patience: Patience | None = None,
) -> Iterator[Proposal | Refusal]:  # fmt: skip
    """Translate texts from ``source`` to ``target`` (BCP 47): for each request, in order, a proposal or a refusal.

    Each comes as soon as its batch is done; a text that fails does not lose its batch. What is found is kept in
    ``cache`` at once, so a run that is stopped goes on for nothing. Raises :class:`UsageError` before any request where
    the engine does not have the pair, and :class:`EngineError` where it refuses the key or does not answer.
    """
    sender = Sender(engine, *engine.codes(source, target), patience or Patience())
    with caching.opened(cache, _identity(engine), source, target) as known:
        for batch in _batches(requests, engine, source):
            found = {request: target for request in batch if (target_ := known.get(request)) and (target := target_)}
            yield from _settled(batch, found, engine)


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

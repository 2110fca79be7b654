"""Ask an engine with patience: at its pace, again where it is busy, one by one where it loses texts of a batch."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from translate_flow.errors import EngineError
from translate_flow.machine.model import BadAnswer, Busy, Engine, Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to go on where an engine does not answer. Times are in seconds."""

    attempts: int = 4
    first: float = 1.0
    """The wait after the first attempt; each one after it is twice as long, less a random half at most."""
    longest: float = 60.0
    failures: int = 3
    """Texts in a row that fail after all attempts, until the run stops."""
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic


@dataclass(slots=True)
class Sender:
    """An engine, one language pair in its own codes, and what happened so far."""

    engine: Engine
    source: str
    target: str
    patience: Patience
    _failed: int = 0
    _next: float = float("-inf")

    def send(self, texts: Sequence[str]) -> Iterator[str | Why]:
        """The answers, in order; a text on which the engine fails has a reason instead and does not lose the others.

        Raises :class:`EngineError` where the engine refuses the key, is away, or fails on too many texts in a row.
        """
        try:
            answers = self._patiently(texts)
        except (Busy, BadAnswer) as error:
            if isinstance(error, Busy) and not error.text:
                raise self._stopped(error) from None
            if len(texts) == 1:
                self._failed += 1
                if self._failed >= self.patience.failures:
                    raise self._stopped(error) from None
                yield Why.FAILED
                return
        else:
            self._failed = 0
            yield from answers
            return
        for text in texts:
            yield from self.send([text])

    def _patiently(self, texts: Sequence[str]) -> list[str]:
        """Ask until there is an answer. Raises the last :class:`Busy` where there is none, and :class:`BadAnswer`."""
        patience = self.patience
        wait = patience.first
        for attempts_left in reversed(range(patience.attempts)):
            self._pace()
            try:
                answers = self.engine.translate(texts, self.source, self.target)
            except Busy as busy:
                if not attempts_left or busy.wait > patience.longest:
                    raise
                jittered = wait * random.uniform(0.5, 1)  # noqa: S311 - jitter is no secret
                patience.sleep(max(jittered, busy.wait))
                wait = min(patience.longest, 2 * wait)
            else:
                if len(answers) != len(texts):
                    raise BadAnswer(f"it answered {len(texts)} texts with {len(answers)}")
                return answers
        raise Busy("it is given no attempt")

    def _pace(self) -> None:
        """Wait until the engine's limit allows the next request."""
        if not self.engine.limits.per_second:
            return
        now = self.patience.clock()
        if now < self._next:
            self.patience.sleep(self._next - now)
        self._next = max(now, self._next) + 1 / self.engine.limits.per_second

    def _stopped(self, error: Exception) -> EngineError:
        remedy = "what is translated is kept: give the command again later to go on"
        return EngineError(str(error), where=self.engine.title, remedy=remedy)

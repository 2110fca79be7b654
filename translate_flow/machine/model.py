"""What an engine is, what it is asked, and what comes of it.

An *engine* is a machine translation service or program that is ready to work; a *kind* opens one from what the desk
says of it. Engines know nothing of inline codes: they translate texts in which codes are marked in a way that they
keep (:class:`Marks`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Marks(StrEnum):
    """How codes and terms are marked in what is sent."""

    ELEMENTS = "elements"
    """All are HTML elements, those of terms with ``translate="no"``. For engines that read HTML."""
    PAIRS = "pairs"
    """Pairs are HTML elements, lone codes and terms private-use characters. For engines that read HTML."""
    PRIVATE = "private-use"
    """All are characters of Unicode's private use area (Unicode 16.0, section 23.5)."""
    BRACES = "braces"
    """``{1}``, ``{2}`` …"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What an engine takes."""

    size: int
    """The most that one request may hold, in the unit of ``measure``."""
    measure: Callable[[str], int] = len
    """A text's size: characters unless said otherwise."""
    texts: int = 1
    """Texts a request."""
    per_second: float = 0.0
    """Requests a second; 0 for as many as it answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What a desk and its people say of an engine."""

    url: str = ""
    """Where it is, in place of its usual address."""
    key: str = field(default="", repr=False)
    timeout: float = 30.0
    """Seconds that one request may take."""
    per_second: float | None = None
    """Requests a second, in place of the engine's own limit."""
    region: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """One that is ready to work. The languages that it is given are its own codes."""

    name: str
    title: str
    """Its name in credits."""
    place: str = ""
    """What tells its answers from those of another of its name: an address."""
    limits: Limits
    html: bool = False
    """Whether it reads and writes HTML; texts are escaped then."""
    marks: tuple[Marks, ...]
    """The ways of marking codes that it keeps, the best first; the next is tried where one fails."""
    codes: Callable[[str, str], tuple[str, str]]
    """Source and target (BCP 47) as its own codes. Raises :class:`UsageError` for a pair that it does not have."""
    translate: Callable[[Sequence[str], str, str], list[str]]
    """(texts, source, target) to their translations, in order. Raises :class:`Busy`, :class:`BadAnswer` or
    :class:`EngineError`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A row of the table of engines: how one is opened."""

    name: str
    title: str
    needs_key: bool = False
    keys: str = ""
    """Where people get a key; empty where it takes none."""
    needs_url: bool = False
    missing: Callable[[Setup], str] = lambda _setup: ""
    """What this computer lacks to use it, as a noun: ``command apertium``; empty where nothing is missing."""
    remedy: str = ""
    """What to do about that."""
    open: Callable[[Setup], Engine]


class Request(NamedTuple):
    """A text to be translated, with its inline codes as tags (see :func:`translate_flow.bitext.parts`)."""

    text: str
    codes: frozenset[str] = frozenset()
    """Ids of its codes."""
    terms: tuple[str, ...] = ()
    """What must stay as it is: names, titles. Addresses (``https://…``, ``ana@…``) need not be named."""


class Proposal(NamedTuple):
    """What a machine made of a request: complete, with every code and term in its place."""

    request: Request
    target: str
    engine: str
    """The engine's name for credits."""


class Why(StrEnum):
    """Why there is no proposal."""

    NOTHING = "there is nothing to translate in it"
    EMPTY = "the engine answered nothing"
    UNCHANGED = "the engine gave it back untranslated"
    CODES = "the engine lost or misplaced an inline code"
    TERMS = "the engine changed a protected term"
    MARKUP = "the engine's answer has markup that the text has not"
    CUT = "the engine's answer is far too short or too long"
    BROKEN = "its text is no valid Unicode"
    LONG = "a sentence is longer than the engine takes"
    FAILED = "the engine failed on this text"


class Refusal(NamedTuple):
    """A request without a proposal, and the reason."""

    request: Request
    why: Why


class Count(NamedTuple):
    """What a run would send."""

    texts: int
    """Texts to translate, each counted once."""
    characters: int
    """Characters that would be sent, marks included."""
    requests: int
    known: int
    """Texts that earlier runs have translated already."""


class Busy(Exception):  # noqa: N818 - a state of the engine that passes
    """The engine does not answer now: too many requests, a fault of its own, a time-out. Trying again may help."""

    def __init__(self, what: str, *, wait: float = 0.0, text: bool = False) -> None:
        super().__init__(what)
        self.wait = wait
        """Seconds that the engine asks us to wait."""
        self.text = text
        """Whether the fault may lie in the text, so that the next one may fare better."""


class BadAnswer(Exception):  # noqa: N818 - its subject is the answer
    """The engine answered, but not with a translation."""

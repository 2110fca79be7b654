"""What the API takes and gives, as its OpenAPI description shows it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Text = Annotated[str, Field(max_length=100_000)]
Name = Annotated[str, Field(min_length=1, max_length=300)]
Language = Annotated[str, Field(min_length=2, max_length=35)]
StateName = Literal["initial", "translated", "reviewed", "final"]


class Shape(BaseModel):
    """All of them: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Nothing(Shape):
    """No parameters."""


class OfBitext(Shape):
    """Which bitext is meant."""

    document: Name
    """Path below ``sources/``."""
    to: Language
    """Target language."""


class OfSegment(OfBitext):
    """Which segment is meant."""

    segment: Name


class Edit(OfSegment):
    """What somebody made of a segment."""

    target: Text
    base: Annotated[str, Field(max_length=40)]
    """The version that the work began from."""
    state: StateName | None = None
    """What was done: confirmed, reviewed …; ``initial`` keeps it a draft. Without it, only the text is saved."""


class Reject(OfSegment):
    """A segment that goes back to its translator."""

    base: Annotated[str, Field(max_length=40)]
    reason: Annotated[str, Field(max_length=2000)] = ""


class Comment(OfSegment):
    """A remark."""

    text: Annotated[str, Field(min_length=1, max_length=5000)]


class Ignore(OfSegment):
    """A check whose findings are to be ignored here."""

    check: Annotated[str, Field(max_length=60)]
    reason: Annotated[str, Field(max_length=500)] = ""


class Split(OfSegment):
    """Where a segment is cut in two."""

    before: Annotated[str, Field(min_length=1, max_length=20_000)]
    """The source's second half, or its first words."""
    target_before: Annotated[str, Field(max_length=20_000)] = ""


class Typed(OfSegment):
    """A target while it is typed."""

    target: Text


class Machine(OfSegment):
    """An engine to ask."""

    engine: Annotated[str, Field(max_length=60)]


class Mark(OfBitext):
    """A state for all segments of a bitext."""

    state: StateName


class Merge(OfBitext):
    """What is published."""

    min_state: Literal["translated", "reviewed", "final"] = "translated"


class Assign(OfBitext):
    """Who has an article, and until when."""

    person: Annotated[str, Field(max_length=100)] = ""
    deadline: Annotated[str, Field(pattern=r"^(\d{4}-\d\d-\d\d)?$")] = ""


class Look(OfBitext):
    """Where somebody is at work."""

    client: Annotated[str, Field(min_length=1, max_length=40)]
    segment: Annotated[str, Field(max_length=300)] = ""


class Question(Shape):
    """What is searched for."""

    q: Annotated[str, Field(min_length=1, max_length=200)]


class Listen(OfBitext):
    """Who listens."""

    client: Annotated[str, Field(min_length=1, max_length=40)]


class CreditShape(Shape):
    """Who did what."""

    role: str
    name: str
    date: str
    kind: str


class Row(Shape):
    """A segment."""

    id: str
    version: str
    source: str
    target: str
    state: str
    sub_state: str
    credits: tuple[CreditShape, ...]
    notes: tuple[str, ...]
    fault: str = ""
    by: str = ""
    """Who made it so just now."""


class Rows(Shape):
    """Segments of a bitext."""

    rows: tuple[Row, ...]


class Difference(Shape):
    """A run of text of two that are compared."""

    kind: Literal["same", "old", "new"]
    text: str


class ProposedShape(Shape):
    """A translation that may be taken."""

    target: str
    score: int
    origin: str
    parts: tuple[Difference, ...]
    people: tuple[str, ...]


class TermShape(Shape):
    """A term of the glossary in a segment's source."""

    source: str
    target: str
    status: str
    note: str


class Help(Shape):
    """What helps with a segment."""

    proposals: tuple[ProposedShape, ...]
    terms: tuple[TermShape, ...]
    reviewed: str | None = None
    """The last text that was reviewed, where it differs."""
    changes: tuple[Difference, ...] = ()
    """How the present text differs from it, or the source from the one that it was translated from."""
    previous: tuple[Difference, ...] = ()
    """How the source differs from the one that the target was made for."""


class FindingShape(Shape):
    """What a check found; ``template`` with ``fields`` is its message, ready to be said in another language."""

    segment: str
    check: str
    severity: str
    message: str
    template: str
    fields: dict[str, str | int | float]
    target: tuple[int, int] | None
    fix: str | None


class Findings(Shape):
    """What the checks found."""

    findings: tuple[FindingShape, ...]


class ChangeShape(Shape):
    """A segment as somebody left it."""

    target: str
    state: str
    sub_state: str
    who: str
    at: str


class History(Shape):
    """What a segment was, newest first."""

    changes: tuple[ChangeShape, ...]


class StatusShape(Shape):
    """How far a document is in a language."""

    document: str
    source_language: str
    target_language: str
    segmented: bool
    segments: dict[str, int]
    words: dict[str, int]
    percent: int
    people: tuple[str, ...]
    needs_look: int
    assigned: str
    deadline: str
    changed: str
    """When the bitext was last written: ISO 8601, UTC."""
    working: tuple[str, ...] = ()
    """Who has it open now."""
    fault: str = ""
    """Why its bitext cannot be read; empty if it can."""


class Statuses(Shape):
    """How far documents are."""

    documents: tuple[StatusShape, ...]


class MissingShape(Shape):
    """A segment that keeps an article from being published."""

    segment: str
    reason: str
    source: str


class Published(Shape):
    """What came of merging."""

    output: str
    missing: tuple[MissingShape, ...]


class Done(Shape):
    """It is done."""

    segments: tuple[str, ...] = ()


class Found(Shape):
    """A segment that has what was searched for."""

    document: str
    to: str
    segment: str
    source: str
    target: str


class Hits(Shape):
    """What a search found."""

    hits: tuple[Found, ...]


class Count(Shape):
    """Words that wait, by how near the memory comes to them."""

    words: dict[str, int]


class Part(Shape):
    """A person's part in a document."""

    document: str
    to: str
    name: str
    role: str
    segments: int
    words: int


class Parts(Shape):
    """Who did what."""

    credits: tuple[Part, ...]
    damaged: tuple[str, ...] = ()
    """What is wrong with bitexts that cannot be read."""


class Problem(Shape):
    """Why something was not done."""

    what: str
    where: str = ""
    remedy: str = ""
    row: Row | None = None
    """The segment as it is, where somebody else was faster."""

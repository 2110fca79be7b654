"""The JSON API: the desk's verbs over HTTP. Each endpoint is a function of a visit and of what it is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from translate_flow.bitext import SOURCE_CHANGED, Bitext, State
from translate_flow.checks import chosen
from translate_flow.checks.model import Finding
from translate_flow.desk import marking, mending
from translate_flow.desk.checking import Checked, check_bitext, check_segment
from translate_flow.desk.choices import Incomplete
from translate_flow.desk.crediting import credits_of_documents
from translate_flow.desk.differences import Part, differences
from translate_flow.desk.editing import Saved, comment, find, reject, save
from translate_flow.desk.estimating import estimate
from translate_flow.desk.journal import Assignment
from translate_flow.desk.merging import merge_documents
from translate_flow.desk.prefilling import prefill
from translate_flow.desk.proposing import advice, machine, proposals
from translate_flow.desk.report import status_of
from translate_flow.desk.segmenting import segment_documents
from translate_flow.errors import UsageError
from translate_flow.web import shapes
from translate_flow.web.live import segments_of
from translate_flow.web.served import Open, faulty, now, row
from translate_flow.web.visits import Right, Visit

_HITS = 200


def listing(visit: Visit, _nothing: shapes.Nothing) -> shapes.Statuses:
    """How far all articles are, in each language."""
    desk = visit.served.desk
    given = visit.served.journal.assignments()
    found = [
        _status(visit, document, to, given.get((document, to), Assignment()))
        for document in desk.documents()
        for to in desk.pair(document)[1]
    ]
    return shapes.Statuses(documents=tuple(found))


def _status(visit: Visit, document: str, to: str, given: Assignment) -> shapes.StatusShape:
    served = visit.served
    path = served.desk.bitext(document, to)
    there = path.exists()
    bitext = served.shelf.bitext(path) if there else Bitext(document, served.desk.pair(document)[0], to, ())
    one = status_of(bitext, path, document)
    room = served.live.known(path)
    changed = datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds") if there else ""
    return shapes.StatusShape(
        document=document, source_language=bitext.source_language, target_language=to, segmented=there,
        segments=one.segments, words=one.words, percent=one.percent, people=one.people,
        needs_look=len(one.needs_look), assigned=given.person, deadline=given.deadline, changed=changed,
        working=room.people() if room else (),
    )  # fmt: skip


def rows(visit: Visit, what: shapes.OfBitext) -> shapes.Rows:
    """All segments of a bitext."""
    one = visit.served.open(what.document, what.to)
    found = segments_of(one.bitext).items()
    return shapes.Rows(rows=tuple(row(name, segment, faulty(one.bitext, name, segment)) for name, segment in found))


def segment(visit: Visit, what: shapes.OfBitext) -> shapes.Statuses:
    """Make or update a document's bitext."""
    document = visit.served.desk.named(what.document)
    visit.served.place(document, what.to)
    segment_documents(visit.served.desk, [document], now(), to=[what.to])
    given = visit.served.journal.assignments().get((document, what.to), Assignment())
    return shapes.Statuses(documents=(_status(visit, document, what.to, given),))


def edit(visit: Visit, what: shapes.Edit) -> shapes.Row:
    """Save what somebody made of a segment."""
    if what.state == "reviewed":
        visit.need(Right.REVIEW, what.to)
    if what.state == "final":
        visit.need(Right.MANAGE, what.to)
    one = visit.served.open(what.document, what.to)
    state = State(what.state) if what.state else None
    own = visit.served.desk.settings.review_own_work
    return _saving(
        visit, one,
        lambda: save(
            one.path, what.segment, what.target, what.base, now(), by=_by(visit), state=state, own_work=own
        ),
    )  # fmt: skip


def turn_down(visit: Visit, what: shapes.Reject) -> shapes.Row:
    """Send a segment back to its translator."""
    one = visit.served.open(what.document, what.to)
    return _saving(visit, one, lambda: reject(one.path, what.segment, what.base, what.reason, _by(visit), now()))


def note(visit: Visit, what: shapes.Comment) -> shapes.Row:
    """Add a remark to a segment."""
    one = visit.served.open(what.document, what.to)
    return _saving(visit, one, lambda: comment(one.path, what.segment, what.text, _by(visit), now()))


def _by(visit: Visit) -> str:
    if not visit.name:
        raise UsageError("nobody is named", remedy="tell your name first: it stands in the credit")
    return visit.name


def _saving(visit: Visit, one: Open, work: Callable[[], Saved]) -> shapes.Row:
    room = visit.served.live.room(one.path)
    with room.lock:
        saved = work()
        visit.served.saved(one, {saved.name: saved.segment}, visit.name)
    return row(saved.name, saved.segment, saved.fault, visit.name)


def mark(visit: Visit, what: shapes.Mark) -> shapes.Done:
    """Bring all translated segments of a bitext to a state."""
    state = State(what.state)
    visit.need(Right.MANAGE if state is State.FINAL else Right.REVIEW, what.to)
    one = visit.served.open(what.document, what.to)
    by = _by(visit)
    if state.rank >= State.REVIEWED.rank and not visit.served.desk.settings.review_own_work:
        own = [name for name, s in segments_of(one.bitext).items() if by in {c.name for c in s.credits}]
        if own:
            raise UsageError("nobody reviews the own work here", where=own[0], remedy="ask somebody else")
    done = marking.mark(one.path, None, state, by, now())
    _look_again(visit, one)
    return shapes.Done(segments=done.marked)


def _look_again(visit: Visit, one: Open) -> None:
    visit.served.live.refresh(one.path, visit.served.live.room(one.path))


def join(visit: Visit, what: shapes.OfSegment) -> shapes.Done:
    """Join a segment with the next one of its unit."""
    one = visit.served.open(what.document, what.to)
    name = marking.join(one.path, what.segment, visit.served.desk, now())
    _look_again(visit, one)
    return shapes.Done(segments=(name,))


def split(visit: Visit, what: shapes.Split) -> shapes.Done:
    """Split a segment in two."""
    one = visit.served.open(what.document, what.to)
    names = marking.split(one.path, what.segment, what.before, what.target_before, now())
    _look_again(visit, one)
    return shapes.Done(segments=names)


def lookup(visit: Visit, what: shapes.OfSegment) -> shapes.Help:
    """What helps with a segment: memory, glossary, and what it was when it was last reviewed."""
    served = visit.served
    one = served.open(what.document, what.to)
    unit, at = find(one.bitext, what.segment)
    here = unit.segments[at]
    found = served.ask_memory(lambda memory: proposals(one.bitext, what.segment, memory))
    terms = advice(here.source, served.finder(one.bitext.source_language, what.to))
    past = served.journal.history(what.document, what.to, what.segment, here.source)
    reviewed = next((each.target for each in past if each.state in (State.REVIEWED, State.FINAL)), None)
    changed = reviewed is not None and reviewed != here.target
    return shapes.Help(
        proposals=tuple(
            shapes.ProposedShape(
                target=each.target, score=each.score, origin=each.origin, parts=_parts(each.parts), people=each.people
            )
            for each in found
        ),
        terms=tuple(
            shapes.TermShape(source=term.source, target=term.target, status=term.status, note=term.note)
            for term in terms
        ),
        reviewed=reviewed if changed else None,
        changes=_parts(differences(reviewed or "", here.target)) if changed else (),
        previous=_parts(differences(here.previous, here.source)) if here.sub_state == SOURCE_CHANGED else (),
    )


def _parts(parts: list[Part] | tuple[Part, ...]) -> tuple[shapes.Difference, ...]:
    return tuple(shapes.Difference(kind=part.kind, text=part.text) for part in parts)


def translate(visit: Visit, what: shapes.Machine) -> shapes.ProposedShape:
    """What a machine makes of a segment."""
    one = visit.served.open(what.document, what.to)
    found = machine(visit.served.desk, one.bitext, what.segment, what.engine)
    return shapes.ProposedShape(target=found.target, score=0, origin=found.origin, parts=(), people=())


def check_typed(visit: Visit, what: shapes.Typed) -> shapes.Findings:
    """Check a segment while it is typed; spelling is left to the browser, which does it as one types."""
    one = visit.served.open(what.document, what.to)
    rows = chosen((), {*visit.served.desk.settings.checks.ignore, "spelling"})
    return _findings(check_segment(one.bitext, what.segment, what.target, rows, visit.served.house(what.to)))


def check(visit: Visit, what: shapes.OfBitext) -> shapes.Findings:
    """Check a whole article."""
    one = visit.served.open(what.document, what.to)
    rows = chosen((), visit.served.desk.settings.checks.ignore)
    return _findings(check_bitext(one.path, rows, visit.served.house(what.to)))


def _findings(checked: Checked) -> shapes.Findings:
    return shapes.Findings(findings=tuple(_finding(one) for one in checked.findings))


def _finding(one: Finding) -> shapes.FindingShape:
    return shapes.FindingShape(
        segment=one.segment, check=one.check, severity=one.severity, message=one.remark.message,
        target=one.remark.target, fix=one.remark.fix,
    )  # fmt: skip


def ignore(visit: Visit, what: shapes.Ignore) -> shapes.Done:
    """Ignore a check's findings of a segment, for a reason that the bitext keeps."""
    one = visit.served.open(what.document, what.to)
    chosen((what.check,))
    names = mending.ignore(one.path, [what.segment], what.check, what.reason, now())
    _look_again(visit, one)
    return shapes.Done(segments=tuple(names))


def history(visit: Visit, what: shapes.OfSegment) -> shapes.History:
    """What a segment was."""
    one = visit.served.open(what.document, what.to)
    unit, at = find(one.bitext, what.segment)
    found = visit.served.journal.history(what.document, what.to, what.segment, unit.segments[at].source)
    return shapes.History(
        changes=tuple(
            shapes.ChangeShape(target=c.target, state=c.state, sub_state=c.sub_state, who=c.who, at=c.at) for c in found
        )
    )


def fill(visit: Visit, what: shapes.OfBitext) -> shapes.Done:
    """Fill what is empty from the memory and from repetitions."""
    one = visit.served.open(what.document, what.to)
    before = {name for name, segment in segments_of(one.bitext).items() if not segment.target}
    prefill(visit.served.desk, what.document, what.to, now())
    _look_again(visit, one)
    after = segments_of(visit.served.shelf.bitext(one.path))
    return shapes.Done(segments=tuple(name for name in before if name in after and after[name].target))


def weigh(visit: Visit, what: shapes.OfBitext) -> shapes.Count:
    """Count the words that wait, by how near the memory comes to them."""
    visit.served.open(what.document, what.to)
    return shapes.Count(words=dict(estimate(visit.served.desk, what.document, what.to).words))


def merge(visit: Visit, what: shapes.Merge) -> shapes.Published:
    """Write the published article, with its credit line; one that is not complete is refused."""
    visit.served.open(what.document, what.to)
    done = merge_documents(
        visit.served.desk, [what.document], to=[what.to], min_state=State(what.min_state), incomplete=Incomplete.refuse
    )[0]
    missing = tuple(f"{one.segment}: {one.reason}" for one in done.missing)
    return shapes.Published(output=done.output, missing=missing)


def credits_(visit: Visit, _nothing: shapes.Nothing) -> shapes.Parts:
    """Who did what, by document and person."""
    desk = visit.served.desk
    found = credits_of_documents(desk, desk.documents())
    return shapes.Parts(
        credits=tuple(
            shapes.Part(document=d, to=to, name=s.name, role=s.role, segments=s.segments, words=s.words)
            for d, to, s in found
        )
    )


def assign(visit: Visit, what: shapes.Assign) -> shapes.Done:
    """Say who translates an article, and until when."""
    visit.served.place(what.document, what.to)
    visit.served.journal.assign(what.document, what.to, Assignment(what.person.strip(), what.deadline))
    return shapes.Done()


def look(visit: Visit, what: shapes.Look) -> shapes.Done:
    """Say where one is at work, so that others see it."""
    visit.served.live.look(visit.served.open(what.document, what.to).path, what.client, visit.name, what.segment)
    return shapes.Done()


def search(visit: Visit, what: shapes.Question) -> shapes.Hits:
    """Find words in the sources and targets of all articles."""
    desk, wanted = visit.served.desk, what.q.casefold()
    hits: list[shapes.Found] = []
    for document in desk.documents():
        for to in desk.pair(document)[1]:
            path = desk.bitext(document, to)
            for name, one in segments_of(visit.served.shelf.bitext(path)).items() if path.exists() else ():
                if wanted in one.source.casefold() or wanted in one.target.casefold():
                    hits.append(
                        shapes.Found(document=document, to=to, segment=name, source=one.source, target=one.target)
                    )
                    if len(hits) == _HITS:
                        return shapes.Hits(hits=tuple(hits))
    return shapes.Hits(hits=tuple(hits))


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One verb of the API: its address is ``/api/NAME``."""

    name: str
    method: str
    work: Callable[..., shapes.Shape]
    given: type[shapes.Shape]
    gives: type[shapes.Shape]
    right: Right

    @property
    def path(self) -> str:
        """Its address on the server."""
        return f"/api/{self.name}"


def _endpoint(name: str, method: str, work: Callable[..., shapes.Shape], right: Right) -> Endpoint:
    from typing import get_type_hints

    hints = get_type_hints(work)
    given = next(hint for key, hint in hints.items() if key not in ("visit", "return"))
    return Endpoint(name, method, work, given, hints["return"], right)


ENDPOINTS = (
    _endpoint("status", "GET", listing, Right.READ),
    _endpoint("segments", "GET", rows, Right.READ),
    _endpoint("segment", "POST", segment, Right.MANAGE),
    _endpoint("edit", "POST", edit, Right.TRANSLATE),
    _endpoint("reject", "POST", turn_down, Right.REVIEW),
    _endpoint("note", "POST", note, Right.TRANSLATE),
    _endpoint("mark", "POST", mark, Right.REVIEW),
    _endpoint("join", "POST", join, Right.TRANSLATE),
    _endpoint("split", "POST", split, Right.TRANSLATE),
    _endpoint("lookup", "GET", lookup, Right.READ),
    _endpoint("machine", "POST", translate, Right.TRANSLATE),
    _endpoint("check-typed", "POST", check_typed, Right.READ),
    _endpoint("check", "GET", check, Right.READ),
    _endpoint("ignore", "POST", ignore, Right.TRANSLATE),
    _endpoint("history", "GET", history, Right.READ),
    _endpoint("prefill", "POST", fill, Right.TRANSLATE),
    _endpoint("estimate", "GET", weigh, Right.READ),
    _endpoint("merge", "POST", merge, Right.MANAGE),
    _endpoint("credits", "GET", credits_, Right.READ),
    _endpoint("assign", "POST", assign, Right.MANAGE),
    _endpoint("look", "POST", look, Right.READ),
    _endpoint("search", "GET", search, Right.READ),
)

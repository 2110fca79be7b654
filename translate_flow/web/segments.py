"""The verbs of one segment: each a function of a visit and of what it is given."""

from __future__ import annotations

from collections.abc import Callable

from translate_flow.bitext import SOURCE_CHANGED, State
from translate_flow.checks import chosen
from translate_flow.checks.model import Finding, Message
from translate_flow.desk import marking
from translate_flow.desk.editing import Saved, comment, find, reject, save
from translate_flow.desk.leverage.proposing import advice, machine, proposals
from translate_flow.desk.proofreading import mending
from translate_flow.desk.proofreading.checking import Checked, check_segment
from translate_flow.desk.proofreading.differences import Part, differences
from translate_flow.errors import UsageError
from translate_flow.web import shapes
from translate_flow.web.live import segments_of
from translate_flow.web.served import Open, faulty, now, row
from translate_flow.web.visits import Right, Visit


def rows(visit: Visit, what: shapes.OfBitext) -> shapes.Rows:
    """All segments of a bitext."""
    one = visit.served.open(what.document, what.to)
    found = segments_of(one.bitext).items()
    return shapes.Rows(rows=tuple(row(name, segment, faulty(one.bitext, name, segment)) for name, segment in found))


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
            one.path, what.segment, what.target, what.base, now(), by=by(visit), state=state, own_work=own
        ),
    )  # fmt: skip


def turn_down(visit: Visit, what: shapes.Reject) -> shapes.Row:
    """Send a segment back to its translator."""
    one = visit.served.open(what.document, what.to)
    return _saving(visit, one, lambda: reject(one.path, what.segment, what.base, what.reason, by(visit), now()))


def note(visit: Visit, what: shapes.Comment) -> shapes.Row:
    """Add a remark to a segment."""
    one = visit.served.open(what.document, what.to)
    return _saving(visit, one, lambda: comment(one.path, what.segment, what.text, by(visit), now()))


def by(visit: Visit) -> str:
    """Whose work it is. Raises :class:`UsageError` where nobody is named."""
    if not visit.name:
        raise UsageError("nobody is named", remedy="tell your name first: it stands in the credit")
    return visit.name


def _saving(visit: Visit, one: Open, work: Callable[[], Saved]) -> shapes.Row:
    room = visit.served.live.room(one.path)
    with room.lock:
        saved = work()
        visit.served.saved(one, {saved.name: saved.segment}, visit.name)
    return row(saved.name, saved.segment, saved.fault, visit.name)


def look_again(visit: Visit, one: Open) -> None:
    """Tell everybody what was changed in a bitext."""
    visit.served.live.refresh(one.path, visit.served.live.room(one.path))


def join(visit: Visit, what: shapes.OfSegment) -> shapes.Done:
    """Join a segment with the next one of its unit."""
    one = visit.served.open(what.document, what.to)
    name = marking.join(one.path, what.segment, visit.served.desk, now())
    look_again(visit, one)
    return shapes.Done(segments=(name,))


def split(visit: Visit, what: shapes.Split) -> shapes.Done:
    """Split a segment in two."""
    one = visit.served.open(what.document, what.to)
    names = marking.split(one.path, what.segment, what.before, what.target_before, now())
    look_again(visit, one)
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
    """What a machine that the settings name makes of a segment; no other gets to see it."""
    if what.engine not in visit.served.engines:
        raise UsageError("this desk does not use it", where=what.engine, remedy="name it in the settings")
    one = visit.served.open(what.document, what.to)
    found = machine(visit.served.desk, one.bitext, what.segment, what.engine)
    return shapes.ProposedShape(target=found.target, score=0, origin=found.origin, parts=(), people=())


def check_typed(visit: Visit, what: shapes.Typed) -> shapes.Findings:
    """Check a segment while it is typed; spelling is left to the browser, which does it as one types."""
    one = visit.served.open(what.document, what.to)
    rows = chosen((), {*visit.served.desk.settings.checks.ignore, "spelling"})
    return findings(check_segment(one.bitext, what.segment, what.target, rows, visit.served.house(what.to)))


def findings(checked: Checked) -> shapes.Findings:
    """What was found, as the page gets it."""
    return shapes.Findings(findings=tuple(_finding(one) for one in checked.findings))


def _finding(one: Finding) -> shapes.FindingShape:
    said = one.remark.message
    said = said if isinstance(said, Message) else Message(said)  # a check of another package may say plain text
    return shapes.FindingShape(
        segment=one.segment, check=one.check, severity=one.severity, message=said, template=said.template,
        fields=said.fields, target=one.remark.target, fix=one.remark.fix,
    )  # fmt: skip


def ignore(visit: Visit, what: shapes.Ignore) -> shapes.Done:
    """Ignore a check's findings of a segment, for a reason that the bitext keeps."""
    one = visit.served.open(what.document, what.to)
    chosen((what.check,))
    names = mending.ignore(one.path, [what.segment], what.check, what.reason, now())
    look_again(visit, one)
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


def look(visit: Visit, what: shapes.Look) -> shapes.Done:
    """Say where one is at work, so that others see it."""
    visit.served.live.look(visit.served.open(what.document, what.to).path, what.client, visit.name, what.segment)
    return shapes.Done()

"""The verbs of whole articles: each a function of a visit and of what it is given."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from itertools import islice

from translate_flow.bitext import Bitext, State
from translate_flow.checks import chosen
from translate_flow.desk import files, marking
from translate_flow.desk.choices import Incomplete
from translate_flow.desk.crediting import credits_of_documents
from translate_flow.desk.leverage.estimating import estimate
from translate_flow.desk.leverage.prefilling import prefill
from translate_flow.desk.merging import merge_documents
from translate_flow.desk.proofreading.checking import check_bitext
from translate_flow.desk.report import status_of
from translate_flow.desk.segmenting import segment_documents
from translate_flow.desk.staff.journal import Assignment
from translate_flow.errors import InputError
from translate_flow.web import shapes
from translate_flow.web.live import segments_of
from translate_flow.web.segments import by, findings, look_again
from translate_flow.web.served import now
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
    there, fault = files.there(path), ""
    bitext = Bitext(document, served.desk.pair(document)[0], to, ())
    try:
        bitext = served.shelf.bitext(path) if there else bitext
    except InputError as error:
        # One file that is damaged, or half merged by git, must not hide all others.
        fault = str(error)
    one = status_of(bitext, path, document)
    room = served.live.known(path)
    changed = datetime.fromtimestamp(files.modified(path), UTC).isoformat(timespec="seconds") if there else ""
    return shapes.StatusShape(
        document=document, source_language=bitext.source_language, target_language=to, segmented=there,
        segments=one.segments, words=one.words, percent=one.percent, people=one.people,
        needs_look=len(one.needs_look), assigned=given.person, deadline=given.deadline, changed=changed,
        working=room.people() if room else (), fault=fault,
    )  # fmt: skip


def segment(visit: Visit, what: shapes.OfBitext) -> shapes.Statuses:
    """Make or update a document's bitext."""
    document = visit.served.desk.named(what.document)
    visit.served.place(document, what.to)
    segment_documents(visit.served.desk, [document], now(), to=[what.to])
    given = visit.served.journal.assignments().get((document, what.to), Assignment())
    return shapes.Statuses(documents=(_status(visit, document, what.to, given),))


def mark(visit: Visit, what: shapes.Mark) -> shapes.Done:
    """Bring all translated segments of a bitext to a state."""
    state = State(what.state)
    visit.need(Right.MANAGE if state is State.FINAL else Right.REVIEW, what.to)
    one = visit.served.open(what.document, what.to)
    own = visit.served.desk.settings.review_own_work
    done = marking.mark(one.path, None, state, by(visit), now(), own_work=own)
    look_again(visit, one)
    return shapes.Done(segments=done.marked)


def fill(visit: Visit, what: shapes.OfBitext) -> shapes.Done:
    """Fill what is empty from the memory and from repetitions."""
    one = visit.served.open(what.document, what.to)
    before = {name for name, segment in segments_of(one.bitext).items() if not segment.target}
    prefill(visit.served.desk, what.document, what.to, now())
    look_again(visit, one)
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
    missing = tuple(shapes.MissingShape(segment=m.segment, reason=m.reason, source=m.source) for m in done.missing)
    return shapes.Published(output=done.output, missing=missing)


def credits_(visit: Visit, _nothing: shapes.Nothing) -> shapes.Parts:
    """Who did what, by document and person."""
    desk = visit.served.desk
    found: list[shapes.Part] = []
    damaged: list[str] = []
    for document in desk.documents():
        for target in desk.settings.languages_of(document)[1]:
            try:
                parts = credits_of_documents(desk, [document], [target])
            except InputError as error:
                damaged.append(str(error))
            else:
                found += (
                    shapes.Part(document=d, to=to, name=s.name, role=s.role, segments=s.segments, words=s.words)
                    for d, to, s in parts
                )
    return shapes.Parts(credits=tuple(found), damaged=tuple(damaged))


def assign(visit: Visit, what: shapes.Assign) -> shapes.Done:
    """Say who translates an article, and until when."""
    visit.served.place(what.document, what.to)
    visit.served.journal.assign(what.document, what.to, Assignment(what.person.strip(), what.deadline))
    return shapes.Done()


def search(visit: Visit, what: shapes.Question) -> shapes.Hits:
    """Find words in the sources and targets of all articles."""
    wanted = what.q.casefold()
    hits = (
        shapes.Found(document=document, to=to, segment=name, source=one.source, target=one.target)
        for document, to, bitext in _readable(visit)
        for name, one in segments_of(bitext).items()
        if wanted in one.source.casefold() or wanted in one.target.casefold()
    )
    return shapes.Hits(hits=tuple(islice(hits, _HITS)))


def _readable(visit: Visit) -> Iterator[tuple[str, str, Bitext]]:
    """All bitexts, by document and language, without those that are damaged: the list of articles tells of them."""
    desk = visit.served.desk
    for document in desk.documents():
        for to in desk.pair(document)[1]:
            path = desk.bitext(document, to)
            with suppress(InputError):
                if files.there(path):
                    yield document, to, visit.served.shelf.bitext(path)


def check(visit: Visit, what: shapes.OfBitext) -> shapes.Findings:
    """Check a whole article."""
    one = visit.served.open(what.document, what.to)
    rows = chosen((), visit.served.desk.settings.checks.ignore)
    return findings(check_bitext(one.path, rows, visit.served.house(what.to)))

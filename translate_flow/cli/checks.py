"""``check`` and ``ignore``: what a tired eye misses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from translate_flow.cli.console import (
    Documents,
    EngineName,
    Jobs,
    Json,
    To,
    complain,
    counted,
    leave,
    now,
    say,
    watched,
)

if TYPE_CHECKING:
    from translate_flow.checks import Row
    from translate_flow.checks.model import Finding
    from translate_flow.desk.proofreading.checking import Checked
    from translate_flow.desk.workers import Engine, Outcome

Item = TypeVar("Item")


class Level(StrEnum):
    """How grave a finding must be for the exit code 1."""

    error = "error"
    warning = "warning"
    hint = "hint"
    never = "never"


class Form(StrEnum):
    """How findings are printed."""

    text = "text"
    json = "json"
    sarif = "sarif"
    github = "github"
    junit = "junit"


def check(
    documents: Documents = None,
    to: To = None,
    text: Annotated[
        Path | None, typer.Option("--text", metavar="FILE", help="Read one published text alone, without its source.")
    ] = None,
    lang: Annotated[str, typer.Option(metavar="LANG", help="With --text: its language.")] = "",
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="CHECK", help="Make only this check; may be repeated.")
    ] = None,
    without: Annotated[
        list[str] | None, typer.Option("--without", metavar="CHECK", help="Leave this check out; may be repeated.")
    ] = None,
    fix: Annotated[bool, typer.Option("--fix", help="Mend what is certain in the bitexts, and say so.")] = False,
    form: Annotated[Form, typer.Option("--format", help="How to print what is found.")] = Form.text,
    fail_on: Annotated[Level, typer.Option(help="From which severity on the exit code is 1.")] = Level.error,
    hints: Annotated[bool, typer.Option("--hints", help="Print hints too.")] = False,
    baseline: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Say nothing of the findings that this file knows.")
    ] = None,
    write_baseline: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write all findings into such a file.")
    ] = None,
    jobs: Jobs = 0,
    engine: EngineName = "",
    list_: Annotated[bool, typer.Option("--list", help="Print the checks and what each looks for.")] = False,
    json: Json = False,
) -> None:
    """Read translations as a careful editor would, and say what is wrong and where."""
    from translate_flow.checks import chosen
    from translate_flow.checks.model import Severity
    from translate_flow.errors import UsageError

    if fix and text:
        raise UsageError("--fix mends bitexts, no text that stands alone", where=str(text), remedy="leave it away")
    rows = chosen(only or (), without or ())
    if list_:
        _list(rows)
        return
    run = _Run()
    results = _checked(run, documents, to, text, lang, rows, (jobs, engine))
    if fix:
        results = _fixed(results, rows, quiet=json or form is not Form.text)
    if write_baseline:
        from translate_flow.desk.proofreading.findings import write_baseline as write

        say(f"{write_baseline}: {counted(write(write_baseline, results), 'finding')}")
        return
    if baseline:
        results = _unknown(results, baseline)
    _print(run.judged(results), Form.json if json else form, hints=hints, mendable=text is None)
    failing = fail_on is not Level.never and run.worst >= Severity(fail_on.value).rank
    leave(max(run.code, 1 if failing else 0))


@dataclass
class _Run:
    """What is left of results that were told and let go: how bad they were."""

    code: int = 0
    """The exit code of documents that cannot be read."""
    worst: int = -1
    """The rank of the gravest finding."""

    def read(self, outcomes: Iterable[Outcome[Item, Checked]]) -> Iterator[Checked]:
        for outcome in outcomes:
            if outcome.error:
                complain(outcome.error)
                self.code = max(self.code, outcome.exit_code)
            yield from outcome.results

    def judged(self, results: Iterable[Checked]) -> Iterator[Checked]:
        for one in results:
            self.worst = max(self.worst, one.worst())
            yield one


def _checked(
    run: _Run, documents: list[Path] | None, to: list[str] | None, text: Path | None, lang: str,
    rows: Sequence[Row], how: tuple[int, str],
) -> Iterator[Checked]:  # fmt: skip
    """What is found in each document, as it is read."""
    from translate_flow import languages
    from translate_flow.desk import workers
    from translate_flow.desk.desk import find, here
    from translate_flow.desk.proofreading import checking
    from translate_flow.desk.proofreading.archive import Archive
    from translate_flow.desk.proofreading.house import house_of
    from translate_flow.errors import UsageError

    if text is not None:
        if not lang:
            raise UsageError(
                "the text's language is not known", where=str(text), remedy="say it with --lang, e.g. --lang en"
            )
        desk = find(Path.cwd())
        language = languages.language(lang)
        _missing([language], rows)
        yield checking.check_text(text, language, rows, house_of(desk, language) if desk else None)
        return
    loose = [path for path in documents or [] if path.is_file() and not _of_desk(path)]
    if loose:
        yield from run.read(workers.run(loose, lambda path: [checking.check_bitext(path, rows)]))
        return
    desk = here(Path.cwd())
    items = checking.there(desk, desk.documents(documents or []), to or ())
    _missing(sorted({target for _, target in items}), rows)
    archive = Archive(desk)
    stale = archive.stale()
    for _ in watched(archive.learn(stale, _engine(len(stale), how)), len(stale)):
        pass
    yield from run.read(watched(workers.run(items, checking.job(desk, rows), _engine(len(items), how)), len(items)))


def _engine(items: int, how: tuple[int, str]) -> Engine | None:
    from translate_flow.desk import workers

    return workers.engine(*how) if items > _FEW or how[1] else None


def _of_desk(path: Path) -> bool:
    """Whether a file is a document or a bitext of a desk; any other bitext is checked by itself."""
    from translate_flow.desk.desk import find
    from translate_flow.desk.places import below

    desk = find(path.resolve().parent)
    folders = (desk.sources, desk.translations) if desk else ()
    return any(below(path, folder) is not None for folder in folders)


_FEW = 20
"""Bitexts that one process has checked before others have begun."""


def _missing(targets: Iterable[str], rows: Sequence[Row]) -> None:
    """Say which dictionaries are missing; the other checks run."""
    from translate_flow.checks.spelling import missing_dictionary

    if any(row.id == "spelling" for row in rows):
        for message in filter(None, map(missing_dictionary, targets)):
            complain(f"spelling is not checked: {message}")


def _fixed(results: Iterable[Checked], rows: Sequence[Row], *, quiet: bool) -> Iterator[Checked]:
    """Mend what is certain; the results are those of the mended bitexts."""
    from translate_flow.desk.desk import find
    from translate_flow.desk.proofreading import mending
    from translate_flow.desk.proofreading.checking import check_bitext

    desk = find(Path.cwd())
    for one in results:
        path = desk.at(one.path) if desk else Path(one.path)
        done = mending.fix(path, one.findings, now())
        for finding in done if not quiet else ():
            where = f"{one.document} ({one.target_language}) {finding.segment}"
            say(f"{where}: mended {finding.check}: {finding.remark.message}")
        yield check_bitext(path, rows) if done else one


def _unknown(results: Iterable[Checked], baseline: Path) -> Iterator[Checked]:
    from dataclasses import replace

    from translate_flow.desk.proofreading.checking import fingerprint
    from translate_flow.desk.proofreading.findings import read_baseline

    known = read_baseline(baseline)
    for one in results:
        yield replace(one, findings=tuple(f for f in one.findings if fingerprint(one, f) not in known))


def _print(results: Iterable[Checked], form: Form, *, hints: bool, mendable: bool) -> None:
    from translate_flow.desk.proofreading.findings import REPORTS, separated

    if form is Form.json:
        say('{"documents": [')
        for line in separated(map(_plain, results)):
            say(line)
        say("]}")
    elif form is Form.text:
        _for_people(results, hints=hints, mendable=mendable)
    else:
        for line in REPORTS[form.value](results):
            say(line)


def _plain(one: Checked) -> dict[str, object]:
    def row(finding: Finding) -> dict[str, object]:
        remark = finding.remark
        told: dict[str, object] = {
            "check": finding.check, "severity": finding.severity, "segment": finding.segment,
            "message": remark.message, "target": remark.target, "source": remark.source, "fix": remark.fix,
        }  # fmt: skip
        return told | {"ignored": finding.ignored} if finding.ignored else told

    return {
        "document": one.document, "target_language": one.target_language, "path": one.path,
        "findings": [row(finding) for finding in one.findings], "ignored": [row(finding) for finding in one.ignored],
    }  # fmt: skip


def _for_people(results: Iterable[Checked], *, hints: bool, mendable: bool) -> None:
    """By document: the segment, what is wrong, the words around with the place marked, and the fix."""
    from translate_flow.checks.model import Severity
    from translate_flow.desk.proofreading.findings import excerpt

    counts = dict.fromkeys(Severity, 0)
    documents = 0
    for one in results:
        documents += 1
        open_ = [finding.segment for finding in one.findings if finding.check == "untranslated"]
        told = [f for f in one.findings if f.check != "untranslated" and (hints or f.severity is not Severity.HINT)]
        for finding in one.findings:
            counts[finding.severity] += 1
        if not (told or open_ or one.ignored):
            continue
        say(f"{one.document} ({one.target_language})")
        if open_:
            named = ", ".join(open_[:3]) + (" …" if len(open_) > 3 else "")
            say(f"  {counted(len(open_), 'segment')} not translated: {named}")
        for finding in told:
            say(f"  {finding.segment}  {finding.severity}  {finding.check}: {finding.remark.message}")
            if words := excerpt(one, finding):
                say(f"      {words}")
            if finding.remark.fix is not None:
                say(f"      → {finding.remark.fix!r}{' with --fix' if mendable else ''}")
        for finding in one.ignored:
            say(f"  {finding.segment}  ignored  {finding.check}: {finding.ignored}")
    listed = ", ".join(counted(number, str(severity)) for severity, number in reversed(counts.items()) if number)
    if documents:
        say(f"{counted(documents, 'document')}: {listed or 'nothing found'}")
    else:
        complain("nothing was checked: these documents have no bitext; run “translate-flow segment”")


def _list(rows: Sequence[Row]) -> None:
    for row in rows:
        summary = " ".join((row.find.__doc__ or "").strip().split("\n\n")[0].split())
        say(f"{row.id}\t{row.severity}\t{summary}")


def ignore(
    names: Annotated[list[str], typer.Argument(metavar="SEGMENT", help="Segments: DOC#SEGMENT, FILE#SEGMENT or ids.")],
    name: Annotated[str, typer.Option("--check", metavar="CHECK", help="Whose findings to ignore.")],
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why: is kept in the bitext and shown in reports.")],
    to: To = None,
) -> None:
    """Ignore a check's findings of segments, for a reason that the bitext keeps."""
    from translate_flow.checks import chosen
    from translate_flow.desk.desk import find
    from translate_flow.desk.marking import find_segments
    from translate_flow.desk.proofreading import mending

    chosen([name])
    for path, ids in find_segments(find(Path.cwd()), names, to or ()).items():
        done = mending.ignore(path, sorted(ids or ()), name, reason, now())
        say(f"{path}: {name} is ignored in {', '.join(done) or 'nothing'}")

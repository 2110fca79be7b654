"""Commands that give work out and take it back: ``export``, ``import``, ``convert``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from translate_flow.cli.console import Documents, Json, To, counted, leave, now, say, shortened, show
from translate_flow.desk.choices import Only

if TYPE_CHECKING:
    from translate_flow.desk.exchange.importing import Imported

_FORMATS = "po, xliff-1.2, xliff-2.0, xliff-2.1, xliff-2.2 or omegat"


def export(
    output: Annotated[Path, typer.Option("-o", "--output", metavar="DIR|FILE.zip", help="The package.")],
    documents: Documents = None,
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help=f"One of {_FORMATS}.")] = "xliff-2.0",
    to: To = None,
    only: Annotated[Only | None, typer.Option(help="Leave out what is finished.")] = None,
    with_matches: Annotated[
        bool, typer.Option("--with-matches", help="Add proposals from the desk's other articles.")
    ] = False,
    json: Json = False,
) -> None:
    """Make a package for a translator elsewhere: bitexts, sources, previews, instructions; the desk remembers it."""
    from translate_flow.desk.desk import here
    from translate_flow.desk.exchange.exporting import export as hand_out

    desk = here(Path.cwd())
    done = hand_out(
        desk, desk.documents(documents or ()), form, output, now(),
        to=to or (), only_needs_work=only is Only.needs_work, with_matches=with_matches,
    )  # fmt: skip
    if json:
        show(done._asdict())
        return
    left = f", {counted(done.left_out, 'finished unit')} left out" if done.left_out else ""
    say(f"{done.output}: {counted(len(done.bitexts), 'bitext')}, {counted(done.segments, 'segment')}{left}")
    say(f"hand-off {done.id}, remembered in {done.record}")


def import_(
    paths: Annotated[list[Path], typer.Argument(metavar="FILE|ZIP|DIR", help="What came back.")],
    by: Annotated[str, typer.Option(metavar="NAME", help="Who did it, where the files don't say.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be taken; write nothing.")] = False,
    json: Json = False,
) -> None:
    """Take back work: what changed since it was handed out. Nothing done on the desk meanwhile is overwritten."""
    from translate_flow.cli.leverage import keep
    from translate_flow.desk.desk import here
    from translate_flow.desk.exchange.importing import import_files

    desk = here(Path.cwd())
    results = import_files(desk, paths, now(), by=by, dry_run=dry_run)
    keep(desk, () if dry_run else {desk.at(result.bitext) for result in results if result.written})
    if json:
        show(
            {
                "files": [
                    {**result._asdict(), "events": [event._asdict() for event in result.events]} for result in results
                ]
            }
        )
    else:
        for result in results:
            _tell(result)
    leave(1 if any(result.findings for result in results) else 0)


_WORDS = {
    "conflict": "translated here meanwhile; theirs is kept as a proposal",
    "codes": "inline codes are damaged",
    "emptied": "came back empty; ours stays",
    "source-changed": "the article says something else by now; theirs is kept as a proposal",
    "gone": "the article does not have it any more; theirs is kept as obsolete",
    "missing": "did not come back",
    "resegmented": "was cut in another way; theirs is kept as a proposal",
}


def _tell(result: Imported) -> None:
    counts = f"{counted(result.taken, 'segment')} taken"
    states = sum(event.what.value == "status" for event in result.events)
    if states:
        counts += f", {counted(states, 'state')} without a new target left as they were"
    say(f"{result.file} → {result.bitext}: {counts}")
    for event in result.findings:
        detail = f" ({event.detail})" if event.detail else ""
        say(f"  {event.segment}: {_WORDS[event.what.value]}{detail}")
        if event.theirs and event.what.value != "missing":
            say(f"    theirs: {shortened(event.theirs)}")
        if event.ours:
            say(f"    ours:   {shortened(event.ours)}")


def convert(
    source: Annotated[Path, typer.Argument(metavar="A", help="The bitext to read.")],
    target: Annotated[
        Path, typer.Argument(metavar="B", help="The bitext to write; one that is there is brought up to date.")
    ],
    form: Annotated[
        str,
        typer.Option(
            "--format", metavar="FORMAT", help="B's format, where its name does not tell it (.xlf: xliff-2.0)."
        ),
    ] = "",
    json: Json = False,
) -> None:
    """Change a bitext from any format into any."""
    from translate_flow.desk.exchange.converting import convert as change

    done = change(source, target, now(), form)
    if json:
        show(done._asdict())
    else:
        state = "" if done.written else " (nothing to write)"
        say(f"{done.output}: {done.format}, {counted(done.segments, 'segment')}{state}")

"""Commands about whole documents: ``init``, ``segment``, ``status``, ``credits``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from translate_flow.cli.console import (
    Documents,
    Encoding,
    EngineName,
    Jobs,
    Json,
    To,
    complain,
    counted,
    each,
    leave,
    now,
    say,
    shortened,
    show,
    table,
    uncollected,
)
from translate_flow.cli.sharing import Share, joined, spread
from translate_flow.desk.choices import By

if TYPE_CHECKING:
    from translate_flow.desk.desk import Desk
    from translate_flow.desk.report import Status
    from translate_flow.desk.segmenting import Segmented

_MOST_NAMED = 20


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The new desk's folder.")] = Path(),
    source: Annotated[str, typer.Option("--from", metavar="LANG", help="Language of the articles.")] = "en",
    to: To = None,
    json: Json = False,
) -> None:
    """Make a translation desk: its folders and a commented translate-flow.toml. Never overwrites."""
    from translate_flow import languages
    from translate_flow.desk.starting import init

    made = init(folder, languages.language(source), tuple(languages.language(tag) for tag in to or ()))
    if json:
        show({"made": [str(path) for path in made]})
    elif made:
        say(*(f"made {path}" for path in made), "Put articles into sources/, then: translate-flow segment")
    else:
        say("Everything is there already.")


def segment(
    context: typer.Context,
    documents: Documents = None,
    source: Annotated[str, typer.Option("--from", metavar="LANG", help="Source language, outside of a desk.")] = "",
    to: To = None,
    by: Annotated[By | None, typer.Option(help="Cut at sentences or leave paragraphs whole.")] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Bitext of one file outside of a desk.")] = None,
    renamed_from: Annotated[str, typer.Option(metavar="DOC", help="What the document was called before.")] = "",
    encoding: Encoding = "",
    jobs: Jobs = 1,
    engine: EngineName = "",
    share: Share = "",
    json: Json = False,
) -> None:
    """Make or update the bitexts of articles; nothing a person typed is dropped. A second run changes no byte."""
    from translate_flow.desk import segmenting
    from translate_flow.errors import UsageError

    if output is not None:
        if not documents or len(documents) != 1 or not source or not to or len(to) != 1:
            raise UsageError(
                "-o needs one file, --from and one --to", remedy="e.g. segment a.html --from es --to en -o a.po"
            )
        by = by or By.sentence
        with uncollected():
            results = [segmenting.segment_file(documents[0], source, to[0], output, now(), by=by, encoding=encoding)]
        errors: list[str] = []
        code = 0
    else:
        from translate_flow.desk import workers
        from translate_flow.desk.desk import here
        from translate_flow.desk.orphans import former_names, orphans

        desk = here(Path.cwd())
        if source:
            raise UsageError("in a desk the settings say the source language", remedy="leave --from away, or give -o")
        names = desk.documents(documents or ())
        if renamed_from and len(names) != 1:
            raise UsageError("--renamed-from goes with one document", remedy="name the document")
        old = renamed_from.removeprefix("sources/")
        work = partial(
            segmenting.segment_documents, desk, now=now(), to=to or (), by=by, encoding=encoding, renamed_from=old
        )
        lost = [] if json else orphans(desk)
        made: list[Segmented] = []

        def tell(result: Segmented) -> None:
            made.extend([result] if lost and result.fresh else [])
            say(_segmented(result))

        results, errors, code = spread(
            [[name] for name in names],
            work,
            None if json else tell,
            workers.engine(jobs, engine),
            joined(context, desk, share),
        )
        if not names and not json:
            say("No documents in sources/ yet.")
        for name, before in former_names(desk, made, lost).items():
            complain(f"{name}: was it {before}? Its translation waits for: segment {name} --renamed-from {before}")
        for tag, some in desk.unlisted(names, to or ()).items():
            whose = some[0] if len(some) == 1 else f"{counted(len(some), 'document')}, such as {some[0]}"
            complain(f"{tag} is no target language of {whose}: other commands pass over it; add it to the settings")
    if json:
        show({"bitexts": results, "errors": errors})
    else:
        say(*(_segmented(result) for result in results))
    leave(code)


def _segmented(result: Segmented) -> str:
    counts = [
        f"{count} {name}"
        for name in ("new", "kept", "moved", "changed", "gone", "restored")
        if (count := getattr(result.changes, name))
    ]
    what = ", ".join(counts) or "no text"
    state = "" if result.written else " (nothing to write)"
    return f"{result.bitext}: {what}; {counted(result.segments, 'segment')}{state}"


def _tell_left_behind(desk: Desk, names: Sequence[str]) -> None:
    """Say which bitexts have lost their articles: work that would lie there unseen."""
    from translate_flow.desk.orphans import orphans

    gone: dict[str, list[str]] = {}
    for orphan in orphans(desk, names):
        gone.setdefault(orphan.document, []).append(orphan.language)
    for document, languages in list(gone.items())[:_MOST_NAMED]:
        complain(
            f"sources/{document} is gone, and its bitext ({', '.join(languages)}) is still there; if it was renamed: "
            f"translate-flow segment NEW --renamed-from {document}; if it was withdrawn, delete the bitext"
        )
    if len(gone) > _MOST_NAMED:
        complain(f"… and {len(gone) - _MOST_NAMED} more articles that are gone")


def status(documents: Documents = None, to: To = None, json: Json = False) -> None:
    """Show how far each article is: segments and words by state, who worked on it, what needs a look."""
    from translate_flow.desk.bitexts import is_bitext, read
    from translate_flow.desk.desk import find, here
    from translate_flow.desk.report import status_of, status_of_documents

    outer = find(Path.cwd()) if documents else None
    bitexts = [place for path in documents or () if is_bitext(place := outer.at(path) if outer else path)]
    if bitexts and len(bitexts) == len(documents or ()):
        results, errors, code = each(bitexts, lambda path: [status_of(read(path), path)])
    else:
        desk = here(Path.cwd())
        names = desk.documents(documents or ())
        results, errors, code = each(names, lambda name: status_of_documents(desk, [name], to or ()))
        if not documents:
            _tell_left_behind(desk, names)
    if json:
        show({"documents": [_with_totals(result) for result in results], "errors": errors})
    else:
        _print_status(results)
    leave(code)


def _with_totals(result: Status) -> dict[str, object]:
    from dataclasses import asdict

    return {**asdict(result), "total_words": result.total_words, "percent": result.percent}


def _print_status(results: list[Status]) -> None:
    heads = ["document", "to", "done", "words", "initial", "translated", "reviewed", "final", "look", "people"]
    rows = [
        [
            result.document,
            result.target_language,
            f"{result.percent} %" if result.bitext else "not segmented",
            str(result.total_words),
            *(str(result.segments.get(state, 0)) for state in heads[4:8]),
            str(len(result.needs_look)),
            ", ".join(result.people),
        ]
        for result in results
    ]
    looks = [(result.bitext, look) for result in results for look in result.needs_look]
    if len(results) > 1:
        words = sum(result.total_words for result in results)
        done = sum(result.total_words - result.words.get("initial", 0) for result in results)
        totals = [sum(result.segments.get(state, 0) for result in results) for state in heads[4:8]]
        share = f"{100 * done // words if words else 0} %"
        rows.append(["total", "", share, str(words), *(str(total) for total in totals), str(len(looks)), ""])
    table(heads, rows, right=frozenset(range(2, 9)))
    for bitext, look in looks[:_MOST_NAMED]:
        say(f"{bitext}: {look.segment}: {look.sub_state}: {shortened(look.source)}")
    if len(looks) > _MOST_NAMED:
        say(f"… and {len(looks) - _MOST_NAMED} more to look at; --json names them all")


def credits(documents: Documents = None, to: To = None, json: Json = False) -> None:  # noqa: A001 - the command's name
    """Show who did what, by document and person, in segments and words."""
    from dataclasses import asdict

    from translate_flow.desk.crediting import credits_of_documents
    from translate_flow.desk.desk import here

    desk = here(Path.cwd())
    names = desk.documents(documents or ())
    results, errors, code = each(names, lambda name: credits_of_documents(desk, [name], to or ()))
    if json:
        show(
            {
                "credits": [{"document": d, "target_language": t, **asdict(share)} for d, t, share in results],
                "errors": errors,
            }
        )
    else:
        rows = [[d, t, share.name, share.role, str(share.segments), str(share.words)] for d, t, share in results]
        table(["document", "to", "name", "role", "segments", "words"], rows, right=frozenset({4, 5}))
    leave(code)

"""Commands that read and write texts: ``preview``, ``merge``, ``units``, ``validate``, ``sentences``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from translate_flow.bitext import State
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
    say,
    shortened,
    show,
    uncollected,
)
from translate_flow.cli.sharing import Share, joined, spread
from translate_flow.desk.choices import Incomplete

if TYPE_CHECKING:
    from translate_flow.desk.desk import Desk
    from translate_flow.desk.merging import Merged

MinState = Annotated[State, typer.Option(help="The lowest state that counts as done.")]

_MOST_NAMED = 20


def merge(
    context: typer.Context,
    documents: Documents = None,
    to: To = None,
    min_state: MinState = State.TRANSLATED,
    incomplete: Annotated[
        Incomplete,
        typer.Option(help="Not all translated: refuse it, leave those parts in the source language, or skip it."),
    ] = Incomplete.refuse,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Outside of a desk: merge DOCUMENT and BITEXT into this file.")
    ] = None,
    localize: Annotated[
        bool, typer.Option("--localize", help="With -o: language, direction and credit line too.")
    ] = False,
    checked: Annotated[bool, typer.Option("--checked", help="Not where checks find errors.")] = False,
    encoding: Encoding = "",
    jobs: Jobs = 1,
    engine: EngineName = "",
    share: Share = "",
    json: Json = False,
) -> None:
    """Write the translated article in the layout of its source, localised and credited."""
    from translate_flow.desk import merging
    from translate_flow.errors import UsageError

    if output is not None:
        if not documents or len(documents) != 2:
            raise UsageError("-o needs a document and its bitext", remedy="e.g. merge a.html a.po -o a.en.html")
        source, bitext = documents
        with uncollected():
            merged = merging.merge_file(
                source, bitext, output, min_state=min_state, incomplete=incomplete, localize=localize, encoding=encoding
            )
        results = [merged]
        errors: list[str] = []
        code = _print_file(results[0], incomplete, json=json)
    else:
        from translate_flow.cli.leverage import keep
        from translate_flow.desk import workers
        from translate_flow.desk.desk import here

        desk = here(Path.cwd())
        done: list[tuple[str, str]] = []
        open_ = 0

        def told(result: Merged) -> None:
            nonlocal open_
            open_ += not result.output
            if result.output:
                done.append((result.document.removeprefix("sources/"), result.target_language))
            if not json:
                _print_merged(result, skip=incomplete is Incomplete.skip)

        work = partial(_merged, desk, checked, to or (), min_state, incomplete, encoding)
        results, errors, code = spread(
            desk.documents(documents or ()), work, None if json else told,
            workers.engine(jobs, engine), joined(context, desk, share),
        )  # fmt: skip
        for result in results:
            told(result)
        keep(desk, (desk.bitext(*one) for one in done))
        code = max(code, 1) if open_ and incomplete is not Incomplete.skip else code
    if json:
        show({"documents": results, "errors": errors})
    leave(code)


def _print_file(result: Merged, incomplete: Incomplete, *, json: bool) -> int:
    skip = incomplete is Incomplete.skip
    if not json:
        _print_merged(result, skip=skip)
    return 1 if not result.output and not skip else 0


def _merged(
    desk: Desk, checked: bool, to: Sequence[str], min_state: State, incomplete: Incomplete, encoding: str, name: str
) -> list[Merged]:  # fmt: skip
    """One document, merged."""
    from translate_flow.desk.merging import merge_documents

    wanted = [_passing(desk, name, to) if checked else name]
    return merge_documents(desk, wanted, to=to, min_state=min_state, incomplete=incomplete, encoding=encoding)


def _passing(desk: Desk, document: str, to: Sequence[str]) -> str:
    """The document, if checks find no errors in its bitexts. Raises :class:`FindingsError`."""
    from translate_flow.checks import chosen
    from translate_flow.checks.model import Severity
    from translate_flow.desk.proofreading.checking import check_documents
    from translate_flow.errors import FindingsError

    for one in check_documents(desk, [document], chosen(without=["spelling"]), to=to):
        faults = [finding for finding in one.findings if finding.severity is Severity.ERROR]
        if faults:
            what = f"{counted(len(faults), 'error')}, first {faults[0].segment}: {faults[0].remark.message}"
            raise FindingsError(what, where=f"{document} ({one.target_language})", remedy="see translate-flow check")
    return document


def _print_merged(result: Merged, *, skip: bool) -> None:
    name = f"{result.document} → {result.target_language}"
    count = len(result.missing)
    if result.output:
        left = f", {counted(count, 'segment')} in the source language" if count else ""
        say(f"{result.output}: {'written' if result.written else 'as it was'}{left}")
        if result.uncredited:
            complain(f"{name}: it names no translator; say who it was with “translate-flow mark”")
    elif skip:
        say(f"{name}: skipped, {counted(count, 'segment')} not done")
    else:
        complain(f"{name}: not written, {counted(count, 'segment')} not done; translate, or give --incomplete source")
        for missing in result.missing[:_MOST_NAMED]:
            print(f"  {missing.segment}: {missing.reason}: {shortened(missing.source)}", file=sys.stderr)
        if count > _MOST_NAMED:
            print(f"  … and {count - _MOST_NAMED} more; --json names them all", file=sys.stderr)


def preview(
    document: Annotated[Path, typer.Argument(metavar="DOC", help="The document.")],
    to: Annotated[str, typer.Option("--to", metavar="LANG", help="Target language, if there are several.")] = "",
    json: Json = False,
) -> None:
    """Print the article as it would be published now; what is not translated stands in the source language."""
    from translate_flow.desk import merging
    from translate_flow.desk.desk import here

    desk = here(Path.cwd())
    text, missing = merging.preview(desk, desk.documents([document])[0], to)
    if json:
        show({"text": text, "missing": missing})
    else:
        sys.stdout.write(text)


def units(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A document of any format.")],
    encoding: Encoding = "",
    json: Json = False,
) -> None:
    """Show what the reader of a format sees: id, role, place, text and codes of each unit."""
    from translate_flow.desk.article import read_file

    read = read_file(file, encoding)
    if json:
        show(
            [
                {
                    "id": unit.id,
                    "role": unit.role,
                    "start": unit.start,
                    "end": unit.end,
                    "line": read.text.count("\n", 0, unit.start) + 1,
                    "text": unit.text,
                    "codes": [code.code(read.text)._asdict() for code in unit.codes],
                    "translatable": unit.translatable,
                    "notes": unit.notes,
                }
                for unit in read.units
            ]
        )
        return
    for unit in read.units:
        line = read.text.count("\n", 0, unit.start) + 1
        say(f"{unit.id}  line {line}, {unit.start}–{unit.end}{'' if unit.translatable else ', not translated'}")
        say(f"    {unit.text}")
        say(*(f"    {code.id}: {' … '.join(half for half in code.code(read.text)[1:] if half)}" for code in unit.codes))


def validate(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Bitext files.")],
    json: Json = False,
) -> None:
    """Read bitexts and say "ok", or what is wrong and where (exit 3)."""
    from translate_flow.desk import bitexts

    def check(path: Path) -> list[dict[str, object]]:
        found = bitexts.reading(path)
        if found.faults:
            raise found.faults[0]
        bitext = found.bitext
        count = sum(len(unit.segments) for unit in bitext.units)
        if not json:
            say(f"{path}: ok, {bitext.source_language} → {bitext.target_language}, {counted(count, 'segment')}")
        return [{"file": str(path), "segments": count}]

    results, errors, code = each(files, check)
    if json:
        show({"ok": results, "errors": errors})
    leave(code)


def sentences(
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Read and write JSON lines.")] = False,
    language: Annotated[str, typer.Option("--lang", metavar="LANG", help="Language of plain input.")] = "en",
) -> None:
    """Cut texts into sentences: plain text, one paragraph a line, or JSON lines {"lang", "text"} → {"segments"}."""
    from translate_flow import languages
    from translate_flow.segmentation import sentences_jsonl, split

    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    if jsonl:
        for line in sentences_jsonl(sys.stdin):
            sys.stdout.write(line + "\n")
        return
    tag = languages.language(language)
    for line in sys.stdin:
        say(*split(line.strip(), tag))

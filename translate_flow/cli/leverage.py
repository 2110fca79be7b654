"""Commands that use what was translated before: ``prefill``, ``estimate``, and the group ``memory``."""

from __future__ import annotations

import json as json_
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from translate_flow.cli.console import (
    Documents,
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
    show,
    table,
)
from translate_flow.cli.sharing import Share, joined, spread
from translate_flow.errors import TranslateFlowError

if TYPE_CHECKING:
    from translate_flow.desk import places
    from translate_flow.desk.desk import Desk
    from translate_flow.desk.leverage.prefilling import Prefilled
    from translate_flow.memory import Hit, Memory

memory = typer.Typer(
    help="Look things up in the translation memory, fill it, and take it elsewhere.", no_args_is_help=True
)
Place = Annotated[
    str, typer.Option("--memory", metavar="FILE|URL", help="Another memory than the desk's: a file, or postgresql://…")
]


def prefill(
    context: typer.Context,
    documents: Documents = None,
    to: To = None,
    memory: Annotated[bool, typer.Option("--memory/--no-memory", help="Use the translation memory.")] = True,
    min_score: Annotated[int, typer.Option(min=50, max=101, help="The lowest score of a match that is taken.")] = 75,
    machine: Annotated[str, typer.Option(metavar="ENGINE", help="Ask this engine for what is left.")] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be filled and sent; write nothing.")
    ] = False,
    jobs: Jobs = 1,
    engine: EngineName = "",
    share: Share = "",
    json: Json = False,
) -> None:
    """Fill what is empty: from the memory, from repetitions, else by a machine. What people typed is never touched."""
    from translate_flow.desk import workers
    from translate_flow.desk.desk import here
    from translate_flow.desk.leverage.prefilling import prefill as fill

    desk = here(Path.cwd())
    items = [(name, target) for name in desk.documents(documents or []) for target in desk.pair(name, to or ())[1]]
    work = partial(
        _filled, desk, partial(fill, now=now(), memory=memory, least=min_score, machine=machine, dry_run=dry_run)
    )
    results, errors, code = spread(
        items, work, None if json else _print_filled, workers.engine(jobs, engine), joined(context, desk, share)
    )
    if json:
        show({"bitexts": results, "errors": errors})
    leave(code)


def _filled(desk: Desk, fill: Callable[..., Prefilled], one: Sequence[str]) -> list[Prefilled]:
    return [fill(desk, *one)]


def _print_filled(one: Prefilled) -> None:
    parts = [f"{number} {origin}" for origin, number in one.filled.items()]
    cost = f"; {counted(one.cost.characters, 'character')} to send" if one.cost else ""
    say(f"{one.bitext}: {', '.join(parts) or 'nothing to fill'}; {one.empty} still empty{cost}")
    for name, why in one.refused:
        say(f"  {name}: the machine's proposal dropped: {why}")


def estimate(
    documents: Documents = None,
    to: To = None,
    csv: Annotated[bool, typer.Option("--csv", help="Print comma-separated values.")] = False,
    json: Json = False,
) -> None:
    """Count the words that wait, by how near the memory comes to them."""
    from translate_flow.desk.desk import here
    from translate_flow.desk.leverage.estimating import BANDS
    from translate_flow.desk.leverage.estimating import estimate as weigh

    desk = here(Path.cwd())
    work = [(name, target) for name in desk.documents(documents or []) for target in desk.pair(name, to or ())[1]]
    results, errors, code = each(work, lambda one: [weigh(desk, *one)])
    if json:
        show({"documents": results, "errors": errors})
        leave(code)
    heads = ("document", "to", *BANDS, "words")
    rows = [
        [one.document, one.target_language, *(str(one.words[band]) for band in BANDS), str(one.total)]
        for one in results
    ]
    if len(results) > 1:
        sums = [sum(one.words[band] for one in results) for band in BANDS]
        rows.append(["all", "", *map(str, sums), str(sum(sums))])
    if csv:
        import csv as csv_

        csv_.writer(sys.stdout, lineterminator="\n").writerows([heads, *rows])
    else:
        table(heads, rows, right=frozenset(range(2, len(heads))))
    leave(code)


@memory.command()
def lookup(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What to look up.")] = "",
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help='Read lines {"text","limit","min"}, write lines [["source", score], …].')
    ] = False,
    place: Place = "",
    source: Annotated[str, typer.Option("--from", metavar="LANG", help="The text's language.")] = "",
    target: Annotated[str, typer.Option("--to", metavar="LANG", help="Only translations into this language.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=100, help="How many at most.")] = 5,
    min_score: Annotated[int, typer.Option(min=1, max=101, help="The least likeness in percent.")] = 75,
    json: Json = False,
) -> None:
    """Find what is like a text: exact, in context, or nearly."""
    opened = _opened(place)
    known = [source] if source else _languages(opened)
    if jsonl:
        _filter(opened, known, target)
        return
    found = (opened.lookup(text, one, target, limit=limit, minimum=min_score / 100) for one in known)
    hits = sorted((hit for some in found for hit in some), key=lambda hit: -hit.similarity)[:limit]
    if json:
        show({"hits": [hit._asdict() | {"unit": hit.unit._asdict()} for hit in hits]})
        return
    if not hits:
        complain(f"nothing in the memory is like it by {min_score} % or more; --min-score asks for less")
    for hit in hits:
        adapted = f" (adapted: {', '.join(hit.adapted)})" if hit.adapted else ""
        say(f"{hit.score:3d}  {hit.unit.source}", f"     {hit.target}{adapted}")


def _filter(opened: Memory, known: list[str], target: str) -> None:
    """Where no language is said, that of the texts is learnt from what is found."""
    from translate_flow.errors import InputError

    found_in = dict.fromkeys(known, 0)
    for number, line in enumerate(sys.stdin, 1):
        try:
            wanted = json_.loads(line)
            text, limit, least = str(wanted["text"]), int(wanted.get("limit", 5)), float(wanted.get("min", 75))
        except (ValueError, KeyError, TypeError, AttributeError):
            what = "this line is no JSON object with “text”"
            raise InputError(
                what, where=f"line {number}", remedy='write {"text": "…", "limit": 5, "min": 75}'
            ) from None
        least = least / 100 if least > 1 else least
        hits: list[Hit] = []
        for language in sorted(known, key=lambda one: -found_in[one]):
            hits = opened.lookup(text, language, target, limit=limit, minimum=least)
            if hits or max(found_in.values()) >= _SURE:
                found_in[language] += bool(hits)
                break
        print(
            json_.dumps([[hit.unit.source, round(hit.similarity, 4)] for hit in hits], ensure_ascii=False), flush=True
        )


@memory.command()
def search(
    phrase: Annotated[str, typer.Argument(metavar="PHRASE", help="Words as they stand in a source or a target.")],
    place: Place = "",
    language: Annotated[str, typer.Option("--lang", metavar="LANG", help="Only texts in this language.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 20,
    json: Json = False,
) -> None:
    """Concordance: how a phrase was translated so far."""
    found = _opened(place).search(phrase, language, limit=limit)
    if json:
        show({"units": [unit._asdict() for unit in found]})
        return
    if not found:
        complain(f"nothing in the memory has “{phrase}”")
    for unit in found:
        say(f"{unit.source_language}  {unit.source}", f"{unit.target_language}  {unit.target}", "")


@memory.command("import")
def import_(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="TMX, PO, XLIFF or JSON lines; gzipped or not.")],
    place: Place = "",
) -> None:
    """Fill the memory from files. A correction replaces what it corrects."""
    from translate_flow.memory.files import units_of

    opened = _opened(place)
    for path in files:
        fed = opened.feed(units_of(path))
        say(f"{path}: {fed.new} new, {fed.replaced} replaced, {fed.same} known")


@memory.command("export")
def export_(
    file: Annotated[Path, typer.Argument(metavar="FILE.tmx", help="The TMX file to write.")],
    place: Place = "",
) -> None:
    """Write the whole memory as TMX 1.4b."""
    from translate_flow.memory.tmx_write import write_tmx

    opened = _opened(place)
    pairs = list(opened.info())
    source = pairs[0].split(" → ")[0] if len({pair.split(" → ")[0] for pair in pairs}) == 1 else "*all*"
    say(f"{file}: {counted(write_tmx(opened.units(), file, source), 'unit')}")


@memory.command()
def info(place: Place = "", json: Json = False) -> None:
    """Say how many units the memory has, by pair of languages."""
    found = _opened(place).info()
    if json:
        show({"pairs": found})
        return
    if not found:
        complain("the memory is empty; mark, merge, import and align fill it with what is translated")
    for pair, number in found.items():
        say(f"{pair}: {counted(number, 'unit')}")


def _opened(place: str) -> Memory:
    from translate_flow.desk.desk import here
    from translate_flow.desk.leverage.remembering import memory_of
    from translate_flow.errors import UsageError
    from translate_flow.memory import open_memory

    found = open_memory(place) if place else memory_of(here(Path.cwd()))
    if found is None:
        raise UsageError("this desk has no memory", remedy="name one in its settings, or give --memory")
    return found


_SURE = 20
"""Texts found in one language from which on the others are not looked through."""


def _languages(opened: Memory) -> list[str]:
    """The languages of the memory, that of most sources first."""
    pairs = opened.info()
    ordered = [pair.split(" → ") for pair in sorted(pairs, key=lambda pair: -pairs[pair])]
    return list(dict.fromkeys([source for source, _ in ordered] + [target for _, target in ordered]))


def keep(desk: Desk | None, paths: Iterable[places.Place]) -> None:
    """Feed the desk's memory with what bitexts have; what stands in its way is said and stops nothing."""
    from translate_flow.desk.leverage.remembering import remember

    if desk is None or not desk.settings.memory:
        return
    try:
        remember(desk, paths, now())
    except TranslateFlowError as error:
        complain(f"the memory was not fed: {error}")

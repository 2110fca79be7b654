"""Commands about segments: ``mark``, ``join``, ``split``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from translate_flow.bitext import State
from translate_flow.cli.console import Json, To, complain, leave, now, say, show

if TYPE_CHECKING:
    from translate_flow.desk.places import Place

Where = Annotated[
    str, typer.Argument(metavar="DOC#SEGMENT", help="The segment: DOC#SEGMENT, FILE.po#SEGMENT or its id.")
]


def mark(
    names: Annotated[list[str], typer.Argument(metavar="SEGMENT|DOC", help="Segments, documents or bitext files.")],
    state: Annotated[State, typer.Option(help="The state to bring them to; initial sends them back.")],
    by: Annotated[str, typer.Option(metavar="NAME", help="Who did it: is credited.")] = "",
    to: To = None,
    json: Json = False,
) -> None:
    """Say of segments, or of all of a document, that they are translated, reviewed or final, and by whom."""
    from translate_flow.cli.leverage import keep
    from translate_flow.desk.desk import find
    from translate_flow.desk.marking import find_segments
    from translate_flow.desk.marking import mark as mark_segments

    desk = find(Path.cwd())
    chosen = find_segments(desk, names, to or ())
    own_work = desk is None or desk.settings.review_own_work
    results = [mark_segments(path, ids, state, by, now(), own_work=own_work) for path, ids in chosen.items()]
    keep(desk, chosen)
    if json:
        show({"bitexts": results})
    else:
        for result in results:
            say(f"{result.bitext}: {len(result.marked)} {state}" + (f" by {by}" if by else ""))
            if result.uncredited:
                complain(f"{result.bitext}: {len(result.uncredited)} of them credit nobody; give --by NAME")
            if result.without_target:
                named = ", ".join(result.without_target[:3]) + (" …" if len(result.without_target) > 3 else "")
                say(f"{result.bitext}: {len(result.without_target)} without a target, left as they were: {named}")
    leave(1 if any(result.without_target for result in results) else 0)


def join(where: Where, to: To = None, json: Json = False) -> None:
    """Join a segment with the next one of its paragraph."""
    from translate_flow.desk.desk import find
    from translate_flow.desk.marking import join as join_segments

    desk = find(Path.cwd())
    path, segment = _one(where, to)
    joined = join_segments(path, segment, desk, now())
    if json:
        show({"bitext": path, "segment": joined})
    else:
        say(f"{path}: {joined} is one segment now")


def split(
    where: Where,
    at: Annotated[str, typer.Option(metavar="TEXT", help="The source's words that the second part begins with.")],
    target_at: Annotated[str, typer.Option(metavar="TEXT", help="The same for the target.")] = "",
    to: To = None,
    json: Json = False,
) -> None:
    """Split a segment in two."""
    from translate_flow.desk.marking import split as split_segment

    path, segment = _one(where, to)
    parts = split_segment(path, segment, at, target_at, now())
    if json:
        show({"bitext": path, "segments": parts})
    else:
        say(f"{path}: {segment} is {parts[0]} and {parts[1]} now")


def _one(where: str, to: list[str] | None) -> tuple[Place, str]:
    """The one bitext and segment that are meant."""
    from translate_flow.desk.desk import find
    from translate_flow.desk.marking import find_segments
    from translate_flow.errors import UsageError

    found = find_segments(find(Path.cwd()), [where], to or ())
    path, ids = next(iter(found.items()))
    if len(found) > 1 or not ids:
        raise UsageError("name one segment of one bitext", where=where, remedy="write DOC#SEGMENT, with --to LANG")
    return path, next(iter(ids))

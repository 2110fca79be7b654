"""Commands that bring articles in: ``add``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from translate_flow.cli.console import Json, each, leave, say, show

if TYPE_CHECKING:
    from translate_flow.desk.intake.adding import Added


def add(
    what: Annotated[list[str], typer.Argument(metavar="URL|FILE|FEED", help="Articles, feeds of articles, or files.")],
    folder: Annotated[str, typer.Option("--into", metavar="DIR", help="Folder below sources/; else by language.")] = "",
    last: Annotated[int, typer.Option("--last", metavar="N", min=1, help="Of a feed, the latest N articles.")] = 10,
    update: Annotated[bool, typer.Option("--update", help="Replace a document that is there and differs.")] = False,
    private: Annotated[
        bool, typer.Option("--allow-private", help="Also fetch from this machine and private networks.")
    ] = False,
    json: Json = False,
) -> None:
    """Bring in articles from the web: from the site's WordPress or feed where there is one, else from the page."""
    from translate_flow.desk.desk import here
    from translate_flow.desk.intake.adding import Into, expand
    from translate_flow.desk.intake.adding import add as bring_in
    from translate_flow.desk.intake.finding import Finder
    from translate_flow.fetching.client import Client, Limits
    from translate_flow.fetching.robots import Polite

    desk = here(Path.cwd())
    finder = Finder(Polite(Client(Limits(private=private))).get)
    into = Into(folder=folder, update=update)
    items, errors, code = each(what, lambda one: list(expand(one, finder, last)))
    results, more, worst = each(items, lambda item: [bring_in(desk, item, finder, into)])
    if json:
        show({"documents": results, "errors": errors + more})
    else:
        for result in results:
            _print(result)
    leave(max(code, worst))


def _print(result: Added) -> None:
    into = f" → {', '.join(result.languages)}" if result.languages else ", which the settings translate into nothing"
    say(f"sources/{result.document}: {result.state}, from {result.source}{into}")

"""Commands for machine translation: ``machine engines``, ``machine translate``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from translate_flow.cli.console import Json, complain, counted, leave, say, show, table

app = typer.Typer(help="Translate with a machine, as proposals for people.", no_args_is_help=True)


@app.command()
def engines(json: Json = False) -> None:
    """List the engines: which need a key, whether it is set, and what is missing."""
    from translate_flow.desk.desk import find
    from translate_flow.desk.leverage.engines import listed
    from translate_flow.desk.settings import Settings

    desk = find(Path.cwd())
    rows = listed(desk.settings if desk else Settings())
    if json:
        show({"engines": [row._asdict() for row in rows]})
        return
    table(
        ("engine", "name", "key", "variable", "missing"),
        [(row.name, row.title, row.key, row.variable, row.lacks or "–") for row in rows],
    )


@app.command()
def translate(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What to translate.")],
    engine: Annotated[str, typer.Option("--engine", metavar="NAME", help="See “machine engines”.")],
    source: Annotated[str, typer.Option("--from", metavar="LANG", help="The text's language.")],
    target: Annotated[str, typer.Option("--to", metavar="LANG", help="The language to translate into.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be sent; send nothing.")] = False,
    json: Json = False,
) -> None:
    """Translate a text, to see what an engine does. The desk keeps what it answers, so nothing is paid for twice."""
    from translate_flow import languages
    from translate_flow.desk.desk import find
    from translate_flow.desk.leverage import engines as desk_engines
    from translate_flow.desk.settings import Settings
    from translate_flow.machine.model import Refusal, Request
    from translate_flow.machine.proposing import count, propose

    desk = find(Path.cwd())
    opened = desk_engines.engine(engine, desk.settings if desk else Settings(), counting=dry_run)
    cache = desk_engines.answers(desk) if desk else None
    pair = languages.language(source), languages.language(target)
    if dry_run:
        cost = count([Request(text)], opened, *pair, cache=cache)
        if json:
            show(cost._asdict())
        else:
            say(f"{opened.title}: {counted(cost.characters, 'character')} in {counted(cost.requests, 'request')}")
        return
    (found,) = propose([Request(text)], opened, *pair, cache=cache)
    why = found.why if isinstance(found, Refusal) else None
    given = None if isinstance(found, Refusal) else found.target
    if json:
        show({"engine": opened.title, "source": text, "target": given, "refused": why})
    elif given is None:
        complain(f"{opened.title}: {why}")
    else:
        say(given)
    leave(1 if why else 0)

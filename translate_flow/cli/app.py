"""The application: its commands, in the order of the work."""

from __future__ import annotations

from typing import Annotated

import typer

from translate_flow.cli import (
    adding,
    align,
    checks,
    documents,
    exchange,
    git,
    glossary,
    leverage,
    machine,
    output,
    publishing,
    segments,
    users,
    watching,
    web,
)

app = typer.Typer(
    help="The translation desk for newsrooms: article in, translated article out, with credit to its translators.",
    epilog="Exit codes: 0 fine, 1 findings or incomplete, 2 wrong use, 3 bad input.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from translate_flow import __version__

        print(f"translate-flow {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    _version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    pass


for command in (
    documents.init,
    adding.add,
    documents.segment,
    documents.status,
    segments.mark,
    segments.join,
    segments.split,
    checks.check,
    checks.ignore,
    leverage.prefill,
    leverage.estimate,
    output.preview,
    output.merge,
    publishing.publish,
    documents.credits,
    exchange.export,
    exchange.import_,
    exchange.convert,
    align.align,
    watching.watch,
    output.units,
    output.validate,
    output.sentences,
    web.serve,
):
    app.command(command.__name__.rstrip("_"))(command)

app.add_typer(machine.app, name="machine")
app.add_typer(leverage.memory, name="memory")
app.add_typer(glossary.app, name="glossary")
app.add_typer(git.app, name="git")
app.add_typer(users.app, name="users")

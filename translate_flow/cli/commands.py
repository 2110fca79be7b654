"""The commands, in the order of the work, and the application that knows them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Any

import typer

_HELP = ("-h", "--help")
_COMMANDS = {
    "init": "documents:init",
    "add": "adding:add",
    "segment": "documents:segment",
    "status": "documents:status",
    "mark": "segments:mark",
    "join": "segments:join",
    "split": "segments:split",
    "check": "checks:check",
    "ignore": "checks:ignore",
    "prefill": "leverage:prefill",
    "estimate": "leverage:estimate",
    "preview": "output:preview",
    "merge": "output:merge",
    "publish": "publishing:publish",
    "credits": "documents:credits",
    "export": "exchange:export",
    "import": "exchange:import_",
    "convert": "exchange:convert",
    "align": "align:align",
    "watch": "watching:watch",
    "units": "output:units",
    "validate": "output:validate",
    "sentences": "output:sentences",
    "serve": "web:serve",
}
_GROUPS = {
    "machine": "machine:app",
    "memory": "leverage:memory",
    "glossary": "glossary:app",
    "git": "git:app",
    "users": "users:app",
}
"""Where each command and each group of commands is defined: module of ``cli`` and attribute."""


def application(arguments: Sequence[str] = ()) -> typer.Typer:
    """The application, for these arguments: where they begin with a command, it knows no other.

    At each start typer looks into every parameter of every command that it knows, which takes longer than many a
    command itself. Where only the list of commands is asked for, it knows what each is for, and no parameters.
    """
    app = typer.Typer(
        help="The translation desk for newsrooms: article in, translated article out, with credit to its translators.",
        epilog="Exit codes: 0 fine, 1 findings or incomplete, 2 wrong use, 3 bad input.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich" if sys.stdout.isatty() else None,  # rich takes a third of the time to start
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_main)
    first = arguments[0] if arguments else ""
    at = _outlined if first in _HELP else _at
    known = {first} if first in _COMMANDS or first in _GROUPS else {*_COMMANDS, *_GROUPS}
    for name, place in _COMMANDS.items():
        if name in known:
            app.command(name)(at(place))
    for name, place in _GROUPS.items():
        if name in known:
            app.add_typer(at(place), name=name)
    return app


def _at(place: str) -> Any:
    module, attribute = place.split(":")
    return getattr(import_module(f"translate_flow.cli.{module}"), attribute)


def _outlined(place: str) -> Any:
    """A command or a group by what it is for alone."""
    found = _at(place)

    def nothing() -> None:
        pass

    if isinstance(found, typer.Typer):
        group = typer.Typer(help=found.info.help)
        group.callback()(nothing)
        return group
    nothing.__doc__ = found.__doc__
    return nothing


def _version(wanted: bool) -> None:
    if wanted:
        from translate_flow import __version__

        print(f"translate-flow {__version__}")
        raise typer.Exit


def _main(
    _version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    pass

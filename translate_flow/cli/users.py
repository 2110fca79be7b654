"""``users``: the people of a desk that is served to others."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from translate_flow.cli.console import Json, say, show, table

if TYPE_CHECKING:
    from translate_flow.desk.people import People

app = typer.Typer(help="The people of a desk that is served to others.", no_args_is_help=True)


class RoleName(StrEnum):
    """What somebody is here."""

    translator = "translator"
    reviewer = "reviewer"
    editor = "editor"


Name = Annotated[str, typer.Argument(metavar="NAME", help="As readers will see it in the credit.")]
Languages = Annotated[
    list[str] | None, typer.Option("--lang", metavar="LANG", help="Target language; may be repeated; default: all.")
]
Url = Annotated[str, typer.Option(help="Where the desk is served.")]
_HERE = "http://127.0.0.1:8000"


@app.command()
def add(
    name: Name,
    role: Annotated[RoleName, typer.Option(help="What they may do.")] = RoleName.translator,
    lang: Languages = None,
    url: Url = _HERE,
) -> None:
    """Take somebody in, and print the invitation to send. With the first one, everybody has to sign in."""
    from translate_flow.desk.roles import Role

    with _people() as people:
        token = people.add(name, Role(role), lang or (), _now())
    _invited(name, url, token)


@app.command()
def invite(name: Name, url: Url = _HERE) -> None:
    """Print a new invitation for somebody, which also sets a new password."""
    with _people() as people:
        token = people.invite(name, _now())
    _invited(name, url, token)


@app.command()
def change(
    name: Name,
    role: Annotated[RoleName | None, typer.Option(help="What they may do from now on.")] = None,
    lang: Languages = None,
) -> None:
    """Give somebody another role or other languages."""
    from translate_flow.desk.roles import Role

    with _people() as people:
        people.change(name, Role(role) if role else None, lang)


@app.command()
def remove(name: Name) -> None:
    """Let somebody go; what they did stays, with their names."""
    with _people() as people:
        people.remove(name)


@app.command("list")
def list_(json: Json = False) -> None:
    """List everybody."""
    with _people() as people:
        found = people.everybody()
    if json:
        show({"people": found})
        return
    table(("name", "role", "languages"), [(one.name, one.role, ", ".join(one.languages) or "all") for one in found])


def _people() -> People:
    from translate_flow.desk.desk import here
    from translate_flow.desk.people import people_of

    return people_of(here(Path.cwd()))


def _invited(name: str, url: str, token: str) -> None:
    say(f"Send this to {name}; it holds for 7 days, once:", f"{url.rstrip('/')}/join/{token}")


def _now() -> datetime:
    return datetime.now(UTC)

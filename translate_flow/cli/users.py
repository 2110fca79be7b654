"""Commands of a desk's people: ``users add``, ``list``, ``invite``, ``change``, ``remove``."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from translate_flow.cli.console import Json, complain, say, show, table
from translate_flow.desk.staff.rights import Role

if TYPE_CHECKING:
    from translate_flow.desk.staff.people import People

app = typer.Typer(help="Say who works on the desk when it is served to others.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(metavar="NAME", help="The name, as it stands in credits.")]
Languages = Annotated[
    list[str] | None, typer.Option("--lang", metavar="LANG", help="Only this target language; may be repeated.")
]
Url = Annotated[str, typer.Option(help="The address under which the desk is served.")]
_HERE = "http://127.0.0.1:8000"


@app.command()
def add(
    name: Name,
    role: Annotated[Role, typer.Option(help="What the person may do.")] = Role.TRANSLATOR,
    lang: Languages = None,
    url: Url = _HERE,
) -> None:
    """Add a person and print the invitation to send. From the first one on, everybody must sign in."""
    with _people() as people:
        token = people.add(name, role, lang or (), _now())
        led = any(one.role is Role.ADMIN for one in people.everybody())
    _tell(name, token, url)
    if not led:
        complain("nobody is an admin yet, who can do all that this desk offers: users add NAME --role admin")


@app.command("list")
def list_(json: Json = False) -> None:
    """List the people, and who has not accepted the invitation yet."""
    with _people() as people:
        everybody = people.everybody()
    if json:
        show({"people": everybody})
        return
    rows = [
        (one.name, one.role, ", ".join(one.languages) or "all", "active" if one.active else "invited")
        for one in everybody
    ]
    table(("name", "role", "languages", "state"), rows)


@app.command()
def invite(name: Name, url: Url = _HERE) -> None:
    """Print a new invitation, also for somebody who forgot the password; the earlier one ends."""
    with _people() as people:
        token = people.invite(name, _now())
    _tell(name, token, url)


@app.command()
def change(
    name: Name,
    role: Annotated[Role | None, typer.Option(help="What the person may do from now on.")] = None,
    lang: Languages = None,
    all_languages: Annotated[bool, typer.Option("--all-languages", help="Lift the limit to languages.")] = False,
) -> None:
    """Give a person another role or other languages; it counts at once."""
    from translate_flow.errors import UsageError

    if not (role or lang or all_languages) or (lang and all_languages):
        remedy = "give --role, and either --lang or --all-languages"
        raise UsageError("this says not what to change", where=name, remedy=remedy)
    with _people() as people:
        people.change(name, role, () if all_languages else lang)


@app.command()
def remove(name: Name) -> None:
    """Remove a person, who is signed out at once. Their credits stay."""
    with _people() as people:
        people.remove(name)


def _people() -> People:
    from translate_flow.desk.desk import here
    from translate_flow.desk.staff.people import people_of

    return people_of(here(Path.cwd()))


def _tell(name: str, token: str, url: str) -> None:
    say(f"Send this to {name}; it can be used once, within 7 days:", f"{url.rstrip('/')}/join/{token}")


def _now() -> datetime:
    return datetime.now(UTC)

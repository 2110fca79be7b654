"""Commands of the glossary: ``glossary add``, ``search``, ``import``, ``export``, ``propose``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from translate_flow.cli.console import Documents, Json, counted, say, shortened, show, table

app = typer.Typer(help="Keep the desk's terms: look them up, add some, exchange them.", no_args_is_help=True)
From = Annotated[str, typer.Option("--from", metavar="LANG", help="The term's language; default: the desk's.")]
Into = Annotated[str, typer.Option("--to", metavar="LANG", help="The translation's language.")]


class TermStatus(StrEnum):
    """How a translation is to be used."""

    preferred = "preferred"
    admitted = "admitted"
    forbidden = "forbidden"


@app.command()
def add(
    source: Annotated[str, typer.Argument(metavar="TERM", help="The term in the source's language.")],
    target: Annotated[str, typer.Argument(metavar="TRANSLATION", help="Its translation.")] = "",
    from_: From = "",
    to: Into = "",
    pos: Annotated[str, typer.Option(metavar="WORD", help="Part of speech, e.g. noun.")] = "",
    status: Annotated[TermStatus, typer.Option(help="Whether to use it.")] = TermStatus.preferred,
    note: Annotated[str, typer.Option(metavar="TEXT", help="A remark.")] = "",
    case_sensitive: Annotated[bool, typer.Option("--case-sensitive", help="Only with this first letter.")] = False,
    do_not_translate: Annotated[bool, typer.Option("--do-not-translate", help="It stays as it is.")] = False,
) -> None:
    """Add a term and its translation."""
    from translate_flow import languages
    from translate_flow.desk.desk import here
    from translate_flow.desk.leverage import terms
    from translate_flow.errors import UsageError
    from translate_flow.glossary.model import Term

    desk = here(Path.cwd())
    if not target and not do_not_translate:
        raise UsageError("a translation is wanted", where=source, remedy="give one, or --do-not-translate")
    targets = [languages.language(to)] if to else desk.settings.target_languages
    if len(targets) > 1 and not do_not_translate:
        what = f"this desk translates into {', '.join(targets)}"
        raise UsageError(what, where=source, remedy="say with --to into which of them this is the translation")
    pair = languages.language(from_ or desk.settings.source_language), targets[0] if len(targets) == 1 else ""
    term = Term(source, target or source, *pair, pos, status.value, note, case_sensitive, do_not_translate)
    new, _ = terms.add(desk, [term])
    say(f"{terms.place(desk)}: {'added' if new else 'there already'}: {source} → {term.target}")


@app.command()
def search(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A word, or a whole text in which terms are found.")],
    from_: From = "",
    json: Json = False,
) -> None:
    """Find terms in a text, inflected or not."""
    from translate_flow.desk.desk import here
    from translate_flow.desk.leverage import terms
    from translate_flow.glossary import Finder

    desk = here(Path.cwd())
    language = from_ or desk.settings.source_language
    found = Finder(terms.terms(desk, language), language).find(text)
    if json:
        show({"terms": [{"start": one.start, "end": one.end, **one.term._asdict()} for one in found]})
        return
    terms_found = [one.term for one in found]
    table(
        ("term", "to", "translation", "status", "note"),
        [(one.source, one.target_language, one.target, one.status, one.note) for one in terms_found],
    )


@app.command("import")
def import_(
    paths: Annotated[list[Path], typer.Argument(metavar="FILE", help="CSV or TBX (versions 2 and 3).")],
) -> None:
    """Take terms from files into the desk's glossary."""
    from translate_flow import glossary
    from translate_flow.desk import files
    from translate_flow.desk.desk import here
    from translate_flow.desk.leverage import terms

    desk = here(Path.cwd())
    for path in paths:
        new, replaced = terms.add(desk, glossary.read(files.read(path, "glossary"), path))
        say(f"{path}: {new} new, {replaced} replaced")


@app.command("export")
def export_(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The file: .csv or .tbx.")],
    tbx_version: Annotated[int, typer.Option(min=2, max=3, help="Version of TBX.")] = 3,
) -> None:
    """Write the desk's glossary as CSV or TBX."""
    from translate_flow import glossary
    from translate_flow.desk import files
    from translate_flow.desk.desk import here
    from translate_flow.desk.leverage import terms

    found = terms.terms(here(Path.cwd()))
    files.write(path, glossary.written(found, path, tbx_version))
    say(f"{path}: {counted(len(found), 'term')}")


@app.command()
def propose(
    documents: Documents = None,
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 30,
    json: Json = False,
) -> None:
    """List names and phrases of documents that the glossary lacks."""
    from translate_flow.desk.desk import here
    from translate_flow.desk.leverage import terms

    desk = here(Path.cwd())
    found = terms.proposed(desk, desk.documents(documents or []), limit)
    if json:
        show({"terms": [one._asdict() for one in found]})
        return
    table(
        ("term", "kind", "times", "example"), [(t.term, t.kind, str(t.times), shortened(t.example, 60)) for t in found]
    )

"""Commands that bring translations to their readers: ``publish``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from translate_flow.cli.console import Documents, Json, complain, counted, each, leave, now, say, show

if TYPE_CHECKING:
    from translate_flow.desk.release.publishing import Released


def publish(
    documents: Documents = None,
    target: Annotated[str, typer.Option("--to", metavar="TARGET", help="A target that the settings name.")] = "",
    languages: Annotated[
        list[str] | None, typer.Option("--lang", metavar="LANG", help="Only this language; may be repeated.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Change nothing; show what would be changed.")] = False,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Also replace what people changed at the service.")
    ] = False,
    by: Annotated[str, typer.Option(metavar="NAME", help="Who publishes; default: the system's user.")] = "",
    json: Json = False,
) -> None:
    """Publish finished translations: as pages, a site, a feed, a book, in WordPress. A second run changes nothing."""
    from translate_flow.desk.desk import here
    from translate_flow.desk.release.publishing import Press, Run
    from translate_flow.errors import InputError

    desk = here(Path.cwd())
    press = Press(desk, target or _only(list(desk.settings.publish)))
    run = Run(now(), by or _user(), dry_run, overwrite)
    batches = press.batches(desk.documents(documents or ()), languages or ())
    results, errors, code = each(batches, lambda batch: press.release(batch, run))
    for receipt in press.gone(languages or ()) if not documents else ():
        complain(
            f"{receipt.document} → {receipt.language}: the article is gone, and is still published: "
            f"{receipt.address}; if it was withdrawn, take it away there; if it was renamed: "
            f"translate-flow segment NEW --renamed-from {receipt.document}"
        )
    if json:
        show({"target": press.name, "dry_run": dry_run, "articles": results, "errors": errors})
    else:
        for result in results:
            _print(result, dry=dry_run)
        if not results and not errors:
            say("Nothing to publish: no document has a language that this target takes.")
    if any(result.state == "refused" for result in results):
        leave(InputError.exit_code)
    leave(max(code, 1) if any(result.state in ("incomplete", "waiting") for result in results) else code)


def _only(targets: list[str]) -> str:
    """The one target of the settings. Raises :class:`UsageError` where there are others, or none."""
    from translate_flow.errors import UsageError

    if len(targets) == 1:
        return targets[0]
    known = f"one of {', '.join(targets)}" if targets else "one that the settings name: [publish.NAME]"
    raise UsageError("where to publish is not said", remedy=f"give --to, {known}")


def _user() -> str:
    from getpass import getuser

    try:
        return getuser()
    except (OSError, KeyError):  # a container without users
        return ""


def _print(result: Released, *, dry: bool) -> None:
    name = f"{result.document} → {result.language}"
    if result.state == "incomplete":
        first = f"first {result.missing[0].segment}: {result.missing[0].reason}"
        complain(f"{name}: not published, {counted(len(result.missing), 'segment')} not done, {first}")
    elif result.state == "refused":
        complain(f"{name}: not published: {result.fault}")
    elif result.state == "waiting":
        complain(f"{name}: not published, the service failed three times in a row")
    elif dry and result.state != "unchanged":
        say(f"{name}: would be {'published' if result.state == 'new' else 'changed'}: {result.address}".rstrip(": "))
        say(*result.difference.splitlines())
    else:
        say(f"{name}: {'published' if result.state == 'new' else result.state}: {result.address}")
    if result.left:
        complain(f"{name}: it was at {result.left} before, and still is; take it away there")

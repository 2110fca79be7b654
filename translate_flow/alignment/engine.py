"""Machine translation by Apertium's command, where it is installed: rules and dictionaries, without network."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable

from translate_flow import languages
from translate_flow.errors import UsageError

_PATIENCE = 600
"""Seconds."""


def apertium(source: str, target: str) -> Callable[[list[str]], list[str]]:
    """A function that translates sentences from one language to another, all in one run of the program.

    Raises :class:`UsageError` where Apertium or the pair is not installed.
    """
    program = shutil.which("apertium")
    if program is None:
        raise UsageError("Apertium is not installed", remedy="install it with the pair, e.g. apertium-eng-spa")
    installed = _run([program, "-l"], "").split()
    pairs = (f"{ours}-{theirs}" for ours in _codes(source) for theirs in _codes(target))
    pair = next((pair for pair in pairs if pair in installed), None)
    if pair is None:
        what = f"Apertium has no {source} → {target} here"
        raise UsageError(what, remedy=f"install it, or use one of {', '.join(installed) or 'none'}")
    return lambda texts: _translated([program, "-u", pair], texts)


def _translated(command: list[str], texts: list[str]) -> list[str]:
    """The translations; each sentence is a paragraph to the program, so that none is joined with the next."""
    asked = [at for at, text in enumerate(texts) if text.strip()]
    answer = _run(command, "\n\n".join([" ".join(texts[at].split()) for at in asked]) + "\n")
    found = answer.removesuffix("\n").split("\n\n")
    if asked and len(found) != len(asked):
        raise UsageError(f"Apertium gave {len(found)} sentences for {len(asked)}", remedy="align without --machine")
    translated = [""] * len(texts)
    for at, text in zip(asked, found, strict=False):
        translated[at] = text
    return translated


def _run(command: list[str], text: str) -> str:
    try:
        done = subprocess.run(command, input=text, capture_output=True, text=True, timeout=_PATIENCE, check=True)  # noqa: S603
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise UsageError(f"Apertium failed: {error}", remedy="try it by hand, or align without --machine") from None
    return done.stdout


def _codes(tag: str) -> list[str]:
    """What Apertium's pairs may call the language: its ISO 639 codes of three letters or two."""
    from babel.core import get_global

    short = languages.primary(tag)
    return [*(code for code, other in get_global("language_aliases").items() if other == short), short]

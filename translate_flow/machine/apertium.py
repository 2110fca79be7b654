"""Apertium, the engine that works offline: the command ``apertium``, or an APY server where the desk names one.

Texts are sent as one HTML page, a paragraph each, whose ids tell which translation belongs to which text: Apertium
carries elements along with the words that they mark, and a page is one process however many texts there are. (As plain
lines, Apertium 3.8 would drop the last full stop.)
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Callable, Sequence
from functools import cache, partial

from translate_flow.errors import EngineError
from translate_flow.machine import codes
from translate_flow.machine.http import Call, Client
from translate_flow.machine.model import BadAnswer, Busy, Engine, Kind, Limits, Marks, Setup

_TITLE = "Apertium"
_COMMAND = "apertium"
_REMEDY = "install it with a language pair, on Debian: apertium, transfuse, apertium-eng-spa"
_PARAGRAPH = re.compile(r'<p id="t(\d+)">(.*?)</p>', re.DOTALL)
_MODE = re.compile(r"\s*([a-z]{2,3}(?:_\w+)?)-([a-z]{2,3}(?:_\w+)?)\s*")


def _open(setup: Setup) -> Engine:
    client = Client("apertium", _TITLE, setup)
    modes = cache(partial(_served, client, setup.url) if setup.url else partial(_installed, setup.timeout))
    run = partial(_ask_server, client, setup.url) if setup.url else partial(_run, setup.timeout)

    def pair(source: str, target: str) -> tuple[str, str]:
        try:
            known = modes()
        except (Busy, BadAnswer) as error:
            raise EngineError(
                f"it does not say what it has: {error}", where=_TITLE, remedy="check that it runs"
            ) from None
        return _pair(known, source, target)

    return Engine(
        name="apertium", title=_TITLE, place=setup.url,
        limits=Limits(size=20_000, texts=50, per_second=setup.per_second or 0),
        html=True, marks=(Marks.PAIRS, Marks.PRIVATE, Marks.BRACES),
        codes=pair, translate=partial(_translate, run),
    )  # fmt: skip


def _missing(setup: Setup) -> str:
    return "" if setup.url or shutil.which(_COMMAND) else "command apertium"


KIND = Kind(name="apertium", title=_TITLE, missing=_missing, remedy=_REMEDY, open=_open)


def _translate(run: Callable[[str, str], str], texts: Sequence[str], source: str, target: str) -> list[str]:
    """The texts' translations. ``run`` translates a page in a mode."""
    page = "\n".join(f'<p id="t{at}">{text}</p>' for at, text in enumerate(texts))
    found = {int(number): text for number, text in _PARAGRAPH.findall(run(f"{source}-{target}", page))}
    if sorted(found) != list(range(len(texts))):
        raise BadAnswer(f"it answered {len(texts)} texts with {len(found)}")
    return [found[at] for at in range(len(texts))]


def _pair(modes: frozenset[tuple[str, str]], source: str, target: str) -> tuple[str, str]:
    """The mode for a pair: that of the very variety (``eng_US``), else of the language. Raises :class:`UsageError`."""
    sources = {_tag(mode[0]).lower(): mode[0] for mode in modes}
    first = codes.code(source, sources)
    targets = {_tag(mode[1]).lower(): mode[1] for mode in modes if mode[0] == first}
    return codes.pair(_TITLE, source, target, sources, targets)


def _tag(code: str) -> str:
    """A mode's code (ISO 639-1 or 639-3, with a region) as a BCP 47 tag: ``spa`` → ``es``, ``eng_US`` → ``en-US``."""
    from babel.core import get_global

    language, *rest = code.split("_")
    return "-".join([get_global("language_aliases").get(language, language), *rest])


def _installed(timeout: float) -> frozenset[tuple[str, str]]:
    """The modes that ``apertium -l`` lists."""
    return _modes(_output([_COMMAND, "-l"], "", timeout).splitlines())


def _modes(lines: Sequence[str]) -> frozenset[tuple[str, str]]:
    return frozenset((found[1], found[2]) for line in lines if (found := _MODE.fullmatch(line)))


def _run(timeout: float, mode: str, page: str) -> str:
    return _output([_COMMAND, "-u", "-f", "html-noent", mode], page, timeout)


def _output(command: Sequence[str], text: str, timeout: float) -> str:
    """What a command prints. It and all that it started end with the time limit."""
    try:
        with subprocess.Popen(  # noqa: S603 - a fixed command
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            encoding="utf-8", errors="replace", start_new_session=True,
        ) as process:  # fmt: skip
            try:
                output, _ = process.communicate(text, timeout)
            except subprocess.TimeoutExpired:
                raise Busy(f"no answer within {timeout:g} seconds", text=True) from None
            finally:
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGKILL)
    except FileNotFoundError:
        raise EngineError("there is no command apertium", where=_TITLE, remedy=_REMEDY) from None
    if process.returncode:
        raise Busy(f"apertium ended with code {process.returncode}", text=True)
    return output


def _served(client: Client, url: str) -> frozenset[tuple[str, str]]:
    """The pairs that an APY server lists."""
    answer = _responded(client, Call("GET", f"{url}listPairs"))
    if not isinstance(answer, list):
        raise EngineError("it lists no pairs", where=_TITLE, remedy="check that the address is that of an APY server")
    return _modes(
        [f"{row.get('sourceLanguage')}-{row.get('targetLanguage')}" for row in answer if isinstance(row, dict)]
    )


def _ask_server(client: Client, url: str, mode: str, page: str) -> str:
    data = {"langpair": mode.replace("-", "|"), "q": page, "format": "html", "markUnknown": "no"}
    answer = _responded(client, Call("POST", f"{url}translate", data=data))
    if not isinstance(answer, dict) or not isinstance(answer.get("translatedText"), str):
        raise BadAnswer("its answer cannot be understood")
    return str(answer["translatedText"])


def _responded(client: Client, call: Call) -> object:
    try:
        answer = client.fetch(call).json()
    except ValueError:
        raise BadAnswer("its answer is no JSON") from None
    return answer.get("responseData") if isinstance(answer, dict) else None

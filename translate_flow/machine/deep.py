"""Engines made of deep-translator's translators.

deep-translator knows how to ask each service, but not how to fail: it has no time limits, raises what ``requests``
raises, and puts keys and texts into addresses. So each engine works with its own copy of a module of deep-translator
in which ``requests`` is a client of ours; what others do with deep-translator in the same process is not touched.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from translate_flow.errors import EngineError
from translate_flow.machine import codes
from translate_flow.machine.http import Answer, Call, Client
from translate_flow.machine.model import BadAnswer, Engine, Limits, Marks, Setup


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """How one service is asked."""

    name: str
    title: str
    module: str
    translator: str
    """deep-translator's module and class."""
    url: Callable[[Setup], dict[str, str]] = lambda _setup: {}
    """Its addresses, in place of deep-translator's, by their names there."""
    arguments: Callable[[Setup], dict[str, Any]] = lambda _setup: {}
    """For the class."""
    options: Mapping[str, str] = field(default_factory=dict)
    """For each call of ``translate``."""
    changed: Callable[[Call, Setup], Call] = lambda call, _setup: call
    """deep-translator's request as it is really sent."""
    read: Callable[[str], str] = lambda text: text
    """The answer's text as deep-translator can read it."""
    patched: Mapping[str, Any] = field(default_factory=dict)
    """What is replaced in the class."""
    languages: Callable[[], tuple[dict[str, str], dict[str, str]]]
    """Its codes of source and target languages."""
    limits: Limits
    html: bool = False
    marks: tuple[Marks, ...]


class _Requests:
    """What stands in for ``requests`` in a module of deep-translator."""

    def __init__(self, service: Service, setup: Setup) -> None:
        from requests import exceptions

        self.exceptions = exceptions
        self._service, self._setup = service, setup
        self._client = Client(service.name, service.title, setup)

    def get(self, url: str, **arguments: Any) -> Answer:
        return self._send("GET", url, arguments)

    def post(self, url: str, **arguments: Any) -> Answer:
        return self._send("POST", url, arguments)

    def _send(self, method: str, url: str, arguments: dict[str, Any]) -> Answer:
        arguments.pop("proxies", None)  # the environment's hold, as requests reads them
        answer = self._client.fetch(self._service.changed(Call(method, url, **arguments), self._setup))
        return Answer(answer.status_code, self._service.read(answer.text))


def _translator(service: Service, setup: Setup) -> Any:
    """A translator of deep-translator, in a copy of its module, that sends its requests through ours."""
    from importlib.util import find_spec, module_from_spec

    spec = find_spec(f"deep_translator.{service.module}")
    if spec is None or spec.loader is None:
        raise EngineError("the package deep-translator is missing", where=service.title, remedy="install it again")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    names = vars(module)
    names.update(requests=_Requests(service, setup), BASE_URLS=names["BASE_URLS"] | service.url(setup))
    kind = type(service.translator, (names[service.translator],), dict(service.patched))
    return kind(**service.arguments(setup))


def opened(service: Service, setup: Setup) -> Engine:
    """The service as an engine; deep-translator is imported when it is first asked."""

    @cache
    def translator() -> Any:
        return _translator(service, setup)

    def translate(texts: Sequence[str], source: str, target: str) -> list[str]:
        # The codes are set past deep-translator's own check: its tables lack much of what the services have.
        one = translator()
        one.source, one.target = source, target
        return [_translated(one, text, service.options) for text in texts]

    def pair(source: str, target: str) -> tuple[str, str]:
        return codes.pair(service.title, source, target, *service.languages())

    limits = service.limits if setup.per_second is None else replace(service.limits, per_second=setup.per_second)
    return Engine(
        name=service.name, title=service.title, place=setup.url, limits=limits, html=service.html, marks=service.marks,
        codes=pair, translate=translate,
    )  # fmt: skip


def _translated(translator: Any, text: str, options: Mapping[str, str]) -> str:
    """One text's translation. Raises :class:`BadAnswer` for everything else that deep-translator makes of an answer."""
    from deep_translator import exceptions

    ours = (exceptions.BaseError, exceptions.RequestError, exceptions.ServerException, exceptions.MicrosoftAPIerror)
    # An answer of another shape fails in deep-translator as ordinary code does.
    try:
        answer = translator.translate(text, **options)
    except (*ours, ValueError, LookupError, TypeError, AttributeError, StopIteration):
        raise BadAnswer("its answer cannot be understood") from None
    if answer is None:  # Google's, where text and translation have no letter in common but look alike
        return ""
    if not isinstance(answer, str):
        raise BadAnswer("its answer is no text")
    return answer

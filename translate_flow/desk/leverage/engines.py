"""The desk's translation engines: opened as its settings and the keys of its people say."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from translate_flow.desk.desk import FILE_NAME, Desk
from translate_flow.desk.settings import Machine, Settings
from translate_flow.errors import UsageError
from translate_flow.machine import keys, kind_named, kinds
from translate_flow.machine.model import Engine, Kind, Setup


class Listed(NamedTuple):
    """An engine, as a list of engines shows it."""

    name: str
    title: str
    key: str
    """``set``, ``missing``, ``optional`` or ``none needed``."""
    variable: str
    """The environment's variable for the key; empty where it takes none."""
    lacks: str
    """What is missing before it can be used; empty where it is ready."""


def engine(name: str, settings: Settings, *, counting: bool = False) -> Engine:
    """The engine of that name. Where it is only asked to count, it needs no key.

    Raises :class:`UsageError` where there is no such engine, or something is missing to use it.
    """
    kind = kind_named(name)
    setup = _setup(name, settings)
    lacks = _lacks(kind, setup)
    if lacks and not counting:
        raise UsageError(f"there is no {lacks}", where=kind.title, remedy=_remedy(kind, setup))
    return kind.open(setup)


def listed(settings: Settings) -> list[Listed]:
    """All engines, and what each of them lacks."""
    return [_listed(kind, _setup(kind.name, settings)) for kind in kinds()]


def answers(desk: Desk) -> Path:
    """The file that keeps what engines answered."""
    return desk.root / "memory" / "machine.sqlite"


def _setup(name: str, settings: Settings) -> Setup:
    table = settings.machine.get(name, Machine())
    return Setup(
        url=table.url, key=keys.key(name), timeout=table.timeout, per_second=table.requests_per_second,
        region=table.region,
    )  # fmt: skip


def _lacks(kind: Kind, setup: Setup) -> str:
    if kind.needs_url and not setup.url:
        return "address"
    if kind.needs_key and not setup.key:
        return "key"
    return kind.missing(setup)


def _remedy(kind: Kind, setup: Setup) -> str:
    if kind.needs_url and not setup.url:
        return f"give its “url” under [machine.{kind.name}] in {FILE_NAME}"
    if kind.needs_key and not setup.key:
        return f"put one into {keys.variable(kind.name)} or the keyring; they come from {kind.keys}"
    return kind.remedy


def _listed(kind: Kind, setup: Setup) -> Listed:
    without = "missing" if kind.needs_key else "optional" if kind.keys else "none needed"
    variable = keys.variable(kind.name) if kind.keys else ""
    return Listed(kind.name, kind.title, "set" if setup.key else without, variable, _lacks(kind, setup))

"""XLIFF 2's rules for what a translation must keep of its source's codes (section 4.7.2.6, editing hints)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from translate_flow.stores.xliff2.rules.spans import in_order
from translate_flow.stores.xliff2.scope import Code, Fault, Side, View

_ALIKE = {"pc": "sc", "/pc": "/"}
_CODES = frozenset({"ph", "pc", "sc", "ec", "/pc"})


class _Step(NamedTuple):
    """A code in a row of codes."""

    key: tuple[str, str]
    """What it has in common with the code of the other side."""
    hint: str
    code: Code

    @property
    def name(self) -> str:
        """Its id, or that of its start."""
        return self.key[1]


def undeleted(view: View) -> Iterator[Fault]:
    """A code that must not be deleted is in a target, if its segment has one."""
    if not view.targets:
        return
    there = {_key(code) for side in view.targets for code in side.codes}
    translated = {side.holder for side in view.targets}
    for side in view.sources:
        for code in side.codes:
            if code.attributes.get("canDelete") != "no" or code.name == "/pc" or side.holder not in translated:
                continue
            if _key(code) not in there:
                name = code.attributes.get("id") or code.attributes.get("startRef", "")
                message = f"<{code.name}> “{name}” has canDelete=“no”, but no target of this unit has it; put it back"
                yield Fault(code.element, "code-deleted", message, "4.7.2.6")


def sequences(view: View) -> Iterator[Fault]:
    """What must keep its order begins with ``firstNo``, goes on with ``no``, and is the same in the target."""
    source = list(_steps(view.sources))
    target = list(_steps(in_order(view)))
    before = {step.key: last.key for last, step in pairwise(source)}
    kept = {step.key for step in target}
    for last, step in _fixed(source):
        if last is None or last.hint == "yes":
            yield _unbegun(step)
    for last, step in _fixed(target):
        wanted = before.get(step.key)
        if wanted is None and last is not None and last.hint == "yes":
            yield _unbegun(step)
        elif wanted in kept and (last is None or last.key != wanted):
            message = f"<{step.code.name}> “{step.name}” must follow the same code as in the source; move it back"
            yield Fault(step.code.element, "code-reordered", message, "4.7.2.6")


def _fixed(steps: list[_Step]) -> Iterator[tuple[_Step | None, _Step]]:
    """The codes that must follow another, and the one that they do follow."""
    for last, step in zip([None, *steps], steps, strict=False):
        if step.hint == "no" and step.code.name != "/pc":
            yield last, step


def _unbegun(step: _Step) -> Fault:
    message = f"<{step.code.name}> “{step.name}” has canReorder=“no”, but not the code before; begin with “firstNo”"
    return Fault(step.code.element, "sequence-without-first", message, "4.7.2.6")


def _steps(sides: Iterable[Side]) -> Iterator[_Step]:
    for side in sides:
        for code in side.codes:
            if code.name in _CODES:
                yield _Step(_key(code), code.attributes.get("canReorder", "yes"), code)


def _key(code: Code) -> tuple[str, str]:
    """A span's start and its end, spelled alike whether it is a ``pc`` or cut in two."""
    name, _, attributes = code
    if name == "ec" and "startRef" in attributes:
        return "/", attributes["startRef"]
    return _ALIKE.get(name, name), attributes.get("id", "")


RULES = ((("canDelete",), undeleted), (("canReorder",), sequences))

"""XLIFF 2's rules for what a translation must keep of its source's codes (section 4.7.2.6, editing hints)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from translate_flow.stores.xliff2_rules_spans import in_order
from translate_flow.stores.xliff2_scope import Code, Fault, Side, View

_ALIKE = {"pc": "sc", "/pc": "/"}
_CODES = frozenset({"ph", "pc", "sc", "ec", "/pc"})


class _Step(NamedTuple):
    """A code in a row of codes."""

    key: tuple[str, str]
    """What it has in common with the code of the other side."""
    hint: str
    code: Code


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
    yield from _unbroken(source, whole=True)
    broken = list(_unbroken(target, whole=False))
    yield from broken
    for last, step in zip([None, *target], target, strict=False):
        wanted = before.get(step.key)
        if step.hint == "no" and step.key[0] != "/" and wanted in kept and (last is None or last.key != wanted):
            name = step.code.attributes.get("id") or step.code.attributes.get("startRef", "")
            if not any(fault.element is step.code.element for fault in broken):
                message = f"<{step.code.name}> “{name}” must follow the same code as in the source; move it back"
                yield Fault(step.code.element, "code-reordered", message, "4.7.2.6")


def _unbroken(steps: list[_Step], *, whole: bool) -> Iterator[Fault]:
    for last, step in zip([None, *steps], steps, strict=False):
        if step.hint != "no" or step.code.name == "/pc":
            continue
        if (last is None and whole) or (last is not None and last.hint == "yes"):
            message = f"<{step.code.name}> has canReorder=“no”, but the code before it has not; begin with firstNo"
            yield Fault(step.code.element, "sequence-without-first", message, "4.7.2.6")


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

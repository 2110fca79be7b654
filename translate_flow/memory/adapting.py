"""A proposal for a text that differs from the remembered one in trivial things: they are changed in the target too."""

from __future__ import annotations

import re

from translate_flow.bitext import TAG

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_FINAL = re.compile(r"[.!?:;…]+$")


def adapted(text: str, source: str, target: str) -> tuple[str, tuple[str, ...]]:
    """The target as it may serve for ``text``, and what was adapted: ``codes``, ``numbers``, ``punctuation``, ``case``.

    Each is changed only where it is sure: a number that differs stands in the target once, codes are as many.
    """
    done: list[str] = []
    for name, change in (("codes", _codes), ("numbers", _numbers), ("punctuation", _final), ("case", _case)):
        changed = change(text, source, target)
        if changed != target:
            done.append(name)
            target = changed
    return target, tuple(done)


def _codes(text: str, source: str, target: str) -> str:
    """The tags of ``text`` in place of the source's."""
    ours, theirs = (list(dict.fromkeys(tag[2] for tag in TAG.finditer(one))) for one in (text, source))
    shapes = [[(tag[1], tag[3]) for tag in TAG.finditer(one)] for one in (text, source)]
    if ours == theirs:
        return target
    if not ours:
        return TAG.sub("", target)
    if shapes[0] != shapes[1]:
        return target
    names = dict(zip(theirs, ours, strict=True)) if len(theirs) == len(ours) else {}
    return TAG.sub(lambda tag: f"<{tag[1]}{names.get(tag[2], tag[2])}{tag[3]}>", target)


def _numbers(text: str, source: str, target: str) -> str:
    """The numbers of ``text`` in place of the source's, where all else is equal in number and order."""
    ours, theirs = _NUMBER.findall(TAG.sub("", text)), _NUMBER.findall(TAG.sub("", source))
    if ours == theirs or len(ours) != len(theirs):
        return target
    changes = {old: new for old, new in zip(theirs, ours, strict=True) if old != new}
    there = _NUMBER.findall(TAG.sub("", target))
    if any(there.count(old) != 1 or theirs.count(old) != 1 for old in changes):
        return target
    pieces = re.split(f"({TAG.pattern})", target)
    if len(pieces) > 1:
        return target
    return _NUMBER.sub(lambda found: changes.get(found[0], found[0]), target)


def _final(text: str, source: str, target: str) -> str:
    """The final mark of ``text``, where the target has the source's."""
    ours, theirs, there = (_FINAL.search(one) for one in (text, source, target))
    new, old, present = (found[0] if found else "" for found in (ours, theirs, there))
    if new == old or present != old or "¿" in target or "¡" in target:
        return target
    return target[: len(target) - len(present)] + new


def _case(text: str, source: str, target: str) -> str:
    """A capital or small first letter, as ``text`` has it, where that is the first difference."""
    ours, theirs, there = text[:1], source[:1], target[:1]
    if ours == theirs or ours.lower() != theirs.lower() or not there.isalpha() or there.isupper() != theirs.isupper():
        return target
    return (there.upper() if ours.isupper() else there.lower()) + target[1:]

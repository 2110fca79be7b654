"""Inline codes of a source in a translation that has codes of its own, or none: placed where that is sure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from translate_flow.bitext import Code, Tag, parts

_SAME_KIND = {"strong": "b", "em": "i"}
_ADDRESS = re.compile(r"(?:https?:|/)[^\s\"'<>()]+")


class Coded(NamedTuple):
    """A text and the codes that may stand in it."""

    text: str
    codes: tuple[Code, ...]

    def parts(self) -> list[str | Tag]:
        """Its strings and tags."""
        return parts(self.text, {code.id for code in self.codes})

    @property
    def plain(self) -> str:
        """It without its codes."""
        return "".join([part for part in self.parts() if isinstance(part, str)])


def placed(source: Coded, targets: Sequence[Coded], joiner: str) -> tuple[str, bool]:
    """The targets joined, with the source's codes in place of their own; whether all of them have a place.

    A code is known by its kind (the letters of its id) and where it leads, else by its order among its kind. Codes
    around the whole source go around a target that has none. If any of its codes is missing, none is placed.
    """
    plain = joiner.join([target.plain.strip() for target in targets])
    wanted = Counter(part for part in source.parts() if isinstance(part, Tag))
    if not wanted:
        return plain, True
    if not any(isinstance(part, Tag) for target in targets for part in target.parts()):
        return _wrapped(source, plain)
    unused = [code for code in source.codes if any(tag.id == code.id for tag in wanted)]
    written: list[str] = []
    found: Counter[Tag] = Counter()
    for target in targets:
        names = _names(target, unused)
        tags = [part._replace(id=names.get(part.id, "")) if isinstance(part, Tag) else part for part in target.parts()]
        found.update(part for part in tags if isinstance(part, Tag) and part.id)
        written.append("".join([part if isinstance(part, str) else _spelled(part) for part in tags]).strip())
    return (joiner.join(written), True) if found == wanted else (plain, False)


def _names(target: Coded, unused: list[Code]) -> dict[str, str]:
    """The target's codes under the source's names; those taken are no longer ``unused``."""
    names: dict[str, str] = {}
    present = {part.id for part in target.parts() if isinstance(part, Tag)}
    its = [code for code in target.codes if code.id in present]
    for same_markup in (True, False):
        for code in its:
            fits = (
                one for one in unused if _alike(one, code) and (not same_markup or _leads_to(one) == _leads_to(code))
            )
            if code.id not in names and (taken := next(fits, None)):
                names[code.id] = taken.id
                unused.remove(taken)
    return names


def _alike(one: Code, other: Code) -> bool:
    return _kind(one) == _kind(other) and (one.close is None) == (other.close is None)


def _kind(code: Code) -> str:
    letters = code.id.rstrip("0123456789")
    return _SAME_KIND.get(letters, letters)


def _leads_to(code: Code) -> str:
    """The address in a link's or image's markup, else the markup itself."""
    found = _ADDRESS.search(code.data + (code.close or ""))
    return found[0] if found else code.data


def _wrapped(source: Coded, plain: str) -> tuple[str, bool]:
    """The plain target within the codes that stand before and after all of the source's words."""
    found = source.parts()
    words = [at for at, part in enumerate(found) if isinstance(part, str) and not part.isspace()]
    if len(words) != 1:
        return plain, False
    before, after = (
        "".join([_spelled(part) for part in edge if isinstance(part, Tag)])
        for edge in (found[: words[0]], found[words[0] + 1 :])
    )
    return f"{before}{plain}{after}", True


def _spelled(tag: Tag) -> str:
    """The tag as it stands in a text; nothing for one that the source does not have."""
    if not tag.id:
        return ""
    return {"open": f"<{tag.id}>", "close": f"</{tag.id}>", "lone": f"<{tag.id}/>"}[tag.shape]

"""Which part of an article a block of Markdown is: from its markup, its neighbours, and at last its words."""

from __future__ import annotations

import re

from translate_flow.documents.model import SourceUnit
from translate_flow.documents.roles import role_of_text, starts_comments

_SENTENCE_END = re.compile(r"[.!?…][”\"»’')]*\s+\S")
_LONGEST_CAPTION = 400
_LONGEST_DEK = 300
_LONGEST_PLAIN_DEK = 160
"""Characters."""
_INSIDE = frozenset({"image-alt", "link-title", "metadata"})


class Roles:
    """Gives each block its role; blocks must be asked for in the order of the document."""

    def __init__(self) -> None:
        self._headline = -1
        self._headings: list[tuple[int, int]] = []
        self._comments = 0
        self._emphasised: set[int] = set()
        self._after_image = False

    def of(self, number: int, text: str, default: str, *, level: int = 0, emphasised: bool, image: bool) -> str:
        """The role of the block that reads ``text`` and will be unit ``number``.

        ``default`` is what its container makes of it, a role or ``footnote``, ``level`` that of a heading;
        ``emphasised`` says that all of it is, ``image`` that it starts with an image.
        """
        after_image, self._after_image = self._after_image, False
        if level:
            return self._heading(number, text, level)
        if default == "footnote":
            return "paragraph"
        if self._comments:
            return "comment"
        if default == "paragraph" and text[:1].isdigit() and starts_comments(text):
            self._comments = 7
            return "comment"
        if emphasised:
            self._emphasised.add(number)
        if len(text) <= _LONGEST_CAPTION and default == "paragraph" and (image or (after_image and emphasised)):
            default = "caption"
        return role_of_text(text, default)

    def picture(self) -> None:
        """A block that is nothing but an image: its caption may follow."""
        self._after_image = True

    def _heading(self, number: int, text: str, level: int) -> str:
        if self._comments and level <= self._comments:
            self._comments = 0
        if starts_comments(text):
            self._comments = level
        if self._comments:
            return "comment"
        if level == 1 and self._headline < 0:
            self._headline = number
            return "headline"
        self._headings.append((number, level))
        return "heading"

    def settle(self, units: list[SourceUnit]) -> None:
        """Find the dek, which only shows by what follows it: the only heading of its level, or a short paragraph."""
        blocks = [index for index in range(self._headline + 1, len(units)) if units[index].role not in _INSIDE][:2]
        if self._headline < 0 or not blocks:
            return
        dek = units[blocks[0]]
        if dek.role == "heading":
            level = next(level for number, level in self._headings if number == blocks[0])
            alone = sum(1 for _, other in self._headings if other == level) == 1
        elif dek.role == "paragraph" and len(dek.text) <= _LONGEST_DEK:
            follower = units[blocks[1]] if len(blocks) > 1 else dek
            short = len(dek.text) <= _LONGEST_PLAIN_DEK and not _SENTENCE_END.search(dek.text)
            alone = blocks[0] in self._emphasised or (short and len(follower.text) > len(dek.text))
        else:
            return
        if alone:
            units[blocks[0]] = dek._replace(role="subheadline")

"""How far an element of a token list goes, found by the names of its tags alone."""

from __future__ import annotations

from collections.abc import Sequence

from translate_flow.documents.html_attributes import traits
from translate_flow.documents.html_roles import BLOCK, ELEMENTS, ISLAND, UNCLOSED_TO_END
from translate_flow.documents.html_tokens import END, START, Token


class Extents:
    """Answers for one token list; ``last`` is always the index behind the tokens in question."""

    def __init__(self, text: str, found: Sequence[Token], xml: bool) -> None:
        self._text = text
        self._found = found
        self._xml = xml
        self._partners: dict[int, int] | None = None

    def is_whole(self, token: Token) -> bool:
        """Whether a start tag is a whole element: ``<b/>`` in XML or SVG."""
        return self._text[token.end - 2] == "/" and (self._xml or token.name == "svg")

    def has_blocks(self, first: int, last: int) -> bool:
        """Whether there is a tag of a block among these tokens."""
        return any(ELEMENTS.get(token.name) == BLOCK for token in self._found[first:last])

    def after_element(self, index: int, token: Token, last: int) -> int:
        """Index of the token behind a sealed element or an island whose start tag ``token`` stands before ``index``."""
        if self.is_whole(token):
            return index
        partner = self._partner(index - 1, last)
        if partner < last:
            return partner + 1
        if token.name in UNCLOSED_TO_END:
            return last
        if ELEMENTS[token.name] == ISLAND:
            return index
        while index < last and ELEMENTS.get(self._found[index].name) != BLOCK:
            index += 1
        return index

    def after_quiet(self, index: int, last: int) -> int:
        """Index of the token behind an inline element that is not to be translated; 0 if it can't be one code.

        It can't if its end tag is missing, or it has blocks or something to translate inside.
        """
        partner = self._partner(index - 1, last)
        if partner >= last or self.has_blocks(index, partner):
            return 0
        inside = (token for token in self._found[index:partner] if token.kind == START)
        if any(traits(token.name, self._text[token.start : token.end]).translate for token in inside):
            return 0
        return partner + 1

    def _partner(self, index: int, last: int) -> int:
        """Index of the end tag that belongs to the start tag at ``index``; ``last`` if none does before that."""
        if self._partners is None:
            self._partners = _partners(self._found)
        return min(self._partners.get(index, last), last)


def _partners(found: Sequence[Token]) -> dict[int, int]:
    opened: dict[str, list[int]] = {}
    partners: dict[int, int] = {}
    for number, (kind, name, _, _) in enumerate(found):
        if kind == START:
            opened.setdefault(name, []).append(number)
        elif kind == END and opened.get(name):
            partners[opened[name].pop()] = number
    return partners

"""Text for XML."""

from __future__ import annotations

import re
from html import escape

_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def characters(text: str) -> str:
    """The text without the characters that XML 1.0 does not have (section 2.2)."""
    return _UNWANTED.sub("", text)


def escaped(text: str) -> str:
    """The text as it stands in an element or a quoted attribute."""
    return escape(characters(text))

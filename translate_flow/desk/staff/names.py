"""Names of people: as they stand in credits, and as they are compared."""

from __future__ import annotations

import unicodedata

import regex

from translate_flow.errors import UsageError

LONGEST = 100
"""Characters of a name."""
_FORBIDDEN = regex.compile(r"[[\p{C}\p{Zl}\p{Zp}\u115F\u1160\u2800\u3164\uFFA0]--[\u200C\u200D]]", regex.V1)
"""What shows nothing (also as a letter: Hangul fillers, the empty Braille cell) or turns the direction, but for the two
joiners, which names in Persian and in India need."""
_IGNORED = regex.compile(r"\p{Default_Ignorable_Code_Point}+")


def named(name: str) -> str:
    """The name as it is kept: in NFC, single spaces between its words.

    Raises :class:`UsageError` for one that is empty, too long, or has characters that show nothing or turn the text's
    direction, because credits are printed, and two people must not look like one.
    """
    if _FORBIDDEN.search(name):
        raise UsageError("the name has control characters", remedy="type it anew")
    kept = " ".join(unicodedata.normalize("NFC", name).split())
    if not compared(kept):
        raise UsageError("the name is empty", remedy="give the name that is to stand in credits")
    if len(kept) > LONGEST:
        raise UsageError(f"the name has {len(kept)} characters", remedy=f"give at most {LONGEST}")
    return kept


def compared(name: str) -> bytes:
    """What is the same for names that count as the same: case, width, spaces and joiners make no difference.

    Compatibility caseless matching of the Unicode Standard (section 3.13, D146), without what is ignorable by default
    (joiners, variation selectors …); as UTF-8, so that it takes any string.
    """
    folded = unicodedata.normalize("NFD", _IGNORED.sub("", name)).casefold()
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", folded).casefold())
    return " ".join(folded.split()).encode("utf-8", "surrogatepass")

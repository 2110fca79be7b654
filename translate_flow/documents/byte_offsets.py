"""From the parser's offsets, bytes of UTF-8, to characters of the document."""

from __future__ import annotations

import re
import sys

_WIDE = re.compile(rb"[\x80-\xff]")


class Offsets:
    """Knows the stretch of ASCII around the last offset that was asked for, where one subtraction is enough.

    Leaving it costs the more the further away the next offset is, so offsets are best asked for in order.
    """

    def __init__(self, text: str, start: int) -> None:
        """``text`` is what the parser reads, ``start`` where in the document that stands."""
        self._data = b"" if text.isascii() else text.encode("utf-8", "surrogatepass")
        self._low, self._high = 0, 0 if self._data else sys.maxsize
        self._shift = -start

    def at(self, byte: int) -> int:
        """The character of the document that starts at this byte."""
        if not self._low <= byte <= self._high:
            self._move(byte)
        return byte - self._shift

    def _move(self, byte: int) -> None:
        """Make the stretch that starts at ``byte`` the known one."""
        forward = byte > self._high
        between = self._data[self._high : byte] if forward else self._data[byte : self._low]
        wider = len(between) - len(between.decode("utf-8", "surrogatepass"))
        self._shift += wider if forward else -wider
        wide = _WIDE.search(self._data, byte)
        self._low, self._high = byte, wide.start() if wide else len(self._data)

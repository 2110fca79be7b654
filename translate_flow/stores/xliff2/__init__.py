"""The stores of XLIFF 2: OASIS XLIFF versions 2.0, 2.1 (ISO 21720) and 2.2, read alike."""

from __future__ import annotations

from translate_flow.bitext import Bitext
from translate_flow.stores.model import Store, Writer
from translate_flow.stores.xliff2.read import read
from translate_flow.stores.xliff2.write import written


def _writer(version: str) -> Writer:
    def write(bitext: Bitext, onto: bytes | None, *, now: str) -> bytes:  # noqa: ARG001 — nothing in it is dated
        return written(bitext, onto, version)

    return write


XLIFF_20, XLIFF_21, XLIFF_22 = (
    Store(name=f"xliff-{version}", suffixes=(".xlf", ".xliff"), read=read, write=_writer(version))
    for version in ("2.0", "2.1", "2.2")
)

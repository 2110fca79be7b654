"""Work is given out and taken back, as a coordinator does it."""

from __future__ import annotations

from pathlib import Path

from interop.sample import DOCUMENT, NOW
from translate_flow.bitext import Bitext, Credit
from translate_flow.desk.desk import Desk
from translate_flow.stores import store_named
from translate_flow.stores.model import credited

BY = "Irene Importa"
"""Who brings the files back."""


def bitext(desk: Desk) -> Bitext:
    """What the desk has."""
    path = desk.bitext(DOCUMENT, "en")
    return store_named(desk.settings.store).read(path.read_bytes(), path.name).bitext


def hand_out(desk: Desk, form: str, folder: Path) -> Path:
    """The bitext of the sample in that format, as a file in ``folder``."""
    store = store_named(form)
    path = folder / (DOCUMENT + store.suffixes[0])
    path.write_bytes(store.write(bitext(desk), None, now=NOW))
    return path


def take_back(desk: Desk, form: str, saved: Path) -> list[str]:
    """Import the file into the desk; what was reported."""
    reading = store_named(form).read(saved.read_bytes(), saved.name)
    path = desk.bitext(DOCUMENT, "en")
    store = store_named(desk.settings.store)
    path.write_bytes(store.write(credited(reading, Credit("translator", BY, NOW[:10])), path.read_bytes(), now=NOW))
    return []

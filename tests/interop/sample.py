"""The desk that is handed out: an article half translated, with a little of everything that a file can carry."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from translate_flow.bitext import (
    FUZZY_MATCH,
    MACHINE,
    REJECTED,
    SOURCE_CHANGED,
    Bitext,
    Credit,
    Match,
    Note,
    Segment,
    State,
)
from translate_flow.desk import segmenting
from translate_flow.desk.desk import Desk
from translate_flow.stores import store_named

NOW = "2026-09-01T09:30:00+00:00"
DOCUMENT = "ferry.md"
SETTINGS = """\
organization = "El Faro Desk"
source-language = "es"
target-languages = ["en"]
"""

ARTICLE = """\
# El transbordador vuelve a Isla Serena

## Tres horarios al día hasta octubre

Por Nerea Valdés

El **primer barco** salió a las seis. Llevaba pan, correo y [dos médicas](https://faro.example/d). Nadie llora a bordo.

Los vecinos aplaudieron en el muelle. Una banda tocó durante una hora.

El puerto abrirá también de noche.

Los billetes cuestan lo mismo que antes.

Muelle 3<br>Puerto de Isla Serena

> «Sin barco no hay escuela», dijo la maestra Irene Duarte.

- Salida de invierno: siete y media.
- Salida de verano: seis en punto.

![El barco entra en el puerto](barco.jpg)
"""

ANA = Credit("translator", "Ana Prueba", "2026-08-30")
LUIS = Credit("reviewer", "Luis Ensayo", "2026-08-31")
MOTOR = Credit("translator", "Motor de Prueba", "2026-08-29", "tool")

WORK: dict[str, Segment] = {
    work.source: work
    for work in (
        Segment("El transbordador vuelve a Isla Serena", "The ferry returns to Isla Serena", State.FINAL,
                credits=(ANA, LUIS), notes=(Note("Keep the island's name."),)),
        Segment("Tres horarios al día hasta octubre", "Three sailings a day until October", State.REVIEWED,
                credits=(ANA, LUIS)),
        Segment("El <b1>primer barco</b1> salió a las seis.",
                "The <b1>first boat</b1> left at six.", State.TRANSLATED, credits=(ANA,)),
        Segment("Llevaba pan, correo y <a2>dos médicas</a2>.", "It carried bread, mail and <a2>two doctors</a2>.",
                State.REVIEWED, credits=(ANA, LUIS), notes=(Note("Two women, so no “medics”."),)),
        Segment("Los vecinos aplaudieron en el muelle.", "Neighbours clapped on the quay.", State.INITIAL,
                SOURCE_CHANGED, credits=(ANA,), previous="Los vecinos esperaron en el muelle."),
        Segment("Una banda tocó durante una hora.", "A band played for an hour.", State.TRANSLATED, REJECTED,
                credits=(ANA, LUIS), notes=(Note("Which band? Ask Nerea."),)),
        Segment("El puerto abrirá también de noche.", notes=(Note("From November on.", "source"),),
                matches=(Match("El puerto abrirá de noche.", "The port will open at night.", 88, "season 2025"),)),
        Segment("Los billetes cuestan lo mismo que antes.", "Tickets cost the same as before.", State.INITIAL,
                MACHINE, credits=(MOTOR,)),
        Segment("Muelle 3<br1/>Puerto de Isla Serena", "Quay 3<br1/>Port of Isla Serena", State.TRANSLATED,
                credits=(ANA,)),
        Segment("Salida de invierno: siete y media.", "Winter departure: half past six.", State.INITIAL, FUZZY_MATCH,
                credits=(ANA,), previous="Salida de otoño: seis y media."),
    )
}  # fmt: skip
"""What has been done, by source; what is not here is untranslated."""


class Edit(NamedTuple):
    """The one change that is made in the tool. Plain letters: they can be typed by a robot on any keyboard."""

    name: str
    source: str
    target: str


TRANSLATED = Edit("translate", "Nadie llora a bordo.", "Nobody weeps on board.")
"""An untranslated segment is translated, the last one of three in its unit."""
CORRECTED = Edit("correct", "El transbordador vuelve a Isla Serena", "The ferry is back at Isla Serena")
"""A final, reviewed target is changed."""
EDITS = (TRANSLATED, CORRECTED)


def desk(root: Path) -> Desk:
    """The desk on disk, its article segmented and half translated."""
    (root / "sources").mkdir(parents=True)
    (root / "translate-flow.toml").write_text(SETTINGS, "utf-8")
    (root / "sources" / DOCUMENT).write_text(ARTICLE, "utf-8")
    made = Desk(root)
    segmenting.segment_documents(made, [DOCUMENT], NOW)
    path = made.bitext(DOCUMENT, "en")
    store = store_named(made.settings.store)
    data = path.read_bytes()
    path.write_bytes(store.write(worked_on(store.read(data, path.name).bitext), data, now=NOW))
    return made


def worked_on(bitext: Bitext) -> Bitext:
    """The bitext with :data:`WORK` in it."""
    units = tuple(
        replace(unit, segments=tuple(WORK.get(segment.source, segment) for segment in unit.segments))
        for unit in bitext.units
    )
    return replace(bitext, units=units)

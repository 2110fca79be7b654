"""A small desk whose articles are translated: for tests of what comes after."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from pathlib import Path

from translate_flow.bitext import Bitext, Credit, State
from translate_flow.desk import bitexts, segmenting
from translate_flow.desk.desk import Desk

NOW = "2026-05-02T10:00:00+00:00"
SETTINGS = """\
organization = "El Faro"
source-language = "es"
target-languages = ["en"]
"""
BRIDGE = """\
---
title: El puente que canta
description: Una nota para cada viento
date: 2026-04-18
author: Ana Prueba
tags: [puentes, música]
original: https://faro.example/puente
image: /fotos/puente.png
image_alt: Un puente
license: CC BY 4.0
---

# El puente que canta

*Una nota para cada viento*

Por **Ana Prueba**

![Un puente](/fotos/puente.png)
*El puente, de noche. (Foto: Luis Ensayo)*

El puente suena. Lea [el informe](/informe.pdf) y *escuche*.

- Do
- Re

| Viento | Nota |
| --- | --- |
| Norte | Do & Re |
"""
LIGHTHOUSE = """\
El faro se apaga

Por Ana Prueba

PUERTO CLARO – El faro se apagó el lunes. Nadie lo vio.

Traducido por Otro Nombre

2 comentarios sobre “El faro se apaga”

Qué pena.
"""
MARKET = """\
<!DOCTYPE html>
<html lang="es"><head><title>El mercado | La Gaceta</title>
<link rel="canonical" href="https://gaceta.example/mercado">
<meta property="article:published_time" content="2026-03-01T08:00:00+00:00"></head>
<body><nav><a href="/">Portada</a></nav><header><p>La Gaceta</p></header>
<main><article><p class="kicker">Ciudad</p><h1>El mercado abre</h1>
<p class="byline">Por Luis Ensayo</p>
<p onclick="steal()">El mercado
abre <b>hoy</b>.<script>alert(1)</script></p>
<figure><img src="/fotos/mercado.jpg" alt="Puestos"><figcaption>Los puestos.</figcaption></figure>
<p><a href="javascript:alert(2)">Lea</a> el aviso.</p>
</article><section class="comments"><p>Muy bien.</p></section></main>
<footer><p>© 2026 La Gaceta</p></footer></body></html>
"""
ENGLISH = {
    "El puente que canta": "The Singing Bridge",
    "Una nota para cada viento": "A note for every wind",
    "Un puente": "A bridge",
    "Por <b1>Ana Prueba</b1>": "By <b1>Ana Prueba</b1>",
    "El puente, de noche.": "The bridge at night.",
    "(Foto: Luis Ensayo)": "(Photo: Luis Ensayo)",
    "El puente suena.": "The bridge sings.",
    "Lea <a1>el informe</a1> y <i2>escuche</i2>.": "Read <a1>the report</a1> and <i2>listen</i2>.",
    "Viento": "Wind",
    "Nota": "Note",
    "Norte": "North",
    "Do & Re": "C & D",
    "Do": "C",
    "Re": "D",
    "El faro se apaga": "The Lighthouse Goes Dark",
    "Por Ana Prueba": "By Ana Prueba",
    "PUERTO CLARO – El faro se apagó el lunes.": "PUERTO CLARO – The lighthouse went dark on Monday.",
    "Nadie lo vio.": "Nobody saw it.",
    "El mercado | La Gaceta": "The Market | La Gaceta",
    "El mercado abre": "The Market Opens",
    "Por Luis Ensayo": "By Luis Ensayo",
    "Ciudad": "City",
}
ARTICLES = {"puente.md": BRIDGE, "faro.txt": LIGHTHOUSE, "mercado.html": MARKET}


def picture(side: int = 40) -> bytes:
    """A square PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress((b"\0" + b"\xc8\x50\x28" * side) * side)
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def desk(folder: Path, settings: str = "", articles: dict[str, str] | None = None) -> Desk:
    """A desk with these articles, all translated by Eva Muestra and reviewed by Ivo Revisor."""
    (folder / "translate-flow.toml").write_text(SETTINGS + settings)
    (folder / "sources" / "fotos").mkdir(parents=True)
    (folder / "sources" / "fotos" / "puente.png").write_bytes(picture())
    for name, text in (ARTICLES if articles is None else articles).items():
        (folder / "sources" / name).write_text(text)
    made = Desk(folder)
    translate(made)
    return made


def translate(made: Desk, language: str = "en", also: dict[str, str] | None = None) -> None:
    """Segment and translate everything; what has no translation above stays as it is."""
    words = ENGLISH | (also or {})

    def work(bitext: Bitext) -> Bitext:
        done = (Credit("translator", "Eva Muestra", "2026-05-02"), Credit("reviewer", "Ivo Revisor", "2026-05-03"))
        return replace(
            bitext,
            units=tuple(
                replace(
                    unit,
                    segments=tuple(
                        replace(
                            one, target=words.get(one.source, one.source), state=State.REVIEWED, sub_state="",
                            credits=done,
                        )
                        for one in unit.segments
                    ),
                )
                for unit in bitext.units
            ),
        )  # fmt: skip

    segmenting.segment_documents(made, made.documents(), NOW, to=[language])
    for document in made.documents():
        bitexts.rewrite(made.bitext(document, language), work, NOW)

"""Cut texts that are longer than an engine takes at the ends of their sentences, and join what comes back."""

from __future__ import annotations

from collections.abc import Sequence

from translate_flow.languages import joiner
from translate_flow.machine.marking import marked
from translate_flow.machine.model import Engine, Request
from translate_flow.segmentation.inline import cut as sentences


def cut(request: Request, engine: Engine, language: str) -> list[Request]:
    """The request in pieces that the engine takes, as few as may be; none where one of its sentences is too long.

    ``language`` is the text's BCP 47 tag. White space between pieces is left out.
    """
    if _fits(request, engine):
        return [request]
    pieces: list[Request] = []
    start = 0
    for first, end in sentences(request.text, request.codes, language):
        longer = request._replace(text=request.text[start:end]) if pieces else None
        if longer and _fits(longer, engine):
            pieces[-1] = longer
            continue
        start = first
        pieces.append(request._replace(text=request.text[first:end]))
        if not _fits(pieces[-1], engine):
            return []
    return pieces


def joined(request: Request, pieces: Sequence[Request], texts: Sequence[str], language: str) -> str:
    """The translations of the pieces as that of the whole.

    Lines stay lines; else ``language`` (BCP 47), that of the translation, says what stands between sentences.
    """
    whole, position = "", 0
    for piece, text in zip(pieces, texts, strict=True):
        start = request.text.index(piece.text, position)
        between = request.text[position:start]
        whole += (between if "\n" in between or not position else joiner(language)) + text
        position = start + len(piece.text)
    return whole + request.text[position:]


def _fits(request: Request, engine: Engine) -> bool:
    sent = marked(request, engine.marks[0], html=engine.html).sent
    return engine.limits.measure(sent) <= engine.limits.size

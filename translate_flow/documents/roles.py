"""What the words of a block say of its role, in the languages newsrooms write: shared by all formats.

Markup knows better where it speaks (a class, an element); these patterns decide where it doesn't.
"""

from __future__ import annotations

import re

from translate_flow.bitext import TAG

_PHOTO = "photo|foto|fotografía|image|imagen|imagem|immagine|bild|fotografia"

_STARTS = {
    "credit": (
        r"translated(?: from [\w ]+)? by\s+\S|translation(?: by\s+\S|\s?:)",
        r"traducid[oa](?: del? [\w ]+)? por\s+\S|traduzid[oa](?: d[oae] [\w ]+)? por\s+\S",
        r"traduite?(?: d[eu] ?[\w’']*)? par\s+\S|tradott[oa](?: dal[\w’' ]*)? da\s+\S",
        r"traduït(?: del? [\w ]+)? per\s+\S|übersetzt(?: aus dem \w+)? von\s+\S|aus dem \w+ von\s+\S",
        r"traducción(?: de\s+\S|\s?:)|tradução(?: de\s+\S|\s?:)|traduction(?: de\s+\S|\s?:)",
        r"traduzione(?: di\s+\S|\s?:)|traducció(?: de\s+\S|\s?:)|übersetzung(?: von\s+\S|\s?:)",
    ),
    "related": (
        r"read (?:more|also|next)\b|also read\b|see also\b|related(?: stories| articles| news)?:",
        r"lea (?:más|también)\b|lee (?:más|también)\b|leer más\b|léase también\b|vea también\b",
        r"más (?:noticias|artículos) |leia (?:mais|também)\b|lire (?:aussi|plus|la suite)\b|à lire aussi\b",
        r"leggi (?:anche|di più)\b|lesen sie (?:auch|mehr)\b|mehr (?:lesen|zum thema)\b",
        r"lleg(?:iu|eix|ir) (?:més|també)\b",
    ),
    "correction": (
        r"correction\s?:|clarification\s?:|corrección\s?:|rectificación\s?:|fe de erratas?\s?:|correção\s?:|errata\s?:",
        r"rectificatif\s?:|correctif\s?:|correzione\s?:|rettifica\s?:|korrektur\s?:|berichtigung\s?:|correcció\s?:",
    ),
    "editor-note": (
        r"editor[’']?s[’']? note\b|note from the editors?\b|nota de(?:l editor|l director| la redacción)\b",
        r"nota da redação\b|note de la rédaction\b|ndlr\b|nota della redazione\b|nota de la redacció\b",
        r"anmerkung der redaktion\b",
    ),
    "copyright": (r"©|\(c\) ?\d{4}|copyright\b",),
    "caption": (rf"\((?:{_PHOTO})\b",),
    "comment": (
        r"comments (?:are|have been) (?:now )?closed\b|(?:los )?comentarios (?:están )?cerrados\b",
        r"(?:os )?comentários (?:estão )?(?:encerrados|fechados)\b|(?:les )?commentaires (?:sont )?fermés\b",
        r"(?:i )?commenti (?:sono )?chiusi\b|(?:die )?kommentare (?:sind )?geschlossen\b",
        r"(?:els )?comentaris (?:estan )?tancats\b",
    ),
}
"""How the text of a role starts, in lower case, in the order in which they are tried."""
_STARTING = re.compile("|".join(f"(?P<{role.replace('-', '_')}>{'|'.join(texts)})" for role, texts in _STARTS.items()))
_LONGEST = {"credit": 200, "copyright": 300}
"""Characters beyond which a block is body text whatever it starts with; 400 for the rest."""
_HEAD = 120
"""Characters of a block that tell how it starts."""

_BY = frozenset({"by", "por", "par", "di", "von", "per"})
_BYLINE = re.compile(r"\w+\s+(?=[^\W_a-zà-öø-ÿ])(?:[^.!?]|(?<=\b[A-Z])\.)*$")
_PHOTO_CREDIT = re.compile(rf"\((?:{_PHOTO}|crédit|credit|crédito)[^()]{{0,80}}\)\W*$", re.IGNORECASE)

_COMMENTS = re.compile(
    r"(?:(?:\d+|one|un|uno|una|um|eine?)\s+)?"
    r"(?:thoughts?|comments?|replies|responses?|comentarios?|respuestas?|comentários?|commentaires?|réponses?"
    r"|commenti|commento|kommentare?|comentaris?|pensamientos?)"
    r"(?:\s+(?:on|to|en|sobre|a|em|sur|su|zu|al?)\s.*|\s*[:(]?\d*\)?:?)$",
    re.IGNORECASE | re.DOTALL,
)
_FROM_WORDS = frozenset({"paragraph", "list-item", "quote", "caption"})


def role_of_text(text: str, default: str) -> str:
    """The role that a block's words give it, or ``default``; blocks that markup already placed are left as they are.

    ``text`` is the block's coded text: inline codes are looked through.
    """
    if default not in _FROM_WORDS or len(text) > 400:
        return default
    plain = TAG.sub("", text).lstrip() if "<" in text else text
    head = plain[:_HEAD].lower()
    found = _STARTING.match(head)
    if found and found.lastgroup:
        role = found.lastgroup.replace("_", "-")
        return role if len(plain) <= _LONGEST.get(role, 400) else default
    if len(plain) <= 90 and (head.split(None, 1) or [""])[0] in _BY and _BYLINE.match(plain):
        return "byline"
    if default == "paragraph" and "(" in plain and _PHOTO_CREDIT.search(plain):
        return "caption"
    return default


def starts_comments(text: str) -> bool:
    """Whether this heading or line opens the readers' comments: all that follows is theirs ("3 thoughts on “…”")."""
    return len(text) <= 200 and _COMMENTS.match(TAG.sub("", text).strip()) is not None

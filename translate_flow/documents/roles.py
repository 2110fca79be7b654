"""What the words of a block say of its role, in the languages newsrooms write: shared by all formats.

Markup knows better where it speaks (a class, an element); these patterns decide where it doesn't.
"""

from __future__ import annotations

import re

from translate_flow.bitext import TAG


def _starting(*alternatives: str) -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(alternatives)})", re.IGNORECASE)


_PHOTO = "photo|foto|fotografía|image|imagen|imagem|immagine|bild|fotografia"

_PATTERNS: tuple[tuple[str, int, re.Pattern[str]], ...] = (
    (
        "credit",
        200,
        _starting(
            r"translat(?:ed|ion)(?: from [\w ]+)? by\s+\S",
            r"traducid[oa](?: del? [\w ]+)? por\s+\S",
            r"traduzid[oa](?: d[oae] [\w ]+)? por\s+\S",
            r"traduite?(?: d[eu] ?[\w’']*)? par\s+\S",
            r"tradott[oa](?: dal[\w’' ]*)? da\s+\S",
            r"übersetzt(?: aus dem \w+)? von\s+\S",
            r"traduït(?: del? [\w ]+)? per\s+\S",
            r"(?:traducción|tradução|traduction|traduzione|traducció) (?:de|di)\s+\S",
            r"(?:translation|traducción|tradução|traduction|traduzione|übersetzung|traducció)\s?:",
            r"(?:übersetzung|aus dem \w+) von\s+\S",
        ),
    ),
    (
        "related",
        400,
        _starting(
            r"read (?:more|also|next)\b|(?:also read|see also)\b|related(?: stories| articles| news)?:",
            r"le[ea]r? (?:más|también)\b|(?:léase|vea) también\b|más (?:noticias|artículos) ",
            r"leia (?:mais|também)\b|lire (?:aussi|plus|la suite)\b|à lire aussi\b|leggi (?:anche|di più)\b",
            r"lesen sie (?:auch|mehr)\b|mehr (?:lesen|zum thema)\b|lleg(?:iu|eix|ir) (?:més|també)\b",
        ),
    ),
    (
        "correction",
        400,
        _starting(
            r"(?:correction|clarification|corrección|rectificación|fe de erratas?|correção|errata)\s?:",
            r"(?:rectificatif|correctif|correzione|rettifica|korrektur|berichtigung|correcció)\s?:",
        ),
    ),
    (
        "editor-note",
        400,
        _starting(
            r"editor[’']?s[’']? note\b|note from the editors?\b|nota de(?:l editor|l director| la redacción)\b",
            r"nota da redação\b|note de la rédaction\b|ndlr\b|nota della redazione\b|nota de la redacció\b",
            r"anmerkung der redaktion\b",
        ),
    ),
    ("copyright", 300, _starting(r"©", r"\(c\) ?\d{4}", r"copyright\b")),
    ("caption", 400, _starting(rf"\((?:{_PHOTO})\b")),
    (
        "byline",
        90,
        re.compile(r"(?:By|Por|Par|Di|Von|Per|BY|POR|PAR|VON)\s+(?=[^\W_a-zà-öø-ÿ])(?:[^.!?]|(?<=\b[A-Z])\.)*$"),
    ),
)
"""Role, the longest text it can have, and how that text starts."""

_PHOTO_CREDIT = re.compile(rf"\((?:{_PHOTO}|crédit|credit|crédito)[^()]{{0,80}}\)\W*$", re.IGNORECASE)

_COMMENTS = re.compile(
    r"(?:(?:\d+|one|un|uno|una|um|eine?)\s+)?"
    r"(?:thoughts?|comments?|replies|responses?|comentarios?|respuestas?|comentários?|commentaires?|réponses?"
    r"|commenti|commento|kommentare?|comentaris?|pensamientos?)"
    r"(?:\s+(?:on|to|en|sobre|a|em|sur|su|zu|al?)\s.*|\s*[:(]?\d*\)?:?)$",
    re.IGNORECASE | re.DOTALL,
)
_COMMENTS_CLOSED = _starting(
    r"comments (?:are|have been) (?:now )?closed\b|(?:los )?comentarios (?:están )?cerrados\b",
    r"(?:os )?comentários (?:estão )?(?:encerrados|fechados)\b|(?:les )?commentaires (?:sont )?fermés\b",
    r"(?:i )?commenti (?:sono )?chiusi\b|(?:die )?kommentare (?:sind )?geschlossen\b",
    r"(?:els )?comentaris (?:estan )?tancats\b",
)
_LONGEST = 400
"""Characters beyond which a block is body text whatever it starts with."""
_FROM_WORDS = frozenset({"paragraph", "list-item", "quote", "caption"})


def role_of_text(text: str, default: str) -> str:
    """The role that a block's words give it, or ``default``; blocks that markup already placed are left as they are.

    ``text`` is the block's coded text: inline codes are looked through.
    """
    if default not in _FROM_WORDS or len(text) > _LONGEST:
        return default
    plain = TAG.sub("", text).lstrip() if "<" in text else text
    for role, longest, pattern in _PATTERNS:
        if len(plain) <= longest and pattern.match(plain):
            return role
    if _COMMENTS_CLOSED.match(plain):
        return "comment"
    if default == "paragraph" and "(" in plain and _PHOTO_CREDIT.search(plain):
        return "caption"
    return default


def starts_comments(text: str) -> bool:
    """Whether this heading or line opens the readers' comments: all that follows is theirs ("3 thoughts on “…”")."""
    return len(text) <= 200 and _COMMENTS.match(TAG.sub("", text).strip()) is not None

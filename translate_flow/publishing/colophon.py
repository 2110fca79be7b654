"""What stands under every translation, wherever it is published: credit, reviewers, original, licence."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from translate_flow import languages
from translate_flow.publishing.model import Article


class Phrases(NamedTuple):
    """Words of a language around names and links."""

    reviewed: str
    original: str
    license: str


_PHRASES = {
    "ar": Phrases("مراجعة", "النص الأصلي", "الترخيص"),
    "ca": Phrases("Revisió", "Original", "Llicència"),
    "cs": Phrases("Korektura", "Originál", "Licence"),
    "de": Phrases("Durchgesehen von", "Original", "Lizenz"),
    "el": Phrases("Επιμέλεια", "Πρωτότυπο", "Άδεια"),
    "en": Phrases("Reviewed by", "Original", "License"),
    "es": Phrases("Revisión", "Original", "Licencia"),
    "eu": Phrases("Berrikuspena", "Jatorrizkoa", "Lizentzia"),
    "fa": Phrases("بازبینی", "متن اصلی", "مجوز"),
    "fr": Phrases("Relecture", "Original", "Licence"),
    "gl": Phrases("Revisión", "Orixinal", "Licenza"),
    "he": Phrases("עריכה", "המקור", "רישיון"),
    "it": Phrases("Revisione", "Originale", "Licenza"),
    "ja": Phrases("校閲", "原文", "ライセンス"),
    "ko": Phrases("감수", "원문", "라이선스"),
    "nl": Phrases("Nagelezen door", "Origineel", "Licentie"),
    "pl": Phrases("Korekta", "Oryginał", "Licencja"),
    "pt": Phrases("Revisão", "Original", "Licença"),
    "ro": Phrases("Revizuire", "Original", "Licență"),
    "ru": Phrases("Редактура", "Оригинал", "Лицензия"),
    "sv": Phrases("Granskad av", "Original", "Licens"),
    "tr": Phrases("Gözden geçiren", "Özgün metin", "Lisans"),
    "uk": Phrases("Редактура", "Оригінал", "Ліцензія"),
    "zh": Phrases("校对", "原文", "许可"),
}


class Line(NamedTuple):
    """One line: words, then what may be a link."""

    kind: str
    """``credit``, ``reviewed``, ``original`` or ``license``."""
    words: str
    linked: str = ""
    address: str = ""
    language: str = ""
    """Of ``linked``, where it is not the article's."""

    @property
    def text(self) -> str:
        """The whole line."""
        return f"{self.words} {self.linked}".strip()


def lines(article: Article) -> list[Line]:
    """What is to be said of the article, in its language; what is not known is left out."""
    phrases = _PHRASES.get(languages.primary(article.language), _PHRASES["en"])
    colon = "：" if languages.primary(article.language) in ("ja", "zh") else ":"
    found: list[Line] = []
    if article.credits.line:
        found.append(Line("credit", article.credits.line))
    if article.credits.reviewers:
        names = languages.enumerate_names(article.credits.reviewers, article.language)
        joined = phrases.reviewed if " " in phrases.reviewed else phrases.reviewed + colon
        found.append(Line("reviewed", f"{joined} {names}"))
    original = article.original
    if original.headline or original.address:
        named = original.headline or original.address
        found.append(Line("original", phrases.original + colon, named, original.address, original.language))
    if article.license:
        found.append(Line("license", phrases.license + colon, article.license, article.license_address))
    return found


def html(found: Sequence[Line], name: str = "") -> str:
    """The lines as an element ``div`` of paragraphs; ``name`` is its id, for which alone it is there, too."""
    if not found and not name:
        return ""
    mark = f' id="{escape(name)}"' if name else ""
    out = [f'<div class="translation-credit"{mark}>']
    for line in found:
        lang = f' lang="{escape(line.language)}"' if line.language else ""
        link = f"<cite{lang}>{escape(line.linked)}</cite>" if line.kind == "original" else escape(line.linked)
        if line.address:
            hreflang = f' hreflang="{escape(line.language)}"' if line.language else ""
            rel = ' rel="license"' if line.kind == "license" else ""
            link = f'<a href="{escape(line.address)}"{hreflang}{rel}>{link}</a>'
        out.append(f"<p>{escape(line.words)}{' ' + link if line.linked else ''}</p>")
    return "\n".join([*out, "</div>"])

"""Languages: tags, joiners, directions, words, and the phrases of a credit line.

Tags are BCP 47 (RFC 5646). Names and list patterns come from CLDR through Babel, which is imported only when asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from translate_flow.bitext import TAG
from translate_flow.errors import UsageError

_TAG = re.compile(r"([a-zA-Z]{2,3})(?:-([a-zA-Z]{4}))?(?:-([a-zA-Z]{2}|[0-9]{3}))?((?:-[a-zA-Z0-9]{1,8})*)")
_WITHOUT_SPACES = frozenset({"zh", "ja", "th", "lo", "km", "my", "yue"})
_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"})
_RTL_SCRIPTS = frozenset({"Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm"})

_CREDITS = {
    "ar": ("ترجمة {translators}", "ترجمة {translators} لصالح {organization}"),
    "ca": ("Traduït per {translators}", "Traduït per {translators} per a {organization}"),
    "cs": ("Přeložili {translators}", "Přeložili {translators} pro {organization}"),
    "de": ("Übersetzt von {translators}", "Übersetzt von {translators} für {organization}"),
    "el": ("Μετάφραση: {translators}", "Μετάφραση: {translators} για {organization}"),
    "en": ("Translated by {translators}", "Translated by {translators} for {organization}"),
    "es": ("Traducido por {translators}", "Traducido por {translators} para {organization}"),
    "eu": ("Itzulpena: {translators}", "Itzulpena: {translators} ({organization})"),
    "fa": ("ترجمهٔ {translators}", "ترجمهٔ {translators} برای {organization}"),
    "fr": ("Traduit par {translators}", "Traduit par {translators} pour {organization}"),
    "gl": ("Traducido por {translators}", "Traducido por {translators} para {organization}"),
    "he": ("תרגום: {translators}", "תרגום: {translators} עבור {organization}"),
    "it": ("Tradotto da {translators}", "Tradotto da {translators} per {organization}"),
    "ja": ("翻訳：{translators}", "翻訳：{translators}（{organization}）"),
    "ko": ("번역: {translators}", "번역: {translators} ({organization})"),
    "nl": ("Vertaald door {translators}", "Vertaald door {translators} voor {organization}"),
    "pl": ("Tłumaczenie: {translators}", "Tłumaczenie: {translators} dla {organization}"),
    "pt": ("Traduzido por {translators}", "Traduzido por {translators} para {organization}"),
    "ro": ("Traducere de {translators}", "Traducere de {translators} pentru {organization}"),
    "ru": ("Перевод: {translators}", "Перевод: {translators} для {organization}"),
    "sv": ("Översatt av {translators}", "Översatt av {translators} för {organization}"),
    "tr": ("Çeviri: {translators}", "Çeviri: {translators}, {organization} için"),
    "uk": ("Переклад: {translators}", "Переклад: {translators} для {organization}"),
    "zh": ("{translators} 译", "{translators} 为 {organization} 翻译"),
}
"""Credit line without and with an organisation, by primary language."""


@lru_cache(maxsize=256)
def language(tag: str) -> str:
    """The tag in its canonical case (``ES-cu`` → ``es-CU``). Raises :class:`UsageError` for an unknown language."""
    match = _TAG.fullmatch(tag.strip().replace("_", "-"))
    if not match or not _known(match[1].lower()):
        raise UsageError(f"“{tag}” is no language tag", remedy="give one such as en, es-CU, pt-BR or zh-Hant")
    primary, script, region, rest = match.groups()
    parts = [primary.lower(), (script or "").title(), (region or "").upper()]
    return "-".join(part for part in parts if part) + (rest or "").lower()


def _known(primary: str) -> bool:
    if primary in _CREDITS:
        return True
    from babel import Locale, localedata

    return localedata.exists(primary) or primary in Locale("en").languages


def primary(tag: str) -> str:
    """The language subtag alone: ``pt-BR`` → ``pt``."""
    return tag.split("-", 1)[0].split("_", 1)[0].lower()


def joiner(tag: str) -> str:
    """What stands between two sentences of a paragraph: a space, or nothing in Chinese, Japanese, Thai …"""
    return "" if primary(tag) in _WITHOUT_SPACES else " "


def direction(tag: str) -> str:
    """``rtl`` for languages written from right to left, else ``ltr``."""
    scripts = [part for part in tag.split("-")[1:] if len(part) == 4 and part.isalpha()]
    if scripts:
        return "rtl" if scripts[0].title() in _RTL_SCRIPTS else "ltr"
    return "rtl" if primary(tag) in _RIGHT_TO_LEFT else "ltr"


@lru_cache(maxsize=512)
def name(tag: str, in_language: str = "en") -> str:
    """The language's name, e.g. "Spanish (Cuba)"; the tag itself where CLDR has none."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(tag, sep="-").get_display_name(in_language.replace("-", "_")) or tag
    except (ValueError, UnknownLocaleError):
        return tag


def count_words(text: str) -> int:
    """Words as translators are paid for them: runs of letters and digits; each Chinese or Japanese character is one.

    Inline codes are not counted.
    """
    return len(_word().findall(TAG.sub(" ", text) if "<" in text else text))


@cache
def _word() -> re.Pattern[str]:
    """What counts as one word; compiled when it is needed, as that takes long."""
    return re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+(?:['’.,-][^\W_]+)*")


def enumerate_names(names: Sequence[str], tag: str) -> str:
    """The names as a list in the language ("A, B and C"), by CLDR's pattern."""
    if len(names) < 2:
        return "".join(names)
    from babel import Locale, UnknownLocaleError
    from babel.lists import format_list

    try:
        listed = format_list(list(names), locale=Locale.parse(tag, sep="-"))
    except (ValueError, UnknownLocaleError):
        listed = format_list(list(names), locale="en")
    if primary(tag) == "es" and re.match(r"[IiÍí]|[Hh][iíIÍ](?![eaEA])", names[-1]):
        # "y" before the sound of "i" is "e" (Ortografía de la lengua española, RAE); CLDR's pattern can't know.
        listed = listed.removesuffix(f" y {names[-1]}") + f" e {names[-1]}"
    return listed


def credit_line(translators: Sequence[str], organization: str, tag: str, template: str = "") -> str:
    """The credit line ("Translated by A and B for ORG") in the language; empty without translators.

    ``template`` replaces the language's own phrase; it may use ``{translators}`` and ``{organization}``.
    """
    if not translators:
        return ""
    phrase = template or _CREDITS.get(primary(tag), _CREDITS["en"])[bool(organization)]
    return phrase.replace("{translators}", enumerate_names(translators, tag)).replace("{organization}", organization)

"""Numbers, dates, times, currencies and units: the same on both sides, each in its language's way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from translate_flow.checks.figures import (
    DIGITS,
    Figure,
    figures,
    months,
    readings,
    romans,
    separators,
    small_numbers,
    spelled,
)
from translate_flow.checks.model import Article, Message, Pair, Remark, Severity, needs
from translate_flow.checks.words import prose


@needs(DIGITS, both=True)
def number(pair: Pair, article: Article) -> Iterator[Remark]:
    """A number of the source is missing or another one in the target, or the target has one more.

    Numbers in words, Roman numerals, 12 and 24 hours, and decades are understood.

    Fails: en-es | The repair cost 1,250 euros. | La reparación costó 1.520 euros.
    Passes: en-es | It cost 1,250.50 euros and took 3 days. | Costó 1.250,50 euros y duró tres días.
    """
    ours = figures(pair.target_prose, article.target_language)
    theirs = figures(pair.source_prose, article.source_language)
    if [(one.values, one.kind) for one in ours] == [(one.values, one.kind) for one in theirs]:
        return
    missing = [one for one in theirs if not _said(one, ours, pair.plain_target, article.target_language, theirs)]
    added = [one for one in ours if not _said(one, theirs, pair.plain_source, article.source_language, ours)]
    if missing and added and _converted(pair):
        yield Remark(Message("converted into another unit? The numbers differ"), (added[0].start, added[0].end),
                     severity=Severity.HINT)  # fmt: skip
        return
    for there, here in zip(missing, added, strict=False):
        yield Remark(
            Message("{here} here, {there} in the source", here=here.text, there=there.text),
            (here.start, here.end),
            (there.start, there.end),
        )
    for one in missing[len(added) :]:
        yield Remark(Message("{text} of the source is missing", text=one.text), source=(one.start, one.end))
    words = _unsaid_words(pair, article, ours) if len(added) > len(missing) else False
    for one in added[len(missing) :]:
        after = pair.target_prose[one.end : one.end + 1]  # 3D, 5G
        severity = Severity.HINT if after.isupper() else None if words else Severity.WARNING
        yield Remark(Message("{text} is not in the source", text=one.text), (one.start, one.end), severity=severity)


def _unsaid_words(pair: Pair, article: Article, ours: Sequence[Figure]) -> bool:
    """Whether the source has a number in words, from two to twelve, that the target has in no way."""
    said = {value for one in ours for value in one.values} | spelled(pair.target_prose, article.target_language)
    in_words = spelled(pair.source_prose, article.source_language)
    return any(2 <= value <= 12 and value not in said for value in in_words)


def _said(one: Figure, others: Sequence[Figure], text: str, tag: str, beside: Sequence[Figure]) -> bool:
    """Whether another text says a figure, in whatever way."""
    if any(_equal(one, other) for other in others) or _in_code(one, text):
        return True
    value = one.values[0]
    if one.kind == "number" and value == value.to_integral_value():
        in_words = spelled(text, tag)
        days = {date % 100 for other in others if other.kind == "date" for date in other.values}
        if value in in_words or value in days or value in romans(text) or (value > 1900 and value % 100 in in_words):
            return True
        return _idiom(value, text, in_words) or _decade(value, others) or _parts(one, others, beside, in_words)
    if one.kind == "time":
        hours = {hour for value in one.values for hour in (value // 100, value // 100 % 12)}
        return bool(hours & spelled(text, tag)) or any(other.values[0] in hours for other in others)
    if one.kind == "date":
        wanted = {Decimal(int(value) // 10000) for value in one.values}
        return any(other.values[0] in wanted for other in others) and _month_in(one, text, tag)
    return False


def _in_code(one: Figure, text: str) -> bool:
    """Whether the figure stands as it is in what is no prose: code, a placeholder, a version, a name such as ``G7``."""
    version = one.text.count(".") != 1 and one.text.replace(".", "").isdecimal()
    plain = one.end == one.start + len(one.text) and (version or prose(text) != text)
    return plain and one.text in _TOKEN.findall(text)


_TOKEN = re.compile(r"\d(?:[\d.,]*\d)?")


def _equal(one: Figure, other: Figure) -> bool:
    if one.kind == other.kind:
        return one.values[0] in other.values or other.values[0] in one.values
    if {one.kind, other.kind} == {"time", "number"}:
        clock, plain = (one, other) if one.kind == "time" else (other, one)
        worth = plain.values[0]
        return any(value in (worth * 100, worth * 100 + 1200, worth) for value in clock.values) or any(
            value // 100 + Decimal(value % 100) / 100 in plain.values for value in clock.values
        )
    return False


_FORTNIGHT = re.compile(r"\b(?:(?:two|2) weeks|fortnight|(?:dos|2) semanas|(?:deux|2) semaines|(?:zwei|2) Wochen)\b")


def _idiom(value: Decimal, text: str, in_words: set[Decimal]) -> bool:
    """Fifteen days for two weeks, as Spanish and French say; half a million."""
    return (value == 15 and bool(_FORTNIGHT.search(text))) or (value == 500_000 and Decimal(2) in in_words)


def _decade(value: Decimal, others: Sequence[Figure]) -> bool:
    """1990 for the nineties: ``años 90``, ``the 1990s``, ``'90s``."""
    return any(
        other.values[0] % 100 == value % 100 and {True, False} == {other.values[0] > 1000, value > 1000}
        for other in others
        if value % 10 == 0
    )


def _parts(one: Figure, others: Sequence[Figure], beside: Sequence[Figure], in_words: set[Decimal]) -> bool:
    """A range or a score written in another way: ``2-1``; or 1,5 of ``million and a half``."""
    value = one.values[0]
    scaled = [other.values[0] for other in others]
    near = any(other and value and (value / other in (Decimal(1000), Decimal(1) / 1000)) for other in scaled)
    return bool(near and beside and value % 1000 == 0 and Decimal(1000) in in_words)


def _month_in(one: Figure, text: str, tag: str) -> bool:
    names = months(tag)
    there = {names[word.lower()] for word in re.findall(r"[^\W\d_]+", text) if word.lower() in names}
    return any(int(value) // 100 % 100 in there for value in one.values)


@needs(both=True)
def number_word(pair: Pair, article: Article) -> Iterator[Remark]:
    """A number in words, from three to twelve, is another one in the target; where each has one, and no figures.

    Fails: en-es | Eleven boats left. | Salieron doce barcos.
    Passes: en-es | Eleven boats left. | Salieron once barcos.
    """
    theirs = _small(pair.source_words, article.source_language)
    ours = _small(pair.target_words, article.target_language) if theirs else theirs
    if len(theirs) == len(ours) == 1 and theirs.keys() != ours.keys() and not _DIGIT.search(pair.source + pair.target):
        (there,), (here,) = theirs.values(), ours.values()
        place = next(found.span() for found in _WORD.finditer(pair.target_prose) if found[0] == here)
        yield Remark(Message("{here} here, {there} in the source", here=here, there=there), place)


_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"\w+")


def _small(words: list[str], tag: str) -> dict[Decimal, str]:
    """The numbers in words, with the word of each."""
    known = small_numbers(tag)
    if known.keys().isdisjoint(map(str.lower, words)):
        return {}
    return {known[low]: word for word in words if (low := word.lower()) in known}


@needs(DIGITS, both=True)
def number_format(pair: Pair, article: Article) -> Iterator[Remark]:
    """A quantity is right, but its separators are those of the source's language.

    Fails: en-es | It cost 1,250.50 euros. | Costó 1,250.50 euros.
    Fails: en-es | The fund holds 3.5 million. | El fondo tiene 3.5 millones.
    Passes: en-es | It cost 1,250.50 euros. | Costó 1.250,50 euros.
    Passes: en-es | It needs version 3.10 or later. | Requiere la versión 3.10 o posterior.
    """
    now, were = separators(article.target_language), separators(article.source_language)
    if now.decimal == were.decimal or pair.target == pair.source:
        return
    separated = [one for one in figures(pair.target_prose, article.target_language) if _SEPARATED.search(one.text)]
    source = {one.text for one in figures(pair.source_prose, article.source_language) if one.kind == "number"}
    for one in separated:
        if one.text not in source or one.kind != "number":
            continue
        here, there = (readings(one.text, tag)[0] for tag in (article.target_language, article.source_language))
        quantity = one.end > one.start + len(one.text) or _MEASURED.match(pair.target_prose, one.end)
        listed = _LISTED.search(pair.target_prose[: one.start])
        wrong = here != there or bool(re.fullmatch(rf"\d{{1,3}}(?:{re.escape(now.decimal)}\d{{3}}){{2,}}", one.text))
        grouped = were.group in one.text and wrong and not listed
        if grouped or (quantity and re.search(rf"{re.escape(were.decimal)}\d{{1,2}}$", one.text)):
            fix = "".join({were.decimal: now.decimal, were.group: now.group}.get(mark, mark) for mark in one.text)
            place = one.start, one.start + len(one.text)
            yield Remark(Message("{text} is written in the source’s way", text=one.text), place, fix=fix)


_SEPARATED = re.compile("[.,]")
_LISTED = re.compile(r"(?:fig|sec|cap|chap|vers|tab|abb|ex|art|n[º°o.]|§)\w*\.?[\s\u00a0]$", re.IGNORECASE)
_MEASURED = re.compile(
    r"[\s\u00a0\u202f]?(?:%|€|\$|£|(?:euros?|d[óo]lar\w*|dollars?|Dollar|pesos?|por ciento|Prozent|km|kg|m²?|ha)\b)"
)


@needs(DIGITS, both=True)
def month(pair: Pair, article: Article) -> Iterator[Remark]:
    """A date has another month than in the source.

    Fails: es-en | Llegó el 27 de junio. | He arrived on July 27.
    Passes: es-en | Llegó el 27 de junio. | He arrived on June 27th.
    """
    source = _dated(pair.plain_source, pair.source_words, article.source_language)
    target = _dated(pair.plain_target, pair.target_words, article.target_language) if source else source
    if len(source) != 1 or len(target) != 1:
        return
    (there, a, b), (here, start, end) = source[0], target[0]
    if there != here:
        yield Remark(Message("another month than in the source"), (start, end), (a, b))


_DAY = re.compile(r"\d(?:\.|º|°|st|nd|rd|th|er)?\s(?:de\s|of\s)?$")
_YEAR = re.compile(r"\.?,?\s(?:de\s|del\s)?\d")


def _dated(text: str, words: list[str], tag: str) -> list[tuple[int, int, int]]:
    """Months that stand beside a day or a year, with their places."""
    names = months(tag)
    found: list[tuple[int, int, int]] = []
    if names.keys().isdisjoint(map(str.lower, words)):
        return found
    for match in re.finditer(r"[^\W\d_]+", text):
        value = names.get(match[0].lower())
        if value and (_DAY.search(text[max(0, match.start() - 9) : match.start()]) or _YEAR.match(text, match.end())):
            found.append((value, *match.span()))
    return found


@dataclass(frozen=True, eq=False)
class Kinds:
    """Currencies or units, ready to be found at numbers."""

    names: tuple[str, ...]
    patterns: tuple[re.Pattern[str], ...]
    """A group for each name."""


def _ready(words: dict[str, str], signs: dict[str, str]) -> Kinds:
    """``words`` stand behind a number, ``signs`` before it; the same names in the same order."""
    behind, before = ("|".join(f"({some})" for some in table.values()) for table in (words, signs))
    number = r"\d(?<![\d.,]\d)[.,\d]*+[\s\u00a0\u202f-]?(?:[^\W\d_]{3,10} (?:de |d['’]|of )?)?"
    patterns = [re.compile(rf"{number}(?:{behind})", re.IGNORECASE)]
    patterns += [re.compile(rf"(?=[$€£¥₽A-Z])(?:{before})[\s\u00a0]?\d")] if signs else []
    return Kinds(tuple(words), tuple(patterns))


_CURRENCIES = _ready({
    "EUR": r"€|\beuros?\b|\bEUR\b", "USD": r"US\$|\$|\bd[óo]l(?:lar|ar|lares|ares)s?\b|\bdollars?\b|\bDollar\b|\bUSD\b",
    "GBP": r"£|\bGBP\b|\bpounds sterling\b|\blibras esterlinas\b", "JPY": r"¥|\byen(?:es)?\b",
    "CHF": r"\bCHF\b|\bSwiss francs?\b|\bfrancos suizos\b|\bfrancs suisses\b|\bFranken\b",
    "RUB": r"\brou?bles?\b|\brublos?\b|\bRubel\b|₽",
}, {
    "EUR": "€|EUR", "USD": r"US\$|\$|USD", "GBP": "£|GBP", "JPY": "¥|JPY", "CHF": r"CHF|Fr\.", "RUB": "₽|RUB",
})  # fmt: skip
_UNITS = _ready({
    "km": r"km\b|kilometer\w*|kilometre\w*|kil[óo]metros?|kilom[èe]tres?", "mi": r"miles?\b|millas?\b|Meilen?\b",
    "kg": r"kg\b|kilos?\b|kilogram\w*|kilogramm\w*", "lb": r"pounds?\b|lbs?\b|libras?\b",
    "%": r"%|per ?cent\b|por ?ciento\b|pour ?cent\b|Prozent\b", "°C": r"°\s?C\b", "°F": r"°\s?F\b",
    "m": r"m\b|met(?:er|re)s?\b|metros?\b|mètres?\b|Metern?\b", "ft": r"feet\b|foot\b|pies?\b|pieds?\b|Fuß\b",
    "ha": r"ha\b|hectares?\b|hectáreas?\b|Hektar\b", "acre": r"acres?\b",
}, {})  # fmt: skip


@lru_cache(maxsize=128)
def _kinds(text: str, kinds: Kinds) -> dict[str, tuple[int, int]]:
    """The units or currencies that stand at a number, with their places."""
    found: dict[str, tuple[int, int]] = {}
    for pattern in kinds.patterns:
        for match in pattern.finditer(text):
            group = match.lastindex or 1
            found.setdefault(kinds.names[group - 1], match.span(group))
    return found


@needs(DIGITS, both=True)
def currency(pair: Pair, _article: Article) -> Iterator[Remark]:
    """An amount is in another currency than in the source.

    Fails: en-es | It cost $500. | Costó 500 euros.
    Passes: en-es | It cost $500. | Costó 500 dólares.
    """
    yield from _other(pair, _CURRENCIES, Message("another currency than in the source"))


@needs(DIGITS, both=True)
def unit(pair: Pair, article: Article) -> Iterator[Remark]:
    """A quantity has the same number as in the source, but another unit.

    Fails: en-es | They walked 12 miles. | Caminaron 12 kilómetros.
    Passes: en-es | They walked 12 miles. | Caminaron 12 millas.
    """
    if _converted(pair) and _values(pair, article):
        yield from _other(pair, _UNITS, Message("another unit than in the source"))


def _values(pair: Pair, article: Article) -> bool:
    source = {one.values[0] for one in figures(pair.source_prose, article.source_language)}
    return any(one.values[0] in source for one in figures(pair.target_prose, article.target_language))


def _other(pair: Pair, kinds: Kinds, what: Message) -> Iterator[Remark]:
    source = _kinds(pair.plain_source, kinds)
    target = _kinds(pair.plain_target, kinds) if source else source
    if not target or source.keys() & target.keys():
        return
    yield Remark(what, next(iter(target.values())), next(iter(source.values())))


def _converted(pair: Pair) -> bool:
    """Whether the two texts measure in different units."""
    source = _kinds(pair.plain_source, _UNITS).keys() - {"%"}
    target = _kinds(pair.plain_target, _UNITS).keys() - {"%"} if source else source
    return bool(target and not source & target)

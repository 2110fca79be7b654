"""Figures in a text: what they are worth, however the language writes them.

Separators and month names are CLDR's, through Babel; numbers in words are those of num2words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from translate_flow.languages import primary

_SPACES = "\u00a0\u202f\u2009 "
_NUMBER = re.compile(
    rf"\d(?:(?<![\w.,]\d)|(?<=\dx\d))(?:\d{{0,2}}(?:[{_SPACES}'’]\d{{3}})+(?![\d])(?:[.,]\d+)?|\d*(?:[.,]\d+)*)(?=\D|$)"
)
_TIME = re.compile(
    r"(?<![\w.,:])([01]?\d|2[0-4])\s?(?:[:.]\s?([0-5]\d)(?!\d|[.,:]\d)|h\s?([0-5]\d)?\b|\b(?=\s?(?:[ap]\.?\s?m\b)))"
    r"(?:\s?(?:h\b|Uhr|hrs?\b))?(?:\s?([ap])\.?\s?m\b\.?)?",
    re.IGNORECASE,
)
_CLOCK_LIKE = re.compile(r"\d\s?(?:[:.hH]|[aApP]\.?\s?[mM])")
_DATE = re.compile(r"(?<![\w./-])(\d{1,4})([/.-])(\d{1,2})\2(\d{2,4})(?![\w/-])")
_DATE_LIKE = re.compile(r"\d([/.-])\d\d?\1\d")
_ROMAN = re.compile(r"\b(?=[IVXLC]{2,}\b|[VX]\b)(C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})\b")
_SCALES: dict[str, dict[str, int]] = {
    "en": {"thousand": 3, "million": 6, "millions": 6, "billion": 9, "billions": 9, "trillion": 12, "bn": 9},
    "es": {"mil": 3, "millón": 6, "millones": 6, "billón": 12, "billones": 12},
    "fr": {"mille": 3, "million": 6, "millions": 6, "milliard": 9, "milliards": 9, "billion": 12, "billions": 12},
    "de": {"tausend": 3, "million": 6, "millionen": 6, "mio": 6, "milliarde": 9, "milliarden": 9, "mrd": 9,
           "billion": 12, "billionen": 12},
    "pt": {"mil": 3, "milhão": 6, "milhões": 6, "bilhão": 9, "bilhões": 9, "bilião": 12, "biliões": 12},
    "it": {"mila": 3, "mille": 3, "milione": 6, "milioni": 6, "miliardo": 9, "miliardi": 9},
    "ca": {"mil": 3, "milió": 6, "milions": 6, "bilió": 12, "bilions": 12},
    "nl": {"duizend": 3, "miljoen": 6, "miljard": 9, "biljoen": 12},
}  # fmt: skip
"""Words that multiply the number before them: the power of ten."""


_LONGEST = 20
_SHORT = re.compile(r"([kmKM])\b")
_NEXT = re.compile(r"[\s\u00a0\u202f-]?([^\W\d_]+)\b")
DIGITS = "".join(chr(zero + value) for zero in (0x30, 0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0xFF10) for value in range(10))
"""The digits of the scripts that newspapers print."""


class Figure(NamedTuple):
    """A number in a text."""

    text: str
    start: int
    end: int
    values: tuple[Decimal, ...]
    """What it may be worth: first as its language writes numbers, then as others do."""
    kind: str = "number"
    """``number``, ``time`` (the values are hours and minutes as ``18.30``) or ``date`` (as ``20230627``)."""


class Separators(NamedTuple):
    """How a language writes numbers."""

    decimal: str
    group: str


@lru_cache(maxsize=64)
def separators(tag: str) -> Separators:
    """Those of CLDR; of English where it knows none."""
    from babel import Locale, UnknownLocaleError

    try:
        symbols = Locale.parse(tag, sep="-").number_symbols["latn"]
    except (ValueError, UnknownLocaleError, KeyError):
        return Separators(".", ",")
    return Separators(symbols["decimal"], symbols["group"])


@lru_cache(maxsize=128)
def figures(text: str, tag: str) -> tuple[Figure, ...]:
    """The dates, times and numbers of a text, in order, none inside another."""
    found: list[Figure] = []
    taken: list[tuple[int, int]] = []
    dates = _dates(text, tag) if _DATE_LIKE.search(text) else ()
    times = _times(text, tag) if _CLOCK_LIKE.search(text) else ()
    for one in (*dates, *times, *_numbers(text, tag)):
        if not any(one.start < end and start < one.end for start, end in taken):
            found.append(one)
            taken.append((one.start, one.end))
    return tuple(sorted(found, key=lambda one: one.start))


def _dates(text: str, tag: str) -> Iterator[Figure]:
    for match in _DATE.finditer(text):
        first, middle, last = int(match[1]), int(match[3]), int(match[4])
        if len(match[1]) == 4:
            orders = [(first, middle, last)]
        else:
            year = last if last > 99 else last + (2000 if last < 50 else 1900)
            orders = [(year, middle, first), (year, first, middle)]
            orders = orders[::-1] if tag in ("en", "en-US") else orders
        values = tuple(Decimal(y * 10000 + m * 100 + d) for y, m, d in orders if 1 <= m <= 12 and 1 <= d <= 31)
        if values:
            yield Figure(match[0], *match.span(), values, "date")


def _times(text: str, tag: str) -> Iterator[Figure]:
    for match in _TIME.finditer(text):
        hour, minute = int(match[1]), int(match[2] or match[3] or 0)
        half, dotted = (match[4] or "").lower(), "." in match[0][: len(match[1]) + 2]
        if dotted and not half and (separators(tag).decimal == "." or not _clock(text, match)):
            continue
        values = [hour * 100 + minute]
        if half == "p" and hour < 12:
            values = [(hour + 12) * 100 + minute]
        elif half == "a" and hour == 12:
            values = [minute]
        elif not half and hour <= 12:
            values.append((hour + 12) % 24 * 100 + minute)
        yield Figure(match[0].rstrip(), match.start(), match.start() + len(match[0].rstrip()),
                     tuple(Decimal(value) for value in values), "time")  # fmt: skip


def _clock(text: str, match: re.Match[str]) -> bool:
    """Whether words around ``18.30`` say that it is a time."""
    around = text[max(0, match.start() - 12) : match.end() + 8]
    return bool(re.search(r"\b(?:a las?|las|hacia las|um|alle|às|horas?|h|Uhr|ore)\b", around))


def _numbers(text: str, tag: str) -> Iterator[Figure]:
    scales = _SCALES.get(primary(tag), {})
    for match in _NUMBER.finditer(text):
        if len(match[0]) > _LONGEST:  # no quantity
            continue
        values = readings(match[0], tag)
        power, end = _scale(text, match.end(), scales)
        short = None if power else _SHORT.match(text, match.end())
        if short and text[: match.start()].rstrip().endswith(("$", "€", "£")):
            power, end = {"k": 3, "m": 6}[short[1].lower()], short.end()
        if power:
            values = tuple(value.scaleb(power) for value in values)
        yield Figure(match[0], match.start(), end, values)


def _scale(text: str, end: int, scales: dict[str, int]) -> tuple[int, int]:
    """The power of ten that the words behind a number multiply it by, and where they end."""
    power = 0
    while found := _NEXT.match(text, end):
        if found[1].lower() not in scales or (len(found[1]) == 1 and found[0][0].isspace()):
            break
        power += scales[found[1].lower()]
        end = found.end()
    return power, end


@lru_cache(maxsize=4096)
def readings(token: str, tag: str) -> tuple[Decimal, ...]:
    """What digits with separators may be worth, the reading of the language first."""
    plain = re.sub(rf"[{_SPACES}'’]", "", token)
    marks = [character for character in plain if character in ".,"]
    if not marks:
        return (Decimal(plain),)
    if len(set(marks)) == 2:
        decimal = marks[-1]
        ways = [plain.replace("," if decimal == "." else ".", "").replace(decimal, ".")]
    elif len(marks) > 1:
        ways = [plain.replace(marks[0], "")]
    else:
        grouped, fraction = plain.replace(marks[0], ""), plain.replace(marks[0], ".")
        whole, _, rest = plain.partition(marks[0])
        is_group = len(rest) == 3 and 1 <= len(whole) <= 3 and whole != "0"
        ways = [fraction] if not is_group else [grouped, fraction]
        if is_group and marks[0] == separators(tag).decimal:
            ways.reverse()
    return tuple(Decimal(way if way.count(".") < 2 else way.replace(".", "")) for way in ways)


def romans(text: str) -> set[Decimal]:
    """The values of Roman numerals."""
    worth = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
    found: set[Decimal] = set()
    for match in _ROMAN.finditer(text):
        digits = [worth[letter] for letter in match[0]]
        if not digits:
            continue
        total = sum(-a if a < b else a for a, b in zip(digits, [*digits[1:], 0], strict=True))
        found.add(Decimal(total))
    return found


def spelled(text: str, tag: str) -> set[Decimal]:
    """The values of numbers in words, up to a hundred, ordinals too."""
    known = _spelling(primary(tag))
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text.lower())
    runs = (" ".join(words[at : at + size]) for size in (1, 2, 3) for at in range(len(words) - size + 1))
    return {known[run] for run in runs if run in known}


@lru_cache(maxsize=16)
def small_numbers(tag: str) -> dict[str, Decimal]:
    """The words, each one alone, for three to twelve, and third to twelfth."""
    return {word: value for word, value in _spelling(primary(tag)).items() if 3 <= value <= 12 and word.isalpha()}


@lru_cache(maxsize=16)
def _spelling(language: str) -> dict[str, Decimal]:
    from num2words import num2words

    known: dict[str, Decimal] = {}
    try:
        for number in (*range(101), *range(200, 1001, 100)):
            for way in ("cardinal", "ordinal"):
                word = str(num2words(number, lang=language, to=way)).lower()
                known.setdefault(word, Decimal(number))
                known.setdefault(word.replace("-", " "), Decimal(number))
    except (NotImplementedError, OverflowError, TypeError, KeyError):
        return known
    more = _MORE.get(language, {})
    return known | {word: Decimal(value) for word, value in more.items()}


_MORE: dict[str, dict[str, int]] = {
    "en": {"a": 1, "an": 1, "once": 1, "twice": 2, "dozen": 12, "hundred": 100, "thousand": 1000, "half": 2, "pair": 2,
           "both": 2, "couple": 2, "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60,
           "seventies": 70, "eighties": 80, "nineties": 90, "single": 1, "double": 2},
    "es": {"un": 1, "una": 1, "uno": 1, "ambos": 2, "ambas": 2, "docena": 12, "primer": 1, "primera": 1, "segunda": 2,
           "tercer": 3, "tercera": 3, "cuarta": 4, "quinta": 5, "sexta": 6, "séptima": 7, "octava": 8, "novena": 9,
           "décima": 10, "veintiún": 21, "treinta y un": 31, "ciento": 100, "mil": 1000, "medio": 2, "media": 2,
           "doble": 2, "par": 2, "cientos": 100, "centenares": 100, "miles": 1000, "terceros": 3, "doscientas": 200,
           "trescientas": 300, "quinientas": 500, "decena": 10},
    "fr": {"un": 1, "une": 1, "deux": 2, "première": 1, "seconde": 2, "second": 2, "douzaine": 12, "dizaine": 10,
           "vingtaine": 20, "centaine": 100, "mille": 1000, "moitié": 2, "double": 2},
    "de": {"ein": 1, "eine": 1, "einen": 1, "einem": 1, "einer": 1, "eines": 1, "beide": 2, "beiden": 2, "zwo": 2,
           "dutzend": 12, "hundert": 100, "tausend": 1000, "halb": 2, "doppelt": 2, "ersten": 1, "erster": 1,
           "zweiten": 2, "dritten": 3, "vierten": 4, "fünften": 5},
}  # fmt: skip
"""Other words for numbers."""


@lru_cache(maxsize=32)
def months(tag: str) -> dict[str, int]:
    """Month names in lower case, whole and shortened, by CLDR."""
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError):
        return {}
    found: dict[str, int] = {}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in locale.months[context][width].items():
                found.setdefault(name.lower().rstrip("."), number)
    return {name: number for name, number in found.items() if not name.isdigit()}

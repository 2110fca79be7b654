"""Numbers and dates as people of a language write them (CLDR's patterns, through Babel)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal


@lru_cache(maxsize=16)
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        return Locale("en")


def number(value: int, language: str) -> str:
    """``12345`` as “12,345”, “12.345”, “12 345” …"""
    return format_decimal(value, locale=_locale(language))


def day(iso: str, language: str) -> str:
    """``2026-05-02`` as “May 2, 2026”, “2 may 2026” …; what is no date stays as it is."""
    try:
        return format_date(date.fromisoformat(iso), "medium", locale=_locale(language))
    except ValueError:
        return iso


def moment(iso: str, language: str) -> str:
    """``2026-05-02T10:00:00+00:00`` as “2 may 2026, 10:00 UTC”; scripts then say it in the reader's own time."""
    try:
        at = datetime.fromisoformat(iso).astimezone(UTC)
    except ValueError:
        return iso
    locale = _locale(language)
    return f"{format_date(at, 'medium', locale=locale)}, {format_datetime(at, 'HH:mm', locale=locale)} UTC"

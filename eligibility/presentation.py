"""Dates, months and sums as people write them in Kazakh, Russian and English."""

from datetime import date
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import get_language

NBSP = "\u00a0"
MONTHS = {
    "kk": (
        "қаңтар",
        "ақпан",
        "наурыз",
        "сәуір",
        "мамыр",
        "маусым",
        "шілде",
        "тамыз",
        "қыркүйек",
        "қазан",
        "қараша",
        "желтоқсан",
    ),
    "ru": (
        "январь",
        "февраль",
        "март",
        "апрель",
        "май",
        "июнь",
        "июль",
        "август",
        "сентябрь",
        "октябрь",
        "ноябрь",
        "декабрь",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}
RUSSIAN_GENITIVE = (
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
)


def _language() -> str:
    language = get_language() or "ru"
    return language if language in MONTHS else "ru"


def long_date(day: date | int) -> str:
    """«2026 жылғы 5 қараша», «5 ноября 2026 года», "5 November 2026"."""
    moment = date.fromordinal(day) if isinstance(day, int) else day
    language = _language()
    if language == "kk":
        return f"{moment.year} жылғы {moment.day}{NBSP}{MONTHS['kk'][moment.month - 1]}"
    if language == "ru":
        return f"{moment.day}{NBSP}{RUSSIAN_GENITIVE[moment.month - 1]} {moment.year}{NBSP}года"
    return f"{moment.day}{NBSP}{MONTHS['en'][moment.month - 1]} {moment.year}"


def short_date(day: date | int) -> str:
    """«05.11.2026», "5 Nov 2026": for tables and narrow places."""
    moment = date.fromordinal(day) if isinstance(day, int) else day
    if _language() == "en":
        return f"{moment.day}{NBSP}{MONTHS['en'][moment.month - 1][:3]}{NBSP}{moment.year}"
    return f"{moment:%d.%m.%Y}"


def long_month(month: str | int) -> str:
    """«2026 жылғы қараша», «ноябрь 2026 года», "November 2026"; from YYYY-MM or a month number."""
    if isinstance(month, int):
        year, index = month // 12, month % 12
    else:
        year, index = int(month[:4]), int(month[5:]) - 1
    language = _language()
    name = MONTHS[language][index]
    if language == "kk":
        return f"{year} жылғы {name}"
    return f"{name} {year} года" if language == "ru" else f"{name} {year}"


def month_name(month: int) -> str:
    """The month without its year; from a month number."""
    return MONTHS[_language()][month % 12]


def number(amount: Decimal | int) -> str:
    """Thousands apart by a space that does not break; tiyn only where there are any."""
    return _number(_language(), Decimal(amount))


@lru_cache(maxsize=1024)
def _number(language: str, value: Decimal) -> str:
    whole = value == value.to_integral_value()
    text = f"{int(value):,}" if whole else f"{value:,.2f}"
    comma = "." if language == "en" else ","
    return text.replace(",", NBSP).replace(".", comma)


def factor(amount: Decimal) -> str:
    """A number by which something is multiplied: 20; 1,4."""
    text = f"{amount.normalize():f}"
    return text if _language() == "en" else text.replace(".", ",")


def money(amount: Decimal | int) -> str:
    """A sum in tenge."""
    return f"{number(amount)}{NBSP}₸"


def plain(value: Decimal) -> str:
    """A number without zeros at its end: 1.4, 20."""
    text = f"{value.normalize():f}"
    return text if _language() == "en" else text.replace(".", ",")


def percent(share: Decimal) -> str:
    """0.05 as 5 %."""
    return f"{plain(share * 100)}{NBSP}%"

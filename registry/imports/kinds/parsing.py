"""Text of a cell → a value. Each function raises Problem; none is given an empty text."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from eligibility.rules.dates import month_text
from eligibility.rules.facts import FIRST_MONTH, LAST_MONTH

from ... import iin as number
from .base import Problem

FORMS: Final = ("%Y-%m-%d", "%d.%m.%Y", "%Y-%m-%d %H:%M:%S")
"""The last one is what table programs make of a day."""
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
MONTH: Final = re.compile(r"(?:(?P<y1>\d{4})-(?P<m1>\d{1,2})|(?P<m2>\d{1,2})\.(?P<y2>\d{4}))", re.ASCII)
LONGEST_EMAIL: Final = 254
PHONE_DIGITS: Final = range(7, 16)


def iin(text: str) -> str:
    cleaned = number.clean(text)
    if number.is_valid(cleaned):
        return cleaned
    padded = cleaned.rjust(number.LENGTH, "0")
    raise Problem("iin_short" if len(cleaned) < number.LENGTH and number.is_valid(padded) else "iin")


def day(text: str) -> str:
    """ISO text."""
    for form in FORMS:
        try:
            found = datetime.strptime(text, form).date()  # noqa: DTZ007 – a day has no time zone
        except ValueError:
            continue
        if FIRST_DAY <= found <= LAST_DAY:
            return found.isoformat()
        raise Problem("day_outside", first=FIRST_DAY.isoformat(), last=LAST_DAY.isoformat())
    raise Problem("day")


def month(text: str) -> int:
    """Year × 12 + month − 1; a day stands for its month."""
    found = MONTH.fullmatch(text)
    if found is None:
        try:
            whole = date.fromisoformat(day(text))
        except Problem:
            raise Problem("month") from None
        year, place = whole.year, whole.month
    else:
        year, place = int(found["y1"] or found["y2"]), int(found["m1"] or found["m2"])
    if not 1 <= place <= 12:
        raise Problem("month")
    value = year * 12 + place - 1
    if not FIRST_MONTH <= value <= LAST_MONTH:
        raise Problem("month_outside", first=month_text(FIRST_MONTH), last=month_text(LAST_MONTH))
    return value


def words(most: int) -> Callable[[str], str]:
    """A line of text, spaces made one."""

    def parse(text: str) -> str:
        found = " ".join(unicodedata.normalize("NFC", text).split())
        if any(unicodedata.category(letter) in ("Cc", "Cs", "Co", "Cn") for letter in found):
            raise Problem("control_character")
        if len(found) > most:
            raise Problem("too_long", most=most)
        return found

    return parse


def name(text: str) -> str:
    found = words(100)(text)
    if not any(letter.isalpha() for letter in found):
        raise Problem("name")
    return found


def choice(codes: Iterable[str], also: Mapping[str, str] | None = None) -> Callable[[str], str]:
    """One of the codes, in any case; ``also``: other words → code."""
    known = {code.casefold(): code for code in codes}
    known |= {word.casefold(): code for word, code in (also or {}).items()}
    named = ", ".join(dict.fromkeys(known.values()))

    def parse(text: str) -> str:
        try:
            return known[text.casefold()]
        except KeyError:
            raise Problem("choice", choices=named) from None

    return parse


def flag(text: str) -> bool:
    return choice(("yes", "no"), YES_NO)(text) == "yes"


YES_NO: Final = {
    "иә": "yes",
    "да": "yes",
    "1": "yes",
    "true": "yes",
    "жоқ": "no",
    "нет": "no",
    "0": "no",
    "false": "no",
}


def phone(text: str) -> str:
    digits = re.sub(r"[\s()\-‐‑–—]", "", text)
    if not re.fullmatch(r"\+?\d+", digits, re.ASCII) or len(digits.lstrip("+")) not in PHONE_DIGITS:
        raise Problem("phone")
    return digits


def email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise Problem("email") from None
    return words(LONGEST_EMAIL)(text)


def whole(text: str) -> int:
    if not re.fullmatch(r"\d{1,15}(?:\.0)?", text, re.ASCII):
        raise Problem("number")
    return int(text.split(".")[0])


def code(length: int) -> Callable[[str], str]:
    """Of so many digits."""

    def parse(text: str) -> str:
        if not re.fullmatch(rf"\d{{{length}}}", text, re.ASCII):
            raise Problem("number")
        return text

    return parse

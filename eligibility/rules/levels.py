"""The level of well-being on a day, and how far back it is known."""

from typing import NamedTuple

from .dates import EVER, FOREVER, new_year, year_end
from .facts import Facts


class Level(NamedTuple):
    """The level on the day, None where it is not known; the days around it on which that is so, at most the year where
    levels are dated; and those of the days of the year up to it, the newest first."""

    held: str | None
    since: int
    until: int
    in_year: tuple[str | None, ...]


def level_around(facts: Facts, day: int) -> Level:
    if not facts.levels:
        return Level(facts.level, EVER, FOREVER, (facts.level,))
    first = new_year(day)
    held, since, until = _stretch(facts, day)
    in_year, earlier = [held], since
    while earlier > first:
        before, earlier, _ = _stretch(facts, earlier - 1)
        in_year.append(before)
    return Level(held, max(since, first), min(until, year_end(day)), tuple(in_year))


def _stretch(facts: Facts, day: int) -> tuple[str | None, int, int]:
    """The level on the day, where levels are dated, and the days around it in which none of them begins or ends."""
    held: str | None = None
    found, since, until = False, EVER, FOREVER
    for level, spell in facts.levels:
        start = spell.start or EVER
        if day < start:
            until = min(until, start - 1)
        elif day > spell.end:
            since = max(since, spell.end + 1)
        else:
            since, until = max(since, start), min(until, spell.end)
            held, found = (held, found) if found else (level, True)
    return held, since, until

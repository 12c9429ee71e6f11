"""The people of one sitting side by side, and their days in one list."""

from dataclasses import dataclass
from typing import Any

from .plan import Dated, Plan, dates
from .result import HEADLINE, headline, span
from .texts import entry, term, words


@dataclass(frozen=True, slots=True)
class Illness:
    """An illness with the package that pays for it and whether it is open to the person."""

    name: str
    package: str
    covered: str


@dataclass(frozen=True, slots=True)
class Member:
    """One person. ``unfinished``: questions are open; without an answer at all only ``place`` and ``who`` are known."""

    place: int
    who: str
    mark: str = "unknown"
    headline: str = ""
    span: str = ""
    payer: str = ""
    unfinished: bool = True
    illnesses: tuple[Illness, ...] = ()
    dates: tuple[Dated, ...] = ()
    first: str = ""


@dataclass(frozen=True, slots=True)
class FamilyDate:
    """A day of somebody's plan."""

    who: str
    date: Dated


def member(place: int, who: str, plan: Plan, left_out: list[str], unfinished: bool) -> Member:
    """What the page shows of a person for whom there is an answer."""
    result, steps = plan.result, plan.steps(left_out)
    illnesses = [
        Illness(
            words(entry("diagnoses", item.group)["name"]),
            term("packages", f"{item.package}_short") if item.package else "",
            item.covered,
        )
        for item in result.diagnoses
    ]
    return Member(
        place,
        who,
        HEADLINE[result.status],
        headline(result),
        span(result),
        term("payers", result.payer) if result.payer else "",
        unfinished,
        tuple(illnesses),
        tuple(dates(plan, steps)),
        steps[0].texts["name"] if steps else "",
    )


def context(members: list[Member]) -> dict[str, Any]:
    """Everybody, and the days of all of them, the next one first."""
    days = [FamilyDate(item.who, day) for item in members for day in item.dates]
    return {"members": members, "days": sorted(days, key=lambda item: item.date.day)}

"""People of every kind that rows can tell of, drawn by chance."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from eligibility.rules.facts import CONTRIBUTION_KINDS, RESIDENCES, WORK_KINDS
from registry.facts import CONFIRMABLE
from registry.models import Attachment, Citizen, ConfirmedGround, Contribution, Visit, WorkPeriod

from ..world import NOW, World

YEARS = 365


def somebody(world: World, chance: Random, today: date) -> Citizen:
    """A citizen with rows: two of three records are complete."""
    complete = chance.random() < 0.67
    day, end = days(chance, today)
    fields: dict[str, Any] = {
        "birth_date": day(80 * YEARS, -1) if chance.random() < 0.95 else None,
        "residence": chance.choice(["citizen"] * 8 + [*RESIDENCES, ""]),
        "district": world.district if chance.random() < 0.8 else None,
        "wellbeing_level": chance.choice(["", "A", "B", "B", "C", "C", "D", "E"]),
        "wellbeing_level_since": chance.choice([None, day(2 * YEARS), day(60, 60)]),
        "last_pension_month": chance.choice([None, -1, -1, month(day(YEARS)), month(day(120))]),
        "complete_from": chance.choice([date(2015, 1, 1), day(YEARS, 30)]) if complete else None,
        "contributions_complete_from": chance.choice([2015 * 12, month(day(YEARS))]) if complete else None,
    }
    citizen = world.citizen(**fields)
    for make in dict.fromkeys(chance.sample(ROWS, chance.choice([0, 1, 1, 2, 3]))):
        add(make, world, chance, citizen, today)
    if chance.random() < 0.8:
        starts = day(3 * YEARS, 20)
        Attachment.objects.create(
            citizen=citizen, polyclinic=world.polyclinic, starts=starts, ends=end(starts, 3 * YEARS)
        )
    return citizen


def days(chance: Random, today: date) -> "tuple[Day, End]":
    def day(before: int, after: int = 0) -> date:
        return today + timedelta(days=chance.randint(-before, after))

    def end(starts: date, days: int) -> date | None:
        return None if chance.random() < 0.5 else starts + timedelta(days=chance.randint(0, days))

    return day, end


def add(make: Any, world: World, chance: Random, citizen: Citizen, today: date) -> None:
    """Rows of one kind, of ``ROWS``."""
    make(world, citizen, chance, *days(chance, today))


def month(day: date) -> int:
    return day.year * 12 + day.month - 1


Day = Callable[..., date]
End = Callable[[date, int], date | None]


def worked(world: World, citizen: Citizen, chance: Random, day: Day, end: End) -> None:
    for _ in range(chance.choice([1, 1, 2])):
        kind, starts = chance.choice(["employee", *WORK_KINDS]), day(4 * YEARS, 30)
        WorkPeriod.objects.create(
            citizen=citizen,
            kind=kind,
            starts=starts,
            ends=end(starts, 4 * YEARS),
            monthly_income=chance.choice([None, 90_000, 400_000]),
            suspended=kind == "entrepreneur" and chance.random() < 0.3,
        )


def paid(world: World, citizen: Citizen, chance: Random, day: Day, end: End) -> None:
    for kind in chance.sample(["employee", *CONTRIBUTION_KINDS[1:]], chance.choice([1, 1, 2])):
        first = month(day(4 * YEARS))
        for _ in range(chance.choice([1, 2, 3])):
            last = first + chance.choice([0, 3, 11, 20, 70])
            Contribution.objects.create(citizen=citizen, kind=kind, first_month=first, last_month=last)
            first = last + chance.choice([1, 2, 4])


def confirmed(world: World, citizen: Citizen, chance: Random, day: Day, end: End) -> None:
    for code in chance.sample([*CONFIRMABLE, "serviceman"], chance.choice([1, 1, 2])):
        starts = day(3 * YEARS, 30)
        ends = end(starts, 3 * YEARS)
        verified = {"last_pension_contribution": False, "work": []} if chance.random() < 0.2 else {}
        told: dict[str, Any] = {"citizen": citizen, "code": code, "source": "ministry", "confirmed_at": NOW}
        born = day(4 * YEARS) if code == "parent_of_child_under_3" and chance.random() < 0.7 else None
        if citizen.confirmed_grounds.filter(code=code).exists():
            continue
        ConfirmedGround.objects.create(
            starts=starts, ends=ends, child_birth_date=born, verified=verified, void=chance.random() < 0.1, **told
        )
        if ends is not None and chance.random() < 0.3:
            ConfirmedGround.objects.create(starts=ends + timedelta(days=chance.choice([1, 40])), **told)


def poor(world: World, citizen: Citizen, chance: Random, day: Day, end: End) -> None:
    if not citizen.confirmed_grounds.filter(code="wellbeing_crisis").exists():
        world.ground(citizen, "wellbeing_crisis", day(YEARS, 10), None if chance.random() < 0.6 else day(0, YEARS))


def came(world: World, citizen: Citizen, chance: Random, day: Day, end: End) -> None:
    for when in {day(YEARS, 20) for _ in range(chance.choice([1, 2, 4]))}:
        struck = NOW if chance.random() < 0.2 else None
        Visit.objects.create(citizen=citizen, polyclinic=world.polyclinic, day=when, struck_at=struck)


ROWS = (worked, worked, paid, paid, confirmed, confirmed, poor, came)

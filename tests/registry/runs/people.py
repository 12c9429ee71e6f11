"""People whose answers differ, and a look at what was written of them."""

from datetime import date, datetime
from hashlib import sha256

from django.db import connection

from eligibility.rules import law as law_module
from registry.determine import determine
from registry.log import Who
from registry.models import Citizen, Determination, Run
from registry.runs import guard, planning
from registry.runs.work import work
from tests.registry.world import NOW, TODAY, World

PENSION = "pensioner"
LAW = law_module.load()


def insured(world: World, count: int) -> list[Citizen]:
    """Pensioners by a ministry's list: determined, and insured."""
    people = [
        world.known_citizen(district=world.district, wellbeing_level="A", wellbeing_level_since=date(2020, 1, 1))
        for _ in range(count)
    ]
    for person in people:
        world.ground(person, PENSION, date(2020, 1, 1))
        determine(Who(NOW), person, date(2026, 2, 2))
    return people


def loses(person: Citizen) -> None:
    """The list of the ministry says that it ended."""
    person.confirmed_grounds.update(ends=date(2025, 6, 1))


def redetermined(who: Who, most_losing: int = 100, on: date = TODAY, **fields: object) -> Run:
    run = planned(who, on, **fields)
    run = guard.apply(who, run, most_losing)
    return worked(run)


def planned(who: Who, on: date = TODAY, **fields: object) -> Run:
    return worked(planning.begin(who, Run.Kind.REDETERMINATION, on, **fields))  # type: ignore[arg-type]


def worked(run: Run, now: datetime = NOW) -> Run:
    work(run.pk, now)
    run.refresh_from_db()
    return run


def state() -> str:
    """A digest of all that was determined, without row numbers and moments."""
    columns = ("citizen", "starts", "ends", "superseded", "status", "ground", "payer", "reasons", "missing")
    found = Determination.objects.order_by().values_list(*columns, "next_change_on", "facts_digest", "law_digest")
    return sha256("\n".join(sorted(map(str, found.iterator()))).encode()).hexdigest()


def on_postgresql() -> bool:
    return connection.vendor == "postgresql"

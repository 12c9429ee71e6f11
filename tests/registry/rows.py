"""A complete ``person`` object of the contract as rows of the registry, the other way round than the bridge."""

from datetime import date
from itertools import pairwise
from typing import Any

from eligibility.rules.facts import FIRST_MONTH, LAST_MONTH
from registry.facts import CIRCUMSTANCE_OF, LEVEL_OF
from registry.models import Attachment, Citizen, Contribution, Visit, WorkPeriod

from .world import World

LONG_AGO = date(1950, 1, 1)
GROUND_OF = {name: code for code, name in CIRCUMSTANCE_OF.items()}
GROUND_OF_LEVEL = {level: code for code, level in LEVEL_OF.items()}


class NoRows(Exception):
    """The registry has no place for this: it knows when each thing began, and what of a sentence."""


def citizen_of(world: World, person: dict[str, Any], **fields: Any) -> Citizen:
    """The person as a citizen whose record is complete, unless ``fields`` say otherwise. Raises NoRows."""
    if person.get("unmentioned") != "no":
        raise NoRows
    pension, level = person.get("last_pension_contribution"), person.get("wellbeing_level")
    columns: dict[str, Any] = {
        "birth_date": person.get("birth_date"),
        "residence": person.get("residence") or "citizen",
        "complete_from": person.get("known_from") or LONG_AGO,
        "contributions_complete_from": month(person.get("contributions_known_from"), FIRST_MONTH),
        "last_pension_month": month(pension, -1) if pension else -1,
        "wellbeing_level": "" if isinstance(level, list) and level else level if level in ("B", "C") else "A",
        "wellbeing_level_since": LONG_AGO,
    }
    citizen = world.citizen(**(columns | fields))
    if person.get("polyclinic_attached"):
        Attachment.objects.create(citizen=citizen, polyclinic=world.polyclinic, starts=LONG_AGO)
    for day in set(person.get("care_sought") or []):
        Visit.objects.create(citizen=citizen, polyclinic=world.polyclinic, day=day)
    for item in person.get("work") or []:
        work(citizen, item)
    for name, held in (person.get("circumstances") or {}).items():
        for period in periods(held):
            ground(world, citizen, GROUND_OF[name], period)
    levels(world, citizen, [{"level": level, "from": "1950-01-01"}] if isinstance(level, str) else level or [])
    contributions(citizen, person.get("contributions") or [])
    return Citizen.objects.get(pk=citizen.pk)


def levels(world: World, citizen: Citizen, told: list[dict[str, Any]]) -> None:
    for period in periods(told):
        if period["level"] in GROUND_OF_LEVEL:
            ground(world, citizen, GROUND_OF_LEVEL[period["level"]], period)
        elif len(told) > 1 or "to" in period or citizen.wellbeing_level != period["level"]:
            raise NoRows


def periods(held: Any) -> list[dict[str, Any]]:
    if held is True:
        raise NoRows
    found = sorted([held] if isinstance(held, dict) else held or [], key=lambda item: item.get("from") or "")
    for before, after in pairwise(found):
        if not before.get("to") or before["to"] >= after.get("from", ""):
            raise NoRows  # the database lets no two of one kind overlap
    return found


def ground(world: World, citizen: Citizen, code: str, period: dict[str, Any]) -> None:
    if not period.get("from") or period.get("security") == "minimum":
        raise NoRows
    row = world.ground(citizen, code, period["from"], period.get("to"))
    row.child_birth_date = period.get("child_birth_date")
    row.save()


def work(citizen: Citizen, item: dict[str, Any]) -> None:
    if not item.get("from"):
        raise NoRows
    WorkPeriod.objects.create(
        citizen=citizen,
        kind=item["kind"],
        starts=item["from"],
        ends=item.get("to"),
        monthly_income=item.get("monthly_income"),
        suspended=item.get("suspended", False),
    )


def contributions(citizen: Citizen, items: list[dict[str, Any]]) -> None:
    paid = {(item["kind"], n) for item in items for n in range(month(item["from"]), month(item.get("to")) + 1)}
    for kind, n in sorted(paid):
        if (kind, n - 1) not in paid:
            last = next(m for m in range(n, LAST_MONTH + 2) if (kind, m + 1) not in paid)
            Contribution.objects.create(citizen=citizen, kind=kind, first_month=n, last_month=last)


def month(text: Any, absent: int = LAST_MONTH) -> int:
    return int(text[:4]) * 12 + int(text[5:]) - 1 if text else absent

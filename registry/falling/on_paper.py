"""The third list: people without cover who may have a right to it that the registry does not know of. It is a reason to
ask them, never a decision. For officers only: it is made of applications, households and ministries' lists."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from eligibility.rules.dates import add_months
from eligibility.rules.law import Law

from .. import access
from ..models import Account, Application, Citizen, ConfirmedGround
from ..models.accounts import REGIONAL
from ..models.applications import OPEN, State
from ..periods import holding
from ..working_days import midnight
from . import kinds
from .filters import Filters
from .people import Shown, not_insured, of_person

PARENTS = ("parent_of_child_under_3", "parental_leave")


def rows(account: Account, on: date, chosen: Filters, law: Law) -> "QuerySet[Citizen]":
    """With one Boolean column for each cause. Raises LawRangeError."""
    people = access.people_on_lists(account, on)
    if account.role not in REGIONAL:
        return people.none()
    found = _causes(on, law)
    wanted = Q()
    for code in found:
        wanted |= Q(**{code: True})
    people = people.annotate(**found).filter(Q(**{chosen.kind: True}) if chosen.kind else wanted)
    if chosen.district:
        people = people.filter(district=chosen.district)
    return not_insured(people).order_by("pk").select_related("district")


def shown(account: Account, found: Iterable[Citizen]) -> list[Shown]:
    lines = []
    for citizen in found:
        why = tuple(kinds.cause_name(code) for code in kinds.causes() if getattr(citizen, code))
        lines.append(Shown(**of_person(account, citizen), why=why))
    return lines


def _causes(on: date, law: Law) -> dict[str, Exists | Q]:
    return {
        "open_application": Exists(Application.objects.filter(citizen=OuterRef("pk"), state__in=OPEN)),
        "withdrawn_application": _withdrawn(on),
        "small_child": _small_child(on, law),
        "list_ended": _list_ended(on, law),
    }


def _withdrawn(on: date) -> Exists | Q:
    """Lately, and none was sent after it."""
    since = midnight(on - timedelta(days=kinds.numbers().withdrawn))
    later = Application.objects.filter(citizen=OuterRef("citizen"), pk__gt=OuterRef("pk"))
    asked = Application.objects.filter(~Exists(later), state=State.WITHDRAWN, closed_at__gte=since)
    return Exists(asked.filter(citizen=OuterRef("pk")))


def _small_child(on: date, law: Law) -> Exists | Q:
    """A grown member of a household with a small child, of whom nobody is confirmed to raise it."""
    child = Citizen.objects.filter(
        blocked=False,
        household=OuterRef("household"),
        birth_date__gt=_born(on, law, "small_child_age"),
        birth_date__lte=on,
    )
    parent = ConfirmedGround.objects.filter(
        holding(on), citizen__household=OuterRef("household"), code__in=PARENTS, void=False
    )
    grown = Q(household__isnull=False, birth_date__lte=_born(on, law, "adult_age"))
    return Exists(child) & ~Exists(parent) & grown


def _list_ended(on: date, law: Law) -> Exists | Q:
    """Lately: of a category that is granted for good, or of a parent whose child is still small."""
    since = on - timedelta(days=kinds.numbers().recent)
    still = Q(code__in=kinds.lasting()) | Q(
        code__in=PARENTS, child_birth_date__gt=_born(on, law, "small_child_age"), child_birth_date__lte=on
    )
    later = ConfirmedGround.objects.filter(holding(on), citizen=OuterRef("citizen"), code=OuterRef("code"), void=False)
    ended = ConfirmedGround.objects.filter(
        still,
        ~Exists(later),
        source=ConfirmedGround.Source.MINISTRY,
        void=False,
        ends__range=(since, on - timedelta(1)),
    )
    return Exists(ended.filter(citizen=OuterRef("pk")))


def _born(on: date, law: Law, age: str) -> date:
    """Whoever was born after the day has not come to the age of the law's parameter."""
    return date.fromordinal(add_months(on.toordinal(), -12 * law.at(on.toordinal()).whole(age)))

"""What the rows of all three lists have in common: a person, and how a reader gets to his record."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from .. import iin
from ..models import Account, Citizen, Determination
from .ending import INSURED
from .filters import is_clinical


@dataclass(frozen=True, slots=True)
class Shown:
    """A line. ``url``: of the person's page, where the reader has it; staff of polyclinics open the card instead, by
    ``citizen``. ``why``: in a few words; ``ways``: name and day of each. ``mark``: see moved.py."""

    citizen: int
    name: str
    number: str
    district: str
    url: str
    why: tuple[str, ...]
    ground: str = ""
    day: str = ""
    left: int = 0
    sure: bool = True
    first: bool = False
    mark: bool = False
    ways: tuple[tuple[str, str, bool], ...] = ()


def of_person(account: Account, citizen: Citizen) -> dict[str, Any]:
    """The number is masked for everybody: whoever needs it whole finds it on the person's page, which asks why."""
    clinical = is_clinical(account)
    return {
        "citizen": citizen.pk,
        "name": str(citizen),
        "number": iin.masked(citizen.iin),
        "district": citizen.district.name if citizen.district and not clinical else "",
        "url": "" if clinical else reverse("admin:registry_citizen_change", args=[citizen.pk]),
    }


def not_insured(people: "QuerySet[Citizen]") -> "QuerySet[Citizen]":
    """Without those who are insured by what was last determined."""
    held = Determination.objects.filter(citizen=OuterRef("pk"), ends=None, superseded=False, status=INSURED)
    return people.filter(~Exists(held))

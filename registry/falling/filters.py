"""Which of the people of a list are wanted: what the address says, and the choices of its form."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from ..kazakh import sorting_key
from ..models import Account, District
from ..models.accounts import CLINICAL
from . import kinds

STAGES = ("confirmed", "not_confirmed")


@dataclass(frozen=True, slots=True)
class Filters:
    """``district``, ``kind``: empty for all. What is not offered to the reader is no filter."""

    within: int
    district: str
    kind: str

    def until(self, on: date) -> date:
        return on + timedelta(days=self.within)

    def query(self, **more: Any) -> str:
        """For an address, without the parts that say nothing."""
        values = {"within": self.within, "district": self.district, "kind": self.kind, **more}
        return urlencode({name: value for name, value in values.items() if value})


def is_clinical(account: Account) -> bool:
    return account.role in CLINICAL


def districts(account: Account) -> list[tuple[str, str]]:
    """Codes and names of the region's; a polyclinic's people are not sorted by them."""
    if is_clinical(account):
        return []
    rows = District.objects.filter(region=account.region_id)
    return sorted(((row.pk, row.name) for row in rows), key=lambda pair: sorting_key(pair[1]))


def kinds_of_endings(account: Account) -> list[tuple[str, str]]:
    if is_clinical(account):
        return [(code, kinds.polyclinic_name(code)) for code in kinds.polyclinic_codes()]
    return [(code, kinds.name(code)) for code in kinds.codes()]


def kinds_unseen(account: Account) -> list[tuple[str, str]]:
    return list(zip(STAGES, (_("Confirmed, no cover"), _("By the family card alone")), strict=True))


def kinds_on_paper(account: Account) -> list[tuple[str, str]]:
    return [(code, kinds.cause_name(code)) for code in kinds.causes()]


def read(values: Mapping[str, str], places: list[tuple[str, str]], offered: list[tuple[str, str]]) -> Filters:
    """Of an address or a form; what is not offered counts as not chosen."""
    numbers = kinds.numbers()
    within = next((days for days in numbers.within if str(days) == values.get("within")), numbers.horizon)
    district, kind = values.get("district", ""), values.get("kind", "")
    return Filters(
        within,
        district if district in dict(places) else "",
        kind if kind in dict(offered) else "",
    )

"""A region with people of many kinds, written at once: what was determined of them is what the engine would say."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from eligibility.rules import law as law_module
from eligibility.rules.facts import CIRCUMSTANCES
from registry.models import Citizen, Determination, District, Region
from tests.registry.world import NOW, TODAY, World, district

LAW = law_module.load()
LONG_AGO = date(2020, 1, 1)
IDLE: Mapping[str, Any] = {
    "birth_date": "1988-04-02",
    "residence": "citizen",
    "circumstances": dict.fromkeys(CIRCUMSTANCES, False),
    "work": [],
    "contributions": [],
    "contributions_known_from": "2015-01",
    "last_pension_contribution": False,
    "polyclinic_attached": True,
    "care_sought": [],
    "known_from": "2015-01-01",
    "wellbeing_level": [{"level": "C", "from": "2020-01-01"}],
}
"""Somebody without any ground, of whom everything is known."""
UNKNOWN: Mapping[str, Any] = {"birth_date": "1988-04-02", "residence": "citizen", "known_from": TODAY.isoformat()}
PENSIONER, EMPLOYEE = ("pensioner", "republican_budget"), ("employee", "employer")


class Populated:
    """``city`` has 40 pensioners, 12 employees and 3 of military service insured, 20 not insured, 2 not known; the
    ``village`` 6 insured and 3 not; of 7 insured the district is not known; the region abroad has 9 insured."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.city = world.district
        self.village = district("433200000", world.home, "Арал ауданы", "Аральский район", "Aral District")
        self.pensioners = self.add(40, self.city, *PENSIONER)
        self.add(12, self.city, *EMPLOYEE)
        self.add(3, self.city, "serviceman", "special_budget")
        self.idle = self.add(20, self.city, status="not_insured", facts=IDLE)
        self.add(2, self.city, status="unknown", facts=UNKNOWN)
        self.add(6, self.village, *PENSIONER)
        self.add(3, self.village, status="not_insured", facts=IDLE)
        self.add(7, None, *PENSIONER)
        self.add(9, None, *PENSIONER, region=world.abroad)

    def add(
        self,
        count: int,
        district: District | None,
        ground: str = "",
        payer: str = "",
        status: str = "insured",
        facts: Mapping[str, Any] | None = None,
        region: Region | None = None,
        starts: date = LONG_AGO,
    ) -> list[Citizen]:
        region = region or self.world.home
        people = Citizen.objects.bulk_create(
            Citizen(iin=next(self.world.numbers), region=region, district=district) for _ in range(count)
        )
        said: dict[str, Any] = {"ground": ground, "payer": payer, "facts": facts or {}}
        Determination.objects.bulk_create(determined(person, status, starts, **said) for person in people)
        return people


def determined(person: Citizen, status: str, starts: date, ends: date | None = None, **fields: Any) -> Determination:
    told = {"citizen": person, "status": status, "starts": starts, "ends": ends, "determined_at": NOW, "facts": {}}
    return Determination(**(told | fields), facts_digest="–", law_digest=LAW.digest)

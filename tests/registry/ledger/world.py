"""People for whom an akimat owes, as visits and confirmed grounds bring it about."""

from datetime import date, datetime, timedelta
from typing import Any

from registry.ledger import registers, wages
from registry.models import Citizen, ConfirmedGround, Obligation, Region, RegionalWage, Register, Role, Visit
from tests.registry.world import NOW, World, who

MARCH = 2026 * 12 + 2
LAST_YEAR_MONTH = 2026 * 12 + 11
WAGE = 464_000
SOURCE = "Ұлттық статистика бюросы, 2026-02-13, № 7"


class Ledger(World):
    """Two people of finance in each of two regions. Nothing is known of wages yet."""

    def __init__(self) -> None:
        super().__init__()
        self.abroad_finance = [
            self.staff(f"abroad-{place}", Role.FINANCE, region=self.abroad) for place in ("finance", "approver")
        ]

    def pair(self, region: Region) -> list[Any]:
        return [self.finance, self.finance_approver] if region == self.home else self.abroad_finance

    def wage(self, amount: int = WAGE, region: Region | None = None, now: datetime = NOW) -> RegionalWage:
        """Proposed by one, approved by the other."""
        first, second = self.pair(region or self.home)
        proposed = wages.propose(who(first, now=now), 2026, amount, SOURCE)
        return wages.approve(who(second, now=now), proposed)

    def owes(self, citizen: Citizen | None = None, first: int = MARCH, **fields: Any) -> Obligation:
        """By a visit of somebody whose level is confirmed: until December."""
        citizen = citizen or self.citizen(district=self.district)
        ground = self.ground(citizen, "wellbeing_crisis", date(2026, 1, 1))
        day = date(2026, first % 12 + 1, 10)
        visit = Visit.objects.create(citizen=citizen, polyclinic=self.polyclinic, day=day)
        return self.obliged(citizen, ground, first, LAST_YEAR_MONTH, visit=visit, **fields)

    def obliged(self, citizen: Citizen, ground: ConfirmedGround, first: int, last: int, **fields: Any) -> Obligation:
        plain: dict[str, Any] = {
            "kind": "wellbeing" if "visit" in fields else "unemployed",
            "region": citizen.region,
            "district": citizen.district,
            "year": 2026,
            "law_digest": "sha256:law",
            "made_at": NOW,
        }
        return Obligation.objects.create(
            citizen=citizen, ground=ground, first_month=first, last_month=last, **(plain | fields)
        )

    def approved(self, month: int = MARCH, region: Region | None = None, now: datetime = NOW) -> Register:
        first, second = self.pair(region or self.home)
        drafted = registers.draft(who(first, now=now), month)
        return registers.approve(who(second, now=now), drafted, drafted.version)

    def sent(self, month: int = MARCH, region: Region | None = None, now: datetime = NOW) -> Register:
        row = self.approved(month, region, now)
        return registers.send(who(self.pair(region or self.home)[0], now=now), row, row.version)

    def paid(self, month: int = MARCH, region: Region | None = None, now: datetime = NOW) -> Register:
        row = self.sent(month, region, now)
        return registers.paid(who(self.pair(region or self.home)[0], now=now), row, row.version, "№ 1, 2026-03-16")


def end(obligation: Obligation, because: str = "visit_struck") -> None:
    obligation.ended_at, obligation.ended_because = NOW + timedelta(minutes=1), because
    obligation.save()

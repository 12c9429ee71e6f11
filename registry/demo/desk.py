"""The demo's desk and ledger: visits, illnesses, attachments and payments, made by the same verbs as real ones."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from uuid import uuid4

from django.utils.timezone import get_current_timezone

from eligibility.rules.dates import month_of

from .. import attaching, diagnosing, visits
from ..ledger import obligations, registers, wages
from ..log import Who
from ..models import Account, Citizen, Notice, Register
from ..refusals import NotAllowed
from .people import People

DAY = timedelta(days=1)
WAGE = 380_000
WAGE_SOURCE = "Демо: ойдан алынған сан · вымышленное число"
PAID_ON = 5
"""The day of the next month on which a month is paid."""
ILLNESSES = ("E11.9", "I63.9", "G80", "J45.0", "F20.0")
STROKE = "I63.9"


class Desk:
    """``staff``: the accounts of staff.py. Everything happens before ``now``, the oldest first."""

    def __init__(self, people: People, staff: dict[str, Account], now: datetime) -> None:
        self.people, self.staff, self.now = people, staff, now

    def make(self) -> None:
        self._wage()
        for month in self._months_before():
            self._paid(month)
        self._visits()
        self._illnesses()
        self._attachments()
        self._drafted(self._who("finance", 0), month_of(self.people.today.toordinal()))
        # What was told in those days was told: only what is done from now on is sent, and seen.
        Notice.objects.filter(state=Notice.State.WAITING).update(state=Notice.State.SENT, sent_at=self.now)

    def _who(self, name: str, days: int) -> Who:
        return Who(self.now - days * DAY, account=self.staff[name])

    def _wage(self) -> None:
        proposed = wages.propose(self._who("finance", 320), self.people.today.year, WAGE, WAGE_SOURCE)
        wages.approve(self._who("finance2", 319), proposed)

    def _months_before(self) -> Iterator[int]:
        """Of this year, as far as they were paid: each on a day of the next month."""
        today = self.people.today
        for month in range(today.year * 12, month_of(today.toordinal())):
            if _paid_on(month) <= today:
                yield month

    def _paid(self, month: int) -> None:
        day = _paid_on(month)
        now = datetime.combine(day, time(10), get_current_timezone())
        drafting, second = (Who(now, account=self.staff[name]) for name in ("finance", "finance2"))
        obligations.settle_year(drafting, month // 12, day)
        drafted = self._drafted(drafting, month)
        if drafted is None:
            return
        row = registers.approve(second, drafted, drafted.version)
        row = registers.send(second, row, row.version)
        registers.paid(drafting, row, row.version, f"№ {month % 12 + 17}, {day:%d.%m.%Y}")

    def _drafted(self, who: Who, month: int) -> Register | None:
        """None where nothing is owed."""
        try:
            return registers.draft(who, month)
        except NotAllowed as refused:
            if refused.code != "nothing_due":
                raise
            return None

    def _visits(self) -> None:
        """People of level D and E, from whose visits an akimat owes; and some others."""
        for place, citizen in enumerate(self.people.citizens["crisis_seen"]):
            visits.record(self._who("registrar", 3 - place % 3), citizen)
        for citizen in self.people.citizens["pensioner"][:5]:
            visits.record(self._who("registrar2", 0), citizen)
        obligations.settle_year(self._who("finance", 0), self.people.today.year, self.people.today)

    def _illnesses(self) -> None:
        who = self._who("clinician", 2)
        attached = Citizen.objects.filter(attachments__polyclinic=self.staff["clinician"].polyclinic).order_by("pk")
        for code, citizen in zip(ILLNESSES, attached[10:], strict=False):
            since = self.people.today - 90 * DAY if code == STROKE else None
            diagnosing.register(who, citizen, code, since, suspected=False)

    def _attachments(self) -> None:
        """Waiting for an answer at the polyclinic of the registrars."""
        for days, citizen in enumerate(self.people.citizens["hardly_known"][2:5]):
            attaching.ask(Who(self.now - days * DAY, applicant=True), self._draft(citizen))

    def _draft(self, citizen: Citizen) -> attaching.Draft:
        names = ("iin", "surname", "given_name", "patronymic", "birth_date", "phone", "email", "language")
        polyclinic = self.staff["registrar"].polyclinic
        assert polyclinic is not None
        return attaching.Draft(
            polyclinic=polyclinic,
            basis="residence",
            **{name: getattr(citizen, name) for name in names},
            purpose="attach",
            purpose_version=1,
            token=uuid4(),
        )


def _paid_on(month: int) -> date:
    year, place = divmod(month + 1, 12)
    return date(year, place + 1, PAID_ON)

"""Applications in every state, made by the same verbs as real ones, some days ago."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from .. import applying, decisions, facts, working_days
from ..log import Who
from ..models import Account, Application, Citizen, Notice
from .people import People

DAY = timedelta(days=1)
CONSENT = ("confirm_ground", 1)


class Applications:
    """Makes them, oldest first; ``staff`` are the accounts of staff.py."""

    def __init__(self, people: People, staff: dict[str, Account], now: datetime) -> None:
        self.people, self.now = people, now
        self.officer, self.second, self.approver = staff["officer"], staff["officer2"], staff["approver"]

    def make(self) -> list[applying.Submitted]:
        """One or more in each state; the last one can be opened with its reference and secret."""
        emergency = self.people.citizens["emergency"]
        crisis = sorted(self.people.citizens["crisis"], key=lambda citizen: not citizen.attachments.exists())
        sent = [self._send(citizen, "wellbeing_crisis", 9 + place) for place, citizen in enumerate(crisis[:9])]
        sent += [self._send(citizen, "wellbeing_emergency", 4) for citizen in emergency[:3]]
        sent += [self._send(citizen, "full_time_student", 3) for citizen in self.people.citizens["hardly_known"][:2]]
        sent += [self._send(citizen, "disability", 2) for citizen in self.people.citizens["uninsured"][:4]]
        rows = [item.application for item in sent]
        for row in rows[:2]:
            self._confirm(row)
        for row in rows[2:5]:
            self._take(row, 8)
        self._ask(rows[4])
        self._propose(rows[5])
        self._refuse(rows[6])
        applying.withdraw(self._applicant(5), self._fresh(rows[7]))
        self._take(rows[9], 2, self.second)
        self._take(rows[14], 1)
        last = self._send(self.people.citizens["uninsured"][4], "registered_unemployed", 1)
        # What was told in those days was told: only what is done from now on is sent, and seen.
        Notice.objects.filter(state=Notice.State.WAITING).update(state=Notice.State.SENT, sent_at=self.now)
        return [*sent, last]

    def _send(self, citizen: Citizen, ground: str, days: int) -> applying.Submitted:
        who = self._applicant(days)
        today = working_days.day_of(who.now)
        draft = applying.Draft(
            ground=ground,
            **{name: getattr(citizen, name) for name in ("iin", "surname", "given_name", "patronymic", "birth_date")},
            phone=citizen.phone,
            email="",
            language=citizen.language,
            region=self.people.region,
            district=self.people.district,
            person=self._declared(citizen, today),
            asked_on=today,
            purpose=CONSENT[0],
            purpose_version=CONSENT[1],
            token=uuid4(),
        )
        return applying.submit(who, draft)

    def _declared(self, citizen: Citizen, today: Any) -> dict[str, Any]:
        """What the person says: much as the registry, but for the work, of which he says nothing."""
        person = facts.person_of(citizen, today)
        return {key: value for key, value in person.items() if key in ("birth_date", "residence", "circumstances")}

    def _take(self, row: Application, days: int, account: Account | None = None) -> Application:
        fresh = self._fresh(row)
        return decisions.take(self._staff(account or self.officer, days), fresh, fresh.version)

    def _confirm(self, row: Application) -> None:
        taken = self._take(row, 6)
        known = decisions.confirm_identity(self._staff(self.officer, 5), taken, taken.version)
        starts = working_days.day_of(self.now - 5 * DAY)
        who = self._staff(self.officer, 5)
        decisions.confirm(who, known, known.version, starts, None, evidence="Отбасының цифрлық картасы, БЖЗҚ")

    def _ask(self, row: Application) -> None:
        fresh = self._fresh(row)
        decisions.ask_papers(self._staff(self.officer, 7), fresh, fresh.version, ["polyclinic_attachment"])

    def _propose(self, row: Application) -> None:
        taken = self._take(row, 7)
        who = self._staff(self.officer, 6)
        decisions.propose_refusal(who, taken, taken.version, ["registered_elsewhere"])

    def _refuse(self, row: Application) -> None:
        taken = self._take(row, 8)
        reasons = ["found_work_or_income"]
        proposal = decisions.propose_refusal(self._staff(self.officer, 7), taken, taken.version, reasons)
        decisions.approve_refusal(self._staff(self.approver, 6), proposal)

    def _fresh(self, row: Application) -> Application:
        return Application.objects.get(pk=row.pk)

    def _staff(self, account: Account, days: int) -> Who:
        return Who(self.now - days * DAY, account=account)

    def _applicant(self, days: int) -> Who:
        return Who(self.now - days * DAY, applicant=True)

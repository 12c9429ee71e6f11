"""The rows that the addresses name, and what nobody may be told of them."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from registry.documents import storage
from registry.documents.outcomes import Kind
from registry.models import (
    Alarm,
    Application,
    AttachmentRequest,
    CalendarDay,
    Citizen,
    ConfirmedGround,
    Diagnosis,
    Document,
    LedgerEntry,
    Obligation,
    Polyclinic,
    Proposal,
    RegionalWage,
    Register,
    Run,
)
from tests.registry.world import NOW, World

from .citizens import CITIZENS
from .finance import SHOW_PEOPLE_TO_PAYERS
from .polyclinics import ASSISTED
from .url import ABROAD, CLINICAL, FINANCE, OFFICERS, SEEKERS, Rows

CANARY_ICD = "F20.0"
SHOW_THE_NUMBER = frozenset({"admin:registry_citizen_number", "admin:registry_application_number"})
"""Addresses whose answer holds the whole number of a person."""
FREE_CARE = ("ТМККК", "ГОБМП", "GOBMP")
"""The token, which nobody outside of polyclinics is told."""


class Scene:
    """The rows that the addresses name. The person at home is ``citizen``, the one elsewhere ``stranger``."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.citizen = world.known_citizen(surname="Жергілікті", given_name="Айгүл", phone="+77011112233")
        self.stranger = world.citizen("Алыстағы", "Болат", region=world.abroad, phone="+77014445566")
        self.blocked = world.citizen("Бұғатталған", "Сәуле", blocked=True)
        people = (self.citizen, self.stranger, self.blocked)
        self.grounds = [self._ground(person) for person in people]
        self.proposals = [self._proposal(ground) for ground in self.grounds]
        self.applications = [world.application(person, region=person.region) for person in people]
        self.documents = [self._document(application) for application in self.applications]
        for person in people:
            Diagnosis.objects.create(citizen=person, polyclinic=world.polyclinic, icd10=CANARY_ICD)
        self.wages, self.registers, self.entries = self._ledger(people)
        self.attaching = [
            self._attaching(polyclinic, person)
            for polyclinic, person in (
                (world.polyclinic, None),
                (world.other_polyclinic, self.stranger),
                (world.polyclinic, self.blocked),
            )
        ]
        self.runs = [self._run(person) for person in (self.citizen, self.stranger)]
        self.newcomer = world.staff("newcomer", world.officer.role, is_active=False)  # type: ignore[arg-type]
        self.victim = world.staff("victim", world.officer.role)  # type: ignore[arg-type]
        self.alarm = Alarm.objects.create(
            kind="many", account=self.victim, day=date(2026, 3, 16), number=61, usual=30, raised_at=NOW
        )
        CalendarDay.objects.create(
            day=date(2026, 3, 23), working=False, name_kk="Наурыз", name_ru="Наурыз", name_en="Nauryz", source="–"
        )

    def _ledger(self, people: Sequence[Citizen]) -> tuple[list[RegionalWage], list[Register], list[LedgerEntry]]:
        """A sent register of each person."""
        by = {"proposed_by": self.world.finance, "proposed_at": NOW}
        months = {"year": 2026, "first_month": 2026 * 12, "last_month": 2026 * 12 + 11}
        two = {"drafted_by": self.world.finance, "approved_by": self.world.finance_approver, "state": "sent"}
        wages, registers, entries = [], [], []
        for number, (person, ground) in enumerate(zip(people, self.grounds, strict=True), 1):
            region, line = person.region, {"citizen": person, "made_at": NOW, "amount": 1, "month": 2026 * 12}
            state = "returned" if person.blocked else "proposed"
            wages.append(RegionalWage.objects.create(region=region, year=2026, amount=1, state=state, **by))
            obliged = {"citizen": person, "region": region, "ground": ground, "kind": "unemployed", "made_at": NOW}
            obligation = Obligation.objects.create(**obliged, **months)
            row = {"region": region, "month": 2026 * 12, "number": number, "total": 1, "people": 1, "drafted_at": NOW}
            registers.append(Register.objects.create(**row, **two))
            entry = {"register": registers[-1], "obligation": obligation, "wage": wages[-1], "kind": "charge"}
            entries.append(LedgerEntry.objects.create(number=1, **entry, **line))
        return wages, registers, entries

    def _ground(self, person: Citizen) -> ConfirmedGround:
        return self.world.ground(person, "disability", date(2026, 1, 1))

    def _proposal(self, ground: ConfirmedGround) -> Proposal:
        by = self.world.foreign_officer if ground.citizen.region_id == "47" else self.world.colleague
        return Proposal.objects.create(
            kind=Proposal.Kind.REVOCATION, ground=ground, reasons=[], proposed_by=by, proposed_at=NOW
        )

    def _attaching(self, polyclinic: Polyclinic, person: Citizen | None) -> AttachmentRequest:
        """For attachment; of somebody who is in no registry, or of the person."""
        told = {"iin": person.iin, "surname": person.surname} if person else {"iin": next(self.world.numbers)}
        rest: dict[str, Any] = {
            "reference": uuid4().hex[:8].upper(),
            "token": uuid4(),
            "channel": "portal",
            "polyclinic": polyclinic,
            "basis": "residence",
            "citizen": person,
            "surname": "Тіркелуші",
            "given_name": "Дана",
            "birth_date": date(1990, 9, 9),
            "purpose": "attach",
            "purpose_version": 1,
            "consented_at": NOW,
            "submitted_at": NOW,
            "due_on": date(2026, 3, 17),
        }
        return AttachmentRequest.objects.create(**(rest | told))

    def _document(self, application: Application) -> Document:
        kept = {"kind": Kind.PDF, "size": 4, "digest": f"{application.pk}", "scan": Document.Scan.CLEAN}
        return Document.objects.create(
            application=application, key=storage.store(b"%PDF"), title="–", added_at=NOW, **kept
        )

    def _run(self, person: Citizen) -> Run:
        """A plan by which the person and the blocked one lose cover."""
        move = {"from": ["insured", "pensioner"], "to": ["not_insured", ""]}
        return Run.objects.create(
            kind=Run.Kind.REDETERMINATION,
            scope=Run.Scope.ALL,
            state=Run.State.PLANNED,
            on=date(2026, 3, 16),
            region=person.region,
            law_digest="–",
            begun_at=NOW,
            planned_at=NOW,
            transitions=[{"district": "", "people": 2, **move}],
            samples=[{"citizens": [person.pk, self.blocked.pk], **move}],
        )

    def canaries(self, role: str, name: str) -> list[str]:
        """What no answer to the role may hold: whole numbers, illnesses, the person of another region."""
        hidden = [CANARY_ICD, self.blocked.surname, self.blocked.iin]
        if name not in SHOW_THE_NUMBER:
            hidden += [self.citizen.iin, self.stranger.iin]
        if role not in CLINICAL and name not in CITIZENS and name not in ASSISTED:
            hidden += FREE_CARE
        if role not in SEEKERS and not (role == FINANCE and name in SHOW_PEOPLE_TO_PAYERS):
            hidden += [self.citizen.surname, self.stranger.surname]
        if role in OFFICERS:
            far = self.citizen if role == ABROAD else self.stranger
            hidden += [far.surname, far.iin, far.phone]
        else:
            hidden += [self.citizen.phone, self.stranger.phone]
        return hidden


ROWS: dict[str, Callable[[Scene], Rows]] = {
    "citizen": lambda scene: Rows(scene.citizen.pk, scene.stranger.pk, scene.blocked.pk),
    "ground": lambda scene: Rows(*(ground.pk for ground in scene.grounds)),
    "proposal": lambda scene: Rows(*(proposal.pk for proposal in scene.proposals)),
    "application": lambda scene: Rows(*(application.pk for application in scene.applications)),
    "document": lambda scene: Rows(*(document.pk for document in scene.documents)),
    "attachment_request": lambda scene: Rows(*(request.pk for request in scene.attaching)),
    "account": lambda scene: Rows(common=scene.victim.pk),
    "alarm": lambda scene: Rows(common=scene.alarm.pk),
    "newcomer": lambda scene: Rows(common=scene.newcomer.pk),
    "region": lambda scene: Rows(common="43"),
    "district": lambda scene: Rows(common=scene.world.district.pk),
    "employmentoffice": lambda scene: Rows(common=scene.world.office.pk),
    "polyclinic": lambda scene: Rows(common=scene.world.polyclinic.pk),
    "calendarday": lambda scene: Rows(common="2026-03-23"),
    # the ledger
    "wage": lambda scene: Rows(*(wage.pk for wage in scene.wages[:2])),
    "register": lambda scene: Rows(*(register.pk for register in scene.registers[:2])),
    "entry": lambda scene: Rows(*(entry.pk for entry in scene.entries)),
    # runs
    "run": lambda scene: Rows(*(run.pk for run in scene.runs)),
}
UNKNOWN = {"region": "99", "district": "999999999", "calendarday": "1999-01-01"}
"""Rows that are not there; for all other tables 999999."""

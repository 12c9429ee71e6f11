"""The table of the access matrix: what every address of the site answers to whom. test_access_matrix.py walks it.

An address is listed by the name of its URL pattern; one that is not listed fails the test. What is to be expected
follows from the line in this order: another method than GET, HEAD, POST → 405; nobody signed in → to the sign-in;
a role outside ``by`` → 403; a row that the role does not reach, or that is not there → 404; then ``get`` or ``post``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
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
)
from tests.registry.world import NOW, World

OFFICER, APPROVER, ABROAD = "officer", "approver", "foreign_officer"
REGISTRAR, CLINICIAN = "registrar", "clinician"
FINANCE, OPERATOR = "finance", "operator"
ANALYST, AUDITOR, ADMINISTRATOR = "analyst", "auditor", "administrator"
NOBODY = "nobody"
STAFF = frozenset({OFFICER, APPROVER, ABROAD, REGISTRAR, CLINICIAN, FINANCE, OPERATOR, ANALYST, AUDITOR, ADMINISTRATOR})
EVERYBODY = STAFF | {NOBODY}
OFFICERS = frozenset({OFFICER, APPROVER, ABROAD})
SEEKERS = OFFICERS | {AUDITOR}
ADMINISTRATORS = frozenset({ADMINISTRATOR})
HELPERS = frozenset({REGISTRAR, OPERATOR})
COUNTRYWIDE = frozenset({ANALYST, AUDITOR, ADMINISTRATOR})

SIGN_IN = 302


class Rows(NamedTuple):
    """The values that an address takes for a row of the home region, of another one, and of a blocked person; or for
    a row that all of ``by`` reach."""

    own: Any = None
    foreign: Any = None
    blocked: Any = None
    common: Any = None


@dataclass(frozen=True)
class Url:
    """``others``: what those of staff outside ``by`` get. ``get``, ``post``: the status for those in ``by``, on their
    own rows; ``post_by``: where fewer may send. ``method_first``: 405 comes before 404.

    ``row``: a key of ROWS, for addresses that name a row; ``kwargs``: other parts of the address; ``other``: the
    answer to other methods; ``posts``: by role and relation, where the answer to POST is another than ``post``;
    ``nobody``: the answers to GET and POST where nobody is signed in, if they are others."""

    by: frozenset[str] = EVERYBODY
    get: int = 200
    post: int = 405
    others: int = 403
    method_first: bool = False
    other: int = 405
    row: str = ""
    post_by: frozenset[str] | None = None
    body: Mapping[str, Any] = field(default_factory=dict)
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    posts: Mapping[tuple[str, str], int] = field(default_factory=dict)
    nobody: tuple[int, int] | None = None


def page(get: int = 200, **kwargs: Any) -> Url:
    """A page for everybody that is only read."""
    return Url(EVERYBODY, get=get, **kwargs)


def reference(row: str) -> dict[str, Url]:
    name = f"admin:registry_{row}"
    return {
        f"{name}_changelist": Url(STAFF, post=200),
        f"{name}_add": Url(ADMINISTRATORS, post=200),
        f"{name}_change": Url(STAFF, post=200, post_by=ADMINISTRATORS, row=row),
    }


PEOPLE = {
    "admin:registry_citizen_changelist": Url(SEEKERS, post=422),
    "admin:registry_citizen_change": Url(SEEKERS, row="citizen"),
    "admin:registry_citizen_number": Url(OFFICERS, get=405, post=200, body={"reason": "request"}, row="citizen"),
    "admin:registry_confirmedground_change": Url(OFFICERS, post=422, row="ground"),
    "admin:registry_proposal_changelist": Url(OFFICERS),
    "admin:registry_proposal_change": Url(OFFICERS, row="proposal"),
    "admin:registry_proposal_approve": Url(OFFICERS, get=405, post=422, row="proposal", posts={(APPROVER, "own"): 302}),
    "admin:registry_proposal_return": Url(OFFICERS, get=405, post=422, row="proposal"),
    "admin:registry_logentry_changelist": Url(frozenset({AUDITOR}), post=200),
    "admin:counts": Url(frozenset({ANALYST})),
}
ALARMS = {  # watch
    "admin:registry_alarm_changelist": Url(frozenset({AUDITOR})),
    "admin:registry_alarm_change": Url(frozenset({AUDITOR}), post=302, row="alarm", body={"finding": "–"}),
}
NUMBER = {"version": "0", "reason": "request"}
OFFICE = {
    f"admin:registry_application_{name}": url
    for name, url in {
        "changelist": Url(OFFICERS, others=404),
        "next": Url(OFFICERS, others=404, get=405, post=302),
        "bulk": Url(OFFICERS, others=404, get=302, post=302),
        "document": Url(OFFICERS, others=404, row="document", method_first=True),
        "change": Url(OFFICERS, others=404, row="application", method_first=True),
        "number": Url(OFFICERS, others=404, get=405, post=200, body=NUMBER, row="application", method_first=True),
        "act": Url(OFFICERS, others=404, get=302, post=422, row="application", kwargs={"verb": "take"}),
    }.items()
}
ACCOUNTS = {
    "admin:registry_account_changelist": Url(frozenset({AUDITOR, ADMINISTRATOR}), post=200),
    "admin:registry_account_add": Url(ADMINISTRATORS, post=200),
    "admin:registry_account_change": Url(
        frozenset({AUDITOR, ADMINISTRATOR}), post=200, post_by=ADMINISTRATORS, row="account"
    ),
    "admin:registry_account_report": Url(frozenset({AUDITOR, ADMINISTRATOR})),
    "admin:registry_account_let_in": Url(ADMINISTRATORS, get=405, post=302, row="newcomer"),
    "admin:registry_account_shut_out": Url(ADMINISTRATORS, get=405, post=302, row="account"),
}
REFERENCE = {
    key: url
    for row in ("region", "district", "employmentoffice", "polyclinic", "calendarday")
    for key, url in reference(row).items()
}
BACK_OFFICE = {
    "work": Url(STAFF, get=302, nobody=(SIGN_IN, 405)),
    "admin:index": Url(STAFF, post=200),
    "admin:login": Url(EVERYBODY, get=302, post=302, other=302),
    "admin:logout": Url(STAFF, post=302),
    "admin:app_list": Url(STAFF, get=302, post=302, kwargs={"app_label": "registry"}),
    "admin:(everything else)": Url(STAFF, get=404, post=404, kwargs={"url": "nothing/of/this/name/"}),
}
CITIZENS = {
    "start": page(),
    "check": page(302),
    "check-answers": page(302),
    "clear": Url(get=405, post=302),
    "question": Url(post=422, kwargs={"slug": "birth-date"}),
    "calculator": Url(post=422),
    "result": page(302),
    "law": page(),
    "law-search": Url(post=422),
    "law-questions": page(),
    "law-json": page(),
    "law-page": page(kwargs={"slug": "grounds"}),
    "what-if": Url(get=302, post=302),
    "later": Url(post=422),
    "later-keep": Url(get=302, post=302),
    "later-delete": Url(get=405, post=302),
    "later-deleted": page(),
    "plan": Url(get=302, post=302),
    "family": Url(post=302),
    "compare": Url(get=302, post=302),
    "print": Url(get=302, post=302),
    "about": page(),
    "changes-2026": page(),
    "levels": page(),
    "accessibility": page(),
    "privacy": page(),
    "robots": page(),
    "security": page(),
    "language": Url(get=405, post=302),
    # proof
    "check-certificate": Url(post=422),
    "certificate-checked": page(kwargs={"code": "4T7KM9WXQ2HB3NE6RZ8C"}),
}

APPLICANTS = {
    "apply": Url(post=422),
    "apply-you": Url(get=302, post=302),
    "apply-check": Url(get=302, post=302),
    "apply-sent": page(302),
    "application": Url(post=422),
    "application-status": page(302),
    "application-documents": Url(get=302, post=302),
    "application-papers": Url(get=302, post=302),
    "application-withdraw": Url(get=302, post=302),
    "application-close": Url(get=405, post=302),
    # proof
    "application-certificate": Url(get=302, post=302),
    "application-certificate-withdraw": Url(get=405, post=302),
}
"""Without the secret of an application, as here, they lead back to where it is asked for."""
# assisted
ASSISTED = {
    "desk-assisted": Url(HELPERS, post=409),
    "desk-assisted-next": Url(HELPERS, get=405, post=302),
    "desk-assisted-result": Url(HELPERS, get=302),
    "desk-assisted-print": Url(HELPERS, get=302, post=302),
    "desk-assisted-apply": Url(HELPERS, get=302, post=302),
    "desk-assisted-sent": Url(HELPERS, get=302),
}
"""Nobody is being helped yet, so all but the questions lead back to them."""
SIGNING_IN = {
    "account": Url(STAFF, nobody=(SIGN_IN, 405)),
    "account_login": Url(get=302, post=302, nobody=(200, 422)),
    "mfa_authenticate": Url(get=302, post=302),
    "account_logout": Url(STAFF, post=302),
    "account_reauthenticate": Url(STAFF, post=422),
    "account_change_password": Url(STAFF, post=422),
    "mfa_activate_totp": Url(STAFF, post=422),
    "mfa_generate_recovery_codes": Url(STAFF, post=200),
    "invitation": Url(post=422),
    "invitation-password": Url(get=302, post=302),
    "invitation-device": Url(get=302, post=302),
}

# desk
CLINICAL = frozenset({REGISTRAR, CLINICIAN})
DESK = {
    "desk": Url(CLINICAL, post=422),
    "desk-card": Url(CLINICAL, get=302, post_by=EVERYBODY),
    "desk-print": Url(CLINICAL, get=302, post_by=EVERYBODY),
    # visits
    "desk-visit": Url(get=405, post=302, post_by=CLINICAL),
    "desk-visit-new-person": Url(CLINICAL, get=302, post=302),
    "desk-visit-strike": Url(CLINICAL, get=302, post=302),
    # proof
    "desk-certificate": Url(frozenset({REGISTRAR}), get=302, post=302),
    "desk-certificate-withdraw": Url(get=405, post=302, post_by=frozenset({REGISTRAR})),
}
"""With nobody in hand, as here, they lead back to where the number is asked for."""

# diagnoses
CLINICIANS = frozenset({CLINICIAN})
DIAGNOSES = {
    "desk-diagnoses": Url(CLINICIANS, get=302, post=302),
    "desk-diagnosis": Url(CLINICIANS, get=302, post_by=EVERYBODY, kwargs={"pk": 1}),
    "desk-diagnosis-close": Url(get=405, post=302, post_by=CLINICIANS, kwargs={"pk": 1}),
    "desk-diagnosis-grant": Url(get=405, post=302, post_by=CLINICIANS, kwargs={"pk": 1}),
    "desk-diagnosis-grant-end": Url(get=405, post=302, post_by=CLINICIANS, kwargs={"pk": 1, "grant": 1}),
}
"""Like the card: without a person in hand they lead back to where the number is asked for."""
FREE_CARE = ("ТМККК", "ГОБМП", "GOBMP")
"""The token, which nobody outside of polyclinics is told."""

TABLE: dict[str, Url] = PEOPLE | OFFICE | ACCOUNTS | REFERENCE | BACK_OFFICE | SIGNING_IN | APPLICANTS | CITIZENS | DESK
TABLE |= ALARMS
# the ledger
PAYERS = frozenset({FINANCE})
OF_THE_LEDGER = OFFICERS | {FINANCE, AUDITOR}
LEDGER = {
    "finance": Url(OF_THE_LEDGER | {ANALYST}),
    "finance-wages": Url(OF_THE_LEDGER, post=422, post_by=PAYERS),
    "finance-wage": Url(OF_THE_LEDGER, post=422, post_by=PAYERS, row="wage"),
    "finance-registers": Url(OF_THE_LEDGER, post=422, post_by=PAYERS),
    "finance-register": Url(OF_THE_LEDGER, post=422, post_by=PAYERS, row="register"),
    "finance-people": Url(OF_THE_LEDGER, row="register", method_first=True),
    "finance-entry": Url(OF_THE_LEDGER, row="entry", method_first=True),
    "finance-export": Url(PAYERS, get=302, post=422, row="register"),
}
SHOW_PEOPLE_TO_PAYERS = frozenset({"finance-people", "finance-entry"})

TABLE |= LEDGER
TABLE |= DIAGNOSES
TABLE |= ASSISTED
# attachment
REGISTRARS = frozenset({REGISTRAR})
ATTACHING = {
    "attach": page(),
    "attach-place": Url(post=422),
    "attach-polyclinic": Url(get=302, post=302),
    "attach-you": Url(get=302, post=302),
    "attach-check": Url(get=302, post=302),
    "attach-sent": page(302),
    "attach-status": page(302),
    "attach-withdraw": Url(get=302, post=302),
    "desk-attachments": Url(REGISTRARS, post_by=EVERYBODY),
    "desk-attachment": Url(REGISTRARS, get=302, post=302),
    "desk-attachment-history": Url(REGISTRARS, get=302, post_by=EVERYBODY),
    "desk-attachment-request": Url(REGISTRARS, row="attachment_request", post_by=EVERYBODY, method_first=True),
    "desk-attachment-accept": Url(REGISTRARS, get=302, post=422, row="attachment_request"),
    "desk-attachment-refuse": Url(REGISTRARS, get=302, post=422, row="attachment_request"),
}

TABLE |= ATTACHING

NAMES = ("name_kk", "name_ru", "name_en")


def _fields(model: str, *names: str) -> frozenset[str]:
    return frozenset(f"{model}.{name}" for name in names)


MAY_CHANGE: dict[str, frozenset[str]] = {
    "admin:registry_alarm_change": _fields("alarm", "finding", "seen_by_id", "seen_at"),
    "admin:registry_account_add": frozenset({"account +"}),
    "admin:registry_account_change": _fields(
        "account", "username", "full_name", "email", "role", "region_id", "office_id", "polyclinic_id", "is_active"
    ),
    "admin:registry_account_let_in": frozenset({"account.is_active", "invitation +"}),
    "admin:registry_account_shut_out": _fields("account", "is_active"),
    "admin:registry_application_next": _fields("application", "taken_at", "officer_id", "state", "version"),
    "admin:registry_application_act": _fields("application", "taken_at", "officer_id", "state", "version"),
    "admin:registry_region_add": frozenset({"region +"}),
    "admin:registry_district_add": frozenset({"district +"}),
    "admin:registry_employmentoffice_add": frozenset({"employmentoffice +"}),
    "admin:registry_polyclinic_add": frozenset({"polyclinic +"}),
    "admin:registry_calendarday_add": frozenset({"calendarday +"}),
    "admin:registry_region_change": _fields("region", *NAMES),
    "admin:registry_district_change": _fields("district", *NAMES, "region_id"),
    "admin:registry_employmentoffice_change": _fields(
        "employmentoffice", *NAMES, "region_id", "district_id", "address", "phone"
    ),
    "admin:registry_polyclinic_change": _fields("polyclinic", *NAMES, "region_id", "district_id", "address", "phone"),
    "admin:registry_calendarday_change": _fields("calendarday", *NAMES, "working", "source"),
    "admin:registry_proposal_approve": _fields("proposal", "outcome", "closed_by_id", "closed_at", "answer")
    | _fields("confirmedground", "void", "ends", "version")
    | _fields("obligation", "ended_at", "ended_because")
    | {"determination +", "notice +", "obligation +"},
    "admin:registry_proposal_return": _fields("proposal", "outcome", "closed_by_id", "closed_at", "answer")
    | _fields("confirmedground", "version"),
}
"""What a form may change at most: "table +" is a new row, "table.column" a change. All else has to stay."""

GONE = (
    "/admin/autocomplete/?app_label=registry&model_name=account&field_name=citizen&term=a",
    "/admin/jsi18n/",
    "/admin/r/1/1/",
    "/admin/password_change/",
    "/admin/registry/citizen/add/",
    "/admin/registry/citizen/{citizen}/history/",
    "/admin/registry/citizen/{citizen}/delete/",
    "/admin/registry/citizen/{citizen}/",
    "/admin/registry/citizen/{citizen}/change/?_popup=1",
    "/admin/registry/citizen/{citizen}/change/?_to_field=iin",
    "/admin/registry/region/?_popup=1",
    "/admin/registry/region/43/delete/",
    "/admin/registry/region/43/history/",
    "/admin/registry/account/{account}/delete/",
    "/admin/registry/account/{account}/history/",
    "/admin/registry/account/{account}/password/",
    "/admin/registry/confirmedground/",
    "/admin/registry/diagnosis/",
    "/admin/registry/visit/",
    "/admin/registry/household/",
    "/admin/registry/determination/",
    "/admin/registry/notice/",
    "/admin/registry/logentry/1/change/",
    "/admin/registry/logseal/",
    "/admin/auth/user/",
    "/admin/sessions/session/",
)
"""Addresses that Django's admin has in other places, and tables that have none: 404 for every role."""

REFUSED_LOOKUPS = (
    "/admin/registry/account/?password__startswith=a",
    "/admin/registry/account/?citizen__iin__startswith=9",
    "/admin/registry/account/?region__citizens__iin=1",
    "/admin/registry/region/?citizens__surname=a",
    "/admin/registry/polyclinic/?attachments__citizen__iin=1",
)
"""Filters that would ask about rows of other tables: 400 for whoever sees the list."""

CANARY_ICD = "F20.0"
SHOW_THE_NUMBER = frozenset({"admin:registry_citizen_number", "admin:registry_application_number"})
"""Addresses whose answer holds the whole number of a person."""


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
}
UNKNOWN = {"region": "99", "district": "999999999", "calendarday": "1999-01-01"}
"""Rows that are not there; for all other tables 999999."""

"""A small world for the tests of the registry: two regions, their offices and polyclinics, staff of every role, people.

    @pytest.fixture
    def world(db): return World()

Everybody is synthetic: the seventh digit of each number is 1 or 2, which nobody living has.
"""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from registry import iin
from registry.applying import Draft
from registry.log import Who
from registry.models import (
    Account,
    Application,
    Attachment,
    Citizen,
    ConfirmedGround,
    District,
    EmploymentOffice,
    Household,
    Polyclinic,
    Region,
    Role,
)
from registry.models.accounts import CLINICAL, REGIONAL
from registry.signin import sessions

NOW = datetime(2026, 3, 16, 5, tzinfo=UTC)
"""A Monday, ten o'clock in Asia/Almaty."""
TODAY = date(2026, 3, 16)
PASSWORD = "бір-екі-үш-төрт-бес"
NO_PASSWORD = make_password(None)


class World:
    """``home`` is the region of Kyzylorda, ``abroad`` another one; every role has an account in or for ``home``."""

    def __init__(self) -> None:
        self.home = region("43", "Қызылорда облысы", "Кызылординская область", "Kyzylorda Region")
        self.abroad = region("47", "Маңғыстау облысы", "Мангистауская область", "Mangystau Region")
        self.district = district("431010000", self.home, "Қызылорда қаласы", "город Кызылорда", "Kyzylorda City")
        self.office = office(self.home, "Қызылорда")
        self.foreign_office = office(self.abroad, "Ақтау")
        self.polyclinic = polyclinic(self.home, "№1 емхана")
        self.other_polyclinic = polyclinic(self.home, "№2 емхана")
        self.numbers = iin.synthetic()
        self.officer = self._account("officer", Role.OFFICER)
        self.colleague = self._account("colleague", Role.OFFICER)
        self.approver = self._account("approver", Role.APPROVER)
        self.foreign_officer = self._account("foreign-officer", Role.OFFICER, region=self.abroad)
        self.registrar = self._account("registrar", Role.REGISTRAR)
        self.clinician = self._account("clinician", Role.CLINICIAN)
        self.other_registrar = self._account("other-registrar", Role.REGISTRAR, polyclinic=self.other_polyclinic)
        self.finance = self._account("finance", Role.FINANCE)
        self.finance_approver = self._account("finance-approver", Role.FINANCE)
        self.operator = self._account("operator", Role.OPERATOR)
        self.analyst = self._account("analyst", Role.ANALYST)
        self.auditor = self._account("auditor", Role.AUDITOR)
        self.administrator = self._account("administrator", Role.ADMINISTRATOR)
        Account.objects.bulk_create(found for found in vars(self).values() if isinstance(found, Account))

    def staff(self, username: str, role: Role, **fields: Any) -> Account:
        account = self._account(username, role, **fields)
        account.save()
        return account

    def _account(self, username: str, role: Role, **fields: Any) -> Account:
        if role in REGIONAL:
            fields.setdefault("region", self.home)
        if role in CLINICAL:
            fields.setdefault("polyclinic", self.polyclinic)
        return Account(username=username, full_name=f"Staff {username}", role=role, password=NO_PASSWORD, **fields)

    def citizen(self, surname: str = "Әбенова", given_name: str = "Айгүл", **fields: Any) -> Citizen:
        """A person of the home region about whom nothing else is known."""
        fields.setdefault("region", self.home)
        fields.setdefault("iin", next(self.numbers))
        return Citizen.objects.create(surname=surname, given_name=given_name, **fields)

    def known_citizen(self, **fields: Any) -> Citizen:
        """A grown person, attached, whose record is complete and empty: no work, no payments, no circumstances."""
        known: dict[str, Any] = {
            "birth_date": date(1988, 4, 2),
            "residence": "citizen",
            "complete_from": date(2015, 1, 1),
            "contributions_complete_from": 2015 * 12,
            "last_pension_month": -1,
        }
        citizen = self.citizen(**(known | fields))
        Attachment.objects.create(citizen=citizen, polyclinic=self.polyclinic, starts=date(2020, 1, 1))
        return citizen

    def household(self, *people: Citizen) -> Household:
        household = Household.objects.create()
        for person in people:
            person.household = household
            person.save()
        return household

    def application(self, citizen: Citizen | None = None, **fields: Any) -> Application:
        """A received application for the level D; of a person who is in no registry, unless ``citizen`` is given."""
        who = (
            {
                "citizen": citizen,
                "iin": citizen.iin,
                "surname": citizen.surname,
                "given_name": citizen.given_name,
                "birth_date": citizen.birth_date or date(1988, 4, 2),
            }
            if citizen
            else {
                "iin": next(self.numbers),
                "surname": "Серікова",
                "given_name": "Мөлдір",
                "birth_date": date(1990, 9, 9),
            }
        )
        rest: dict[str, Any] = {
            "reference": uuid4().hex[:8].upper(),
            "secret_digest": uuid4().hex,
            "token": uuid4(),
            "ground": "wellbeing_crisis",
            "phone": "+77010000000",
            "language": "kk",
            "region": self.home,
            "person": {"birth_date": "1988-04-02", "residence": "citizen"},
            "asked_on": TODAY,
            "purpose": "confirm_ground",
            "purpose_version": 1,
            "consented_at": NOW,
            "submitted_at": NOW,
            "due_on": date(2026, 3, 27),
        }
        return Application.objects.create(**(rest | who | fields))

    def draft(self, **fields: Any) -> Draft:
        """Of somebody who is in no registry, with an e-mail address, before it is sent."""
        plain: dict[str, Any] = {
            "ground": "wellbeing_crisis",
            "iin": next(self.numbers),
            "surname": "Серікова",
            "given_name": "Мөлдір",
            "patronymic": "",
            "birth_date": date(1990, 9, 9),
            "phone": "",
            "email": "m@example.kz",
            "language": "kk",
            "region": self.home,
            "district": self.district,
            "person": {"birth_date": "1990-09-09", "residence": "citizen"},
            "asked_on": TODAY,
            "purpose": "confirm_ground",
            "purpose_version": 1,
            "token": uuid4(),
        }
        return Draft(**(plain | fields))

    def ground(self, citizen: Citizen, code: str, starts: date, ends: date | None = None) -> ConfirmedGround:
        """A ground as a ministry's list brings it."""
        return ConfirmedGround.objects.create(
            citizen=citizen,
            code=code,
            starts=starts,
            ends=ends,
            source=ConfirmedGround.Source.MINISTRY,
            confirmed_at=NOW,
        )


def client_of(account: Account) -> Client:
    """A browser in which the account is signed in, second factor included."""
    client = Client()
    client.force_login(account)
    session = client.session
    sessions.begin(session, account, timezone.now())
    session.save()
    return client


def who(account: Account | None = None, **fields: Any) -> Who:
    return Who(**{"now": NOW, "account": account, "address": "10.0.0.7", **fields})


def named(kk: str, ru: str, en: str) -> dict[str, str]:
    return {"name_kk": kk, "name_ru": ru, "name_en": en}


def region(code: str, kk: str, ru: str, en: str) -> Region:
    return Region.objects.create(code=code, **named(kk, ru, en))


def district(code: str, region: Region, kk: str, ru: str, en: str) -> District:
    return District.objects.create(code=code, region=region, **named(kk, ru, en))


def office(region: Region, name: str) -> EmploymentOffice:
    return EmploymentOffice.objects.create(region=region, **named(name, name, name))


def polyclinic(region: Region, name: str) -> Polyclinic:
    return Polyclinic.objects.create(region=region, **named(name, name, name))

"""Accounts, the list of who has access, reference data, counts: what is kept to, and what the log says."""

import csv
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from registry import accounts, counts
from registry.log import Verb
from registry.management.commands import access_matrix
from registry.models import Account, CalendarDay, LogEntry, Role
from tests.registry.world import TODAY, World, client_of, who

ACCOUNTS = "/admin/registry/account/"
DOCS = Path(__file__).resolve().parents[3] / "docs"


@pytest.fixture
def administrator(world: World) -> Client:
    return client_of(world.administrator)


@pytest.fixture
def second(world: World) -> Account:
    return world.staff("second", Role.ADMINISTRATOR)


def form(account: Account | None = None, **changes: Any) -> dict[str, Any]:
    known: dict[str, Any] = {
        "username": "new",
        "full_name": "New Officer",
        "role": "officer",
        "region": "43",
        "email": "",
        "office": "",
    }
    if account:
        known |= {"username": account.username, "full_name": account.full_name, "role": account.role}
        known |= {"region": account.region_id or "", "polyclinic": account.polyclinic_id or ""}
    return known | {"polyclinic": ""} | changes


def test_a_new_account_waits_for_a_second_administrator(world: World, administrator: Client, second: Account):
    assert administrator.post(f"{ACCOUNTS}add/", form()).status_code == 302
    made = Account.objects.get(username="new")
    assert (made.is_active, made.has_usable_password()) == (False, False)
    with pytest.raises(accounts.AccountRefused):
        accounts.let_in(who(world.administrator), made, with_invitation=True)
    answer = client_of(second).post(f"{ACCOUNTS}{made.pk}/let-in/", {"invitation": "1"})
    made.refresh_from_db()
    assert made.is_active
    assert made.invitation.digest not in answer.content.decode()
    assert "people-number" in answer.content.decode()


@pytest.mark.parametrize(
    "changed", [{"role": "approver"}, {"region": "47"}, {"email": "a@b.example"}, {"username": "x"}]
)
def test_a_change_of_rights_waits_too_and_ends_the_sessions(
    world: World, administrator: Client, second: Account, changed: dict[str, str]
):
    officer = client_of(world.officer)
    address = f"{ACCOUNTS}{world.officer.pk}/change/"
    assert administrator.post(address, form(world.officer, **changed)).status_code == 302
    assert officer.get("/admin/").status_code == 302
    world.officer.refresh_from_db()
    with pytest.raises(accounts.AccountRefused):
        accounts.let_in(who(world.administrator), world.officer, with_invitation=False)
    assert accounts.let_in(who(second), world.officer, with_invitation=False) == ""
    assert Account.objects.get(pk=world.officer.pk).is_active


def test_a_name_is_changed_by_one(world: World, administrator: Client):
    administrator.post(f"{ACCOUNTS}{world.officer.pk}/change/", form(world.officer, full_name="Other Name"))
    world.officer.refresh_from_db()
    assert (world.officer.is_active, world.officer.full_name) == (True, "Other Name")


def test_nobody_changes_his_own_account(world: World, administrator: Client):
    own = world.administrator
    assert administrator.post(f"{ACCOUNTS}{own.pk}/change/", form(own, role="officer", region="43")).status_code == 403
    for verb in ("let-in", "shut-out"):
        administrator.post(f"{ACCOUNTS}{own.pk}/{verb}/")
    own.refresh_from_db()
    assert (own.role, own.is_active) == ("administrator", True)


def test_whoever_is_shut_out_is_out_at_once_and_not_let_in_by_the_same(world: World, administrator: Client):
    officer = client_of(world.officer)
    administrator.post(f"{ACCOUNTS}{world.officer.pk}/shut-out/")
    assert officer.get("/admin/").status_code == 302
    administrator.post(f"{ACCOUNTS}{world.officer.pk}/let-in/", {"invitation": "1"})
    assert not Account.objects.get(pk=world.officer.pk).is_active


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"region": ""}, "region"),
        ({"role": "registrar", "region": ""}, "polyclinic"),
        ({"role": "auditor"}, "region"),
        ({"own_number": "12"}, "own_number"),
        ({"own_number": "900101100004"}, "own_number"),
    ],
)
def test_a_role_and_its_place_go_together(world: World, administrator: Client, typed: dict[str, str], field: str):
    answer = administrator.post(f"{ACCOUNTS}add/", form(None, **typed))
    assert answer.status_code == 200
    assert list(answer.context["adminform"].form.errors) == [field]
    assert not Account.objects.filter(username="new").exists()


def test_the_holders_number_is_kept_and_never_shown(world: World, administrator: Client):
    citizen = world.citizen()
    administrator.post(f"{ACCOUNTS}add/", form(own_number=citizen.iin))
    made = Account.objects.get(username="new")
    assert made.citizen == citizen
    assert citizen.iin not in administrator.get(f"{ACCOUNTS}{made.pk}/change/").content.decode()
    assert citizen.iin not in str(list(LogEntry.objects.values_list("details", flat=True)))


def test_the_report_lists_everybody_and_a_spreadsheet_computes_nothing(world: World):
    world.staff("formula", Role.AUDITOR, is_active=False)
    Account.objects.filter(username="formula").update(full_name="=1+1")
    out = StringIO()
    call_command("access_report", stdout=out)
    rows = {row["username"]: row for row in csv.DictReader(StringIO(out.getvalue()))}
    assert len(rows) == Account.objects.count()
    assert rows["formula"]["full_name"] == "'=1+1"
    assert (rows["formula"]["active"], rows["officer"]["region"]) == ("no", "43")
    assert rows["officer"]["second_factor"] == "no"
    assert LogEntry.objects.get().verb == Verb.EXPORTED


def test_docs_say_what_the_table_of_rights_says():
    assert (DOCS / "access.md").read_text("utf-8") == access_matrix.page()


def test_reference_data_are_changed_by_the_administrator_and_logged(world: World, administrator: Client):
    day = {"day": "23.03.2026", "name_kk": "Наурыз", "name_ru": "Наурыз", "name_en": "Nauryz", "source": "–"}
    assert administrator.post("/admin/registry/calendarday/add/", day).status_code == 302
    assert CalendarDay.objects.get().working is False
    address = "/admin/registry/calendarday/2026-03-23/change/"
    assert administrator.post(address, day | {"working": "on", "day": "24.03.2026"}).status_code == 302
    assert [str(found.day) for found in CalendarDay.objects.filter(working=True)] == ["2026-03-23"]
    entries = LogEntry.objects.filter(verb=Verb.REFERENCE_CHANGED).order_by("pk")
    assert [(entry.details["row"], entry.details["fields"][-1:]) for entry in entries] == [
        ("2026-03-23", ["source"]),
        ("2026-03-23", ["working"]),
    ]


def test_counts_below_five_are_not_told(world: World):
    for place, (code, number) in enumerate((("pensioner", 5), ("disability", 4))):
        for person in range(number):
            citizen = world.citizen(given_name=f"А{place}{person}")
            world.ground(citizen, code, date(2026, 1, 1))
    world.ground(world.citizen(), "pensioner", date(2026, 1, 1), date(2026, 2, 1))
    home, abroad = counts.by_category(TODAY)
    assert (home.region.pk, home.counts) == ("43", {"pensioner": 5})
    assert (abroad.region.pk, abroad.counts) == ("47", {"pensioner": None})
    assert counts.by_status(TODAY)[0].counts == {}


def test_the_log_is_searched_by_person_and_period(world: World):
    citizen = world.citizen()
    client_of(world.officer).get(f"/admin/registry/citizen/{citizen.pk}/change/")
    auditor = client_of(world.auditor)
    for asked in (
        {"number": citizen.iin},
        {"row": citizen.pk},
        {"verb": "read_citizen"},
        {"account": world.officer.pk},
    ):
        assert auditor.post("/admin/registry/logentry/", asked).context["lines"][0][0].citizen_id == citizen.pk
    assert not auditor.post("/admin/registry/logentry/", {"row": citizen.pk, "last": "01.01.2020"}).context["lines"]
    searched = LogEntry.objects.filter(verb=Verb.LOG_SEARCHED)
    assert searched.count() == 5
    assert citizen.iin not in str(list(searched.values_list("details", flat=True)))

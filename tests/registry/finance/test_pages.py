"""The pages of the finance department: what they show, refuse and keep, and what the log says of it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from eligibility.rules import law as law_module
from registry.finance.chart import parts
from registry.ledger import forecast, registers, wages
from registry.log import Verb
from registry.models import LedgerEntry, LogEntry, RegionalWage, Register, Role
from tests.registry.ledger.world import MARCH, SOURCE, WAGE, Ledger, end
from tests.registry.world import NOW, client_of, who

WAGE_FORM = {"year": "2026", "amount": "464 000", "source": SOURCE}


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode().replace("\xa0", " "))


def ask(client: Client, name: str, *args: Any, **data: Any) -> str:
    response = client.get(reverse(name, args=args), data)
    assert response.status_code == 200
    return text_of(response)


@pytest.fixture
def finance(ledger: Ledger) -> Client:
    return client_of(ledger.finance)


@pytest.fixture
def second(ledger: Ledger) -> Client:
    return client_of(ledger.finance_approver)


def test_work_of_finance_begins_at_its_page(finance: Client):
    assert finance.get("/work/")["Location"] == reverse("finance")


def test_what_was_done_is_told_once(ledger: Ledger, finance: Client):
    told = finance.post(reverse("finance-wages"), WAGE_FORM, follow=True)
    assert text_of(told).count('role="status"') == 1


def test_a_month_from_the_wage_to_the_payment(ledger: Ledger, finance: Client, second: Client):
    ledger.owes()
    assert finance.post(reverse("finance-wages"), WAGE_FORM).status_code == 302
    wage = RegionalWage.objects.get()
    assert 'name="action"' not in ask(finance, "finance-wage", wage.pk)
    assert second.post(reverse("finance-wage", args=[wage.pk]), {"action": "approve"}).status_code == 302
    assert finance.post(reverse("finance-registers"), {"month": MARCH}).status_code == 302
    row = Register.objects.get()
    address = reverse("finance-register", args=[row.pk])
    steps: list[tuple[Client, dict[str, str]]] = [
        (second, {"action": "approve"}),
        (finance, {"action": "send"}),
        (finance, {"action": "paid", "payment": "№ 12, 2026-03-20"}),
    ]
    for version, (client, body) in enumerate(steps):
        assert client.post(address, body | {"version": str(version)}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.payment) == ("paid", "№ 12, 2026-03-20")


def test_what_was_typed_is_kept(ledger: Ledger, finance: Client):
    for wrong, told in ({"amount": "жоқ"}, "жоқ"), ({"amount": "85000"}, "85000"), ({"source": ""}, "464 000"):
        response = finance.post(reverse("finance-wages"), WAGE_FORM | wrong)
        assert response.status_code == 422
        assert "error-summary" in text_of(response)
        assert told in text_of(response)
    assert not RegionalWage.objects.exists()
    assert finance.post(reverse("finance-wages"), WAGE_FORM | {"amount": "999999999999"}).status_code == 422
    ledger.wage()
    ledger.owes()
    row = ledger.sent()
    address = reverse("finance-register", args=[row.pk])
    response = finance.post(address, {"action": "returned", "version": "1", "answer": "Шот қате"})
    assert response.status_code == 422
    assert "Шот қате" in text_of(response)
    assert finance.post(address, {"action": "paid", "version": row.version, "payment": ""}).status_code == 422
    assert finance.post(address, {"action": "fly", "version": row.version}).status_code == 422


def test_a_refusal_is_told_in_words(ledger: Ledger, finance: Client):
    ledger.owes()
    response = finance.post(reverse("finance-registers"), {"month": MARCH})
    assert (response.status_code, "2026" in text_of(response)) == (422, True)
    ledger.wage()
    row = registers.draft(who(ledger.finance), MARCH)
    address = reverse("finance-register", args=[row.pk])
    response = finance.post(address, {"action": "approve", "version": "0"}, headers={"accept-language": "en"})
    assert (response.status_code, "your own proposal" in text_of(response)) == (422, True)


def test_a_missing_wage_is_said_and_no_sum_is_zero(ledger: Ledger, finance: Client):
    ledger.owes()
    shown = text_of(finance.get(reverse("finance"), headers={"accept-language": "en"}))
    assert "No average wage of the region is approved for 2026" in shown
    assert '<svg class="ledger-chart"' not in shown
    assert "not known" in shown


def test_the_year_adds_up(ledger: Ledger, finance: Client):
    ledger.wage()
    ledger.owes(first=2026 * 12)
    ledger.paid(2026 * 12)
    ledger.owes(ledger.citizen(), first=2026 * 12 + 1)
    ended = ledger.owes()
    end(ended)
    ledger.approved(MARCH)
    year = forecast.of_year(ledger.home, 2026, MARCH, law_module.load())
    month = WAGE * 2
    assert [item.people for item in year.months] == [1, *[2] * 11]
    assert (year.paid, year.moving, year.due, year.coming) == (month, 4 * month, 5 * month, 18 * month)
    assert (year.open, year.whole, year.people) == (4 * month, 23 * month, 2)
    assert [(place.district, place.people) for place in year.places] == [(ledger.district, 1), (None, 1)]
    assert sum(place.due or 0 for place in year.places) == year.due
    shown = ask(finance, "finance")
    assert shown.count("ledger-edge-ahead") == 9
    assert "213 440" in shown


def test_an_analyst_is_told_of_five_or_more(ledger: Ledger):
    ledger.wage()
    for _ in range(5):
        ledger.owes()
    ledger.owes(first=2026 * 12)
    client = client_of(ledger.analyst)
    assert "464" not in ask(client, "finance")
    shown = ask(client, "finance", region="43")
    assert '<td class="ledger-number">–</td>' in shown
    assert '<td class="ledger-number">6</td>' in shown
    assert '<td class="ledger-number">1</td>' not in shown
    assert "ledger-sums" not in shown
    assert ledger.district.name not in shown
    for name in ("finance-wages", "finance-registers"):
        assert client.get(reverse(name)).status_code == 403


@pytest.mark.parametrize("region", ["99", "x", "43' OR 1=1", "٤٣"])
def test_a_region_that_is_not_there_is_not_found(ledger: Ledger, region: str):
    assert client_of(ledger.auditor).get(reverse("finance"), {"region": region}).status_code == 404


def test_the_lines_name_people_masked_and_are_logged(ledger: Ledger, finance: Client):
    ledger.wage()
    people = [ledger.owes().citizen for _ in range(51)]
    row = registers.draft(who(ledger.finance), MARCH)
    for entries in (False, True):
        if entries:
            registers.approve(who(ledger.finance_approver), row, 0)
        first, rest = (ask(finance, "finance-people", row.pk, page=page) for page in (1, 2))
        assert (first.count("••••••••"), rest.count("••••••••")) == (50, 1)
        assert not any(person.iin in first + rest for person in people)
        assert ("/finance/entries/" in first) == entries
        assert finance.get(reverse("finance-people", args=[row.pk]), {"page": 3}).status_code == 404
    found = LogEntry.objects.filter(verb=Verb.READ_LEDGER)
    assert found.count() == 4
    assert {pk for entry in found for pk in entry.details["rows"]} == {person.pk for person in people}


@pytest.mark.parametrize("page", ["0", "-1", "x", "٣", "9" * 30, ""])
def test_a_page_that_cannot_be_is_not_found(ledger: Ledger, finance: Client, page: str):
    ledger.wage()
    ledger.owes()
    row = ledger.approved()
    assert finance.get(reverse("finance-people", args=[row.pk]), {"page": page}).status_code == 404


def test_a_line_leads_to_its_decision_but_not_to_the_visit(ledger: Ledger, finance: Client):
    ledger.wage()
    obligation = ledger.owes()
    entry = ledger.approved().entries.get()
    shown = ask(finance, "finance-entry", entry.pk)
    assert f">{obligation.pk} ·" in shown.replace("<dd>", ">")
    assert ledger.polyclinic.name not in shown
    english = text_of(finance.get(reverse("finance-entry", args=[entry.pk]), headers={"accept-language": "en"}))
    assert "16 March 2026" in english  # of the obligation
    assert "10 March 2026" not in english  # of the visit
    number = f"{obligation.ground_id} "
    assert number in ask(client_of(ledger.auditor), "finance-entry", entry.pk)
    assert LogEntry.objects.filter(verb=Verb.READ_LEDGER, citizen=obligation.citizen).count() == 3


def test_a_blocked_record_is_paid_for_and_not_shown(ledger: Ledger, finance: Client):
    ledger.wage()
    ledger.owes(ledger.citizen("Бұғатталған", blocked=True))
    row = ledger.approved()
    assert row.people == 1
    assert "Бұғатталған" not in ask(finance, "finance-people", row.pk)
    assert finance.get(reverse("finance-entry", args=[row.entries.get().pk])).status_code == 404
    assert LogEntry.objects.filter(verb=Verb.REJECTED_ATTEMPT, details__blocked=True).count() == 1


@pytest.mark.parametrize(("kind", "starts"), [("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK"), ("pdf", b"%PDF")])
def test_an_export_has_a_purpose_and_is_logged(ledger: Ledger, finance: Client, kind: str, starts: bytes):
    ledger.wage()
    people = [ledger.owes().citizen for _ in range(2)]
    row = ledger.approved()
    address = reverse("finance-export", args=[row.pk])
    for body in ({}, {"kind": kind}, {"kind": kind, "purpose": "curiosity"}, {"kind": "exe", "purpose": "compare"}):
        assert finance.post(address, body).status_code == 422
    assert not LogEntry.objects.filter(verb=Verb.EXPORTED).exists()
    assert finance.get(address)["Location"] == reverse("finance-register", args=[row.pk])
    response = finance.post(address, {"kind": kind, "purpose": "send_to_fund"})
    made = response.getvalue() if response.streaming else response.content
    assert response.status_code == 200
    assert made.startswith(starts)
    assert response["Content-Disposition"] == f'attachment; filename="kepil-register-43-2026-03-1.{kind}"'
    if kind == "csv":
        assert f"{ledger.finance.full_name} (finance), 2026-03-16 10:00 +0500".encode() in made
    entry = LogEntry.objects.get(verb=Verb.EXPORTED)
    assert (entry.purpose, entry.details["lines"], entry.details["register"]) == ("send_to_fund", 2, row.pk)
    assert entry.details["rows"] == ([] if kind == "pdf" else sorted(person.pk for person in people))


@pytest.mark.parametrize("state", ["drafted", "returned", "dropped"])
def test_what_is_not_to_be_paid_has_no_files(ledger: Ledger, finance: Client, state: str):
    ledger.wage()
    ledger.owes()
    row = ledger.approved()
    Register.objects.filter(pk=row.pk).update(state=state)
    given = {"kind": "csv", "purpose": "compare"}
    assert finance.post(reverse("finance-export", args=[row.pk]), given).status_code == 422
    assert not LogEntry.objects.filter(verb=Verb.EXPORTED).exists()


def test_whoever_reads_does_not_act(ledger: Ledger):
    ledger.wage()
    ledger.owes()
    row = registers.draft(who(ledger.finance), MARCH)
    proposed = wages.propose(who(ledger.finance), 2026, WAGE + 1, SOURCE)
    for account in (ledger.officer, ledger.approver, ledger.auditor):
        client, chosen = client_of(account), {"region": "43"} if account.role == Role.AUDITOR else {}
        for name in ("finance", "finance-wages", "finance-registers"):
            assert '<form class="ledger' not in ask(client, name, **chosen)
        for name, pk in (("finance-register", row.pk), ("finance-wage", proposed.pk)):
            assert 'name="action"' not in ask(client, name, pk)


def test_registers_are_listed_in_pages(ledger: Ledger, finance: Client):
    for number in range(1, 53):
        Register.objects.create(
            region=ledger.home,
            month=MARCH,
            number=number,
            state="dropped",
            total=1,
            people=1,
            drafted_by=ledger.finance,
            drafted_at=NOW,
        )
    assert "43-2026-03-52" in ask(finance, "finance-registers")
    assert "43-2026-03-1<" in ask(finance, "finance-registers", page=2)


def test_pages_ask_the_database_no_more_for_more_people(
    ledger: Ledger, finance: Client, django_assert_max_num_queries: Any
):
    ledger.wage()
    for _ in range(30):
        ledger.owes()
    row = ledger.approved()
    for address in (
        reverse("finance"),
        *(reverse(name, args=[row.pk]) for name in ("finance-people", "finance-register")),
    ):
        with django_assert_max_num_queries(22):
            finance.get(address)


def test_a_later_day_has_later_months(ledger: Ledger, finance: Client, monkeypatch: pytest.MonkeyPatch):
    """31 December 23:59:59 in Almaty is December, a second later January: five hours before UTC says so."""
    for seconds, newest in ((-1, 2026 * 12 + 11), (0, 2027 * 12)):
        moment = NOW.replace(month=12, day=31, hour=19, minute=0) + timedelta(seconds=seconds)
        assert (
            max(registers.months((lambda day: day.year * 12 + day.month - 1)(timezone.localtime(moment).date())))
            == newest
        )
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        fresh = client_of(ledger.finance)
        shown = ask(fresh, "finance-registers")
        assert (f'<option value="{newest}">' in shown, f'<option value="{newest + 1}">' in shown) == (True, False)


def test_nobody_changes_an_entry_from_a_page(ledger: Ledger, finance: Client):
    ledger.wage()
    ledger.owes()
    entry = ledger.approved().entries.get()
    assert finance.post(reverse("finance-entry", args=[entry.pk]), {"amount": "1"}).status_code == 405
    assert LedgerEntry.objects.get() == entry


def test_a_year_without_people_tells_no_zero(ledger: Ledger, finance: Client):
    shown = text_of(finance.get(reverse("finance"), {"year": "2027"}, headers={"accept-language": "en"}))
    assert "0 ₸" not in shown
    assert "No contributions are owed for 2027 yet" in shown


def test_what_waits_is_told_to_those_who_may_do_it(ledger: Ledger, finance: Client):
    proposed = wages.propose(who(ledger.finance), 2026, WAGE, SOURCE)
    assert reverse("finance-wage", args=[proposed.pk]) + '">' in ask(finance, "finance")
    wages.approve(who(ledger.finance_approver), proposed)
    ledger.owes()
    assert 'id="waiting"' in ask(finance, "finance")
    row = registers.draft(who(ledger.finance), MARCH)
    assert reverse("finance-register", args=[row.pk]) + '">' in ask(finance, "finance")
    assert 'id="waiting"' not in ask(client_of(ledger.officer), "finance")


def test_what_was_paid_too_much_is_said_and_drawn_as_the_table_says(ledger: Ledger, finance: Client):
    ledger.wage()
    obligation = ledger.owes()
    ledger.paid(MARCH)
    end(obligation)
    year = forecast.of_year(ledger.home, 2026, MARCH, law_module.load())
    assert [sum(amount for _, amount in parts(item)) for item in year.months] == [item.due for item in year.months]
    shown = text_of(finance.get(reverse("finance"), headers={"accept-language": "en"}))
    assert "Paid more than is owed" in shown
    assert "too much was charged" in shown


def test_a_wage_says_what_it_replaces(ledger: Ledger, finance: Client, second: Client):
    ledger.wage()
    proposed = wages.propose(who(ledger.finance), 2026, WAGE + 1000, SOURCE)
    address = reverse("finance-wage", args=[proposed.pk])
    assert "it replaces the wage of" in text_of(second.get(address, headers={"accept-language": "en"}))
    second.post(address, {"action": "approve"})
    assert "it replaces the wage of" not in text_of(second.get(address, headers={"accept-language": "en"}))
    assert re.search(r'<option value="2027" selected', ask(finance, "finance-wages"))


def test_what_was_done_is_said_once(ledger: Ledger, finance: Client):
    shown = text_of(finance.post(reverse("finance-wages"), WAGE_FORM, follow=True))
    assert shown.count('role="status"') == 1

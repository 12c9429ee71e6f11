"""The verbs of wages and registers: who may, what they write, what they refuse, and how much they ask the database."""

from hashlib import sha256
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from eligibility.rules import law as law_module
from registry.ledger import collecting, registers, wages
from registry.ledger.amounts import monthly
from registry.ledger.refusals import Outdated, WageMissing
from registry.log import Verb
from registry.models import LedgerEntry, LogEntry, Register
from registry.refusals import NotAllowed, Refused, Stale
from tests.registry.test_guards import TAMPERING
from tests.registry.world import who

from .world import MARCH, SOURCE, WAGE, Ledger, end

MONTHLY = WAGE * 2
"""Two per cent, in tiyn."""


def code_of(act: Any) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code


@pytest.mark.parametrize(("wage", "tiyn"), [(464_000, 928_000), (463_637, 927_274), (1, 2), (85_001, 170_002)])
def test_a_month_costs_two_per_cent(wage: int, tiyn: int):
    assert monthly(wage, MARCH, law_module.load()) == tiyn


def test_before_the_article_nothing_is_known_to_cost():
    assert monthly(WAGE, 2025 * 12 + 11, law_module.load()) is None
    assert monthly(WAGE, 2028 * 12, law_module.load()) is None


def test_a_wage_takes_two(ledger: Ledger):
    proposed = wages.propose(who(ledger.finance), 2026, WAGE, SOURCE)
    assert code_of(lambda: wages.approve(who(ledger.finance), proposed)) == "own_proposal"
    assert code_of(lambda: wages.return_(who(ledger.finance), proposed, "Қате")) == "own_proposal"
    assert (
        code_of(lambda: wages.propose(who(ledger.finance_approver), 2026, 1_000_000, SOURCE)) == "wage_proposed_already"
    )
    assert code_of(lambda: wages.approve(who(ledger.abroad_finance[0]), proposed)) == "other_region"
    assert code_of(lambda: wages.approve(who(ledger.approver), proposed)) == "account"
    assert code_of(lambda: wages.return_(who(ledger.finance_approver), proposed, "  ")) == "note"
    assert wages.approve(who(ledger.finance_approver), proposed).state == "approved"
    assert code_of(lambda: wages.approve(who(ledger.finance_approver), proposed)) == "wage_decided"
    second = ledger.wage(WAGE + 1)
    proposed.refresh_from_db()
    assert (proposed.state, second.state) == ("replaced", "approved")
    kept = LogEntry.objects.filter(verb=Verb.REJECTED_ATTEMPT).values_list("details__code", flat=True)
    assert sorted(kept) == ["account", "other_region", "own_proposal", "own_proposal"]


@pytest.mark.parametrize(
    ("year", "amount", "source", "code"),
    [
        (2025, WAGE, SOURCE, "wage_year"),
        (2028, WAGE, SOURCE, "wage_year"),
        (2026, 85_000, SOURCE, "wage_too_low"),
        (2026, 0, SOURCE, "wage_too_low"),
        (2026, WAGE, " ", "wage_source"),
    ],
)
def test_a_wage_that_cannot_be_is_refused(ledger: Ledger, year: int, amount: int, source: str, code: str):
    assert code_of(lambda: wages.propose(who(ledger.finance), year, amount, source)) == code


def test_a_wage_that_is_returned_leaves_the_one_before(ledger: Ledger):
    approved = ledger.wage()
    proposed = wages.propose(who(ledger.finance), 2026, WAGE * 10, SOURCE)
    wages.return_(who(ledger.finance_approver), proposed, "Нөл артық")
    approved.refresh_from_db()
    assert (approved.state, proposed.__class__.objects.get(pk=proposed.pk).answer) == ("approved", "Нөл артық")


def test_without_a_wage_nothing_is_drafted_and_the_year_is_named(ledger: Ledger):
    ledger.owes()
    with pytest.raises(WageMissing) as refused:
        registers.draft(who(ledger.finance), MARCH)
    assert "2026" in refused.value.message
    assert not Register.objects.exists()


def test_a_register_goes_its_way(ledger: Ledger):
    ledger.wage()
    obligations = [ledger.owes() for _ in range(3)]
    ledger.owes(ledger.citizen(region=ledger.abroad), region=ledger.abroad)
    row = registers.draft(who(ledger.finance), MARCH)
    assert (row.total, row.people, row.number, row.entries.count()) == (3 * MONTHLY, 3, 1, 0)
    assert code_of(lambda: registers.approve(who(ledger.finance), row, 0)) == "own_proposal"
    assert code_of(lambda: registers.draft(who(ledger.finance_approver), MARCH)) == "draft_exists"
    row = registers.approve(who(ledger.finance_approver), row, 0)
    assert row.state == "approved"
    found = list(row.entries.values_list("obligation", "amount", "kind", "number", "month"))
    assert found == [(item.pk, MONTHLY, "charge", 1, MARCH) for item in obligations]
    assert code_of(lambda: registers.drop(who(ledger.finance), row, row.version)) == "register_state"
    row = registers.send(who(ledger.finance), row, row.version)
    assert code_of(lambda: registers.paid(who(ledger.finance), row, row.version, " ")) == "payment"
    row = registers.paid(who(ledger.finance), row, row.version, "№ 5, 2026-03-20")
    assert (row.state, row.version, row.payment) == ("paid", 3, "№ 5, 2026-03-20")
    verbs = LogEntry.objects.filter(verb__startswith="register").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == [f"register_{name}" for name in ("drafted", "approved", "sent", "paid")]
    assert code_of(lambda: registers.draft(who(ledger.finance), MARCH)) == "nothing_due"


def test_a_month_to_come_is_not_drafted(ledger: Ledger):
    ledger.wage()
    ledger.owes()
    for month in (MARCH + 1, 2025 * 12 + 11):
        assert code_of(lambda month=month: registers.draft(who(ledger.finance), month)) == "register_month"


def test_what_changed_since_the_draft_is_told(ledger: Ledger):
    ledger.wage()
    first = ledger.owes()
    row = registers.draft(who(ledger.finance), MARCH)
    end(first)
    ledger.owes()  # the same sum and number of people, but not the same person
    with pytest.raises(Outdated):
        registers.approve(who(ledger.finance_approver), row, 0)
    assert not LedgerEntry.objects.exists()
    row.refresh_from_db()
    assert row.state == "drafted"
    registers.drop(who(ledger.finance), row, 0)
    assert ledger.approved().number == 2


def test_an_old_page_does_nothing(ledger: Ledger):
    ledger.wage()
    ledger.owes()
    row = ledger.approved()
    with pytest.raises(Stale) as stale:
        registers.send(who(ledger.finance), row, 0)
    assert stale.value.by == ledger.finance_approver


def test_a_mistake_is_reversed_and_never_edited(ledger: Ledger):
    ledger.wage()
    obligation = ledger.owes()
    first = ledger.paid()
    end(obligation)
    second = ledger.paid()
    charge, reversal = LedgerEntry.objects.order_by("pk")
    assert (second.total, reversal.amount, reversal.reverses, reversal.because) == (
        -first.total,
        -MONTHLY,
        charge,
        "obligation_ended",
    )


def test_another_wage_is_made_good_in_the_next_register(ledger: Ledger):
    ledger.wage()
    ledger.owes()
    ledger.paid()
    ledger.wage(WAGE + 1000)
    row = ledger.paid()
    assert row.total == 2000
    assert list(row.entries.values_list("kind", "number")) == [("reversal", 1), ("charge", 2)]


def test_what_is_under_way_is_left_alone(ledger: Ledger):
    ledger.wage()
    obligation = ledger.owes()
    row = ledger.sent()
    end(obligation)
    assert code_of(lambda: registers.draft(who(ledger.finance), MARCH)) == "nothing_due"
    registers.returned(who(ledger.finance), row, row.version, "Реквизиттер")
    assert code_of(lambda: registers.draft(who(ledger.finance), MARCH)) == "nothing_due"  # it is owed no more


def test_what_is_returned_comes_again(ledger: Ledger):
    ledger.wage()
    ledger.owes()
    row = ledger.sent()
    row = registers.returned(who(ledger.finance), row, row.version, "Реквизиттер")
    assert (row.state, row.answer) == ("returned", "Реквизиттер")
    assert row.entries.aggregate(sum=Sum("amount"))["sum"] == 0
    again = ledger.paid()
    assert (again.total, again.entries.get().number) == (MONTHLY, 2)


def test_a_returned_correction_leaves_what_was_paid_before(ledger: Ledger):
    ledger.wage()
    obligation = ledger.owes()
    ledger.paid()
    end(obligation)
    correction = ledger.sent()
    registers.returned(who(ledger.finance), correction, correction.version, "Реквизиттер")
    assert list(correction.entries.values_list("kind", "number", "amount")) == [
        ("reversal", 1, -MONTHLY),
        ("charge", 2, MONTHLY),
    ]
    assert ledger.paid().total == -MONTHLY


def test_two_regions_do_not_pay_the_same_month(ledger: Ledger):
    for region in (ledger.home, ledger.abroad):
        ledger.wage(region=region)
    person = ledger.citizen()
    obligation = ledger.owes(person)
    ground = ledger.ground(person, "registered_unemployed", obligation.made_at.date())
    ledger.obliged(person, ground, MARCH, MARCH, region=ledger.abroad)
    assert code_of(lambda: registers.draft(who(ledger.abroad_finance[0]), MARCH)) == "nothing_due"
    assert ledger.paid().total == MONTHLY
    end(obligation)
    assert code_of(lambda: registers.draft(who(ledger.abroad_finance[0]), MARCH)) == "nothing_due"
    assert ledger.paid().total == -MONTHLY  # first taken back, then charged by the other
    assert ledger.paid(region=ledger.abroad).total == MONTHLY


def test_a_month_that_another_region_books_meanwhile_is_told(ledger: Ledger):
    """As two transactions that do not see one another: the database has the last word."""
    ledger.wage()
    obligation = ledger.owes()
    row = registers.draft(who(ledger.finance), MARCH)
    other = Register.objects.create(
        region=ledger.abroad,
        month=MARCH,
        number=1,
        total=1,
        people=1,
        drafted_by=ledger.finance,
        drafted_at=row.drafted_at,
    )
    wage = ledger.wage(region=ledger.abroad)
    line = {
        "citizen": obligation.citizen,
        "month": MARCH,
        "number": 1,
        "amount": 1,
        "wage": wage,
        "made_at": row.drafted_at,
    }
    taken = LedgerEntry.objects.create(kind="charge", register=other, obligation=obligation, **line)
    with pytest.raises(Outdated):
        registers.approve(who(ledger.finance_approver), row, 0)
    assert list(LedgerEntry.objects.all()) == [taken]


def test_the_control_sum_can_be_computed_from_the_lines(ledger: Ledger):
    ledger.wage()
    for _ in range(2):
        ledger.owes()
    row = ledger.approved()
    text = "".join(f"{item.citizen_id};2026-03;1;charge;{item.amount}\n" for item in row.entries.all())
    assert row.control_sum == sha256(text.encode()).hexdigest()


def test_the_queries_do_not_grow_with_the_people(ledger: Ledger, monkeypatch: pytest.MonkeyPatch):
    ledger.wage()
    ledger.owes()

    def drafted() -> int:
        with CaptureQueriesContext(connection) as asked:
            row = registers.draft(who(ledger.finance), MARCH)
        registers.drop(who(ledger.finance), row, 0)
        return len(asked)

    one = drafted()
    for _ in range(20):
        ledger.owes()
    assert drafted() == one
    monkeypatch.setattr(collecting, "PEOPLE", 7)
    assert drafted() == one + 3 * 2
    assert ledger.approved().people == 21


@pytest.mark.parametrize("how", [*TAMPERING, "same number", "same reversal"])
def test_entries_are_neither_changed_nor_replaced(ledger: Ledger, how: str):
    if (connection.vendor, how) in (("sqlite", "truncate"), ("postgresql", "replace")):
        pytest.skip("this database has no such statement")
    ledger.wage()
    obligation = ledger.owes()
    ledger.paid()
    end(obligation)
    ledger.paid()
    before = list(LedgerEntry.objects.values_list())
    columns = [str(field.column) for field in LedgerEntry._meta.concrete_fields if field.column != "id"]
    kind = "reversal" if how == "same reversal" else "charge"
    replace = "OR REPLACE " if connection.vendor == "sqlite" else ""
    names = ", ".join(columns)
    source = f"SELECT {names} FROM registry_ledgerentry WHERE kind = '{kind}'"  # noqa: S608 – names of our own
    copied = f"INSERT {replace}INTO registry_ledgerentry ({names}) {source}"
    statement = TAMPERING.get(how, copied).format(table="registry_ledgerentry", column="amount")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert list(LedgerEntry.objects.values_list()) == before


def test_nobody_of_another_region_or_role_does_anything(ledger: Ledger):
    ledger.wage()
    ledger.owes()
    row = registers.draft(who(ledger.finance), MARCH)
    acts = {
        "approve": lambda by: registers.approve(by, row, 0),
        "drop": lambda by: registers.drop(by, row, 0),
        "send": lambda by: registers.send(by, row, 0),
        "paid": lambda by: registers.paid(by, row, 0, "№"),
        "returned": lambda by: registers.returned(by, row, 0, "№"),
    }
    assert set(acts) == set(registers.TRANSITIONS)
    for act in acts.values():
        assert code_of(lambda act=act: act(who(ledger.abroad_finance[0]))) == "other_region"
        for account in (ledger.officer, ledger.approver, ledger.auditor, ledger.registrar):
            assert code_of(lambda act=act, account=account: act(who(account))) == "account"
    with pytest.raises(NotAllowed):
        registers.draft(who(ledger.auditor), MARCH)

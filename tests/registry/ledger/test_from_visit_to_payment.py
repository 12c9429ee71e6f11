"""The whole way by the verbs alone: a confirmed level, a visit at the desk, what is owed for it, and what is paid."""

from datetime import date, timedelta

import pytest

from registry import visits
from registry.ledger import registers
from registry.ledger.obligations import settle_year
from registry.models import LedgerEntry
from registry.refusals import NotAllowed
from tests.registry.world import NOW, TODAY, who

from .world import MARCH, WAGE, Ledger

MONTHLY = WAGE * 2


def test_every_tenge_leads_to_a_visit_and_a_ground(ledger: Ledger):
    ledger.wage()
    people = [ledger.known_citizen() for _ in range(2)]
    grounds = [ledger.ground(person, "wellbeing_crisis", date(2026, 1, 1)) for person in people]
    first, second = (visits.record(who(ledger.registrar), person) for person in people)
    assert visits.record(who(ledger.other_registrar), people[0]).created  # elsewhere, the same day: one obligation
    paid = ledger.paid()
    assert (paid.total, paid.people) == (2 * MONTHLY, 2)
    found = [(item.obligation.visit, item.obligation.ground) for item in paid.entries.order_by("pk")]
    assert found == [(first.visit, grounds[0]), (second.visit, grounds[1])]


def test_a_struck_visit_is_taken_back_in_the_next_register(ledger: Ledger):
    ledger.wage()
    person = ledger.known_citizen()
    ledger.ground(person, "wellbeing_crisis", date(2026, 1, 1))
    recorded = visits.record(who(ledger.registrar), person)
    ledger.paid()
    visits.strike(who(ledger.registrar, now=NOW + timedelta(hours=1)), recorded.visit, "visit_of_somebody_else")
    correction = ledger.paid(now=NOW + timedelta(hours=2))
    assert (correction.total, correction.entries.get().because) == (-MONTHLY, "obligation_ended")
    with pytest.raises(NotAllowed):
        registers.draft(who(ledger.finance, now=NOW + timedelta(hours=3)), MARCH)
    assert sum(LedgerEntry.objects.values_list("amount", flat=True)) == 0


def test_a_registered_unemployed_person_is_owed_for_without_a_visit(ledger: Ledger):
    ledger.wage()
    ledger.ground(ledger.known_citizen(), "registered_unemployed", date(2026, 2, 10))
    settle_year(who(), 2026, TODAY)
    assert ledger.paid().total == 2 * MONTHLY  # of February and March

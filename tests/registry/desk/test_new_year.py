"""At 23:59:59 of 31 December in Asia/Almaty, and a second later: what the desk and a certificate say turns then."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from registry import attaching, proof, visits, working_days
from registry.models import Citizen, Obligation
from tests.registry.test_attaching import draft
from tests.registry.world import World, client_of, who

LAST_SECOND = datetime(2026, 12, 31, 18, 59, 59, tzinfo=UTC)
MIDNIGHT = LAST_SECOND + timedelta(seconds=1)
TURN = (LAST_SECOND, MIDNIGHT)


@pytest.fixture
def patient(world: World) -> Citizen:
    citizen = world.known_citizen()
    world.ground(citizen, "wellbeing_crisis", date(2026, 1, 1))
    return citizen


def test_the_card_a_visit_and_a_certificate(
    world: World, patient: Citizen, card: Callable[..., Any], clock: Callable[[datetime], None]
):
    clock(LAST_SECOND)
    registrar = client_of(world.registrar)
    assert visits.record(who(world.registrar, now=LAST_SECOND), patient).cover_began
    issued = proof.issue(who(world.registrar, now=LAST_SECOND), patient, working_days.day_of(LAST_SECOND))
    assert issued.certificate.last_day == date(2026, 12, 31)
    for moment, mark, answer, again in (
        (LAST_SECOND, "verdict-yes", "/desk/visit/strike/", "valid"),
        (MIDNIGHT, "verdict-no", 'action="/desk/visit/"', "expired"),
    ):
        clock(moment)
        page = card(registrar, patient.iin).content.decode()
        assert mark in page
        assert answer in page
        assert proof.check(who(now=moment), issued.reference, working_days.day_of(moment)) == again
    visits.record(who(world.registrar, now=MIDNIGHT), patient)
    months = Obligation.objects.order_by("pk").values_list("first_month", "last_month", "ended_at")
    december = 2026 * 12 + 11
    assert list(months) == [(december, december, None), (december + 1, december + 12, None)]


def test_an_application_for_attachment_is_due_from_its_own_day(world: World):
    due = [attaching.ask(who(applicant=True, now=moment), draft(world)).request.due_on for moment in TURN]
    assert due == [date(2027, 1, 1), date(2027, 1, 4)]  # a Friday, and the Monday after it

"""Reminders of covers that end, with the clock moved: by what the rows say now, once for each last day."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from eligibility.rules import law as law_module
from registry.determine import determine
from registry.facts import RELATED
from registry.models import Citizen, Contribution, Notice
from registry.notices.reminders import remind
from tests.registry.world import NOW, TODAY, World, who

LAST = date(2026, 4, 30)
"""The last day of the study that the people of these tests are insured by."""
PHONE = "+77010000000"
MARCH = 2026 * 12 + 2
"""As the registry counts months."""


def student(world: World, ends: date | None = LAST, **fields: Any) -> Citizen:
    """Insured by full-time study until the day; nothing else is known to insure him."""
    citizen = world.known_citizen(**({"phone": PHONE, "birth_date": date(2005, 4, 2)} | fields))
    world.ground(citizen, "full_time_student", date(2025, 9, 1), ends)
    determine(who(), citizen, TODAY)
    return citizen


def told(on: date, days: int = 30) -> int:
    noon = datetime(on.year, on.month, on.day, 7, tzinfo=UTC)
    return remind(noon, on, days, law_module.load())


def ends_told() -> list[str]:
    return [row.values["ends"] for row in Notice.objects.order_by("pk")]


@pytest.mark.parametrize(("days_before", "expected"), [(31, 0), (30, 1), (29, 1), (1, 1), (0, 1), (-1, 0), (-30, 0)])
def test_who_is_told_on_which_day(world: World, days_before: int, expected: int):
    student(world)
    assert told(LAST - timedelta(days=days_before)) == expected
    assert ends_told() == ["2026-04-30"] * expected


def test_each_last_day_is_told_once_however_often_it_is_looked_at(world: World):
    citizen = student(world)
    for day in range(3):
        assert told(LAST - timedelta(days=20 - day)) == 1
    row = Notice.objects.get()
    assert (row.key, row.to, row.language) == (f"cover_ends:{citizen.pk}:2026-04-30", PHONE, "kk")
    assert row.values == {"ends": "2026-04-30"}


def test_another_last_day_is_another_notice(world: World):
    citizen = student(world)
    told(LAST - timedelta(days=20))
    citizen.confirmed_grounds.update(ends=LAST + timedelta(days=5))
    told(LAST - timedelta(days=20))
    assert ends_told() == ["2026-04-30", "2026-05-05"]


def test_what_was_confirmed_meanwhile_counts_although_nobody_determined_it(world: World):
    citizen = student(world)
    world.ground(citizen, "full_time_student", LAST + timedelta(days=1))
    assert told(LAST) == 0


def test_another_ground_that_goes_on_keeps_the_cover(world: World):
    citizen = student(world)
    world.ground(citizen, "disability", date(2020, 1, 1))
    determine(who(), citizen, TODAY + timedelta(days=1))
    assert told(LAST) == 0


def test_two_grounds_one_after_the_other_end_with_the_second(world: World):
    citizen = student(world)
    world.ground(citizen, "disability", LAST, LAST + timedelta(days=9))
    assert told(LAST) == 1
    assert ends_told() == ["2026-05-09"]


def test_a_ground_revoked_meanwhile_has_already_ended(world: World):
    citizen = student(world)
    citizen.confirmed_grounds.update(void=True)
    assert told(LAST) == 0


def test_a_confirmed_end_is_told_although_nobody_knows_what_follows(world: World):
    """After the study the level of well-being decides, which is not known."""
    student(world, complete_from=None, contributions_complete_from=None, last_pension_month=None)
    assert told(LAST) == 1


def payer(world: World, kind: str, last_month: int, **fields: Any) -> Citizen:
    citizen = world.known_citizen(phone=PHONE, **fields)
    Contribution.objects.create(citizen=citizen, kind=kind, first_month=2024 * 12, last_month=last_month)
    found = determine(who(), citizen, TODAY)
    assert found is not None
    assert found.status == "insured"
    return citizen


def test_whoever_pays_is_not_told_at_each_turn_of_a_month(world: World):
    payer(world, "self_payer", MARCH)
    employee = payer(world, "employee", MARCH)
    employee.work_periods.create(kind="employee", starts=date(2024, 1, 1), monthly_income=200_000)
    assert told(TODAY, days=45) == 0


def test_whoever_stopped_paying_is_told_when_the_three_months_are_over(world: World):
    payer(world, "self_payer", MARCH - 2)
    assert told(TODAY, days=60) == 1
    assert ends_told() == ["2026-04-30"]


def test_a_payment_that_the_registry_does_not_know_of_frightens_nobody(world: World):
    payer(world, "self_payer", MARCH, contributions_complete_from=None)
    assert told(TODAY, days=60) == 0


@pytest.mark.parametrize("fields", [{"phone": ""}, {"blocked": True}])
def test_who_cannot_or_does_not_want_to_be_reached(world: World, fields: dict[str, Any]):
    student(world, **fields)
    assert told(LAST) == 0


def test_a_fixed_number_of_queries_a_batch(world: World):
    def queries(batch: int) -> int:
        with CaptureQueriesContext(connection) as caught:
            remind(NOW, TODAY, 60, law_module.load(), batch)
        return len(caught)

    for _ in range(4):
        student(world)
    one_batch = len(RELATED) + 1 + 1  # people, what belongs to them, the notices
    end = 1  # that nobody is left
    assert queries(batch=4) == one_batch + end
    assert queries(batch=2) == 2 * one_batch + end
    assert Notice.objects.count() == 4


def test_the_command_says_how_many(world: World, monkeypatch):
    student(world)
    module = "registry.management.commands.remind_cover_ends.timezone"
    monkeypatch.setattr(f"{module}.now", lambda: NOW)
    monkeypatch.setattr(f"{module}.localdate", lambda: TODAY)
    out = StringIO()
    call_command("remind_cover_ends", days=60, stdout=out)
    assert out.getvalue() == "cover ends or may end within 60 days: 1 people, each told once\n"
    assert ends_told() == ["2026-04-30"]

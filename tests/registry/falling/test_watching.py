"""Whose cover ends and who is told of it, with the clock moved: by what the rows say now, not by what was once said."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import get_current_timezone

from eligibility.rules import law as law_module
from registry.determine import determine
from registry.facts import RELATED
from registry.falling import telling
from registry.falling.telling import paced
from registry.falling.watching import watch
from registry.models import Citizen, Contribution, CoverEnd, Notice
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


def watched(on: date) -> int:
    """At noon of the day; how many covers end within the horizon."""
    noon = datetime(on.year, on.month, on.day, 7, tzinfo=UTC)
    return watch(noon, on, law_module.load()).ending


def ends_told() -> list[str]:
    return [row.values["ends"] for row in Notice.objects.order_by("pk")]


def row() -> CoverEnd:
    return CoverEnd.objects.get()


def test_who_is_on_the_list_and_who_is_told_on_which_day(world: World):
    """On the list from 90 days before to the last day; told from 60 days before on."""
    student(world)
    for days, listed, told in [(91, 0, 0), (90, 1, 0), (61, 1, 0), (60, 1, 1), (31, 1, 1), (30, 1, 2), (0, 1, 2)]:
        assert watched(LAST - timedelta(days=days)) == listed, days
        assert list(CoverEnd.objects.values_list("last_day", flat=True)) == [LAST] * listed
        assert ends_told() == ["2026-04-30"] * told, days
    assert watched(LAST + timedelta(days=1)) == 0
    assert not CoverEnd.objects.exists()


def test_each_last_day_is_told_once_however_often_it_is_looked_at(world: World):
    citizen = student(world)
    for day in range(3):
        assert watched(LAST - timedelta(days=20 - day)) == 1
    notice = Notice.objects.get()
    assert (notice.key, notice.to, notice.language) == (f"cover_ends:{citizen.pk}:2026-04-30", PHONE, "kk")
    assert notice.values == {"ends": "2026-04-30"}


def test_it_is_told_sixty_and_thirty_days_before_once_each(world: World):
    citizen = student(world)
    for days in (60, 59, 31, 30, 29):
        watched(LAST - timedelta(days=days))
    bare = f"cover_ends:{citizen.pk}:2026-04-30"
    assert list(Notice.objects.order_by("pk").values_list("key", flat=True)) == [f"{bare}:60", bare]


def test_a_row_that_no_longer_holds_goes(world: World):
    first, second = student(world), student(world)
    watched(LAST - timedelta(days=50))
    first.confirmed_grounds.update(ends=None)
    assert watched(LAST - timedelta(days=50)) == 1
    assert row().citizen == second
    second.blocked = True
    second.save()
    watched(LAST - timedelta(days=50))
    assert not CoverEnd.objects.exists()


def test_another_last_day_is_another_notice(world: World):
    citizen = student(world)
    watched(LAST - timedelta(days=20))
    citizen.confirmed_grounds.update(ends=LAST + timedelta(days=5))
    watched(LAST - timedelta(days=20))
    assert ends_told() == ["2026-04-30", "2026-05-05"]


def test_what_was_confirmed_meanwhile_counts_although_nobody_determined_it(world: World):
    citizen = student(world)
    world.ground(citizen, "full_time_student", LAST + timedelta(days=1))
    assert watched(LAST) == 0


def test_another_ground_that_goes_on_keeps_the_cover(world: World):
    citizen = student(world)
    world.ground(citizen, "disability", date(2020, 1, 1))
    determine(who(), citizen, TODAY + timedelta(days=1))
    assert watched(LAST) == 0


def test_two_grounds_one_after_the_other_end_with_the_second(world: World):
    citizen = student(world)
    world.ground(citizen, "disability", LAST, LAST + timedelta(days=9))
    assert watched(LAST) == 1
    assert ends_told() == ["2026-05-09"]


def test_a_ground_revoked_meanwhile_has_already_ended(world: World):
    citizen = student(world)
    citizen.confirmed_grounds.update(void=True)
    assert watched(LAST) == 0


def test_a_confirmed_end_is_told_although_nobody_knows_what_follows(world: World):
    """After the study the level of well-being decides, which is not known."""
    student(world, complete_from=None, contributions_complete_from=None, last_pension_month=None)
    assert watched(LAST) == 1


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
    assert watched(TODAY) == 0


def test_whoever_pays_for_himself_has_stopped_when_a_payment_is_overdue(world: World):
    """February is to be paid by the 25th of March."""
    payer(world, "self_payer", MARCH - 2)
    assert [watched(on) for on in (TODAY, date(2026, 3, 25), date(2026, 3, 26))] == [0, 0, 1]
    assert ends_told() == ["2026-04-30"]


def test_whoever_lost_his_job_is_told_before_any_payment_is_overdue(world: World):
    card = {"wellbeing_level": "B", "wellbeing_level_since": date(2025, 1, 1)}
    employee = payer(world, "employee", MARCH - 1, **card)
    employee.work_periods.create(kind="employee", starts=date(2024, 1, 1), ends=date(2026, 2, 27))
    assert watched(TODAY) == 1
    assert (row().kind, row().ground, row().last_day) == (
        "kept_months_end",
        "retention_three_months",
        date(2026, 5, 31),
    )
    assert row().sure
    assert row().routes[0] == {"route": "register_as_unemployed", "by": "2026-05-25"}


def test_a_payment_that_the_registry_does_not_know_of_frightens_nobody(world: World):
    payer(world, "self_payer", MARCH, contributions_complete_from=None)
    assert watched(TODAY) == 0


def test_who_cannot_be_reached_is_on_the_list_all_the_same(world: World):
    student(world, phone="")
    assert watched(LAST) == 1
    assert not Notice.objects.exists()


def test_what_comes_after_is_said_as_sure_as_it_is(world: World):
    """After months that the state paid, the law leaves three more open; whoever was never paid for has none."""
    student(world)
    watched(TODAY)
    assert not row().sure


def test_turning_eighteen_is_told_whatever_else_is_known(world: World):
    """Up to the end of the month of the birthday; that of 29 February is on 1 March in a common year."""
    born = {
        date(2008, 5, 1): date(2026, 5, 31),
        date(2008, 4, 30): date(2026, 4, 30),
        date(2008, 2, 29): date(2026, 3, 31),
    }
    unknown: dict[str, Any] = {"complete_from": None, "contributions_complete_from": None, "last_pension_month": None}
    for day in born:
        for fields in ({}, unknown):
            determine(who(), world.known_citizen(**fields | {"birth_date": day}), TODAY)
    assert watched(TODAY) == 6
    for found in CoverEnd.objects.select_related("citizen"):
        birth = found.citizen.birth_date
        assert birth is not None
        assert (found.kind, found.last_day) == ("turns_18", born[birth])
        routes = [way["route"] for way in found.routes]
        assert {"prove_study", "register_as_unemployed"} <= set(routes)
        assert routes[-2:] == ["disability_assessment", "ask_the_fund"]


def test_no_way_is_named_that_opens_only_after_the_cover(world: World):
    """During full-time study nobody registers as unemployed: from the day after, not by a day before."""
    student(world)
    watched(TODAY)
    ways = {way["route"]: way for way in row().routes}
    assert ways["register_as_unemployed"] == {"route": "register_as_unemployed", "opens": "2026-05-01"}


def test_a_level_ends_with_the_year(world: World):
    citizen = world.known_citizen()
    world.ground(citizen, "wellbeing_crisis", date(2026, 1, 1))
    citizen.visits.create(polyclinic=world.polyclinic, day=TODAY)
    determine(who(), citizen, TODAY)
    assert watched(date(2026, 10, 1)) == 0
    assert watched(date(2026, 10, 2)) == 1
    assert (row().kind, row().last_day, row().sure) == ("level_year_ends", date(2026, 12, 31), True)
    assert row().routes[0]["route"] == "seek_care"


def test_rows_that_contradict_each_other_stop_nobody_else(world: World):
    broken = student(world)
    student(world)
    Citizen.objects.filter(pk=broken.pk).update(birth_date=date(2030, 1, 1))
    assert watched(TODAY) == 1


def test_a_fixed_number_of_queries_a_batch(world: World):
    def queries(batch: int) -> int:
        with CaptureQueriesContext(connection) as caught:
            watch(NOW, TODAY, law_module.load(), batch)
        return len(caught)

    for _ in range(4):
        student(world)
    a_batch = len(RELATED) + 1  # people, and what belongs to them
    a_batch += 2 + 1 + 1 + 2  # a savepoint; the rows; those that no longer hold; the notices there are, and new ones
    first, second = queries(batch=4), queries(batch=2)
    assert first <= a_batch + 2 + 1  # nobody is left; rows of people after the last one
    assert second - first <= a_batch
    assert Notice.objects.count() == 4


@pytest.mark.parametrize(
    ("hour", "place", "day", "time"),
    [
        (3, 0, 16, "09:00"),
        (10, 0, 16, "10:00"),
        (10, 59, 16, "10:00"),
        (10, 60, 16, "10:01"),
        (10, 60 * 60 * 10 - 1, 16, "19:59"),
        (10, 60 * 60 * 10, 17, "09:00"),
        (10, 60 * 60 * (10 + 11), 18, "09:00"),
        (21, 0, 17, "09:00"),
    ],
)
def test_messages_go_out_by_day_and_so_many_a_minute(hour: int, place: int, day: int, time: str):
    found = paced(datetime(2026, 3, 16, hour, tzinfo=get_current_timezone()), place)
    assert (found.day, f"{found:%H:%M}") == (day, time)


def test_nobody_is_told_after_his_last_morning(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(telling, "paced", lambda now, place: now + timedelta(days=9))
    student(world)
    watched(LAST - timedelta(days=2))
    assert Notice.objects.get().not_before == datetime(2026, 4, 30, 9, tzinfo=get_current_timezone())


def test_the_command_says_how_many(world: World, monkeypatch: pytest.MonkeyPatch):
    student(world)
    monkeypatch.setattr("registry.management.commands.watch_cover.timezone.now", lambda: NOW)
    out = StringIO()
    call_command("watch_cover", on=date(2026, 3, 20), stdout=out)
    assert out.getvalue() == "1 people looked at, the cover of 1 ends soon, 1 notices put\n"
    assert row().worked_out_on == date(2026, 3, 20)
    with pytest.raises(CommandError):
        call_command("watch_cover", on=date(2031, 1, 1))

"""No account and no polyclinic looks up more people than reading_limits.toml says, in any hour and on any day."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from registry import reading_limits, tables
from registry.log import Who
from registry.models import Account, LogEntry, Role
from registry.reading_limits import LOOK_UP, TooMany, check, load

from .raced import raced
from .world import NOW, World, client_of, who

LIMITS = load()[LOOK_UP]
THREADS_LOOK_UPS = 200
MINUTE = timedelta(minutes=1)


def small(monkeypatch: pytest.MonkeyPatch, account: tuple[int, int], place: tuple[int, int] | None = None) -> None:
    limits = reading_limits.Limits(
        reading_limits.Numbers(*account), reading_limits.Numbers(*place) if place is not None else None
    )
    monkeypatch.setattr(reading_limits, "load", lambda: dict.fromkeys(load(), limits))


def let_through(account: Account, moments: list[datetime]) -> list[datetime]:
    return [moment for moment in moments if passes(who(account, now=moment))]


def passes(asked: Who, attached_here: bool = False) -> bool:
    try:
        check(asked, attached_here)
    except TooMany:
        return False
    return True


def refusals() -> list[Any]:
    return list(LogEntry.objects.filter(verb="look_up_refused").values_list("actor__username", "details"))


def test_a_registrar_looks_up_sixty_people_in_an_hour(world: World):
    """trust.md: 60 an hour and 300 a day."""
    assert (LIMITS.account.hour, LIMITS.account.day) == (60, 300)
    moments = [NOW + timedelta(seconds=30 * number) for number in range(119)]
    assert len(let_through(world.registrar, moments)) == 60
    assert refusals() == [("registrar", {"limit": "look_up, account, hour"})]


def test_it_is_any_hour_and_not_one_that_begins_with_the_first_look_up(world: World, monkeypatch: pytest.MonkeyPatch):
    small(monkeypatch, (10, 1000))
    passed = let_through(world.registrar, [NOW + number * MINUTE for number in range(300)])
    for first in passed:
        assert sum(first <= moment < first + timedelta(hours=1) for moment in passed) <= 10
    assert len(passed) >= 10 * 4  # five hours, and each part of five minutes counts a little longer


def test_it_is_told_from_when_on_it_works_again(world: World, monkeypatch: pytest.MonkeyPatch):
    small(monkeypatch, (2, 1000))
    let_through(world.registrar, [NOW + MINUTE, NOW + 20 * MINUTE])
    with pytest.raises(TooMany) as refused:
        check(who(world.registrar, now=NOW + 30 * MINUTE), False)
    assert refused.value.until == NOW + 65 * MINUTE
    assert passes(who(world.registrar, now=refused.value.until))


def test_a_day_ends_at_midnight_in_almaty(world: World, monkeypatch: pytest.MonkeyPatch):
    small(monkeypatch, (100, 2))
    midnight = datetime(2026, 12, 31, 19, tzinfo=UTC)
    evening = [midnight - timedelta(hours=3), midnight - MINUTE]
    assert let_through(world.registrar, evening) == evening
    with pytest.raises(TooMany) as refused:
        check(who(world.registrar, now=midnight - timedelta(seconds=1)), False)
    assert refused.value.until == midnight
    assert passes(who(world.registrar, now=midnight))


def test_a_polyclinic_has_a_limit_of_its_own(world: World, monkeypatch: pytest.MonkeyPatch):
    small(monkeypatch, (3, 30), (4, 40))
    second = world.staff("second-registrar", Role.REGISTRAR)
    moments = [NOW] * 3
    assert len(let_through(world.registrar, moments)) == 3
    assert len(let_through(second, moments)) == 1
    assert len(let_through(world.other_registrar, moments)) == 3
    assert refusals() == [("second-registrar", {"limit": "look_up, place, hour"})]


def test_what_is_refused_counts_for_nobody(world: World, monkeypatch: pytest.MonkeyPatch):
    """A robot in one account does not use up the polyclinic's share."""
    small(monkeypatch, (2, 30), (3, 40))
    let_through(world.registrar, [NOW] * 20)
    assert passes(who(world.staff("second-registrar", Role.REGISTRAR)))


def test_own_people_and_citizens_are_not_counted(world: World, monkeypatch: pytest.MonkeyPatch):
    small(monkeypatch, (1, 1), (1, 1))
    assert all(passes(who(world.registrar), attached_here=True) for _ in range(5))
    assert all(passes(who(applicant=True)) for _ in range(5))
    assert passes(who(world.registrar))
    assert passes(who(world.registrar), attached_here=True)


def test_a_robot_fills_the_log_with_one_entry_an_hour(world: World, monkeypatch: pytest.MonkeyPatch):
    small(monkeypatch, (1, 1000))
    let_through(world.registrar, [NOW + MINUTE * number for number in range(30)])
    assert len(refusals()) == 1


def test_counting_asks_the_database_a_fixed_number_of_times(world: World, django_assert_num_queries: Any):
    for _ in range(3):
        with django_assert_num_queries(4):  # what counts already; one statement in its transaction
            check(who(world.registrar), False)
    with django_assert_num_queries(0):
        check(who(world.registrar), True)


def test_twenty_threads_get_no_more_than_one(transactional_db: None, tmp_path: Path):
    found = raced("racing_readings", tmp_path, str(THREADS_LOOK_UPS))
    assert found["careless"]["let through"] > LIMITS.account.hour  # first that the race is real
    counted = {"let through": LIMITS.account.hour, "refused": THREADS_LOOK_UPS - LIMITS.account.hour, "told": 1}
    assert found["counted"] == counted


@pytest.fixture
def officer(world: World, monkeypatch: pytest.MonkeyPatch) -> Client:
    small(monkeypatch, (2, 30))
    return client_of(world.officer)


@pytest.mark.parametrize("typed", [{"number": "iin"}, {"name": "Әбенова"}])
def test_officers_searches_are_limited(world: World, officer: Client, typed: dict[str, str]):
    person = world.citizen("Әбенова", "Айгүл")
    body = {"number": person.iin} if "number" in typed else typed
    answers = [officer.post("/admin/registry/citizen/", body) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    told = answers[2].content.decode()
    assert "Әбенова Айгүл" not in told
    assert person.iin in told or "name" in typed  # what was typed is kept
    assert refusals() == [("officer", {"limit": "search, account, hour"})]


def test_shown_numbers_are_limited(world: World, officer: Client):
    person = world.citizen()
    address = f"/admin/registry/citizen/{person.pk}/number/"
    answers = [officer.post(address, {"reason": "request"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert [person.iin in answer.content.decode() for answer in answers] == [True, True, False]
    assert list(LogEntry.objects.order_by("pk").values_list("verb", flat=True)) == [
        *["read_iin"] * 2,
        "look_up_refused",
        "read_citizen",
    ]


def test_numbers_shown_in_a_case_count_with_the_others(world: World, officer: Client):
    person = world.citizen()
    case = world.application(person)
    body = {"version": "0", "reason": "request"}
    officer.post(f"/admin/registry/citizen/{person.pk}/number/", {"reason": "request"})
    answers = [officer.post(f"/admin/registry/application/{case.pk}/number/", body) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 429]
    assert [person.iin in answer.content.decode() for answer in answers] == [True, False]


@pytest.mark.parametrize(
    "text",
    [
        "[look_up]",
        "[look_up]\naccount = {hour = 1, day = 2}\n[search]\naccount = {hour = 0, day = 2}\n"
        "[show_number]\naccount = {hour = 1, day = 2}",
        "[look_up]\naccount = {hour = 1}\n[search]\naccount = {hour = 1, day = 2}\n"
        "[show_number]\naccount = {hour = 1, day = 2}",
    ],
)
def test_a_file_that_says_nothing_is_refused(tmp_path: Path, text: str):
    file = tmp_path / "limits.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(tables.TableError):
        load(file)

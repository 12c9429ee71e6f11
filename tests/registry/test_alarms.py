"""Unusual reading is found within minutes, and usual reading is not taken for it."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry import alarms, tables, unusual
from registry.alarms import Watch
from registry.log import Verb, Who
from registry.models import Account, Alarm, Citizen, LogEntry, Role, Visit
from registry.unusual import DAY
from registry.working_days import midnight

from .world import NOW, World, who

STAFF, WEEKS = 20, 1
MONDAY = date(2026, 3, 16)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
BUSY = {8: 8, 9: 14, 10: 14, 11: 12, 12: 5, 13: 5, 14: 11, 15: 11, 16: 9, 17: 5}
"""About how many people come to a registrar in each hour of the day."""
CAME = 0.8


def entry(account: Account, at: datetime, verb: Verb = Verb.LOOKED_UP, **fields: Any) -> LogEntry:
    return LogEntry(at=at, actor_kind="staff", actor=account, role=account.role, verb=verb, **fields)


def at(hour: float, day: date = MONDAY) -> datetime:
    return midnight(day) + hour * HOUR


def log(*entries: LogEntry) -> None:
    LogEntry.objects.bulk_create(entries)


def look(moment: datetime, since: date | None = None) -> list[tuple[str, str, int]]:
    return [(row.kind, row.account.username, row.number) for row in Watch().look(Who(now=moment), since)]


def working_days(weeks: int) -> list[date]:
    days = [MONDAY + number * DAY for number in range(-7 * weeks, 5)]
    return [day for day in days if day.weekday() < 5]


class Town:
    """Twenty registrars of a polyclinic, the people who come to them, and what both leave in the log."""

    def __init__(self, world: World) -> None:
        self.chance = Random(2026)
        self.world = world
        self.staff = [world.staff(f"registrar-{number}", Role.REGISTRAR) for number in range(STAFF)]
        self.people = self.newcomers(600)

    def newcomers(self, count: int) -> list[Citizen]:
        people = [Citizen(iin=next(self.world.numbers), region=self.world.home) for _ in range(count)]
        return list(Citizen.objects.bulk_create(people))

    def work(self, days: Iterable[date]) -> None:
        for day in days:
            visits: set[int] = set()
            entries = [item for account in self.staff for item in self._day_of(account, day, visits)]
            LogEntry.objects.bulk_create(entries, batch_size=2000)
            rows = [Visit(citizen_id=pk, polyclinic=self.world.polyclinic, day=day) for pk in sorted(visits)]
            Visit.objects.bulk_create(rows)

    def _day_of(self, account: Account, day: date, visits: set[int]) -> Iterable[LogEntry]:
        own = self.chance.uniform(0.7, 1.3)  # some work more than others, and no hour is as the other
        for hour, people in BUSY.items():
            for _ in range(max(0, round(self.chance.gauss(people * own, people**0.5)))):
                person = self.chance.choice(self.people)
                if self.chance.random() < CAME:
                    visits.add(person.pk)
                yield entry(account, at(hour + self.chance.random(), day), citizen=person)


def test_an_abuser_is_found_and_nobody_else(world: World):
    town, abuser = Town(world), world.staff("abuser", Role.REGISTRAR)
    days = working_days(WEEKS)
    town.work(days)
    friday = days[-1]
    # one in twenty-five seconds, from twenty past two: the hundreds come only later
    taken = [at(14 + 20 / 60, friday) + number * timedelta(seconds=25) for number in range(200)]
    log(*(entry(abuser, moment, citizen=person) for moment, person in zip(taken, town.newcomers(200), strict=True)))

    watch, found = Watch(), []
    for day in days[-6:-1]:
        found += watch.look(Who(now=at(23.9, day)))
    assert len(found) <= len(days[-6:-1]) * STAFF / 100
    most = unusual.most_usual(unusual.usual_of(friday), Role.REGISTRAR, 14)
    assert 30 <= most <= 45
    over = taken[most]  # the first that is too many
    runs = [over + number * MINUTE for number in (-5, 0, 5)]
    raised = [[(row.kind, row.account.username) for row in watch.look(Who(now=moment))] for moment in runs]
    assert raised[0] == []
    assert [("many", "abuser")] in raised[1:]
    assert all(pair == ("many", "abuser") for pairs in raised for pair in pairs)

    watch.look(Who(now=at(23.9, friday)))
    watch.look(Who(now=at(23.9, friday + 2 * DAY)))  # all of the week's look-ups are older than a day
    kinds = Alarm.objects.filter(account=abuser).values_list("kind", "day")
    assert set(kinds) == {("many", friday), ("no_visit", friday)}
    assert Alarm.objects.exclude(account=abuser).count() <= 10 * STAFF / 100


def test_sixty_minutes_count_wherever_they_begin(world: World):
    own = world.registrar
    log(*(entry(own, at(9.75) + number * MINUTE) for number in range(30)))
    assert look(at(12)) == []
    log(entry(own, at(10.5)))
    assert look(at(12)) == [("many", "registrar", 31)]


def test_three_times_the_median_of_the_role_is_usual(world: World):
    """Of the accounts' own hours on the days before: 11, 13 and 13 make 39."""
    for days_ago, people in ((1, 11), (2, 13), (3, 13)):
        log(*(entry(world.other_registrar, at(10 + place / 60, MONDAY - days_ago * DAY)) for place in range(people)))
    for account, verb in ((world.registrar, Verb.LOOKED_UP), (world.officer, Verb.READ_CITIZEN)):
        log(*(entry(account, at(10) + number * MINUTE, verb) for number in range(39)))
    assert look(at(12)) == [("many", "officer", 39)]
    log(entry(world.registrar, at(10.6)))
    assert look(at(12)) == [("many", "registrar", 40)]


def test_what_came_before_midnight_counts_with_what_comes_after(world: World):
    log(*(entry(world.registrar, at(0) - 20 * MINUTE + number * MINUTE) for number in range(40)))
    found = look(at(1))
    assert ("many", "registrar", 40) in found
    assert {row.day for row in Alarm.objects.filter(kind="many")} == {MONDAY}


@pytest.mark.parametrize(("hour", "alarms_of"), [(21.99, 0), (22, 1), (23.99, 1), (0, 1), (5.99, 1), (6, 0)])
def test_night_is_from_ten_to_six_in_almaty(world: World, hour: float, alarms_of: int):
    log(*(entry(world.officer, at(hour), Verb.READ_CITIZEN) for _ in range(4)))
    assert look(at(23.999)) == [("night", "officer", 4)] * alarms_of


def test_three_readings_at_night_are_usual(world: World):
    log(*(entry(world.officer, at(23), Verb.READ_CITIZEN) for _ in range(3)))
    log(*(entry(world.officer, at(23), Verb.CONFIRMED) for _ in range(9)))
    assert look(at(23.9)) == []


def test_ones_own_record_and_household_are_told(world: World):
    own, partner, stranger = world.citizen(), world.citizen(), world.citizen()
    world.household(own, partner)
    world.household(stranger)
    alone = world.citizen()
    for account, citizen in ((world.officer, own), (world.colleague, alone)):
        account.citizen = citizen
        account.save()
    log(entry(world.officer, at(10), citizen=partner), entry(world.officer, at(11), Verb.READ_CITIZEN, citizen=own))
    log(entry(world.officer, at(12), citizen=stranger), entry(world.colleague, at(12), citizen=stranger))
    log(entry(world.approver, at(12), citizen=own))
    assert look(at(13)) == [("household", "officer", 2)]
    log(entry(world.colleague, at(12), citizen=alone))
    assert look(at(13)) == [("household", "colleague", 1)]


def test_a_limit_that_was_reached_is_told(world: World):
    log(entry(world.registrar, at(10), Verb.LOOK_UP_REFUSED))
    assert look(at(11)) == [("refused", "registrar", 1)]


class Desk:
    """Twenty people are looked up on Monday."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.people = [world.citizen() for _ in range(20)]
        log(*(entry(world.registrar, at(9 + place / 3), citizen=person) for place, person in enumerate(self.people)))

    def come(self, people: Iterable[Citizen], day: date = MONDAY, **fields: Any) -> None:
        for person in people:
            Visit.objects.create(**{"citizen": person, "polyclinic": self.world.polyclinic, "day": day, **fields})


def no_visit(moment: datetime) -> list[int]:
    return [number for kind, _, number in look(moment) if kind == "no_visit"]


def test_look_ups_without_a_visit_are_told_when_a_day_has_gone_by(world: World):
    desk = Desk(world)
    desk.come(desk.people[:2])
    desk.come(desk.people[2:4], MONDAY + DAY)
    assert no_visit(at(23.9, MONDAY + DAY)) == []
    assert no_visit(at(1.1, MONDAY + 2 * DAY)) == [16]


def test_who_comes_is_no_alarm(world: World):
    desk = Desk(world)
    desk.come(desk.people[:5])
    log(*(entry(world.registrar, at(9), citizen=person) for person in desk.people[5:]))  # twice the same is one
    log(*(entry(world.officer, at(9 + place / 9), citizen=row) for place, row in enumerate(desk.people)))
    assert no_visit(at(2, MONDAY + 2 * DAY)) == []


@pytest.mark.parametrize("fields", [{"day": MONDAY + 2 * DAY}, {"struck_at": NOW}, {"polyclinic": None}])
def test_other_visits_do_not_count(world: World, fields: dict[str, Any]):
    desk = Desk(world)
    desk.come(desk.people[:9], **(fields if "polyclinic" not in fields else {"polyclinic": world.other_polyclinic}))
    assert no_visit(at(2, MONDAY + 2 * DAY)) == [20]


def test_numbers_that_nobody_has_are_look_ups_without_a_visit(world: World):
    log(*(entry(world.registrar, at(9 + place / 3)) for place in range(20)))
    assert no_visit(at(2, MONDAY + 2 * DAY)) == [20]


def test_an_alarm_grows_and_is_one(world: World):
    log(entry(world.registrar, at(10), Verb.LOOK_UP_REFUSED))
    watch = Watch()
    assert len(watch.look(Who(now=at(11)))) == 1
    assert watch.look(Who(now=at(11.1))) == []
    log(entry(world.registrar, at(11.2), Verb.LOOK_UP_REFUSED))
    assert len(watch.look(Who(now=at(11.3)))) == 1
    alarm = Alarm.objects.get()
    assert (alarm.number, alarm.usual, alarm.raised_at) == (2, 0, at(11.3))
    raised = LogEntry.objects.filter(verb=Verb.ALARM_RAISED)
    assert [(row.account, row.actor_kind, row.details) for row in raised] == [
        (world.registrar, "system", {"alarm": alarm.pk, "kind": "refused", "number": 1, "usual": 0})
    ]


def test_what_was_looked_into_comes_back_when_it_goes_on(world: World):
    log(entry(world.registrar, at(10), Verb.LOOK_UP_REFUSED))
    look(at(11))
    alarms.look_into(who(world.auditor, now=at(11.1)), Alarm.objects.get(), "Тексерілді")
    assert look(at(11.2)) == []
    log(entry(world.registrar, at(11.3), Verb.LOOK_UP_REFUSED))
    assert look(at(11.4)) == [("refused", "registrar", 2)]
    alarm = Alarm.objects.get()
    assert (alarm.seen_at, alarm.seen_by, alarm.finding) == (None, None, "Тексерілді")
    verbs = LogEntry.objects.filter(verb__startswith="alarm").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["alarm_raised", "alarm_seen", "alarm_raised"]


def test_nobody_looks_into_his_own_reading(world: World):
    alarm = Alarm.objects.create(kind="many", account=world.auditor, day=MONDAY, number=9, usual=1, raised_at=NOW)
    with pytest.raises(ValueError, match="own"):
        alarms.look_into(who(world.auditor), alarm, "–")
    assert Alarm.objects.get().seen_at is None


def test_a_look_asks_as_often_whatever_the_log_holds(world: World):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            Watch().look(Who(now=at(12)))
        return len(queries)

    empty = asked()
    log(*(entry(world.registrar, at(8 + place / 4), citizen=world.citizen()) for place in range(12)))
    assert asked() == empty <= 8


def test_the_command_looks_at_yesterday_and_at_what_it_is_told(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(12))
    old, yesterday = at(10, MONDAY - 9 * DAY), at(10, MONDAY - DAY)
    log(entry(world.registrar, old, Verb.LOOK_UP_REFUSED), entry(world.officer, yesterday, Verb.LOOK_UP_REFUSED))
    told = StringIO()
    call_command("watch_readings", stdout=told)
    assert told.getvalue() == f"alarm {Alarm.objects.get().pk}: refused, account {world.officer.pk}, 2026-03-15\n"
    call_command("watch_readings", "--since", "2026-03-01", stdout=StringIO())
    assert set(Alarm.objects.values_list("account__username", flat=True)) == {"officer", "registrar"}
    with pytest.raises(CommandError):
        call_command("watch_readings", "--since", "yesterday")


def test_the_numbers_have_a_source_and_are_numbers(tmp_path: Path):
    file = tmp_path / "alarms.toml"
    text = unusual.FILE.read_text("utf-8")
    for good, bad in (("times = 3", "times = '3'"), ("[refused]\n", "[refuse]\n"), ("floor = 15", "")):
        file.write_text(text.replace(good, bad), "utf-8")
        with pytest.raises(tables.TableError):
            unusual.load(file)

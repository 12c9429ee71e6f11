"""What akimats owe: what the engine says, no more and no less, and nothing is ever changed but ended."""

import os
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eligibility.rules import law as law_module
from eligibility.rules.assess import assess
from eligibility.rules.dates import month_of
from registry import decisions, visits
from registry.decisions import engine
from registry.facts import RELATED, facts_of, person_of
from registry.ledger.obligations import Settled, settle, settle_year
from registry.models import Attachment, Citizen, ConfirmedGround, LogEntry, Obligation, Visit, WorkPeriod

from ..world import NOW, TODAY, World, who

JANUARY = 2026 * 12
DECEMBER = JANUARY + 11
YEAR = (JANUARY, DECEMBER)
NEW_YEAR = date(2026, 1, 1)
LAST_SECOND = datetime(2026, 12, 31, 18, 59, 59, tzinfo=UTC)


def owed(citizen: Citizen) -> list[tuple[str, int, int]]:
    """The live ones: kind, first and last month."""
    rows = citizen.obligations.filter(ended_at=None).order_by("first_month")
    return list(rows.values_list("kind", "first_month", "last_month"))


def settled(citizen: Citizen, on: date = TODAY, now: datetime = NOW) -> Settled:
    with transaction.atomic():
        return settle(who(now=now), Citizen.objects.select_for_update().get(pk=citizen.pk), on)


def came(world: World, citizen: Citizen, day: date, place: str = "polyclinic") -> Visit:
    return Visit.objects.create(citizen=citizen, polyclinic=getattr(world, place), day=day)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 7, tzinfo=UTC)


class TestLevels:
    def test_a_visit_counts_when_the_level_is_confirmed_afterwards(self, world: World):
        citizen = world.known_citizen()
        visits.record(who(world.registrar), citizen)
        row = world.application(
            citizen, state="in_review", officer=world.officer, identity_confirmed_at=NOW, ground="wellbeing_crisis"
        )
        later = NOW + timedelta(days=30)
        decisions.confirm(who(world.officer, now=later), row, 0, NEW_YEAR, date(2026, 12, 31))
        obligation = citizen.obligations.get()
        assert (obligation.first_month, obligation.visit) == (JANUARY + 2, citizen.visits.get())
        assert obligation.ground.decision_id is not None
        assert (citizen.determinations.get(ends=None).status, obligation.made_at) == ("insured", later)

    def test_not_when_its_days_begin_after_the_visit(self, world: World):
        citizen = world.known_citizen()
        came(world, citizen, TODAY)
        world.ground(citizen, "wellbeing_crisis", TODAY + timedelta(days=1))
        assert settled(citizen, date(2026, 6, 1)).wellbeing is None

    def test_the_second_visit_counts_where_the_first_did_not(self, world: World):
        citizen = world.known_citizen()
        world.ground(citizen, "wellbeing_emergency", NEW_YEAR)
        WorkPeriod.objects.create(citizen=citizen, kind="employee", starts=NEW_YEAR, ends=date(2026, 2, 20))
        came(world, citizen, date(2026, 2, 10))
        second = came(world, citizen, date(2026, 4, 10))
        found = settled(citizen, date(2026, 5, 1)).wellbeing
        assert found is not None
        assert (found.visit, found.first_month) == (second, JANUARY + 3)

    def test_it_begins_with_the_attachment_where_that_came_after_the_visit(self, world: World):
        """As the engine has it: the visit of the year is there, and from that day on the attachment is."""
        citizen = world.known_citizen()
        Attachment.objects.filter(citizen=citizen).update(starts=date(2026, 5, 20))
        world.ground(citizen, "wellbeing_crisis", NEW_YEAR)
        came(world, citizen, TODAY)
        assert settled(citizen, date(2026, 5, 19)).wellbeing is None
        found = settled(citizen, date(2026, 5, 20)).wellbeing
        assert found is not None
        assert (found.first_month, found.last_month) == (JANUARY + 4, DECEMBER)

    def test_what_began_on_the_last_day_of_a_year_is_owed_though_nobody_looked_that_day(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ):
        citizen = world.known_citizen()
        Attachment.objects.filter(citizen=citizen).update(starts=date(2026, 12, 31))
        world.ground(citizen, "wellbeing_crisis", NEW_YEAR)
        came(world, citizen, date(2026, 12, 20))
        for now, expected in ((LAST_SECOND - timedelta(days=1), []), (LAST_SECOND + timedelta(seconds=1), [DECEMBER])):
            monkeypatch.setattr(timezone, "now", lambda now=now: now)
            call_command("settle_obligations")
            assert [first for _, first, _ in owed(citizen)] == expected

    @pytest.mark.parametrize("change", ["work", "pension", "detached", "category"])
    def test_what_comes_after_the_visit_does_not_end_it(self, world: World, change: str):
        """To the end of the year, the vice-minister said; for work that was found the engine has it open."""
        citizen = world.known_citizen()
        world.ground(citizen, "wellbeing_crisis", NEW_YEAR)
        came(world, citizen, TODAY)
        settled(citizen)
        if change == "work":
            WorkPeriod.objects.create(citizen=citizen, kind="employee", starts=date(2026, 4, 1))
        elif change == "pension":
            Citizen.objects.filter(pk=citizen.pk).update(last_pension_month=JANUARY + 4)
        elif change == "detached":
            Attachment.objects.filter(citizen=citizen).update(ends=date(2026, 5, 1))
        else:
            world.ground(citizen, "disability", date(2026, 5, 1))
        again = settled(citizen, date(2026, 7, 1))
        assert (again.made, again.ended) == ((), ())
        assert owed(citizen) == [("wellbeing", JANUARY + 2, DECEMBER)]

    def test_a_doubt_begins_nothing(self, world: World):
        citizen = world.known_citizen(last_pension_month=JANUARY + 4)
        world.ground(citizen, "wellbeing_crisis", NEW_YEAR)
        came(world, citizen, TODAY)
        assert settled(citizen, date(2026, 7, 1)).made == ()

    def test_a_category_at_the_time_of_the_visit_keeps_it_from_beginning(self, world: World):
        citizen = world.known_citizen()
        world.ground(citizen, "wellbeing_crisis", NEW_YEAR)
        world.ground(citizen, "disability", NEW_YEAR, date(2026, 4, 30))
        came(world, citizen, TODAY)
        assert settled(citizen, date(2026, 7, 1)).made == ()

    def test_a_revoked_level_ends_it_and_another_level_takes_its_place(self, world: World):
        citizen = world.known_citizen()
        crisis = world.ground(citizen, "wellbeing_crisis", NEW_YEAR)
        came(world, citizen, TODAY)
        first = settled(citizen).wellbeing
        ConfirmedGround.objects.filter(pk=crisis.pk).update(void=True)
        assert [row.ended_because for row in settled(citizen).ended] == ["ground_revoked"]
        emergency = world.ground(citizen, "wellbeing_emergency", NEW_YEAR)
        again = settled(citizen).wellbeing
        assert again is not None
        assert (again.ground, again != first) == (emergency, True)
        assert Obligation.objects.count() == 2

    def test_who_moves_stays_with_the_akimat_of_the_day(self, world: World):
        citizen = world.known_citizen()
        world.ground(citizen, "wellbeing_crisis", NEW_YEAR)
        came(world, citizen, date(2026, 5, 4))
        settled(citizen, date(2026, 5, 4))
        Citizen.objects.filter(pk=citizen.pk).update(region=world.abroad)
        came(world, citizen, TODAY)  # recorded late, and put right
        found = settled(citizen, date(2026, 5, 5)).wellbeing
        assert found is not None
        assert (found.first_month, found.region) == (JANUARY + 2, world.home)

    def test_a_level_that_became_known_after_new_year_still_counts_for_the_old_year(self, world: World):
        citizen = world.known_citizen()
        came(world, citizen, date(2026, 11, 5))
        world.ground(citizen, "wellbeing_crisis", date(2026, 11, 1), date(2026, 12, 31))
        found = settled(citizen, date(2027, 1, 11))
        assert found.wellbeing is None
        assert owed(citizen) == [("wellbeing", JANUARY + 10, DECEMBER)]


class TestUnemployment:
    @pytest.fixture
    def citizen(self, world: World) -> Citizen:
        return world.known_citizen()

    def test_an_open_registration_is_owed_for_until_december(self, world: World, citizen: Citizen):
        world.ground(citizen, "registered_unemployed", date(2026, 2, 27))
        settled(citizen)
        assert owed(citizen) == [("unemployed", JANUARY + 1, DECEMBER)]
        assert settled(citizen).made == ()

    def test_before_2026_the_republican_budget_pays(self, world: World, citizen: Citizen):
        world.ground(citizen, "registered_unemployed", date(2025, 3, 1))
        settled(citizen, date(2025, 12, 31))
        assert owed(citizen) == []
        settled(citizen, NEW_YEAR)
        assert owed(citizen) == [("unemployed", *YEAR)]

    def test_the_next_year_arises_when_it_has_come(
        self, world: World, citizen: Citizen, monkeypatch: pytest.MonkeyPatch, capsys: Any
    ):
        world.ground(citizen, "registered_unemployed", NEW_YEAR, date(2027, 2, 10))
        settled(citizen)
        for now, expected in ((LAST_SECOND, 0), (LAST_SECOND + timedelta(seconds=1), 1)):
            monkeypatch.setattr(timezone, "now", lambda now=now: now)
            call_command("settle_obligations")
            call_command("settle_obligations")
            assert len(owed(citizen)) == 1 + expected
        assert owed(citizen)[1] == ("unemployed", DECEMBER + 1, DECEMBER + 2)
        assert capsys.readouterr().out.splitlines()[1:] == [
            "2026: 0 obligations made or ended",
            "2026: 1 obligations made or ended",
            "2027: 0 obligations made or ended",
            "2026: 0 obligations made or ended",
            "2027: 0 obligations made or ended",
        ]

    def test_months_of_another_payer_are_left_out(self, world: World, citizen: Citizen):
        world.ground(citizen, "registered_unemployed", NEW_YEAR)
        world.ground(citizen, "pregnant", date(2026, 4, 1), date(2026, 6, 30))
        settled(citizen)
        assert owed(citizen) == [("unemployed", JANUARY, JANUARY + 2), ("unemployed", JANUARY + 6, DECEMBER)]

    def test_one_day_makes_the_month(self, world: World, citizen: Citizen):
        world.ground(citizen, "registered_unemployed", date(2026, 1, 31), date(2026, 3, 1))
        settled(citizen)
        assert owed(citizen) == [("unemployed", JANUARY, JANUARY + 2)]

    def test_work_ends_it_and_what_was_due_stays(self, world: World, citizen: Citizen):
        world.ground(citizen, "registered_unemployed", NEW_YEAR)
        settled(citizen)
        WorkPeriod.objects.create(citizen=citizen, kind="employee", starts=date(2026, 5, 15))
        found = settled(citizen, date(2026, 6, 1))
        assert [row.ended_because for row in found.ended] == ["replaced"]
        assert owed(citizen) == [("unemployed", JANUARY, JANUARY + 4)]

    @pytest.mark.parametrize(("day", "began"), [(TODAY, 2), (date(2026, 4, 6), 7)], ids=["between", "during"])
    def test_no_month_is_owed_for_twice(self, world: World, citizen: Citizen, day: date, began: int):
        """Two registrations in one month, and a visit of level D between them or during the second one: it counts when
        the registration does no more."""
        world.ground(citizen, "registered_unemployed", NEW_YEAR, date(2026, 3, 10))
        world.ground(citizen, "registered_unemployed", date(2026, 3, 20), date(2026, 8, 14))
        world.ground(citizen, "wellbeing_crisis", NEW_YEAR)
        came(world, citizen, day)
        settled(citizen, date(2026, 8, 15))
        months = [(first, last) for _, first, last in owed(citizen)]
        assert months[-1] == (JANUARY + began, DECEMBER)
        assert [month for first, last in months for month in range(first, last + 1)] == [*range(YEAR[0], YEAR[1] + 1)]

    def test_what_is_no_longer_known_is_not_taken_back(self, world: World, citizen: Citizen):
        world.ground(citizen, "registered_unemployed", NEW_YEAR)
        settled(citizen)
        Citizen.objects.filter(pk=citizen.pk).update(complete_from=date(2026, 7, 1))
        assert settled(citizen, date(2026, 7, 2)).ended == ()
        assert owed(citizen) == [("unemployed", *YEAR)]

    def test_a_revoked_registration_was_never_owed_for(self, world: World, citizen: Citizen):
        ground = world.ground(citizen, "registered_unemployed", NEW_YEAR)
        settled(citizen)
        ConfirmedGround.objects.filter(pk=ground.pk).update(void=True)
        assert [row.ended_because for row in settled(citizen).ended] == ["ground_revoked"]
        assert owed(citizen) == []


def test_every_obligation_has_its_entry(world: World):
    citizen = world.known_citizen()
    visit = visits.record(who(world.registrar), citizen).visit
    world.ground(citizen, "wellbeing_crisis", NEW_YEAR)
    made = settled(citizen).wellbeing
    assert made is not None
    visits.strike(who(world.registrar), visit, "visit_did_not_happen")
    entries = LogEntry.objects.filter(verb__startswith="obligation").order_by("pk")
    assert [(entry.verb, entry.details, entry.citizen) for entry in entries] == [
        ("obligation_made", {"obligation": made.pk}, citizen),
        ("obligation_ended", {"obligation": made.pk, "because": "visit_struck"}, citizen),
    ]


# --- histories against an independent recount ---

FEW = 12
EXAMPLES = int(os.environ.get("HISTORIES", FEW))
DAYS = [date(2026, month, day) for month in range(1, 13) for day in (1, 15, 28)]
LAW = law_module.load()
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("visit"), st.sampled_from(["registrar", "other_registrar"])),
        st.tuples(st.just("visit"), st.sampled_from(["registrar", "other_registrar"])),
        st.tuples(st.just("strike"), st.integers(0, 5)),
        st.tuples(
            st.just("ground"),
            st.sampled_from(["wellbeing_crisis", "wellbeing_emergency", "registered_unemployed", "pregnant"]),
            st.sampled_from(DAYS),
            st.integers(0, 300),
        ),
        st.tuples(st.just("revoke"), st.integers(0, 5), st.sampled_from([None, *DAYS])),
        st.tuples(st.just("work"), st.sampled_from(DAYS), st.integers(0, 90)),
    ),
    min_size=3,
    max_size=14,
)


class History:
    """Steps on rising days, done by the registry's own verbs; at the end what goes on by itself is settled."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.citizen = world.known_citizen(wellbeing_level="B", wellbeing_level_since=date(2020, 1, 1))

    def go(self, steps: list[tuple[Any, ...]]) -> date:
        days = DAYS[:: max(1, len(DAYS) // len(steps))]
        on = NEW_YEAR
        for on, (step, *rest) in zip(days, steps, strict=False):
            getattr(self, step)(on, *rest)
        settle_year(who(now=noon(on)), 2026, on)
        return on

    def visit(self, on: date, registrar: str) -> None:
        visits.record(who(getattr(self.world, registrar), now=noon(on)), self.citizen)

    def strike(self, on: date, number: int) -> None:
        rows = list(self.citizen.visits.order_by("-pk")[number : number + 1])
        by = {
            self.world.polyclinic.pk: self.world.registrar,
            self.world.other_polyclinic.pk: self.world.other_registrar,
        }
        for row in rows:
            if visits.may_be_struck(row, on):
                visits.strike(who(by[row.polyclinic_id], now=noon(on)), row, "visit_did_not_happen")

    def ground(self, on: date, code: str, starts: date, length: int) -> None:
        ends = starts + timedelta(days=length) if length < 250 else None
        held = self.citizen.confirmed_grounds.filter(code=code, void=False)
        if not any(row.starts <= (ends or date.max) and starts <= (row.ends or date.max) for row in held):
            self.world.ground(self.citizen, code, starts, ends)
        engine.determine(who(now=noon(on)), self.citizen, on)

    def revoke(self, on: date, number: int, last_day: date | None) -> None:
        for row in list(self.citizen.confirmed_grounds.filter(void=False)[number : number + 1]):
            if last_day is None or last_day < row.starts:
                row.void = True
            elif row.ends is None or last_day < row.ends:
                row.ends = last_day
            row.save()
        engine.determine(who(now=noon(on)), self.citizen, on)

    def work(self, on: date, starts: date, length: int) -> None:
        """A ministry's list; nobody acts on it."""
        WorkPeriod.objects.create(
            citizen=self.citizen, kind="employee", starts=starts, ends=starts + timedelta(days=length)
        )


def turns(citizen: Citizen, on: date) -> list[date]:
    """Days on which something begins or is over, and the first of each month; where many histories are asked for,
    every day of the year."""
    if EXAMPLES > FEW:
        return [NEW_YEAR + timedelta(days=number) for number in range(365)]
    rows: list[Any] = [*citizen.confirmed_grounds.all(), *citizen.work_periods.all()]
    ends = [row.ends + timedelta(days=1) for row in rows if row.ends and row.ends.year < 2027]
    days = {*ends, *(row.starts for row in rows), *(row.day for row in citizen.visits.all()), on}
    return sorted(day for day in days | {date(2026, month, 1) for month in range(1, 13)} if day.year == 2026)


def recounted(citizen: Citizen, on: date) -> dict[int, tuple[str, str]]:
    """Month → kind and ground, as the full answer of each day has it on which anything can turn."""
    citizen = Citizen.objects.prefetch_related(*RELATED).get(pk=citizen.pk)
    cover: tuple[int, str] | None = None
    idle = set()
    for day in turns(citizen, on):
        said = assess(facts_of(person_of(citizen, day), LAW, day), LAW, day.toordinal())
        if said.payer == "local_budget" and said.ground:
            if said.ground == "registered_unemployed":
                idle.add(month_of(day.toordinal()))
            elif cover is None and day <= on:
                cover = (month_of(day.toordinal()), said.ground)
    found = dict.fromkeys(idle, ("unemployed", "registered_unemployed"))
    if cover:
        found |= dict.fromkeys(range(cover[0], DECEMBER + 1), ("wellbeing", cover[1]))
    return found


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_a_history_is_owed_for_as_an_independent_recount_has_it(world: World, steps: list[tuple[Any, ...]]):
    with transaction.atomic():
        history = History(world)
        on = history.go(steps)
        found: dict[int, tuple[str, str]] = {}
        for row in history.citizen.obligations.filter(ended_at=None).select_related("ground", "visit"):
            for month in range(row.first_month, row.last_month + 1):
                assert month not in found, "owed for twice"
                found[month] = (row.kind, row.ground.code)
            assert not row.ground.void
            assert row.visit is None or (row.visit.struck_at is None and row.visit.day <= on)
        assert found == recounted(history.citizen, on)
        assert settle_year(who(now=noon(on)), 2026, on) == 0
        transaction.set_rollback(True)

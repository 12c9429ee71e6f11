"""What is counted of a region, and that nothing of it can name a person."""

from collections import Counter
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from registry.models import ConfirmedGround, Obligation, Tally, Visit
from registry.picture import tallies
from registry.picture.disclosure import STEP
from registry.picture.kinds import CAME, CONFIRMED, LISTED, OWED, STAGES, Kind
from registry.picture.reading import Scope, read
from registry.working_days import Calendar
from tests.registry.world import NOW, TODAY

from .people import IDLE, LAW, PENSIONER, Populated, determined

FEBRUARY_ENDS = date(2026, 2, 28)


def told(measure: str, **where: object) -> dict[str, int]:
    return dict(Tally.objects.filter(measure=measure, **where).values_list("key", "people"))


def test_people_are_counted_by_kind(counted: Populated):
    here = {Kind.read(key): people for key, people in told(tallies.PEOPLE, district=counted.city).items()}
    assert here[Kind("insured", *PENSIONER)] == 40
    assert {kind.ground: people for kind, people in here.items() if kind.status == "insured"} == {
        "pensioner": 40,
        "rest": 15,  # the three of military service, and the twelve employees with them
    }
    assert {(kind.why, kind.route): people for kind, people in here.items() if kind.status == "not_insured"} == {
        ("never", "register_as_unemployed"): 20
    }
    assert told(tallies.COVER, district=None, region=counted.world.home) == {"insured": 65, "not_insured": 20}
    assert told(tallies.COVER, district=counted.village) == {"insured": 5}
    assert sum(told(tallies.ELSEWHERE, region=counted.world.home).values()) == 5


def test_no_number_is_under_five_or_exact(counted: Populated):
    numbers = Tally.objects.values_list("people", flat=True)
    assert numbers
    assert all(number % STEP == 0 for number in numbers)


def test_the_engine_says_why_and_what_to_do(populated: Populated):
    level = [{"level": "D", "from": "2025-01-01"}]
    came = populated.add(5, populated.village, status="not_insured", facts={**IDLE, "wellbeing_level": level})
    for person in came:
        populated.world.ground(person, "wellbeing_crisis", date(2025, 1, 1))
    stopped = {**IDLE, "contributions": [{"kind": "employee", "from": "2020-01", "to": "2025-08"}]}
    populated.add(10, populated.village, status="not_insured", facts=stopped)
    listed = populated.add(15, populated.village, status="not_insured", facts=IDLE)
    for person in listed:
        person.wellbeing_level = "E"
        person.save()
    tallies.tally(populated.world.home, TODAY, LAW, None)
    picture = read(Scope(populated.world.home, populated.village))
    assert picture is not None
    assert picture.by("why", insured=False) == {"level_not_confirmed": 15, "stopped": 10, "rest": 10}
    assert picture.by("route", insured=False)["register_as_unemployed"] == 25


def test_who_is_not_known_is_counted_by_what_is_missing(populated: Populated):
    populated.add(6, populated.village, status="unknown", facts={"birth_date": "1988-04-02", "residence": "citizen"})
    populated.add(6, populated.village, status="unknown", facts={"birth_date": "no date"})
    tallies.tally(populated.world.home, TODAY, LAW, None)
    kinds = [Kind.read(key) for key in told(tallies.PEOPLE, district=populated.village)]
    assert {kind.why for kind in kinds if kind.status == "unknown"} == {"life_unknown", "other"}


def test_the_steps_of_levels_d_and_e(populated: Populated):
    world = populated.world
    people = populated.add(40, populated.village, *PENSIONER)
    type(people[0]).objects.filter(pk__in=[person.pk for person in people]).update(wellbeing_level="D")
    grounds = [world.ground(person, "wellbeing_crisis", date(2026, 1, 1)) for person in people[:30]]
    visits = [Visit.objects.create(citizen=row.citizen, polyclinic=world.polyclinic, day=TODAY) for row in grounds[:20]]
    Visit.objects.filter(pk=visits[19].pk).update(struck_at=NOW)
    month = 2026 * 12 + 2
    for ground, visit in list(zip(grounds, visits, strict=False))[:10]:
        Obligation.objects.create(
            kind="wellbeing", citizen=ground.citizen, region=world.home, year=2026, ground=ground, visit=visit,
            first_month=month, last_month=2026 * 12 + 11, law_digest="–", made_at=NOW,
        )  # fmt: skip
    ConfirmedGround.objects.filter(pk=grounds[29].pk).update(void=True)
    tallies.tally(world.home, TODAY, LAW, None)
    picture = read(Scope(world.home, populated.village))
    assert picture is not None
    found = Counter({kind.stage: people for kind, people in picture.kinds.items() if kind.stage})
    assert found == {LISTED: 10, CONFIRMED: 10, CAME: 10, OWED: 10}
    assert picture.at_least(STAGES) == 40
    assert told(tallies.OWED, region=world.home) == {"": 10}


def test_flows_leave_out_whoever_is_new(populated: Populated):
    village = populated.village
    for person in populated.add(10, village, status="not_insured", starts=date(2026, 3, 10), facts=IDLE):
        determined(person, "insured", date(2026, 1, 1), date(2026, 3, 9), ground="employee", payer="employer").save()
    for person in populated.add(20, village, *PENSIONER, starts=date(2026, 3, 2)):
        determined(person, "unknown", date(2026, 1, 1), date(2026, 3, 1)).save()
    populated.add(30, village, *PENSIONER, starts=date(2026, 3, 2))
    tallies.tally(populated.world.home, TODAY, None, None)
    assert told(tallies.FLOW) == {"gained|pensioner": 20, "lost|employee": 10}


def test_open_applications_are_counted_by_office_and_due_day(populated: Populated):
    world = populated.world
    for _ in range(6):
        world.application(office=world.office, due_on=TODAY - timedelta(days=1))
    for _ in range(11):
        world.application(office=world.office, due_on=TODAY + timedelta(days=1))
    for _ in range(3):
        world.application(office=world.office, due_on=date(2026, 5, 1))
    world.application(office=world.office, state="withdrawn", closed_at=NOW)
    tallies.tally(world.home, TODAY, None, Calendar.load())
    assert told(tallies.LOAD) == {f"{world.office.pk}|soon": 10, f"{world.office.pk}|rest": 10}


def test_a_day_is_counted_once_more_in_place_of_before(counted: Populated):
    before = set(Tally.objects.values_list("region", "district", "measure", "key", "people"))
    tallies.tally(counted.world.home, TODAY, LAW, Calendar.load())
    assert set(Tally.objects.values_list("region", "district", "measure", "key", "people")) == before


def test_ends_of_months_are_kept_and_other_days_not(counted: Populated):
    home = counted.world.home
    for day in (FEBRUARY_ENDS, date(2026, 2, 27)):
        tallies.tally(home, day, None, None)
    tallies.forget(date(2026, 5, 20))
    assert set(Tally.objects.values_list("day", flat=True)) == {FEBRUARY_ENDS}


def test_the_command_fills_the_history(populated: Populated, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    out = StringIO()
    call_command("tally", on=TODAY, since=date(2026, 1, 1), region="43", stdout=out)
    assert "43: 3 days" in out.getvalue()
    assert set(Tally.objects.values_list("day", flat=True)) == {date(2026, 1, 31), FEBRUARY_ENDS, TODAY}


@pytest.mark.parametrize("wrong", [{"on": date(2026, 3, 17)}, {"on": date(2019, 1, 1)}, {"region": "99"}])
def test_the_command_refuses(world: object, monkeypatch: pytest.MonkeyPatch, wrong: dict[str, object]):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    with pytest.raises(CommandError):
        call_command("tally", **wrong)

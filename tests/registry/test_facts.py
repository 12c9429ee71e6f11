"""From rows to the engine's person object: what is told, what is left out, and on which days."""

import json
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from eligibility.rules import law as law_module
from eligibility.rules.codes import GROUNDS
from eligibility.rules.decide import decide
from eligibility.rules.facts import CIRCUMSTANCES, Facts
from registry.facts import CIRCUMSTANCE_OF, CONFIRMABLE, digest, facts_of, next_turn, person_objects, person_of
from registry.models import Attachment, Citizen, Contribution, Diagnosis, Visit, WorkPeriod

from .world import TODAY, World

LAW = law_module.load()
DAY = timedelta(days=1)


def months(year: int, month: int) -> int:
    return year * 12 + month - 1


def verdicts(citizen: Citizen, on: date = TODAY) -> dict[str, str]:
    fresh = Citizen.objects.get(pk=citizen.pk)
    found = decide(facts_of(person_of(fresh, on), LAW, on), LAW, on.toordinal(), every_ground=True)
    return {item.code: item.verdict.truth for item in found.findings}


class TestUnknownStaysUnknown:
    def test_of_an_empty_row_nothing_is_told(self, world: World):
        assert person_of(world.citizen(), TODAY) == {"circumstances": {}, "known_from": "2026-03-16"}

    def test_so_no_status_is_known(self, world: World):
        found = verdicts(world.citizen())
        assert {code for code, truth in found.items() if truth != "unknown"} == set()

    def test_a_complete_record_denies_work_and_circumstances_and_nothing_else(self, world: World):
        citizen = world.citizen(complete_from=date(2020, 1, 1))
        person = person_of(citizen, TODAY)
        assert person["circumstances"] == dict.fromkeys(CIRCUMSTANCES, False)
        assert (person["work"], person["care_sought"], person["polyclinic_attached"]) == ([], [], False)
        assert person["known_from"] == "2020-01-01"
        unknown = {"birth_date", "residence", "wellbeing_level", "last_pension_contribution", "contributions"}
        assert not unknown & person.keys()

    @pytest.mark.parametrize(("days", "known"), [(-1, True), (0, True), (1, False)])
    def test_it_is_complete_from_its_first_day_on(self, world: World, days: int, known: bool):
        person = person_of(world.citizen(complete_from=TODAY + days * DAY), TODAY)
        assert ("work" in person, "disability" in person["circumstances"]) == (known, known)

    def test_an_ended_confirmation_does_not_deny_another_one(self, world: World):
        citizen = world.citizen(birth_date=date(1980, 1, 1))
        world.ground(citizen, "pensioner", date(2025, 1, 1), TODAY - DAY)
        assert verdicts(citizen, TODAY - DAY)["pensioner"] == "yes"
        assert verdicts(citizen, TODAY)["pensioner"] == "unknown"

    def test_ended_work_does_not_deny_other_work(self, world: World):
        citizen = world.citizen()
        WorkPeriod.objects.create(citizen=citizen, kind="employee", starts=date(2020, 1, 1), ends=TODAY)
        assert person_of(citizen, TODAY)["work"] == [{"kind": "employee", "from": "2020-01-01", "to": "2026-03-16"}]
        assert "work" not in person_of(citizen, TODAY + DAY)

    def test_the_past_of_an_incomplete_record_is_not_denied(self, world: World):
        """Whether the state paid before is not known, so nobody is told that its cover has not just ended."""
        citizen = world.citizen(birth_date=date(1980, 1, 1), contributions_complete_from=months(2015, 1))
        world.ground(citizen, "pensioner", TODAY)
        facts = facts_of(person_of(citizen, TODAY), LAW, TODAY)
        assert decide(facts, LAW, (TODAY - DAY).toordinal(), asked=TODAY.toordinal()).status == "unknown"

    def test_a_visit_of_another_year_does_not_deny_one_of_this_year(self, world: World):
        citizen = world.citizen()
        Visit.objects.create(citizen=citizen, polyclinic=world.polyclinic, day=date(2025, 12, 31))
        assert "care_sought" not in person_of(citizen, TODAY)
        Visit.objects.create(citizen=citizen, polyclinic=world.polyclinic, day=date(2026, 1, 1))
        assert person_of(citizen, TODAY)["care_sought"] == ["2025-12-31", "2026-01-01"]

    @pytest.mark.parametrize(("complete", "told"), [(True, "kandas"), (False, None)])
    def test_residence_alone_makes_nobody_a_confirmed_kandas(self, world: World, complete: bool, told: str | None):
        citizen = world.citizen(residence="kandas", complete_from=date(2020, 1, 1) if complete else None)
        assert person_of(citizen, TODAY).get("residence") == told
        assert verdicts(citizen)["kandas"] == ("no" if complete else "unknown")
        world.ground(citizen, "kandas", TODAY)
        assert person_of(citizen, TODAY)["residence"] == "kandas"


@pytest.mark.parametrize("code", CIRCUMSTANCE_OF)
def test_each_confirmed_category_counts_on_its_days_and_on_no_other(world: World, code: str):
    citizen = world.known_citizen()
    first, last = date(2026, 3, 5), date(2026, 3, 10)
    world.ground(citizen, code, first, last)
    found = [verdicts(citizen, day)[code] for day in (first - DAY, first, last, last + DAY)]
    assert found == ["no", "yes", "yes", "no"]


def test_every_confirmable_ground_is_one_of_the_law():
    assert set(CONFIRMABLE) <= set(GROUNDS)
    assert sorted(CIRCUMSTANCE_OF.values()) == sorted(CIRCUMSTANCES)


class TestGrounds:
    def test_a_void_one_counts_nowhere(self, world: World):
        citizen = world.known_citizen()
        ground = world.ground(citizen, "disability", date(2026, 1, 1))
        ground.void = True
        ground.save()
        assert verdicts(citizen)["disability"] == "no"

    def test_of_a_child_its_birthday_is_told(self, world: World):
        citizen = world.known_citizen()
        ground = world.ground(citizen, "parent_of_child_under_3", date(2026, 1, 1))
        ground.child_birth_date = date(2023, 3, 16)
        ground.save()
        assert verdicts(citizen, TODAY - DAY)["parent_of_child_under_3"] == "yes"
        assert verdicts(citizen, TODAY)["parent_of_child_under_3"] == "unclear"

    def test_service_is_work(self, world: World):
        citizen = world.known_citizen()
        world.ground(citizen, "serviceman", date(2026, 1, 1))
        assert verdicts(citizen)["serviceman"] == "yes"

    def test_a_far_end_is_none(self, world: World):
        citizen = world.known_citizen()
        world.ground(citizen, "disability", date(2026, 1, 1), date(9999, 12, 31))
        world.ground(citizen, "pensioner", date(2026, 1, 1), date(2200, 1, 1))
        person = person_of(citizen, TODAY)
        assert person["circumstances"]["disability"] == person["circumstances"]["pension"] == [{"from": "2026-01-01"}]
        facts_of(person, LAW, TODAY)


class TestLevels:
    def seen(self, world: World, *days: date, **fields: Any) -> Citizen:
        citizen = world.known_citizen(**fields)
        for day in days:
            Visit.objects.create(citizen=citizen, polyclinic=world.polyclinic, day=day)
        return citizen

    @pytest.mark.parametrize(("level", "truth"), [("", "unknown"), ("D", "unknown"), ("E", "unknown"), ("C", "no")])
    def test_a_card_denies_and_never_confirms(self, world: World, level: str, truth: str):
        citizen = self.seen(world, TODAY, wellbeing_level=level, wellbeing_level_since=date(2025, 1, 1))
        assert verdicts(citizen)["wellbeing_crisis"] == truth
        assert verdicts(citizen)["wellbeing_emergency"] == truth

    @pytest.mark.parametrize(("days", "truth"), [(-1, "yes"), (0, "no"), (1, "no")])
    def test_a_visit_counts_from_the_first_confirmed_day_on(self, world: World, days: int, truth: str):
        citizen = self.seen(world, TODAY, wellbeing_level="B", wellbeing_level_since=date(2025, 1, 1))
        world.ground(citizen, "wellbeing_crisis", TODAY + days * DAY + DAY)
        assert verdicts(citizen, TODAY + DAY)["wellbeing_crisis"] == truth

    def test_the_cover_of_a_visit_outlasts_the_confirmation(self, world: World):
        citizen = self.seen(world, date(2026, 3, 10), wellbeing_level="C", wellbeing_level_since=date(2026, 3, 11))
        world.ground(citizen, "wellbeing_crisis", date(2026, 3, 1), date(2026, 3, 10))
        days = (date(2026, 3, 9), date(2026, 3, 10), TODAY, date(2026, 12, 31), date(2027, 1, 1))
        assert [verdicts(citizen, day)["wellbeing_crisis"] for day in days] == ["no", "yes", "yes", "yes", "no"]

    def test_a_newer_card_does_not_undo_a_confirmation(self, world: World):
        citizen = self.seen(world, TODAY, wellbeing_level="C", wellbeing_level_since=date(2026, 2, 1))
        world.ground(citizen, "wellbeing_crisis", date(2026, 1, 1), date(2026, 6, 30))
        assert person_of(citizen, TODAY)["wellbeing_level"] == [
            {"level": "C", "from": "2026-07-01"},
            {"level": "D", "from": "2026-01-01", "to": "2026-06-30"},
        ]
        assert verdicts(citizen)["wellbeing_crisis"] == "yes"

    def test_of_two_confirmed_the_newer_counts(self, world: World):
        citizen = self.seen(world, TODAY, wellbeing_level="C", wellbeing_level_since=date(2026, 1, 1))
        world.ground(citizen, "wellbeing_crisis", date(2026, 1, 10))
        world.ground(citizen, "wellbeing_emergency", date(2026, 2, 1), date(2026, 3, 31))
        assert person_of(citizen, TODAY)["wellbeing_level"] == [
            {"level": "C", "from": "2026-01-01", "to": "2026-01-09"},
            {"level": "D", "from": "2026-01-10", "to": "2026-01-31"},
            {"level": "D", "from": "2026-04-01"},
            {"level": "E", "from": "2026-02-01", "to": "2026-03-31"},
        ]
        found = verdicts(citizen)
        assert (found["wellbeing_crisis"], found["wellbeing_emergency"]) == ("no", "yes")

    def test_one_level_after_another(self, world: World):
        citizen = self.seen(world, date(2026, 3, 10))
        world.ground(citizen, "wellbeing_crisis", date(2026, 3, 1), date(2026, 3, 11))
        world.ground(citizen, "wellbeing_emergency", date(2026, 3, 12))
        found = verdicts(citizen)
        assert (found["wellbeing_crisis"], found["wellbeing_emergency"]) == ("yes", "no")

    def test_a_card_without_a_day_says_nothing_of_the_past(self, world: World):
        citizen = self.seen(world, date(2026, 3, 10), wellbeing_level="B")
        assert verdicts(citizen)["wellbeing_crisis"] == "unknown"

    def test_nothing_is_known_after_a_confirmation_without_a_card(self, world: World):
        citizen = self.seen(world, TODAY)
        world.ground(citizen, "wellbeing_crisis", date(2026, 1, 1), TODAY - DAY)
        assert verdicts(citizen)["wellbeing_crisis"] == "unknown"


class TestAttachment:
    @pytest.mark.parametrize(
        ("day", "attached"),
        [(TODAY - DAY, False), (TODAY, True), (TODAY + 5 * DAY, True), (TODAY + 6 * DAY, False)],
    )
    def test_it_counts_on_its_days(self, world: World, day: date, attached: bool):
        citizen = world.citizen(complete_from=date(2020, 1, 1))
        Attachment.objects.create(citizen=citizen, polyclinic=world.polyclinic, starts=TODAY, ends=TODAY + 5 * DAY)
        assert person_of(citizen, day)["polyclinic_attached"] is attached

    def test_none_is_known_only_of_a_complete_record(self, world: World):
        assert "polyclinic_attached" not in person_of(world.citizen(), TODAY)


class TestContributions:
    def paid(self, citizen: Citizen, first: int, last: int, kind: str = "employee") -> None:
        Contribution.objects.create(citizen=citizen, kind=kind, first_month=first, last_month=last)

    def test_periods_that_touch_are_one(self, world: World):
        citizen = world.known_citizen()
        self.paid(citizen, months(2025, 11), months(2025, 12))
        self.paid(citizen, months(2026, 1), months(2026, 1))
        self.paid(citizen, months(2026, 3), months(2026, 3))
        person = person_of(citizen, TODAY)
        assert person["contributions"] == [
            {"kind": "employee", "from": "2025-11", "to": "2026-01"},
            {"kind": "employee", "from": "2026-03", "to": "2026-03"},
        ]
        assert person["contributions_known_from"] == "2015-01"

    def test_none_paid_is_known_only_of_a_complete_record(self, world: World):
        assert "contributions" not in person_of(world.citizen(), TODAY)
        assert person_of(world.citizen(contributions_complete_from=months(2026, 1)), TODAY)["contributions"] == []

    @pytest.mark.parametrize(
        ("day", "truth"),
        [(date(2026, 2, 28), "yes"), (date(2026, 3, 1), "unknown"), (date(2026, 1, 31), "unknown")],
    )
    def test_a_month_that_is_paid_is_known_in_any_record(self, world: World, day: date, truth: str):
        citizen = world.citizen()
        self.paid(citizen, months(2026, 2), months(2026, 2))
        assert verdicts(citizen, day)["employee"] == truth

    def test_months_that_the_engine_does_not_know_are_cut(self, world: World):
        citizen = world.citizen(contributions_complete_from=0, last_pension_month=0)
        self.paid(citizen, 0, 40_000)
        self.paid(citizen, 1, 2, "self_payer")
        facts_of(person_of(citizen, TODAY), LAW, TODAY)

    @pytest.mark.parametrize(("month", "told"), [(None, None), (-1, False), (months(2025, 10), "2025-10")])
    def test_the_last_pension_contribution(self, world: World, month: int | None, told: Any):
        assert person_of(world.citizen(last_pension_month=month), TODAY).get("last_pension_contribution") == told


def test_very_many_visits_can_be_read(world: World):
    citizen = world.known_citizen()
    days = [TODAY + n * DAY for n in range(-700, 400)]
    Visit.objects.bulk_create([Visit(citizen=citizen, polyclinic=world.polyclinic, day=day) for day in days])
    facts = facts_of(person_of(citizen, TODAY), LAW, TODAY)
    assert isinstance(facts, Facts)
    assert TODAY.toordinal() in (facts.care_sought or ())


class TestIllnesses:
    def test_they_are_never_read(self, world: World):
        citizen = world.known_citizen()
        Diagnosis.objects.create(citizen=citizen, polyclinic=world.polyclinic, icd10="B20", since=date(2020, 1, 1))
        with CaptureQueriesContext(connection) as queries:
            person = person_of(Citizen.objects.get(pk=citizen.pk), TODAY)
        assert "diagnos" not in json.dumps(person)
        assert not [query for query in queries.captured_queries if "diagnosis" in query["sql"]]


class TestQueries:
    def test_one_citizen(self, world: World, django_assert_max_num_queries: Any):
        citizen = world.known_citizen()
        with django_assert_max_num_queries(7):
            person_of(Citizen.objects.get(pk=citizen.pk), TODAY)

    @pytest.mark.parametrize("people", [1, 7])
    def test_a_batch_of_any_size(self, world: World, people: int, django_assert_num_queries: Any):
        for number in range(people):
            citizen = world.known_citizen()
            world.ground(citizen, "disability", date(2026, 1, 1) + number * DAY)
        with django_assert_num_queries(6 + 1):  # and one that finds no more
            assert len(list(person_objects(Citizen.objects.all(), TODAY))) == people

    def test_batches_come_in_order_and_say_the_same_as_one_by_one(self, world: World):
        people = [world.known_citizen() for _ in range(5)]
        world.ground(people[3], "pensioner", date(2026, 1, 1))
        found = list(person_objects(Citizen.objects.order_by("-iin"), TODAY, batch=2))
        assert [citizen.pk for citizen, _ in found] == [citizen.pk for citizen in people]
        assert [person for _, person in found] == [person_of(citizen, TODAY) for citizen in people]


def test_the_digest_is_that_of_the_canonical_text():
    canonical = '{"a":"ә","b":{"c":[1],"d":false}}'
    assert digest({"b": {"d": False, "c": [1]}, "a": "ә"}) == f"sha256:{sha256(canonical.encode()).hexdigest()}"


class TestNextTurn:
    def test_of_a_complete_record_only_what_has_no_dates_for_the_engine(self, world: World):
        citizen = world.known_citizen()
        world.ground(citizen, "disability", date(2026, 1, 1), date(2026, 4, 1))
        assert next_turn(citizen, TODAY) is None
        citizen.attachments.update(ends=date(2026, 6, 30))
        assert next_turn(Citizen.objects.get(pk=citizen.pk), TODAY) == date(2026, 7, 1)

    def test_of_an_incomplete_one_every_beginning_and_end(self, world: World):
        citizen = world.citizen()
        world.ground(citizen, "disability", date(2026, 1, 1), date(2026, 4, 1))
        assert next_turn(citizen, TODAY) == date(2026, 4, 2)
        assert next_turn(world.citizen(complete_from=date(2026, 5, 1)), TODAY) == date(2026, 5, 1)

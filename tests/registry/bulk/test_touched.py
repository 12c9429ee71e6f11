"""Who is looked at on an ordinary day, and that nobody else has to be."""

from contextlib import suppress
from datetime import date
from random import Random
from typing import Any

from django.db import IntegrityError, transaction

from registry.bulk.touched import note, take, touched
from registry.bulk.writing import Written
from registry.determine import determine
from registry.facts import RELATED
from registry.models import Citizen, Determination, FactChange

from ..world import NOW, TODAY, World, who
from .people import ROWS, add, somebody
from .running import DAY, DAYS, EVERYBODY, PEOPLE, confirm, rows, run


class TestWhoIsLookedAt:
    def test_whose_facts_changed_whose_day_has_come_and_who_was_never_determined(self, world: World):
        quiet, changed, due, new = (world.known_citizen() for _ in range(4))
        confirm(due, "disability", date(2026, 1, 1), TODAY + DAY)
        run(TODAY, everybody=False)
        assert touched(*EVERYBODY, TODAY) == []
        assert touched(*EVERYBODY, TODAY + 2 * DAY) == [due.pk]
        confirm(changed, "pensioner", TODAY)
        Determination.objects.filter(citizen=new).delete()
        assert touched(*EVERYBODY, TODAY + 2 * DAY) == [changed.pk, due.pk, new.pk]
        assert touched(quiet.pk, changed.pk, TODAY + 2 * DAY) == [changed.pk]

    def test_notes_are_taken_but_for_people_of_a_later_day(self, world: World):
        early, late = world.known_citizen(), world.known_citizen()
        others = [world.known_citizen() for _ in range(7)]
        run(TODAY)
        determine(who(), confirm(late, "pensioner", TODAY), TODAY + DAY)
        confirm(early, "pensioner", TODAY)
        assert take(*EVERYBODY, TODAY) == [early.pk]
        assert set(FactChange.objects.values_list("citizen_id", flat=True)) == {late.pk}
        counted, _ = run(TODAY)
        assert (counted.back_dated, counted.left) == (1, [])
        assert set(FactChange.objects.values_list("citizen_id", flat=True)) == {late.pk}
        assert others

    def test_of_a_region(self, world: World):
        here = [world.known_citizen() for _ in range(2)]
        there = world.known_citizen(region=world.abroad)
        assert take(*EVERYBODY, TODAY, everybody=True, region=world.home.pk) == [row.pk for row in here]
        assert set(FactChange.objects.values_list("citizen_id", flat=True)) == {there.pk}
        assert take(*EVERYBODY, TODAY, region=world.abroad.pk) == [there.pk]
        assert not FactChange.objects.exists()

    def test_many_are_gone_through_one_after_the_other(self, world: World):
        people = [world.known_citizen() for _ in range(4)]
        run(TODAY)
        for citizen, expected in zip(people, [[people[0].pk], None], strict=False):
            confirm(citizen, "pensioner", TODAY)
            assert take(*EVERYBODY, TODAY) == expected
            note([people[0].pk])

    def test_rows_that_contradict_each_other_change_nothing_and_are_looked_at_again(self, world: World):
        citizen = world.known_citizen()
        run(TODAY)
        Citizen.objects.update(birth_date=TODAY + 9 * DAY)
        before = rows()
        counted, done = run(TODAY, everybody=False)
        assert (dict(counted.failed), done.changed, rows()) == ({"person.birth_date": 1}, 0, before)
        counted, done = run(TODAY + 9 * DAY, everybody=False)
        assert (counted.failed.total(), done.changed) == (0, 1)
        assert citizen.determinations.get(ends=None).ground == "child"


def test_day_by_day_comes_to_the_same_as_everybody_every_day(world: World, crowd: list[int]):
    """Rows come, change and go meanwhile; people are born, and begin to be known."""
    chance = Random(7)
    on = date(2025, 12, 18)
    run(on, everybody=False)
    looked_at = 0
    for _ in range(DAYS):
        on += DAY
        for pk in chance.sample(crowd, max(1, PEOPLE // 100)):
            disturb(world, chance, Citizen.objects.get(pk=pk), on)
        crowd.append(somebody(world, chance, on).pk)
        counted, _ = run(on, everybody=False)
        looked_at += counted.looked_at
        counted, done = run(on)
        assert (on, done) == (on, Written(0, 0))
    assert 0 < looked_at < DAYS * len(crowd)


def disturb(world: World, chance: Random, citizen: Citizen, on: date) -> None:
    """As a list from a ministry does, or a desk."""
    act = chance.choice([*ROWS, "delete", "citizen", "struck"])
    if callable(act):
        changed(act, world, chance, citizen, on)
    elif act == "delete":
        getattr(citizen, chance.choice(RELATED)).all().delete()
    elif act == "struck":
        citizen.visits.update(struck_at=NOW)
    else:
        citizen.wellbeing_level, citizen.wellbeing_level_since = chance.choice("BC"), on
        citizen.last_pension_month = on.year * 12 + on.month - 1
        citizen.complete_from = chance.choice([None, date(2015, 1, 1), on + 5 * DAY])
        citizen.save()


def changed(make: Any, world: World, chance: Random, citizen: Citizen, on: date) -> None:
    with suppress(IntegrityError), transaction.atomic():  # that overlaps with what is there
        add(make, world, chance, citizen, on)

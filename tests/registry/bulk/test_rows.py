"""Whole ranges of people, determined at once: the same rows as one by one."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import partial

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from eligibility.rules.assess import assess
from eligibility.rules.facts import Facts
from eligibility.rules.json_values import FactsError
from registry.bulk.deciding import decided
from registry.bulk.records import record_of
from registry.bulk.streams import records
from registry.bulk.writing import Written
from registry.determine import written
from registry.facts import RELATED, digest, facts_of, next_turn, person_of, read
from registry.models import Citizen, Determination, LogEntry
from registry.told import told_of

from ..world import TODAY, who
from .running import EVERYBODY, LAW, PEOPLE, confirm, rolled_back, rows, run


def one_by_one(on: date) -> None:
    """Those whose rows contradict each other are left as they are: who was born after the day."""
    for citizen in Citizen.objects.order_by("pk"):
        with suppress(FactsError):
            written(who(), citizen, on, LAW)


def outcome(facts: Callable[[], Facts]) -> Facts | str:
    """Or what cannot be."""
    try:
        return facts()
    except FactsError as error:
        return error.path


class TestRecords:
    def test_streams_and_models_make_the_same(self, crowd: list[int]):
        streamed = list(records(*EVERYBODY))
        models = [record_of(row) for row in Citizen.objects.order_by("pk").prefetch_related(*RELATED)]
        for one, other in zip(streamed, models, strict=True):
            assert one[:10] == other[:10]
            assert [sorted(map(repr, part)) for part in one[10:]] == [sorted(map(repr, part)) for part in other[10:]]
        for on in (date(2025, 12, 31), TODAY):
            assert [person_of(one, on) for one in streamed] == [person_of(other, on) for other in models]
            assert [next_turn(one, on) for one in streamed] == [next_turn(other, on) for other in models]

    def test_facts_are_those_that_are_read_in_the_person_object(self, crowd: list[int]):
        for on in (date(2025, 12, 31), TODAY, date(2027, 1, 1)):
            for record in records(*EVERYBODY):
                found = outcome(partial(read, told_of(record, on), LAW, on))
                assert found == outcome(partial(facts_of, person_of(record, on), LAW, on))

    def test_a_range_and_some_of_it(self, crowd: list[int]):
        first, last = crowd[10], crowd[20]
        assert [record.pk for record in records(first, last)] == crowd[10:21]
        assert [record.pk for record in records(first, last, {crowd[12], crowd[15], crowd[40]})] == [
            crowd[12],
            crowd[15],
        ]
        assert list(records(first, last, ())) == []

    def test_a_fixed_number_of_queries(self, crowd: list[int]):
        counts = []
        for last in (crowd[0], crowd[-1]):
            with transaction.atomic(), CaptureQueriesContext(connection) as queries:
                list(decided(crowd[0], last, TODAY, LAW))
            counts.append(len([query for query in queries if query["sql"].startswith(("SELECT", "DECLARE"))]))
        assert counts[0] == counts[1] <= 7


class TestTheSameRows:
    def test_as_one_by_one(self, crowd: list[int]):
        """From nothing; and on a later day, over a change of the law, from what was written then."""
        for on in (date(2025, 12, 20), date(2026, 1, 1), TODAY):
            expected = rolled_back(one_by_one, on)
            counted, done = run(on)
            assert rows() == expected
            unborn = Citizen.objects.filter(birth_date__gt=on).order_by("pk").values_list("pk", flat=True)
            assert (counted.looked_at, counted.left, done.skipped) == (PEOPLE, list(unborn), 0)
            assert counted.changed == done.changed > 0
        assert not LogEntry.objects.exists()

    def test_on_the_same_day_they_supersede(self, crowd: list[int]):
        run(TODAY)
        for citizen in Citizen.objects.filter(pk__in=crowd[::3]):
            citizen.attachments.all().delete()
            citizen.confirmed_grounds.filter(code="pensioner").delete()
            confirm(citizen, "pensioner", TODAY)
        expected = rolled_back(one_by_one, TODAY)
        run(TODAY)
        assert rows() == expected
        assert Determination.objects.filter(superseded=True).exists()

    def test_nothing_changes_twice(self, crowd: list[int]):
        run(TODAY)
        before = rows()
        counted, done = run(TODAY)
        assert (counted.looked_at, counted.changed, done, rows()) == (PEOPLE, 0, Written(0, 0), before)

    def test_every_snapshot_has_its_digest(self, crowd: list[int]):
        run(TODAY)
        for row in Determination.objects.all():
            assert (row.facts_digest, row.law_digest) == (digest(row.facts), LAW.digest)

    def test_every_answer_is_that_of_the_engine_for_people(self, crowd: list[int]):
        run(TODAY)
        for row in Determination.objects.all():
            said = assess(facts_of(row.facts, LAW, TODAY), LAW, TODAY.toordinal())
            assert (row.status, row.ground, row.payer) == (said.status, said.ground or "", said.payer or "")
            assert row.missing == list(said.missing)

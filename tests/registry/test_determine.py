"""What is written of a person's status, when, and what becomes of it; and that it can all be worked out again."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings

from eligibility.rules import law as law_module
from eligibility.rules.decide import decide
from eligibility.rules.facts_json import parse
from eligibility.rules.json_values import FactsError
from eligibility.rules.law import LawRangeError
from registry import determine as module
from registry.determine import BackDated, answer, determine, kept, problems, recompute, written
from registry.facts import digest, facts_of, person_of
from registry.log import Verb
from registry.models import Attachment, Citizen, Determination, LogEntry, Visit
from tests.rules.strategies import asked_days, diagnoses, examples, people
from tests.rules.test_cases import CASES, name, plain

from .rows import NoRows, citizen_of
from .world import NOW, TODAY, World, who

LAW = law_module.load()
DAY = timedelta(days=1)


def made(world: World, citizen: Citizen, on: date) -> Determination:
    row = determine(who(world.officer), citizen, on)
    assert row is not None
    return row


def known(world: World) -> Citizen:
    """Not insured, and known not to be."""
    return world.known_citizen(wellbeing_level="B", wellbeing_level_since=date(2020, 1, 1))


class TestWhatIsWritten:
    def test_of_somebody_who_is_insured(self, world: World):
        citizen = known(world)
        world.ground(citizen, "disability", date(2026, 1, 1), date(2026, 6, 30))
        row = made(world, citizen, TODAY)
        assert (row.status, row.ground, row.payer) == ("insured", "disability", "republican_budget")
        assert (row.reasons, row.missing, row.next_change_on) == (["disability_confirmed"], [], date(2026, 7, 1))
        assert (row.starts, row.ends, row.superseded, row.determined_at) == (TODAY, None, False, NOW)
        assert row.facts == person_of(citizen, TODAY)
        assert (row.facts_digest, row.law_digest) == (digest(row.facts), LAW.digest)

    def test_of_somebody_who_is_not(self, world: World):
        row = made(world, known(world), TODAY)
        assert (row.status, row.ground, row.payer, row.reasons, row.missing) == ("not_insured", "", "", [], [])

    def test_of_somebody_of_whom_too_little_is_known(self, world: World):
        row = made(world, world.citizen(), TODAY)
        assert (row.status, row.payer, row.reasons) == ("unknown", "", ["not_known"])
        assert {"birth_date", "work", "contributions", "wellbeing_level"} <= set(row.missing)

    def test_a_day_on_which_only_the_rows_turn_is_looked_at_again(self, world: World):
        citizen = known(world)
        Attachment.objects.update(ends=date(2026, 5, 31))
        assert made(world, citizen, TODAY).next_change_on == date(2026, 6, 1)

    def test_the_end_of_the_known_law_is_no_change(self, world: World):
        citizen = known(world)
        world.ground(citizen, "pensioner", date(2020, 1, 1), date(2027, 12, 31))
        Attachment.objects.update(ends=date(2028, 5, 31))
        assert made(world, citizen, date(2027, 6, 1)).next_change_on is None

    def test_one_log_entry_which_tells_row_numbers_only(self, world: World):
        citizen = known(world)
        row = made(world, citizen, TODAY)
        entry = LogEntry.objects.get(verb=Verb.DETERMINED)
        assert (entry.citizen, entry.actor, entry.details) == (citizen, world.officer, {"determination": row.pk})

    def test_nothing_of_an_illness(self, world: World):
        assert "diagnoses" not in made(world, world.known_citizen(), TODAY).facts


class TestWhenItIsWritten:
    def test_not_when_nothing_changed(self, world: World):
        citizen = known(world)
        made(world, citizen, TODAY)
        assert determine(who(), citizen, TODAY) is None
        assert determine(who(), citizen, TODAY + 30 * DAY) is None
        assert (Determination.objects.count(), LogEntry.objects.count()) == (1, 1)

    def test_not_for_other_facts_with_the_same_answer(self, world: World):
        citizen = known(world)
        row = made(world, citizen, TODAY)
        citizen.phone, citizen.birth_date = "+77010000001", date(1987, 1, 1)
        citizen.save()
        assert determine(who(), citizen, TODAY + DAY) is None
        row.refresh_from_db()
        assert row.facts["birth_date"] == "1988-04-02"  # the old snapshot, which still gives the answer
        assert problems(row, LAW) == []

    def test_not_for_another_law_with_the_same_answer(self, world: World):
        citizen = known(world)
        row = made(world, citizen, TODAY)
        assert determine(who(), citizen, TODAY + DAY, replace(LAW, digest="sha256:another")) is None
        row.refresh_from_db()
        assert (row.law_digest, row.ends) == (LAW.digest, None)

    def test_for_another_day_to_look_again(self, world: World):
        """Or nobody would look when it comes."""
        citizen = known(world)
        ground = world.ground(citizen, "disability", date(2026, 1, 1), date(2026, 12, 31))
        made(world, citizen, TODAY)
        ground.ends = date(2026, 3, 31)
        ground.save()
        assert made(world, citizen, TODAY + DAY).next_change_on == date(2026, 4, 1)

    def test_a_change_ends_the_interval_on_the_day_before(self, world: World):
        citizen = known(world)
        before = made(world, citizen, TODAY)
        world.ground(citizen, "pensioner", TODAY + DAY)
        after = made(world, citizen, TODAY + 2 * DAY)
        before.refresh_from_db()
        assert (before.starts, before.ends, before.superseded) == (TODAY, TODAY + DAY, False)
        assert (after.starts, after.ends) == (TODAY + 2 * DAY, None)

    def test_a_change_on_the_same_day_supersedes(self, world: World):
        citizen = known(world)
        before = made(world, citizen, TODAY)
        world.ground(citizen, "pensioner", TODAY)
        after = made(world, citizen, TODAY)
        before.refresh_from_db()
        assert (before.superseded, before.ends) == (True, TODAY)
        assert (after.starts, after.ends, after.superseded) == (TODAY, None, False)
        assert [problems(row, LAW) for row in (before, after)] == [[], []]

    def test_what_was_answered_is_not_rewritten_from_behind(self, world: World):
        citizen = known(world)
        made(world, citizen, TODAY)
        with pytest.raises(BackDated):
            determine(who(), citizen, TODAY - DAY)
        assert Determination.objects.count() == 1

    @pytest.mark.parametrize("on", [date(2023, 12, 31), date(2028, 1, 1)])
    def test_not_where_the_law_is_not_known(self, world: World, on: date):
        with pytest.raises(LawRangeError):
            determine(who(), known(world), on)
        assert Determination.objects.count() == 0

    def test_not_of_somebody_who_is_not_born(self, world: World):
        with pytest.raises(FactsError):
            determine(who(), world.citizen(birth_date=TODAY + DAY), TODAY)

    def test_a_stale_object_does_not_matter(self, world: World):
        stale = Citizen.objects.prefetch_related("confirmed_grounds").get(pk=known(world).pk)
        world.ground(stale, "pensioner", TODAY)
        assert made(world, stale, TODAY).ground == "pensioner"

    def test_the_visit_of_an_incomplete_record(self, world: World):
        """A day later the same rows tell more: the row had said to look again by then."""
        citizen = world.citizen()
        Visit.objects.create(citizen=citizen, polyclinic=world.polyclinic, day=TODAY + DAY)
        assert made(world, citizen, TODAY).next_change_on == TODAY + DAY

    def test_a_fixed_number_of_queries(self, world: World, django_assert_max_num_queries: Any):
        citizen = known(world)
        with django_assert_max_num_queries(11):  # savepoint, lock, open row, five of facts, row, log, savepoint
            determine(who(), citizen, TODAY)


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite lets only one write at a time")
@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    @pytest.fixture
    def held_up(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Between reading and writing each waits for the other one, for a moment."""
        together = Barrier(2)

        def slow(*given: Any) -> module.Answer:
            with suppress(BrokenBarrierError):
                together.wait(timeout=0.5)
            return answer(*given)

        monkeypatch.setattr(module, "answer", slow)

    def outcomes(self, act: Any) -> list[str]:
        def run(_: int) -> str:
            try:
                return "written" if act() else "unchanged"
            except IntegrityError:
                return "refused"
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            return sorted(pool.map(run, range(2)))

    def test_without_the_lock_the_database_refuses_one(self, held_up: None):
        citizen = known(World())

        @transaction.atomic
        def unlocked() -> Any:
            return written(who(), Citizen.objects.get(pk=citizen.pk), TODAY, LAW)

        assert self.outcomes(unlocked) == ["refused", "written"]
        assert Determination.objects.count() == 1

    def test_with_it_the_second_finds_nothing_to_write(self, held_up: None):
        citizen = known(World())
        assert self.outcomes(lambda: determine(who(), citizen, TODAY)) == ["unchanged", "written"]
        assert Determination.objects.count() == 1


class TestRecompute:
    def test_gives_the_same(self, world: World):
        row = made(world, known(world), TODAY)
        row.refresh_from_db()
        assert recompute(row, LAW) == kept(row)

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("status", "unclear"),
            ("ground", "pensioner"),
            ("payer", "self"),
            ("reasons", ["under_18"]),
            ("missing", ["work"]),
            ("facts_digest", "sha256:0"),
            ("next_change_on", date(2027, 6, 1)),
        ],
    )
    def test_whatever_is_changed_is_noticed(self, world: World, field: str, value: Any):
        citizen = known(world)
        world.ground(citizen, "disability", date(2026, 1, 1), date(2026, 6, 30))
        row = made(world, citizen, TODAY)
        setattr(row, field, value)
        assert problems(row, LAW) == [field]

    def test_changed_facts_are_noticed(self, world: World):
        row = made(world, known(world), TODAY)
        row.facts["last_pension_contribution"] = "2026-02"
        assert "facts_digest" in problems(row, LAW)
        row.facts["birth_date"] = "yesterday"
        assert problems(row, LAW) == ["facts_digest", "facts"]


def comes_out_the_same(person: dict[str, Any], citizen: Citizen, on: date) -> None:
    """The bridge's facts give what the object itself gives, ground by ground."""
    day = on.toordinal()
    wanted = decide(parse(person, LAW.rubrics, day), LAW, day, every_ground=True)
    found = decide(facts_of(person_of(citizen, on), LAW, on), LAW, day, every_ground=True)
    outcomes = [{item.code: item.verdict.truth for item in decision.findings} for decision in (found, wanted)]
    assert outcomes[0] == outcomes[1]
    assert (found.status, found.ground, found.payer) == (wanted.status, wanted.ground, wanted.payer)


TOLD_IN_FULL = [case for case in CASES if "error" not in case["expect"] and case["person"].get("unmentioned") == "no"]


def test_the_published_cases_come_out_the_same_from_rows(world: World):
    put = []
    for case in TOLD_IN_FULL:
        with transaction.atomic():
            try:
                citizen = citizen_of(world, plain(case["person"]))
            except NoRows:
                transaction.set_rollback(True)
                continue
            comes_out_the_same(plain(case["person"]), citizen, case["on"])
            row = made(world, citizen, case["on"])
            assert row.status == case["expect"].get("status", row.status), name(case)
            assert problems(Determination.objects.get(pk=row.pk), LAW) == []
            put.append(name(case))
    assert len(put) > 100


@settings(examples(80), suppress_health_check=list(HealthCheck))
@given(person=people(dated=True, complete=True), on=asked_days)
def test_whatever_the_rows_are_the_answer_can_be_recomputed(world: World, person: dict[str, Any], on: date):
    with transaction.atomic():
        try:
            citizen = citizen_of(world, person)
        except NoRows:
            pass
        else:
            comes_out_the_same(person, citizen, on)
            row = Determination.objects.get(pk=made(world, citizen, on).pk)
            assert problems(row, LAW) == []
            less = citizen_of(world, person, complete_from=None)
            assert answer(person_of(less, on), LAW, on).status != "not_insured"
        transaction.set_rollback(True)


@given(person=people(), on=asked_days, ill=diagnoses())
@examples(60)
def test_no_status_depends_on_an_illness(person: dict[str, Any], on: date, ill: dict[str, Any]):
    healthy = {key: value for key, value in person.items() if key not in ("diagnoses", "birth_date")}
    assert answer({**healthy, "diagnoses": [ill]}, LAW, on) == answer(healthy, LAW, on)

"""Recording that somebody came for care, and striking it: what it begins, what it does not, and who may."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from registry import decisions, iin, visits
from registry.models import Attachment, Citizen, Determination, LogEntry, Obligation, Proposal, Visit, WorkPeriod
from registry.refusals import NotAllowed
from registry.visits import record, record_unknown, strike

from .world import NOW, TODAY, World, who

NEW_YEAR = date(2026, 1, 1)
LAST_SECOND = datetime(2026, 12, 31, 18, 59, 59, tzinfo=UTC)
"""23:59:59 of 31 December in Asia/Almaty."""
MIDNIGHT = LAST_SECOND + timedelta(seconds=1)
MARCH, DECEMBER = 2026 * 12 + 2, 2026 * 12 + 11


def poor(world: World, starts: date = NEW_YEAR, ends: date | None = None, **fields: Any) -> Citizen:
    """A person of whom everything is known, with the level D."""
    citizen = world.known_citizen(**fields)
    world.ground(citizen, "wellbeing_crisis", starts, ends)
    return citizen


def refused(act: object, *args: object) -> NotAllowed:
    with pytest.raises(NotAllowed) as caught:
        act(*args)  # type: ignore[operator]
    return caught.value


def verbs() -> list[str]:
    return list(LogEntry.objects.order_by("pk").values_list("verb", flat=True))


class TestRecording:
    def test_cover_begins_at_once_and_the_akimat_owes_until_december(self, world: World):
        citizen = poor(world, district=world.district)
        done = record(who(world.registrar), citizen)
        visit = Visit.objects.get()
        assert (done.visit, done.created, done.cover_began, done.conditions) == (visit, True, True, ())
        assert (visit.citizen, visit.polyclinic, visit.day) == (citizen, world.polyclinic, TODAY)
        assert (visit.recorded_by, visit.recorded_at) == (world.registrar, NOW)
        owed = Obligation.objects.get()
        assert done.obligation == owed
        assert (owed.kind, owed.year, owed.first_month, owed.last_month) == ("wellbeing", 2026, MARCH, DECEMBER)
        assert (owed.visit, owed.ground) == (visit, citizen.confirmed_grounds.get())
        assert (owed.region, owed.district, owed.made_at) == (world.home, world.district, NOW)
        row = Determination.objects.get()
        assert (row.status, row.ground, row.payer) == ("insured", "wellbeing_crisis", "local_budget")
        assert verbs() == ["visit_recorded", "determined", "obligation_made"]

    def test_the_same_visit_once_more_is_the_same_visit(self, world: World):
        citizen = poor(world)
        colleague = world.staff("second-registrar", world.registrar.role)  # type: ignore[arg-type]
        first = record(who(world.registrar), citizen)
        again = record(who(world.registrar), citizen)
        by_colleague = record(who(colleague, now=NOW + timedelta(hours=3)), citizen)
        assert again.visit == by_colleague.visit == first.visit
        assert not again.created
        assert not again.cover_began
        assert not by_colleague.created
        assert again.obligation == first.obligation
        assert (Visit.objects.count(), Obligation.objects.count(), verbs().count("visit_recorded")) == (1, 1, 1)

    def test_another_polyclinic_or_day_is_another_visit_and_the_same_obligation(self, world: World):
        citizen = poor(world)
        first = record(who(world.registrar), citizen)
        other = record(who(world.other_registrar), citizen)
        later = record(who(world.registrar, now=NOW + timedelta(days=40)), citizen)
        assert Visit.objects.count() == 3
        assert (other.created, other.cover_began, other.obligation) == (True, False, first.obligation)
        assert (later.created, later.cover_began, later.obligation) == (True, False, first.obligation)

    @pytest.mark.parametrize(
        ("fields", "condition", "outcome"),
        [
            ({"last_pension_month": 2026 * 12}, "pension_free", "no"),
            ({"last_pension_month": None}, "pension_free", "unknown"),
            ({"residence": "foreigner"}, "residence", "unclear"),
        ],
    )
    def test_a_condition_that_does_not_hold_is_named(
        self, world: World, fields: dict[str, Any], condition: str, outcome: str
    ):
        done = record(who(world.registrar), poor(world, **fields))
        assert [(item.code, item.outcome) for item in done.conditions] == [(condition, outcome)]
        assert done.created
        assert not done.cover_began
        assert not Obligation.objects.exists()

    def test_work_and_the_lack_of_an_attachment_are_named(self, world: World):
        citizen = poor(world)
        WorkPeriod.objects.create(citizen=citizen, kind="employee", starts=date(2026, 2, 1))
        Attachment.objects.filter(citizen=citizen).delete()
        done = record(who(world.registrar), citizen)
        assert [(item.code, item.outcome) for item in done.conditions] == [("not_working", "no"), ("attached", "no")]

    def test_missing_is_never_no(self, world: World):
        """A level, and nothing else is known: nothing begins, nothing is denied."""
        citizen = world.citizen(birth_date=date(1988, 4, 2))
        world.ground(citizen, "wellbeing_emergency", NEW_YEAR)
        done = record(who(world.registrar), citizen)
        assert {item.outcome for item in done.conditions} == {"unknown"}
        assert {item.code for item in done.conditions} >= {"pension_free", "not_working", "attached"}
        assert Determination.objects.get().status == "unknown"

    def test_without_a_confirmed_level_the_level_is_what_is_missing(self, world: World):
        done = record(who(world.registrar), world.known_citizen(wellbeing_level="D"))
        assert [(item.code, item.outcome) for item in done.conditions] == [("level", "unknown")]

    def test_who_is_insured_already_lacks_nothing(self, world: World):
        citizen = world.known_citizen()
        world.ground(citizen, "disability", NEW_YEAR)
        done = record(who(world.registrar), citizen)
        assert (done.conditions, done.cover_began, done.obligation) == ((), False, None)


class TestTheDay:
    def test_the_day_is_that_of_almaty(self, world: World):
        citizen = poor(world)
        old = record(who(world.registrar, now=LAST_SECOND), citizen)
        new = record(who(world.registrar, now=MIDNIGHT), citizen)
        assert (old.visit.day, new.visit.day) == (date(2026, 12, 31), date(2027, 1, 1))
        months = list(Obligation.objects.values_list("year", "first_month", "last_month"))
        assert months == [(2026, DECEMBER, DECEMBER), (2027, DECEMBER + 1, DECEMBER + 12)]
        assert old.cover_began
        assert new.cover_began

    def test_cover_ends_with_the_year_at_midnight(self, world: World):
        citizen = poor(world)
        record(who(world.registrar), citizen)
        assert record(who(world.other_registrar, now=LAST_SECOND), citizen).conditions == ()
        assert Determination.objects.get(ends=None).next_change_on == date(2027, 1, 1)
        WorkPeriod.objects.create(citizen=citizen, kind="employee", starts=date(2027, 1, 1))
        new = record(who(world.other_registrar, now=MIDNIGHT), citizen)
        assert [item.code for item in new.conditions] == ["not_working"]
        assert Obligation.objects.get(ended_at=None).year == 2026

    def test_the_level_ends_at_midnight(self, world: World):
        citizen = poor(world, ends=date(2026, 12, 31))
        assert record(who(world.registrar, now=LAST_SECOND), citizen).cover_began
        new = record(who(world.registrar, now=MIDNIGHT), citizen)
        assert [item.code for item in new.conditions] == ["level"]

    def test_article_26_1_begins_with_the_year_2026(self, world: World):
        citizen = poor(world, starts=date(2025, 1, 1))
        before = datetime(2025, 12, 31, 18, 59, 59, tzinfo=UTC)
        assert not record(who(world.registrar, now=before), citizen).cover_began
        assert record(who(world.registrar, now=before + timedelta(seconds=1)), citizen).cover_began
        assert Obligation.objects.get().first_month == 2026 * 12

    @pytest.mark.parametrize(
        ("now", "code"),
        [
            (datetime(2026, 3, 17, 18, 59, 59, tzinfo=UTC), ""),
            (datetime(2026, 3, 17, 19, 0, 0, tzinfo=UTC), "visit_day"),
            (datetime(2026, 3, 15, 18, 59, 59, tzinfo=UTC), "visit_day"),
        ],
        ids=["a working day later", "two working days later", "before the day"],
    )
    def test_it_is_recorded_on_its_day_or_shortly_after(self, world: World, now: datetime, code: str):
        citizen = poor(world)
        if not code:
            assert record(who(world.registrar, now=now), citizen, TODAY).visit.day == TODAY
            return
        assert refused(record, who(world.registrar, now=now), citizen, TODAY).code == code
        assert not Visit.objects.exists()

    def test_recorded_after_new_year_it_still_counts_in_its_own(self, world: World):
        citizen = poor(world)
        done = record(who(world.registrar, now=MIDNIGHT), citizen, date(2026, 12, 31))
        assert done.cover_began
        assert (done.obligation and done.obligation.first_month) == DECEMBER

    def test_of_days_without_law_nothing_is_said(self, world: World):
        far = datetime(2041, 3, 1, tzinfo=UTC)
        assert refused(record, who(world.registrar, now=far), poor(world)).code == "days_outside_the_law"
        assert not Visit.objects.exists()


class TestWhoMay:
    @pytest.mark.parametrize("role", ["officer", "auditor", "operator", "finance", "administrator"])
    def test_other_roles_record_nothing(self, world: World, role: str):
        citizen = poor(world)
        assert refused(record, who(getattr(world, role)), citizen).code == "account"
        assert (Visit.objects.count(), verbs()) == (0, ["rejected_attempt"])

    def test_nobody_records_his_own_visit_or_that_of_his_household(self, world: World):
        own, wife = poor(world), poor(world)
        world.household(own, wife)
        world.registrar.citizen = own
        world.registrar.save()
        for person in (own, wife):
            assert refused(record, who(world.registrar), person).code == "own_case"
        assert not Visit.objects.exists()
        assert verbs() == ["rejected_attempt"] * 2

    def test_an_account_that_was_shut_out_records_nothing(self, world: World):
        acting = who(world.registrar)
        type(world.registrar).objects.filter(pk=world.registrar.pk).update(is_active=False)
        assert refused(record, acting, poor(world)).code == "account"

    def test_a_blocked_record_is_not_there(self, world: World):
        citizen = poor(world, blocked=True)
        assert refused(record, who(world.registrar), citizen).code == "blocked"
        told = (citizen.iin, "Басқа", "Адам", "", date(1988, 4, 2), world.home, None)
        assert refused(record_unknown, who(world.registrar), *told).code == "blocked"
        assert not Visit.objects.exists()


class TestSomebodyInNoRegistry:
    def told(self, world: World, number: str = "", **fields: object) -> dict[str, object]:
        return {
            "number": number or next(world.numbers),
            "surname": "Серікова",
            "given_name": "Мөлдір",
            "patronymic": "",
            "birth_date": date(1990, 9, 9),
            "region": world.home,
            "district": world.district,
        } | fields

    def test_the_row_holds_what_the_document_tells_and_no_more(self, world: World):
        told = self.told(world)
        done = record_unknown(who(world.registrar), **told)  # type: ignore[arg-type]
        citizen = Citizen.objects.get()
        assert (citizen.iin, citizen.surname, citizen.birth_date) == (told["number"], "Серікова", date(1990, 9, 9))
        assert (citizen.region, citizen.district, citizen.complete_from) == (world.home, world.district, None)
        assert done.created
        assert not done.cover_began
        assert "unknown" in {item.outcome for item in done.conditions}
        assert record_unknown(who(world.registrar), **told).visit == done.visit  # type: ignore[arg-type]

    def test_who_came_into_the_registry_meanwhile_stays_as_he_is(self, world: World):
        citizen = poor(world)
        done = record_unknown(who(world.registrar), **self.told(world, citizen.iin))  # type: ignore[arg-type]
        assert (done.visit.citizen, done.cover_began) == (citizen, True)
        assert Citizen.objects.get().surname == citizen.surname

    @pytest.mark.parametrize(
        ("fields", "code"),
        [
            ({"number": "123456789012"}, "iin"),
            ({"birth_date": date(2026, 3, 17)}, "birth_date"),
            ({"region": "abroad"}, "place"),
        ],
    )
    def test_what_cannot_be_is_refused(self, world: World, fields: dict[str, object], code: str):
        fields = fields | ({"region": world.abroad} if "region" in fields else {})
        with pytest.raises(NotAllowed) as caught:
            record_unknown(who(world.registrar), **self.told(world, **fields))  # type: ignore[arg-type]
        assert caught.value.code == code
        assert not Citizen.objects.exists()

    def test_what_was_refused_leaves_no_row(self, world: World):
        with pytest.raises(NotAllowed):
            record_unknown(who(world.officer), **self.told(world))  # type: ignore[arg-type]
        assert not Citizen.objects.exists()

    def test_the_number_is_forgiven_its_spaces(self, world: World):
        number = next(iin.synthetic())
        spaced = f"{number[:6]} {number[6:]}"
        record_unknown(who(world.registrar), **self.told(world, spaced))  # type: ignore[arg-type]
        assert Citizen.objects.get().iin == number


class TestStriking:
    def test_what_followed_from_it_ends(self, world: World):
        citizen = poor(world)
        done = record(who(world.registrar), citizen)
        strike(who(world.registrar), done.visit, "visit_of_somebody_else")
        row, owed = Visit.objects.get(), Obligation.objects.get()
        assert (row.struck_at, row.struck_by, row.struck_because) == (NOW, world.registrar, "visit_of_somebody_else")
        assert (owed.ended_at, owed.ended_because) == (NOW, "visit_struck")
        assert Determination.objects.get(ends=None).status == "not_insured"
        assert verbs()[3:] == ["visit_struck", "determined", "obligation_ended"]

    def test_twice_is_as_once(self, world: World):
        done = record(who(world.registrar), poor(world))
        strike(who(world.registrar), done.visit, "visit_of_somebody_else")
        strike(who(world.registrar), done.visit, "visit_on_another_day")
        assert Visit.objects.get().struck_because == "visit_of_somebody_else"
        assert verbs().count("visit_struck") == 1

    def test_another_visit_takes_its_place(self, world: World):
        citizen = poor(world)
        first = record(who(world.registrar), citizen)
        second = record(who(world.other_registrar, now=NOW + timedelta(days=30)), citizen)
        strike(who(world.registrar), first.visit, "visit_on_another_day")
        owed = Obligation.objects.get(ended_at=None)
        assert (owed.visit, owed.first_month) == (second.visit, MARCH + 1)

    def test_it_can_be_recorded_anew(self, world: World):
        citizen = poor(world)
        strike(who(world.registrar), record(who(world.registrar), citizen).visit, "visit_of_somebody_else")
        again = record(who(world.registrar), citizen)
        assert again.created
        assert again.cover_began
        assert Obligation.objects.filter(ended_at=None).count() == 1

    def test_only_ones_own_polyclinic_and_with_a_reason(self, world: World):
        visit = record(who(world.registrar), poor(world)).visit
        assert refused(strike, who(world.other_registrar), visit, "visit_of_somebody_else").code == "not_there"
        assert refused(strike, who(world.officer), visit, "visit_of_somebody_else").code == "account"
        for code in ("", "identity_not_proven", "no such code"):
            assert refused(strike, who(world.registrar), visit, code).code == "reasons"
        assert Visit.objects.get().struck_at is None

    def test_the_time_for_it_runs_out_at_midnight(self, world: World):
        visit = record(who(world.registrar), poor(world)).visit
        late = datetime(2026, 3, 23, 19, 0, 0, tzinfo=UTC)
        assert refused(strike, who(world.registrar, now=late), visit, "visit_of_somebody_else").code == (
            "too_late_to_strike"
        )
        strike(who(world.registrar, now=late - timedelta(seconds=1)), visit, "visit_of_somebody_else")
        assert Visit.objects.get().struck_at is not None


def test_a_revocation_at_the_counter_ends_what_the_visit_began(world: World):
    """The officer revokes after the visit was recorded: as never having held, and as having held until today."""
    for last_day, status, owed in ((None, "not_insured", 0), (TODAY, "insured", 1)):
        citizen = poor(world, wellbeing_level="B", wellbeing_level_since=date(2020, 1, 1))
        record(who(world.registrar), citizen)
        proposal = decisions.propose_revocation(
            who(world.officer), citizen.confirmed_grounds.get(), 0, ["found_other_level"], "Карта", last_day
        )
        decisions.approve_revocation(who(world.approver), proposal)
        assert Proposal.objects.get(pk=proposal.pk).outcome == "approved"
        assert citizen.determinations.get(ends=None).status == status
        assert citizen.obligations.filter(ended_at=None).count() == owed
    assert visits.may_be_struck(Visit.objects.first(), TODAY)  # type: ignore[arg-type]

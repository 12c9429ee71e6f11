"""What comes of decisions: grounds, refusals, revocations, deadlines and notices, with the real engine behind them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import translation

from eligibility.rules import law as law_module
from registry import decisions, determine, facts
from registry.applying import APPLIED_FOR
from registry.decisions import LineOutcome, NotAllowed, Stale, confirming
from registry.models import (
    Application,
    CalendarDay,
    Citizen,
    ConfirmedGround,
    Decision,
    Determination,
    LogEntry,
    Notice,
    PaperRequest,
    Proposal,
    Role,
    Visit,
)

from .world import NOW, TODAY, World, who

YEAR_END = date(2026, 12, 31)


@pytest.fixture
def second(world: World) -> Any:
    return world.staff("second", Role.APPROVER)


def held(world: World, citizen: Citizen | None = None, **fields: Any) -> Application:
    """In review by ``officer``, who has seen the applicant."""
    fields = {"state": "in_review", "officer": world.officer, "identity_confirmed_at": NOW, **fields}
    return world.application(citizen, **fields)


def refused(act: Any, *args: Any) -> NotAllowed:
    with pytest.raises(NotAllowed) as caught:
        act(*args)
    return caught.value


def confirm(world: World, row: Application, starts: date = TODAY, ends: date | None = YEAR_END, **rest: Any) -> Any:
    return decisions.confirm(who(world.officer), row, row.version, starts, ends, **rest)


class TestConfirming:
    def test_the_level_becomes_a_ground_with_its_decision_and_determination(self, world: World):
        citizen = world.known_citizen()
        row = held(world, citizen)
        ground = confirm(world, row, evidence="Отбасының цифрлық картасы", note="Тексерілді")
        assert (ground.citizen, ground.code, ground.starts, ground.ends) == (citizen, row.ground, TODAY, YEAR_END)
        assert (ground.confirmed_by, ground.confirmed_at, ground.void) == (world.officer, NOW, False)
        decision = ground.decision
        assert (decision.outcome, decision.decided_by, decision.note) == ("confirmed", world.officer, "Тексерілді")
        assert decision.verdict == {"outcome": "yes", "reasons": [], "missing": []}
        assert decision.law_digest.startswith("sha256:")
        assert decision.facts_digest.startswith("sha256:")
        assert Determination.objects.get().citizen == citizen
        assert list(LogEntry.objects.values_list("verb", flat=True)) == ["determined", "confirmed"]
        notice = Notice.objects.get()
        assert (notice.kind, notice.key, notice.channel) == ("decided", f"decided:{decision.pk}", "sms")
        assert (notice.to, notice.language, notice.values) == (row.phone, "kk", {"reference": row.reference})

    def test_who_the_applicant_is_comes_first(self, world: World):
        row = held(world, world.known_citizen(), identity_confirmed_at=None)
        assert refused(confirm, world, row).code == "identity"

    def test_what_the_engine_denies_is_not_confirmed(self, world: World):
        citizen = world.known_citizen(last_pension_month=2026 * 12 + 1)
        found = refused(confirm, world, held(world, citizen))
        assert (found.code, found.reasons) == ("engine_says_no", ("pension_contribution_in_last_three_months",))
        assert not ConfirmedGround.objects.exists()
        assert not Decision.objects.exists()

    def test_what_is_not_known_has_to_be_checked(self, world: World):
        row = held(world)
        found = refused(confirm, world, row)
        assert found.code == "needs_checks"
        assert "last_pension_contribution" in found.missing
        part = refused(lambda: confirm(world, row, checked=found.missing[1:]))
        assert part.missing == found.missing[:1]
        assert not Citizen.objects.exists()
        confirm(world, row, checked=found.missing)
        citizen = Citizen.objects.get()
        assert (citizen.iin, citizen.surname, citizen.birth_date) == (row.iin, row.surname, row.birth_date)
        assert (citizen.residence, citizen.complete_from, citizen.last_pension_month) == ("", None, None)
        assert Application.objects.get().citizen == citizen
        assert LogEntry.objects.get(verb="confirmed").details["checked"] == sorted(found.missing)

    def test_what_was_checked_counts_so_that_a_visit_insures(self, world: World):
        """A person of whom no ministry knows anything: without it the confirmation would never have an effect."""
        row = held(world, person={"birth_date": "1988-04-02", "residence": "citizen"})
        found = refused(confirm, world, row)
        citizen = confirm(world, row, checked=found.missing).citizen
        Visit.objects.create(citizen=citizen, polyclinic=world.polyclinic, day=TODAY)
        for day in (TODAY, TODAY + timedelta(days=1), YEAR_END):
            assert status(citizen, day) == ("insured", "wellbeing_crisis")
        assert status(citizen, TODAY - timedelta(days=1))[0] == "unknown"
        assert status(citizen, YEAR_END + timedelta(days=1))[0] == "unknown"

    @pytest.mark.parametrize("ground", sorted(APPLIED_FOR))
    def test_whatever_was_missing_is_settled_by_checking_it(self, world: World, ground: str):
        row = held(world, person={"birth_date": "1988-04-02", "residence": "citizen"}, ground=ground)
        try:
            missing = refused(confirm, world, row).missing
        except pytest.fail.Exception:
            missing = ()
        citizen = (ConfirmedGround.objects.first() or confirm(world, row, checked=missing, note="Тексерілді")).citizen
        Visit.objects.create(citizen=citizen, polyclinic=world.polyclinic, day=TODAY)
        assert status(citizen, TODAY) == ("insured", ground)

    def test_what_was_checked_gives_way_to_what_the_registry_learns(self, world: World):
        row = held(world, person={"birth_date": "1988-04-02", "residence": "citizen"})
        citizen = confirm(world, row, checked=refused(confirm, world, row).missing).citizen
        later = TODAY + timedelta(days=30)
        citizen.work_periods.create(kind="employee", starts=later)
        Visit.objects.create(citizen=citizen, polyclinic=world.polyclinic, day=later)
        assert status(citizen, later)[1] != "wellbeing_crisis"

    def test_whoever_came_into_the_registry_meanwhile_is_judged_by_it(self, world: World):
        row = held(world)
        citizen = world.known_citizen(iin=row.iin, last_pension_month=2026 * 12 + 1)
        assert refused(lambda: confirm(world, row, checked=["last_pension_contribution"])).code == "engine_says_no"
        Citizen.objects.filter(pk=citizen.pk).update(last_pension_month=-1)
        assert confirm(world, row).citizen == citizen
        assert Application.objects.get().citizen == citizen

    def test_an_unclear_law_is_confirmed_with_a_note_only(self, world: World):
        row = held(world, world.known_citizen(residence="foreigner"), ground="disability")
        found = refused(confirm, world, row)
        assert found.code == "note"
        assert "residence_not_settled" in found.reasons
        confirm(world, row, note="Өңірлік басқармадан сұралды")
        assert Decision.objects.get().verdict["outcome"] == "unclear"

    def test_checked_facts_do_not_settle_the_law(self, world: World):
        citizen = world.known_citizen(residence="foreigner", last_pension_month=None)
        row = held(world, citizen)
        found = refused(lambda: confirm(world, row))
        assert (found.code, found.missing) == ("needs_checks", ("last_pension_contribution",))
        found = refused(lambda: confirm(world, row, checked=found.missing))
        assert (found.code, found.reasons) == ("note", ("residence_not_settled",))
        confirm(world, row, checked=["last_pension_contribution"], note="Қордан сұралды")

    @pytest.mark.parametrize(
        ("starts", "ends", "code"),
        [
            (date(2026, 3, 2), date(2026, 3, 1), "days"),
            (date(2031, 1, 1), None, "days_outside_the_law"),
            (date(1970, 1, 1), date(1970, 2, 1), "days_outside_the_law"),
        ],
    )
    def test_days_that_cannot_be(self, world: World, starts: date, ends: date, code: str):
        assert refused(confirm, world, held(world, world.known_citizen()), starts, ends).code in (
            code,
            "days_do_not_fit",
        )

    def test_the_same_ground_is_not_confirmed_twice_for_a_day(self, world: World):
        citizen = world.known_citizen()
        world.ground(citizen, "wellbeing_crisis", TODAY, YEAR_END)
        row = held(world, citizen)
        assert refused(confirm, world, row, YEAR_END, None).code == "already_confirmed"
        assert refused(confirm, world, row, date(2026, 1, 1), TODAY).code == "already_confirmed"
        confirm(world, row, date(2027, 1, 1), date(2027, 12, 31))

    def test_two_applications_of_one_person_at_once_make_one_ground(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ):
        """What both have looked for in vain, the database finds."""
        citizen = world.known_citizen()
        rows = [held(world, citizen), held(world, citizen)]
        confirm(world, rows[0])
        monkeypatch.setattr(confirming, "_overlapping", lambda *_: ConfirmedGround.objects.none())
        assert refused(confirm, world, rows[1]).code == "already_confirmed"
        assert ConfirmedGround.objects.count() == Decision.objects.count() == 1
        rows[1].refresh_from_db()
        assert (rows[1].state, rows[1].version) == ("in_review", 0)

    def test_the_child_is_the_one_that_the_applicant_named(self, world: World):
        born = "2025-01-05"
        raising = {"circumstances": {"raising_child_under_3": [{"child_birth_date": born}]}}
        row = held(world, world.known_citizen(), ground="parent_of_child_under_3", person=raising)
        assert confirm(world, row, ends=date(2028, 1, 5)).child_birth_date == date(2025, 1, 5)


class TestRefusing:
    def test_two_people_and_the_words_of_the_proposer(self, world: World):
        row = held(world, world.known_citizen())
        proposal = decisions.propose_refusal(who(world.officer), row, 0, ["registered_elsewhere"], "Алматыда тіркелген")
        decision = decisions.approve_refusal(who(world.approver), proposal)
        assert (decision.outcome, decision.reasons) == ("refused", ["registered_elsewhere"])
        assert (decision.proposed_by, decision.decided_by) == (world.officer, world.approver)
        assert decision.note == "Алматыда тіркелген"
        row.refresh_from_db()
        assert (row.state, row.closed_at) == ("refused", NOW)
        assert Notice.objects.get().kind == "decided"
        assert Proposal.objects.get().outcome == "approved"

    def test_a_returned_refusal_goes_on_with_its_officer(self, world: World):
        row = held(world, world.known_citizen())
        proposal = decisions.propose_refusal(who(world.officer), row, 0, ["identity_not_proven"])
        assert refused(decisions.return_refusal, who(world.approver), proposal, " ").code == "note"
        decisions.return_refusal(who(world.approver), proposal, "Тағы бір рет хабарласыңыз")
        row.refresh_from_db()
        assert (row.state, row.officer, row.version) == ("in_review", world.officer, 2)
        with pytest.raises(Stale) as stale:
            decisions.approve_refusal(who(world.approver), proposal)
        assert (stale.value.by, stale.value.state) == (world.approver, "in_review")

    def test_the_engines_reasons_may_be_named_while_they_hold(self, world: World):
        citizen = world.known_citizen(last_pension_month=2026 * 12 + 1)
        row = held(world, citizen)
        reason = "pension_contribution_in_last_three_months"
        assert reason in decisions.legal_reasons(row, TODAY)
        proposal = decisions.propose_refusal(who(world.officer), row, 0, [reason])
        Citizen.objects.filter(pk=citizen.pk).update(last_pension_month=-1)
        assert refused(decisions.approve_refusal, who(world.approver), proposal).code == "reason_gone"
        Citizen.objects.filter(pk=citizen.pk).update(last_pension_month=2026 * 12 + 1)
        decision = decisions.approve_refusal(who(world.approver), proposal)
        assert decision.verdict["outcome"] == "no"
        assert reason in decision.verdict["reasons"]

    @pytest.mark.parametrize(
        "reasons", [[], ["no_such"], ["level_differs"], ["person_asked"], ["colleague_absent"], ["found_work"]]
    )
    def test_reasons_that_cannot_be_named(self, world: World, reasons: list[str]):
        """None at all, one that the engine does not give, one for another verb, one for another ground."""
        row = held(world, world.known_citizen())
        assert refused(decisions.propose_refusal, who(world.officer), row, 0, reasons).code == "reasons"

    def test_a_reason_that_says_too_little_needs_a_note(self, world: World):
        row = held(world, world.known_citizen())
        assert refused(decisions.propose_refusal, who(world.officer), row, 0, ["document_not_valid"]).code == "note"

    def test_papers_are_not_missing_before_their_day_has_passed(self, world: World):
        row = held(world, world.known_citizen())
        reasons = ["papers_not_given"]
        assert refused(decisions.propose_refusal, who(world.officer), row, 0, reasons).code == "papers_still_due"
        decisions.ask_papers(who(world.officer), row, 0, ["work_statement"])
        due = PaperRequest.objects.get().due_on
        assert due == date(2026, 3, 30)
        decisions.stop_waiting(who(world.officer), row, 1)
        on_the_day = who(world.officer, now=datetime(2026, 3, 30, 12, tzinfo=UTC))
        assert refused(decisions.propose_refusal, on_the_day, row, 2, reasons).code == "papers_still_due"
        decisions.propose_refusal(who(world.officer, now=on_the_day.now + timedelta(days=1)), row, 2, reasons)


class TestRevoking:
    @pytest.fixture
    def ground(self, world: World) -> ConfirmedGround:
        ground: ConfirmedGround = confirm(world, held(world, world.known_citizen()))
        return ground

    @pytest.mark.parametrize("last_day", [None, date(2026, 6, 30)])
    def test_two_people_end_or_void_a_ground(self, world: World, ground: ConfirmedGround, last_day: date | None):
        proposal = decisions.propose_revocation(who(world.officer), ground, 0, ["person_asked"], "", last_day)
        assert decisions.allowed_on_ground(ground, world.approver) == {"approve_revocation", "return_revocation"}
        assert decisions.allowed_on_ground(ground, world.officer) == frozenset()
        assert refused(decisions.approve_revocation, who(world.officer), proposal).code == "approver_only"
        done = decisions.approve_revocation(who(world.approver), proposal)
        assert (done.void, done.ends) == ((True, YEAR_END) if last_day is None else (False, last_day))
        assert done.version == 2
        kinds = list(Notice.objects.order_by("pk").values_list("kind", flat=True))
        assert kinds == ["decided", "revoked"]
        entries = LogEntry.objects.exclude(verb="determined").order_by("pk")
        verbs = ["confirmed", "revocation_proposed", "rejected_attempt", "revoked"]
        assert [entry.verb for entry in entries if entry.verb in verbs] == [verbs[0], verbs[1], verbs[3]]

    def test_a_returned_revocation_changes_nothing(self, world: World, ground: ConfirmedGround):
        proposal = decisions.propose_revocation(who(world.officer), ground, 0, ["ground_ended"], "", TODAY)
        decisions.return_revocation(who(world.approver), proposal, "Негізі жоқ")
        ground.refresh_from_db()
        assert (ground.ends, ground.void, ground.version) == (YEAR_END, False, 2)
        with pytest.raises(Stale) as stale:
            decisions.propose_revocation(who(world.officer), ground, 0, ["ground_ended"], "", TODAY)
        assert (stale.value.by, stale.value.at) == (world.approver, NOW)

    def test_an_approver_does_not_approve_his_own_proposal(self, world: World, ground: ConfirmedGround, second: Any):
        proposal = decisions.propose_revocation(who(world.approver), ground, 0, ["ground_ended"], "", TODAY)
        assert refused(decisions.approve_revocation, who(world.approver), proposal).code == "own_proposal"
        decisions.approve_revocation(who(second), proposal)

    @pytest.mark.parametrize("last_day", [TODAY - timedelta(1), YEAR_END, YEAR_END + timedelta(1)])
    def test_the_last_day_lies_within_the_ground(self, world: World, ground: ConfirmedGround, last_day: date):
        act = decisions.propose_revocation
        assert refused(act, who(world.officer), ground, 0, ["ground_ended"], "", last_day).code == "last_day"

    def test_strangers_and_relatives_revoke_nothing(self, world: World, ground: ConfirmedGround):
        own = world.citizen()
        world.household(own, ground.citizen)
        world.colleague.citizen = own
        world.colleague.save()
        act = decisions.propose_revocation
        for account, code in (
            (world.foreign_officer, "other_region"),
            (world.colleague, "own_case"),
            (world.auditor, "account"),
            (world.registrar, "account"),
        ):
            assert refused(act, who(account), ground, 0, ["ground_ended"], "", None).code == code
            assert decisions.allowed_on_ground(ground, account) == frozenset()
        assert refused(act, who(applicant=True), ground, 0, ["ground_ended"], "", None).code == "account"
        assert LogEntry.objects.filter(verb="rejected_attempt").count() == 4

    def test_a_void_ground_is_done_with(self, world: World, ground: ConfirmedGround):
        proposal = decisions.propose_revocation(who(world.officer), ground, 0, ["person_asked"], "", None)
        decisions.approve_revocation(who(world.approver), proposal)
        ground.refresh_from_db()
        assert decisions.allowed_on_ground(ground, world.officer) == frozenset()
        act = decisions.propose_revocation
        assert refused(act, who(world.officer), ground, 2, ["person_asked"], "", None).code == "decided"


class TestStaleForms:
    def test_a_stale_form_overwrites_nothing_and_says_who_was_faster(self, world: World):
        row = held(world, world.known_citizen())
        later = NOW + timedelta(minutes=7)
        decisions.hand_over(who(world.approver, now=later), row, 0, world.colleague, "Өтінемін")
        before = Application.objects.values().get()
        with pytest.raises(Stale) as stale:
            confirm(world, row)
        assert (stale.value.by, stale.value.at, stale.value.state) == (world.approver, later, "in_review")
        assert Application.objects.values().get() == before
        with translation.override("en"):
            assert stale.value.message.startswith("Staff approver changed this case before you")
        entry = LogEntry.objects.order_by("pk").last()
        assert entry is not None
        assert (entry.verb, entry.details) == ("rejected_attempt", {"verb": "confirm", "code": "stale"})


class TestHandingOver:
    def test_the_reason_is_logged_and_the_note_is_not(self, world: World):
        row = held(world)
        act = decisions.hand_over
        assert refused(act, who(world.officer), row, 0, world.colleague, "", ["person_asked"]).code == "reasons"
        done = act(who(world.officer), row, 0, world.colleague, "Көршім", ["knows_applicant"])
        assert (done.officer, done.remark) == (world.colleague, "Көршім")
        details = LogEntry.objects.get(verb="handed_over").details
        assert details == {"from": world.officer.pk, "to": world.colleague.pk, "reasons": ["knows_applicant"]}


class TestDeadlines:
    def test_the_clock_stands_while_papers_are_wanted(self, world: World):
        for day, working in ((date(2026, 3, 23), False), (date(2026, 3, 28), True)):
            CalendarDay.objects.create(day=day, working=working, name_kk="-", name_ru="-", name_en="-", source="-")
        row = held(world, world.known_citizen(), due_on=date(2026, 3, 24))
        decisions.ask_papers(who(world.officer), row, 0, ["work_statement"])
        answered = datetime(2026, 3, 29, 9, tzinfo=UTC)  # a Sunday
        row = decisions.stop_waiting(who(world.officer, now=answered), row, 1)
        # waited: 17–20, 24–27 and Saturday the 28th of March = 9 working days
        assert row.due_on == date(2026, 4, 3)
        assert PaperRequest.objects.get().answered_at == answered


class TestButtons:
    def test_they_take_a_fixed_number_of_queries(self, world: World, django_assert_max_num_queries: Any):
        own, citizen = world.citizen(), world.known_citizen()
        world.household(own, world.citizen())
        world.approver.citizen = own
        world.approver.save()
        row = held(world, citizen)
        decisions.propose_refusal(who(world.officer), row, 0, ["identity_not_proven"])
        row = Application.objects.select_related("citizen").get()
        approver = type(world.approver).objects.select_related("citizen").get(pk=world.approver.pk)
        with django_assert_max_num_queries(2):
            assert decisions.allowed(row, approver) == {"approve_refusal", "return_refusal"}


class TestBulk:
    def test_every_application_has_its_line_and_the_preview_tells_the_same(self, world: World):
        own = world.citizen()
        citizen, partner = world.known_citizen(), world.known_citizen()
        world.household(own, partner)
        world.officer.citizen = own
        world.officer.save()
        rows = [
            held(world, citizen),
            held(world, world.known_citizen(last_pension_month=2026 * 12 + 1)),
            held(world),
            held(world, world.known_citizen(), version=3),
            held(world, world.known_citizen(), officer=world.colleague),
            held(world, partner),
            held(world, world.known_citizen(), region=world.abroad, officer=world.foreign_officer),
            held(world, world.known_citizen(), identity_confirmed_at=None),
            world.application(world.known_citizen()),
            held(world, citizen),
        ]
        chosen = [(row.pk, 0) for row in rows]
        entries = LogEntry.objects.count()
        preview = decisions.preview_many(who(world.officer), chosen, TODAY, YEAR_END)
        assert LogEntry.objects.count() == entries
        assert not ConfirmedGround.objects.exists()
        lines = decisions.confirm_many(who(world.officer), chosen, TODAY, YEAR_END)
        expected = [
            LineOutcome.CONFIRMED,
            LineOutcome.ENGINE_SAYS_NO,
            LineOutcome.NEEDS_CHECKS,
            LineOutcome.STALE,
            LineOutcome.NOT_YOURS,
            LineOutcome.NOT_YOURS,
            LineOutcome.NOT_YOURS,
            LineOutcome.NOT_ALLOWED,
            LineOutcome.NOT_ALLOWED,
            LineOutcome.NOT_ALLOWED,  # the second one of the same person
        ]
        assert [line.outcome for line in lines] == expected
        assert [line.outcome for line in preview] == [LineOutcome.READY, *expected[1:9], LineOutcome.READY]
        assert [line.application for line in lines] == [*rows[:6], None, *rows[7:]]
        assert ConfirmedGround.objects.count() == 1
        assert [line.message == "" for line in lines] == [True] + [False] * 9

    def test_a_line_says_why(self, world: World):
        row = held(world, world.known_citizen(last_pension_month=2026 * 12 + 1))
        unknown = held(world)
        with translation.override("en"):
            lines = decisions.preview_many(who(world.officer), [(row.pk, 0), (unknown.pk, 0)], TODAY, YEAR_END)
        assert "pension contribution (ОПВ) was paid within the last three months" in lines[0].message
        assert "month of the last compulsory pension contribution" in lines[1].message


def status(citizen: Citizen, on: date) -> tuple[str, str]:
    law = law_module.load()
    found = determine.answer(facts.person_of(Citizen.objects.get(pk=citizen.pk), on), law, on)
    return found.status, found.ground

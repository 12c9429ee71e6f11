"""Plans of payments: each is a change of the facts, and what it promises is what the engine says of these facts."""

from dataclasses import replace
from decimal import Decimal as D

import pytest

from eligibility.rules.dates import day_text, first_day, last_day, month_text
from eligibility.rules.decide import decide
from eligibility.rules.dues import Due, dues
from eligibility.rules.facts import month_bits, paying
from eligibility.rules.payment_plan import BEYOND, PARTLY, Plan, Ways, due_day, own_kind, stretches, ways, year

from .people import LAW, Json, answer, day, decided, facts_of, having, months, person, spell, work

PAID_FROM_MARCH = months("self_payer", "2025-03", "2026-02")


def ways_of(who: Json, on: str) -> Ways:
    found = ways(decided(who, on))
    assert found is not None
    return found


def plans(found: Ways) -> list[Plan]:
    return [plan for plan in (found.arrears, found.kept, found.advance, found.advance_now) if plan] + [*found.mistakes]


def insured(plan: Plan) -> tuple[str | None, str | None]:
    stretch = plan.insured
    until = None if plan.until is None else day_text(plan.until)
    return None if stretch is None else day_text(stretch.first), until


def statuses(plan: Plan) -> list[str]:
    return [item.status for item in plan.months]


class TestWays:
    def test_the_two_ways_of_somebody_who_never_paid(self):
        found = ways_of(person(), "2025-03-15")
        assert (len(found.arrears.payments), found.arrears.amount) == (13, D(55_250))
        assert insured(found.arrears) == ("2025-03-15", "2025-06-30")
        assert found.advance is not None
        assert (len(found.advance.payments), found.advance.amount) == (12, D(51_000))
        assert insured(found.advance) == ("2025-04-01", "2026-06-30")
        assert found.advance_now is not None
        assert (len(found.advance_now.payments), found.advance_now.amount) == (13, D(55_250))
        assert insured(found.advance_now) == ("2025-03-15", "2026-06-30")

    @pytest.mark.parametrize("on", ["2025-03-01", "2025-03-31", "2025-12-31", "2026-01-01"])
    def test_the_sums_are_those_of_the_assessment(self, on: str):
        found, money = ways_of(person(), on), answer(person(), on)["contribution"]
        owed = found.arrears.payments[:-1]
        assert [month_text(payment.month) for payment in owed] == money["arrears"]["months"]
        assert sum(payment.amount or 0 for payment in owed) == money["arrears"]["amount"]
        if on < "2026":
            assert found.advance is not None
            assert found.advance.amount == money["advance"]["amount"]
            assert (
                day_text(found.advance.insured.first if found.advance.insured else 0)
                == (money["advance"]["insured_from"])
            )
            assert found.advance_now is not None
            assert found.advance_now.amount == money["advance"]["amount_from_this_month"]

    def test_only_what_is_missing_is_paid(self):
        found = ways_of(person(contributions=[months("self_payer", "2025-03", "2025-12")]), "2026-03-15")
        assert [month_text(payment.month) for payment in found.arrears.payments] == ["2026-01", "2026-02", "2026-03"]

    def test_nothing_is_owed_and_this_month_is_paid(self):
        found = ways_of(person(contributions=[months("self_payer", "2025-03", "2026-03")]), "2026-03-15")
        assert (found.arrears.payments, found.arrears.amount, found.advance_now) == ((), D(0), None)

    def test_a_year_ahead_that_is_paid_is_not_paid_again(self):
        found = ways_of(person(contributions=[months("self_payer", "2026-04", "2027-03")]), "2026-03-15")
        assert (found.advance, found.advance_now) == (None, None)

    def test_payments_that_are_not_known_are_not_taken_for_none(self):
        decision = decide(replace(facts_of(person()), paid=None), LAW, day("2026-03-15"), every_ground=True)
        found = ways(decision)
        assert found is not None
        assert found.supposed
        assert found.advance is not None
        assert statuses(found.advance)[0] == "unknown"  # nobody knows whether this month is insured
        assert insured(found.advance)[0] == "2026-04-01"

    def test_a_past_that_is_not_known_gives_no_way(self):
        who = person(known_from="2026-03-15", contributions=[], contributions_known_from="2025-03")
        assert ways(decided(who, "2026-03-15")) is None

    def test_months_paid_by_the_state_are_not_owed(self):
        found = ways_of(having("full_time_study", spell("2020-09-01", "2025-12-20")), "2026-03-15")
        assert [month_text(payment.month) for payment in found.arrears.payments] == ["2026-01", "2026-02", "2026-03"]

    def test_when_to_pay(self):
        found = ways_of(person(contributions=[PAID_FROM_MARCH]), "2026-03-15")
        assert [day_text(payment.pay_by) for payment in found.kept.payments][:3] == [
            "2026-03-15",
            "2026-03-31",
            "2026-04-30",
        ]
        assert found.advance is not None
        assert {day_text(payment.pay_by) for payment in found.advance.payments} == {"2026-03-31"}


class TestPromises:
    """What the months of a plan say is what the engine says of its facts on every single day."""

    @pytest.mark.parametrize("on", ["2025-12-31", "2026-02-10", "2027-03-15", "2027-12-31"])
    @pytest.mark.parametrize(
        "who",
        [
            person(),
            person(contributions=[PAID_FROM_MARCH]),
            person(contributions=[months("employee", "2020-01", "2025-12")]),
            having("disability", spell("2020-01-01", "2026-01-15")),
            person(birth_date="2008-03-20"),
        ],
        ids=["never paid", "paid a year", "worked six years", "was disabled", "young"],
    )
    def test_day_by_day(self, who: Json, on: str):
        decision = decided(who, on)
        if own_kind(decision) is None:
            assert answer(who, on)["payer"] == "republican_budget"
            return
        for plan in plans(ways_of(who, on)):
            for item in plan.months:
                first, last = max(day(on), first_day(item.month)), last_day(item.month)
                if last > LAW.last:
                    assert item.status == BEYOND
                    continue
                daily = {decide(plan.facts, LAW, moment).status for moment in range(first, last + 1)}
                assert item.status == (daily.pop() if len(daily) == 1 else PARTLY)

    def test_a_month_in_which_the_status_changes(self):
        who = having("disability", spell("2020-01-01", "2026-05-15"))
        plan = ways_of(who, "2026-05-01").advance
        assert plan is not None
        assert statuses(plan)[:2] == [PARTLY, "insured"]
        parts = stretches(facts_of(who), LAW, day("2026-05-01"), day("2026-05-31"))
        assert [(day_text(part.first), day_text(part.last), part.status) for part in parts] == [
            ("2026-05-01", "2026-05-15", "insured"),
            ("2026-05-16", "2026-05-31", "unclear"),
        ]


class TestMistakes:
    def mistake(self, code: str, who: Json, on: str) -> Plan:
        return next(plan for plan in ways_of(who, on).mistakes if plan.code == code)

    def test_one_transfer_counts_as_one_month(self):
        plan = self.mistake("lump_sum", person(), "2026-03-15")
        assert [(month_text(item.month), item.amount) for item in plan.payments] == [("2026-03", D(51_000))]
        assert plan.insured is None
        assert plan.why == ("debt_in_twelve_months",)

    def test_one_transfer_of_somebody_without_debt_gives_one_month(self):
        plan = self.mistake("lump_sum", person(contributions=[PAID_FROM_MARCH]), "2026-03-15")
        assert insured(plan) == ("2026-03-15", "2026-06-30")
        assert plan.why == ("month_not_paid",)

    def test_only_the_rest_of_the_calendar_year(self):
        plan = self.mistake("rest_of_year", person(), "2026-03-15")
        assert (month_text(plan.payments[-1].month), len(plan.payments), plan.amount) == ("2026-12", 10, D(42_500))
        assert set(statuses(plan)) == {"not_insured"}

    def test_in_january_the_rest_of_the_year_is_a_whole_year(self):
        found = ways_of(person(), "2025-01-15")
        assert "rest_of_year" not in [plan.code for plan in found.mistakes]
        facts = paying(facts_of(person()), "self_payer", month_bits(2025 * 12, 2026 * 12 - 1))
        assert decide(facts, LAW, day("2025-06-15")).status == "insured"

    def test_in_february_it_is_none(self):
        assert self.mistake("rest_of_year", person(), "2025-02-01").insured is None

    def test_one_month_with_debt(self):
        plan = self.mistake("one_month", person(), "2026-03-15")
        assert (plan.amount, plan.insured, plan.why) == (D(4_250), None, ("debt_in_twelve_months",))

    def test_without_debt_one_month_is_no_mistake(self):
        found = ways_of(person(contributions=[PAID_FROM_MARCH]), "2026-03-15")
        assert "one_month" not in [plan.code for plan in found.mistakes]


class TestIn2027:
    def test_no_sum_is_made_up(self):
        for plan in plans(ways_of(person(), "2027-03-15")):
            assert plan.amount is None
            assert {payment.amount for payment in plan.payments} == {None}
            assert plan.months[-1].total == 0

    def test_the_months_that_depend_on_it_are_named(self):
        found = ways_of(person(), "2026-11-22")
        assert found.advance is not None
        assert [month_text(month) for month in found.advance.unsettled] == [f"2027-{n:02d}" for n in range(1, 12)]
        assert (found.advance.months[-1].total, found.advance.months[-1].unsettled) == (D(4_250), 11)
        assert found.arrears.unsettled == ()

    def test_no_month_is_paid_for_which_the_law_is_not_known(self):
        kept = ways_of(person(), "2027-11-15").kept
        assert month_text(kept.payments[-1].month) == "2027-12"
        assert statuses(kept)[2:] == [BEYOND] * 11


class TestOwnBusiness:
    @pytest.mark.parametrize(
        ("jobs", "kind"),
        [
            ([], "self_payer"),
            (["entrepreneur"], "entrepreneur"),
            (["private_practice"], "entrepreneur"),
            (["self_employed_regime"], "self_employed_regime"),
            (["employee"], None),
            (["employee", "entrepreneur"], "entrepreneur"),
            (["civil_contract"], None),
            (["employee", "self_employed_regime"], None),
            (["serviceman"], None),
        ],
        ids=str,
    )
    def test_who_pays_for_himself(self, jobs: list[str], kind: str | None):
        assert own_kind(decided(person(work=[work(job, None) for job in jobs]), "2026-03-15")) == kind

    def test_before_the_regime_was_law(self):
        who = person(work=[work("self_employed_regime", None, monthly_income=200_000)])
        assert own_kind(decided(who, "2025-12-31")) == "self_payer"
        assert own_kind(decided(who, "2026-01-01")) == "self_employed_regime"

    def test_nobody_pays_for_whom_the_state_pays(self):
        assert own_kind(decided(having("pension", True), "2026-03-15")) is None

    def test_a_year_of_an_entrepreneur(self):
        plan = year(decided(person(work=[work("entrepreneur", None)]), "2025-03-15"), "entrepreneur")
        assert (len(plan.payments), plan.amount) == (13, D(13 * 5_950))
        assert day_text(plan.payments[0].pay_by) == "2025-04-25"
        assert set(statuses(plan)) == {"insured"}

    def test_a_year_of_the_special_regime(self):
        who = person(work=[work("self_employed_regime", None, monthly_income=200_000)])
        plan = year(decided(who, "2026-03-15"), "self_employed_regime")
        assert {payment.amount for payment in plan.payments} == {D(2_000)}

    def test_an_income_that_is_not_known(self):
        plan = year(decided(person(work=[work("self_employed_regime", None)]), "2026-03-15"), "self_employed_regime")
        assert plan.amount is None

    def test_the_due_day_is_in_the_next_month(self):
        case = decided(person(), "2026-12-31").case
        assert day_text(due_day(case, case.month)) == "2027-01-25"


class TestDues:
    """The parts of a sum, from which the page shows how it is reached."""

    def due(self, who: str, on: str, *incomes: int | None) -> Due:
        jobs = facts_of(person(work=[work("employee", monthly_income=income) for income in incomes])).work
        return next(item for item in dues(LAW.at(day(on)), jobs or ()) if item.who == who)

    def test_each_employer_has_a_limit_of_his_own(self):
        due = self.due("employer", "2026-03-15", 1_500_000, 4_000_000)
        assert [(part.base, part.capped) for part in due.parts] == [(D(1_500_000), False), (D(3_400_000), True)]
        assert (due.common, due.amount) == (False, D(147_000))

    def test_the_limit_of_the_employee_is_one(self):
        due = self.due("employee", "2026-03-15", 1_500_000, 4_000_000)
        assert (due.common, due.capped, due.base, due.amount) == (True, True, D(1_700_000), D(34_000))
        assert [part.income for part in due.parts] == [1_500_000, 4_000_000]

    @pytest.mark.parametrize(("on", "times"), [("2025-12-31", 10), ("2026-01-01", 20)])
    def test_the_limit_is_a_multiple_of_the_minimum_wage(self, on: str, times: int):
        multiple = self.due("employee", on, 1).multiple
        assert (multiple.code, multiple.unit) == ("employee_cap", "minimum_wage")
        assert (multiple.times, multiple.amount) == (D(times), D(times * 85_000))

    def test_the_parameters_are_those_of_the_law(self):
        due = self.due("employer", "2026-03-15", None)
        assert due.parameters == ("employer_rate", "employer_cap", "minimum_wage")
        assert due.parts[0].base is None
        assert due.rate == D("0.03")

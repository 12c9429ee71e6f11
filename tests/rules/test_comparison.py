"""The same facts under the law of two days: the known changes, and what has to be true of every comparison."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.rules.assess import Assessment, assess
from eligibility.rules.care import DiagnosisCare, ServiceCare
from eligibility.rules.causes import Causes
from eligibility.rules.comparison import Comparison, Difference, compare, greatest_turn
from eligibility.rules.dates import day_text
from eligibility.rules.dues import Due
from eligibility.rules.law import LawRangeError

from .people import LAW, Json, day, facts_of, having, months, person, stranger, work
from .strategies import FIRST, LAST, asked_days, examples, people

BEFORE, NOW, NEXT = "2025-12-31", "2026-06-15", "2027-01-01"
LEVEL_D = {"wellbeing_level": "D", "polyclinic_attached": True, "last_pension_contribution": False}
SCREENINGS = [code for code in LAW.tables["services"] if code.startswith("screening_")]


def compared(who: Json, on: str = NOW, first: str = BEFORE, second: str | None = None) -> Comparison:
    return compare(facts_of(who), LAW, day(on), day(first), day(second or on))


def found(comparison: Comparison, kind: str, code: str | None = None) -> Difference:
    """The one difference of the kind, or that of the code."""
    matching = [item for item in comparison.differences if item.kind == kind and code in (None, item.code)]
    assert len(matching) == 1, [(item.kind, item.code) for item in comparison.differences]
    return matching[0]


def kinds(comparison: Comparison) -> set[str]:
    return {item.kind for item in comparison.differences}


def sums(item: Difference) -> tuple[Any, Any]:
    before, after = (getattr(side, "amount", None) for side in (item.before, item.after))
    return before, after


class TestLawAsOf:
    @pytest.mark.parametrize("text", ["2024-01-01", BEFORE, NOW, "2027-12-31"])
    def test_every_day_has_the_rules_of_the_day(self, text: str):
        law = LAW.as_of(day(text))
        rules = LAW.at(day(text))
        for other in (law.first, day(BEFORE), day(NOW), law.last):
            assert law.at(other).values == rules.values
            assert law.at(other).payers == rules.payers
            assert law.at(other).packages == rules.packages
        assert (law.first, law.last) == (LAW.first, LAW.last)
        assert len(law.stretches) == 1

    def test_the_digest_says_that_it_is_not_the_law_itself(self):
        digests = {LAW.digest, *(LAW.as_of(rules.first).digest for rules in LAW.stretches)}
        assert len(digests) == 1 + len(LAW.stretches)
        assert all(digest.startswith(LAW.digest) for digest in digests)

    def test_days_of_one_stretch_have_one_law(self):
        for rules in LAW.stretches:
            assert LAW.as_of(rules.first) == LAW.as_of(rules.last)

    @pytest.mark.parametrize("outside", [LAW.first - 1, LAW.last + 1])
    def test_a_day_outside_is_an_error(self, outside: int):
        with pytest.raises(LawRangeError):
            LAW.as_of(outside)
        with pytest.raises(LawRangeError):
            compare(facts_of(person()), LAW, day(NOW), day(NOW), outside)
        with pytest.raises(LawRangeError):
            compare(facts_of(person()), LAW, outside, day(BEFORE), day(NOW))

    def test_no_change_of_the_law_lies_ahead_in_it(self):
        who = having("registered_unemployed", True, diagnoses=[{"group": "diabetes"}])
        real, frozen = (assess(facts_of(who), law, day("2025-06-01")) for law in (LAW, LAW.as_of(day("2025-06-01"))))
        assert {day_text(change.on) for change in real.changes} == {"2026-01-01"}
        assert frozen.changes == ()

    def test_when_a_rule_came_into_force_stays(self):
        who = person(
            work=[work("employee", end="2025-11-30")], contributions=[months("employee", "2020-01", "2025-11")]
        )
        assert assess(facts_of(who), LAW.as_of(day(NOW)), day("2026-04-10")).status == "unclear"

    def test_the_greatest_turn_is_the_reform(self):
        assert day_text(greatest_turn(LAW)) == "2026-01-01"


class TestKnownChanges:
    def test_the_akimat_pays_for_the_unemployed(self):
        changed = found(compared(having("registered_unemployed", True)), "payer")
        assert (changed.before, changed.after) == ("republican_budget", "local_budget")
        assert (changed.act, changed.article) == ("405-V", "26-1 (1) 1)")

    def test_level_d_is_insured_from_the_visit_on(self):
        comparison = compared(person(care_sought=["2026-03-02"], **LEVEL_D))
        changed = found(comparison, "status")
        assert (changed.before, changed.after) == ("not_insured", "insured")
        assert (changed.act, changed.article) == ("405-V", "26-1 (1) 2)")
        assert found(comparison, "until").after == day("2026-12-31")
        ground = found(comparison, "ground")
        assert (ground.code, ground.before) == ("wellbeing_crisis", None)
        assert found(comparison, "service", "planned_inpatient").article == "26-1 (1) 2)"
        assert sums(found(comparison, "monthly")) == (4250, None)

    @pytest.mark.parametrize("group", ["cerebral_palsy", "diabetes", "rheumatism", "connective_tissue"])
    def test_the_four_diseases_move_to_the_insurance(self, group: str):
        changed = found(compared(person(diagnoses=[{"group": group}])), "diagnosis")
        assert _care(changed) == (("gobmp", "yes"), ("osms", "no"))
        assert changed.act == "order-108-2020"

    @pytest.mark.parametrize("group", ["epilepsy", "stroke"])
    def test_epilepsy_and_stroke_become_free(self, group: str):
        changed = found(compared(person(diagnoses=[{"group": group, "since": "2026-02-01"}])), "diagnosis")
        assert _care(changed) == (("osms", "no"), ("gobmp", "yes"))
        assert changed.act == "order-108-2020"
        assert changed.certainty == ("likely" if group == "epilepsy" else "sure")

    def test_after_sixty_paid_months_the_status_is_kept_for_six(self):
        who = person(contributions=[months("employee", "2020-01", "2026-01")])
        assert kinds(compared(who, "2026-04-30")) >= {"until"}
        assert "status" not in kinds(compared(who, "2026-04-30"))
        first_day_of_the_fourth_month = compared(who, "2026-05-01")
        changed = found(first_day_of_the_fourth_month, "status")
        assert (changed.before, changed.after, changed.act) == ("not_insured", "insured", "order-106-2025")
        assert found(first_day_of_the_fourth_month, "until").after == day("2026-07-31")
        assert "status" in kinds(compared(who, "2026-07-31"))
        assert "status" not in kinds(compared(who, "2026-08-01"))

    def test_fifty_nine_paid_months_change_nothing(self):
        who = person(contributions=[months("employee", "2021-03", "2026-01")])
        assert not {"status", "until"} & kinds(compared(who, "2026-05-01"))

    def test_a_later_end_is_laid_to_the_ground_that_brings_it(self):
        working = person(
            work=[work("employee", end="2026-08-31")], contributions=[months("employee", "2020-01", "2026-08")]
        )
        changed = found(compared(working), "until")
        assert (changed.before, changed.after) == (day("2026-11-30"), day("2027-02-28"))
        assert changed.act == "order-106-2025"

    def test_the_caps_of_employee_and_employer_rise(self):
        comparison = compared(person(work=[work("employee", monthly_income=5_000_000)]))
        employee, employer = found(comparison, "monthly", "employee"), found(comparison, "monthly", "employer")
        assert sums(employee) == (17_000, 34_000)
        assert (employee.act, employee.article) == ("405-V", "28 (5-2)")
        assert sums(employer) == (25_500, 102_000)
        assert (employer.act, employer.article) == ("405-V", "27 (2-2)")

    @pytest.mark.parametrize(("income", "differing"), [(850_000, set()), (850_001, {"employee", "employer"})])
    def test_wages_up_to_the_old_cap_pay_the_same(self, income: int, differing: set[str]):
        comparison = compared(person(work=[work("employee", monthly_income=income)]))
        assert {item.code for item in comparison.differences if item.kind == "monthly"} == differing

    def test_screening_is_free_for_everybody(self):
        comparison = compared(person())
        for code in SCREENINGS:
            changed = found(comparison, "service", code)
            assert _care(changed) == (("osms", "unclear"), ("gobmp", "yes"))
            assert (changed.act, changed.certainty) == ("decree-672", "unclear")
            assert "screening_before_2026" in changed.notes

    def test_one_per_cent_under_the_new_regime(self):
        who = person(
            work=[work("self_employed_regime", monthly_income=300_000)],
            contributions=[months("self_employed_regime", "2026-01", "2026-06")],
        )
        comparison = compared(who)
        assert found(comparison, "status").act == "tax-code-2026"
        assert found(comparison, "monthly", "self_employed_regime").before is None
        assert sums(found(comparison, "monthly", "self_employed_regime")) == (None, 3000)
        assert found(comparison, "monthly", "self_payer").act == "order-106-2025"

    def test_of_2027_primary_care_is_likely_and_sums_are_not_known(self):
        comparison = compared(person(), NOW, NOW, NEXT)
        assert kinds(comparison) == {"service", "monthly", "arrears", "advance"}
        care = found(comparison, "service")
        assert (care.code, care.certainty, care.notes) == ("primary_care", "likely", ("staged_2027",))
        for kind in ("monthly", "arrears", "advance"):
            changed = found(comparison, kind)
            assert sums(changed)[0] > 0
            assert sums(changed)[1] is None
            assert (changed.act, changed.certainty) == ("budget-2027", "unclear")

    def test_income_that_is_not_known_stays_unknown_on_both_sides(self):
        comparison = compared(person(work=[work("employee")]))
        for side in (comparison.first, comparison.second):
            assert [due.amount for due in side.contribution.monthly] == [None, None]
        assert "monthly" not in kinds(comparison)

    def test_of_a_stranger_nothing_is_known_under_either_law(self):
        comparison = compared(stranger())
        assert (comparison.first.status, comparison.second.status) == ("unknown", "unknown")
        assert {item.code for item in comparison.differences if item.kind == "ground"} >= {"wellbeing_crisis"}
        assert not {"status", "payer", "until"} & kinds(comparison)

    def test_a_past_month_that_one_law_covers_is_named_by_its_ground(self):
        """Level D with a visit in December covers that month only under the law that knows level D."""
        paid = [months("self_payer", "2025-06", "2025-11"), months("self_payer", "2026-01", "2026-06")]
        who = person(
            care_sought=["2025-12-05"], contributions=[months("self_payer", "2025-01", "2025-05"), *paid], **LEVEL_D
        )
        changed = found(compared(who, "2026-02-10"), "status")
        assert (changed.before, changed.after, changed.article) == ("not_insured", "insured", "26-1 (1) 2)")

    def test_the_laws_can_be_compared_backwards(self):
        there, back = compared(person(), NOW, BEFORE, NOW), compared(person(), NOW, NOW, BEFORE)
        assert [(i.kind, i.code, i.before, i.after) for i in there.differences] == [
            (i.kind, i.code, i.after, i.before) for i in back.differences
        ]


def _care(item: Difference) -> tuple[tuple[str, str], tuple[str, str]]:
    before, after = item.before, item.after
    assert isinstance(before, DiagnosisCare | ServiceCare)
    assert isinstance(after, DiagnosisCare | ServiceCare)
    return (str(before.package), before.covered), (str(after.package), after.covered)


def shown(result: Assessment) -> dict[tuple[str, str], Any]:
    """What the comparison is about, by kind and code; what stands for nothing is left out."""
    money = result.contribution
    offered = result.status != "insured" or result.payer == "self"
    table: dict[tuple[str, str], Any] = {
        ("status", "status"): result.status,
        ("payer", "payer"): result.payer,
        ("until", "until"): result.until,
        ("arrears", "arrears"): money.arrears,
        ("advance", "advance"): money.advance if offered else None,
        ("state_share", "state_share"): money.state,
    }
    table |= {("ground", item.code): item.outcome for item in result.grounds if item.outcome != "no"}
    for place, item in enumerate(result.diagnoses):
        table["diagnosis", str(place)] = (item.package, item.covered, item.until)
    for service in result.services:
        table["service", service.code] = (service.package, service.covered, service.certainty)
    table |= {("monthly", _code(due)): ("due", due.amount) for due in money.monthly}
    return {key: value for key, value in table.items() if value is not None}


def _code(due: Due) -> str:
    return due.kind if due.who == "self" else due.who


def entries() -> Iterator[tuple[str, str]]:
    for name in ("parameters", "grounds", "diagnoses", "services"):
        for entry in LAW.tables[name].values():
            if isinstance(entry, dict):
                for period in entry.get("values") or entry["periods"]:
                    yield period["act"], period["article"]


class TestOfEverybody:
    @given(who=people(), on=asked_days, first=asked_days, second=asked_days)
    @examples(150)
    def test_the_differences_are_those_of_the_two_answers(self, who: Json, on: date, first: date, second: date):
        comparison = compared(who, on.isoformat(), first.isoformat(), second.isoformat())
        before, after = shown(comparison.first), shown(comparison.second)
        differing = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
        listed = [(item.kind, item.code) for item in comparison.differences]
        assert sorted(listed) == sorted(differing)
        assert comparison.first == assess(facts_of(who), LAW.as_of(first.toordinal()), on.toordinal())

    @given(who=people(), on=asked_days, first=asked_days, second=asked_days)
    @examples(150)
    def test_each_difference_has_an_act_of_the_law_files(self, who: Json, on: date, first: date, second: date):
        acts = set(entries())
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(Causes, "_any", _must_not_be_needed)
            for item in compared(who, on.isoformat(), first.isoformat(), second.isoformat()).differences:
                assert (item.act, item.article) in acts
                assert item.certainty in ("sure", "likely", "unclear")
                assert item.before != item.after

    @given(who=people(), on=asked_days, other=st.dates(FIRST, LAST))
    @examples(60)
    def test_a_law_does_not_differ_from_itself(self, who: Json, on: date, other: date):
        assert compared(who, on.isoformat(), other.isoformat(), other.isoformat()).differences == ()
        rules = LAW.at(other.toordinal())
        assert compare(facts_of(who), LAW, on.toordinal(), rules.first, rules.last).differences == ()


def _must_not_be_needed(causes: Causes) -> None:
    raise AssertionError(causes.turned)

"""What if …: a change of facts and nothing else, so every answer is the engine's own on facts that the test changes."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.rules.assess import assess
from eligibility.rules.changes import horizon
from eligibility.rules.dates import day_text, first_day, month_of
from eligibility.rules.decide import decide
from eligibility.rules.facts import Facts, Spell
from eligibility.rules.json_values import FactsError
from eligibility.rules.outcomes import Outcome, line_of, outcome, outcomes
from eligibility.rules.timeline import timeline
from eligibility.rules.what_if import WHAT_IFS, offered, what_if

from .people import LAW, Json, day, facts_of, having, later, months, person, spell, stranger, work
from .strategies import asked_days, examples, people

TODAY = "2026-11-22"
MONTH, NEXT = "2026-11", "2026-12"
INCOME = 150_000
PAYING = ("pay_missed_months", "pay_year_ahead", "pay_year_and_this_month")
ONLY_ADDS = ("register_as_unemployed", "disability_confirmed", "full_time_study", *PAYING)


def come_of(code: str, who: Json, on: str = TODAY, income: int | None = INCOME) -> Outcome:
    return outcome(code, facts_of(who), LAW, day(on), income)


def open_to(who: Json, on: str = TODAY) -> tuple[str, ...]:
    return offered(facts_of(who), LAW, day(on))


# --- The changes, written down a second time as records and not as code ---

UNINSURED = person()
SAME: dict[str, tuple[Json, Json]] = {
    "register_as_unemployed": (UNINSURED, having("registered_unemployed", spell(TODAY))),
    "disability_confirmed": (UNINSURED, having("disability", spell(TODAY))),
    "full_time_study": (UNINSURED, having("full_time_study", spell(TODAY))),
    "register_pregnancy": (UNINSURED, having("pregnancy", spell(TODAY))),
    "level_confirmed_and_care": (
        UNINSURED,
        person(wellbeing_level="D", polyclinic_attached=True, care_sought=[TODAY]),
    ),
    "take_job": (
        UNINSURED,
        person(
            work=[work("employee", TODAY, monthly_income=INCOME)],
            contributions=[{"kind": "employee", "from": MONTH}],
        ),
    ),
    "join_special_regime": (
        UNINSURED,
        person(
            work=[work("self_employed_regime", TODAY, monthly_income=INCOME)],
            contributions=[{"kind": "self_employed_regime", "from": MONTH}],
        ),
    ),
    "become_entrepreneur": (
        UNINSURED,
        person(work=[work("entrepreneur", TODAY)], contributions=[{"kind": "entrepreneur", "from": MONTH}]),
    ),
    "pay_missed_months": (UNINSURED, person(contributions=[{"kind": "self_payer", "from": "2025-11"}])),
    "pay_year_ahead": (UNINSURED, person(contributions=[months("self_payer", NEXT, "2027-11")])),
    "pay_year_and_this_month": (UNINSURED, person(contributions=[months("self_payer", MONTH, "2027-11")])),
    "lose_work": (
        person(work=[work("employee", "2024-01-01")], contributions=[{"kind": "employee", "from": "2024-01"}]),
        person(work=[work("employee", "2024-01-01", TODAY)], contributions=[months("employee", "2024-01", MONTH)]),
    ),
}


def test_every_what_if_is_written_down_here() -> None:
    assert SAME.keys() == WHAT_IFS.keys()


@pytest.mark.parametrize("code", SAME)
def test_the_outcome_is_the_answer_to_the_changed_record(code: str) -> None:
    before, after = SAME[code]
    found = come_of(code, before)
    expected = assess(facts_of(after), LAW, day(TODAY))
    assert found.assessment == expected
    assert (found.insured_from, found.lost_from) == turns(facts_of(before), facts_of(after), day(TODAY))


def turns(before: Facts, after: Facts, on: int) -> tuple[int | None, int | None]:
    """The first day on which only the one, and only the other, is insured: day by day, without any walk."""
    days = range(on, horizon(LAW, on) + 1)
    cover = [(decide(before, LAW, d).status == "insured", decide(after, LAW, d).status == "insured") for d in days]
    gained = next((d for d, pair in zip(days, cover, strict=True) if pair == (False, True)), None)
    return gained, next((d for d, pair in zip(days, cover, strict=True) if pair == (True, False)), None)


# --- Anybody at all ---


def _facts(who: Json) -> Facts | None:
    try:
        return facts_of(who)
    except FactsError:
        return None


@pytest.mark.parametrize("code", WHAT_IFS)
@given(who=people(), asked=asked_days)
@examples(25)
def test_an_outcome_is_the_engine_on_the_changed_facts(code: str, who: Json, asked: Any) -> None:
    facts, on = _facts(who), asked.toordinal()
    if facts is None:
        return
    found = outcome(code, facts, LAW, on, INCOME)
    assert found.facts == what_if(code, facts, LAW, on, INCOME)
    assert found.assessment == assess(found.facts, LAW, on)
    for since, insured, other in (
        (found.insured_from, found.facts, facts),
        (found.lost_from, facts, found.facts),
    ):
        if since is not None:
            assert decide(insured, LAW, since).status == "insured"
            assert decide(other, LAW, since).status != "insured"
            if since > on:
                eve = (decide(insured, LAW, since - 1).status, decide(other, LAW, since - 1).status)
                assert eve[0] != "insured" or eve[1] == "insured"
    if found.insured_from is not None:
        assert found.until is None or found.until >= found.insured_from
        assert found.payer == decide(found.facts, LAW, found.insured_from).payer


@given(who=people(), asked=asked_days)
@examples(60)
def test_what_is_offered_changes_facts_and_cover(who: Json, asked: Any) -> None:
    facts, on = _facts(who), asked.toordinal()
    if facts is None:
        return
    before = assess(facts, LAW, on)
    for code in offered(facts, LAW, on):
        found = outcome(code, facts, LAW, on)
        assert found.facts != facts
        assert not (before.status == "unknown" and found.assessment.status == "not_insured")
        lines = [timeline(item, LAW, on) for item in (facts, found.facts)]
        ahead = [[(part.status, part.payer, part.last) for part in line.stretches if part.last >= on] for line in lines]
        assert ahead[0] != ahead[1]


@pytest.mark.parametrize("code", ONLY_ADDS)
@given(who=people(), asked=asked_days)
@examples(25)
def test_what_only_adds_takes_no_cover_away_on_the_day(code: str, who: Json, asked: Any) -> None:
    facts, on = _facts(who), asked.toordinal()
    if facts is not None and decide(facts, LAW, on).status == "insured":
        assert outcome(code, facts, LAW, on).assessment.status == "insured"


@given(who=people(), asked=asked_days, code=st.sampled_from(tuple(WHAT_IFS)))
@examples(40)
def test_the_line_of_a_what_if_has_no_gap_and_leaves_the_past_alone(who: Json, asked: Any, code: str) -> None:
    facts, on = _facts(who), asked.toordinal()
    if facts is None:
        return
    now, found = timeline(facts, LAW, on), outcome(code, facts, LAW, on)
    line = line_of(found, now)
    assert (line.stretches[0].first, line.stretches[-1].last) == (now.first, now.last)
    assert all(a.last + 1 == b.first for a, b in zip(line.stretches, line.stretches[1:], strict=False))
    assert line.at(on).status == found.assessment.status
    if on > now.first:
        assert line.at(on - 1).status == now.at(on - 1).status


# --- What is offered to whom ---


def test_somebody_without_cover_may_choose() -> None:
    assert open_to(UNINSURED) == (
        "register_as_unemployed",
        "level_confirmed_and_care",
        "full_time_study",
        "take_job",
        "join_special_regime",
        "become_entrepreneur",
        "pay_missed_months",
        "pay_year_ahead",
        "pay_year_and_this_month",
    )


def test_a_student_is_not_offered_registering() -> None:
    student = having("full_time_study", spell("2024-09-01", "2027-06-30"))
    assert not {"register_as_unemployed", "full_time_study", *PAYING} & set(open_to(student))
    assert "take_job" in open_to(student)


@pytest.mark.parametrize("born", ["2019-12-05", "2009-01-31", "2009-12-01"])
def test_a_child_is_not_offered_paying(born: str) -> None:
    closed = {*PAYING, "join_special_regime", "become_entrepreneur", "level_confirmed_and_care"}
    assert not closed & set(open_to(person(birth_date=born)))


def test_the_ways_of_grown_ups_open_on_the_18th_birthday() -> None:
    born = person(birth_date="2008-11-10")
    assert "pay_missed_months" not in open_to(born, "2026-11-09")
    assert "join_special_regime" not in open_to(born, "2026-11-09")
    for on in ("2026-11-10", "2026-11-30"):
        assert "join_special_regime" in open_to(born, on)
        found = come_of("join_special_regime", born, on)
        assert (day_text(found.insured_from or 0), found.unbroken) == ("2026-12-01", True)
    assert "pay_missed_months" in open_to(born, "2026-12-01")


def test_what_holds_already_is_not_offered() -> None:
    assert "register_as_unemployed" not in open_to(having("registered_unemployed", spell("2026-01-10")))
    ahead = person(contributions=[months("self_payer", MONTH, "2027-11")])
    assert not {"pay_year_ahead", "pay_year_and_this_month"} & set(open_to(ahead))
    assert open_to(having("pension", True)) == ()


def test_a_disability_whose_term_ends_can_be_confirmed_anew() -> None:
    held = having("disability", spell("2020-01-01", "2027-03-31"))
    found = come_of("disability_confirmed", held)
    assert "disability_confirmed" in open_to(held)
    assert (day_text(found.insured_from or 0), found.unbroken, found.until) == ("2027-04-01", True, None)
    assert "disability_confirmed" not in open_to(having("disability", spell("2020-01-01")))


def test_a_disability_is_offered_only_where_it_may_come() -> None:
    assert "disability_confirmed" not in open_to(UNINSURED)
    assert "disability_confirmed" in open_to(person(diagnoses=[{"icd10": "G80.1"}]))
    assert "disability_confirmed" in open_to(stranger())
    assert "register_pregnancy" not in open_to(UNINSURED)


def test_the_regime_of_the_self_employed_is_not_law_before_2026() -> None:
    assert "join_special_regime" not in open_to(UNINSURED, "2025-12-31")
    assert "join_special_regime" in open_to(UNINSURED, "2026-01-01")
    assert "level_confirmed_and_care" not in open_to(UNINSURED, "2025-12-31")


def test_losing_work_is_asked_by_those_who_work() -> None:
    assert "lose_work" not in open_to(UNINSURED)
    before, _after = SAME["lose_work"]
    found = come_of("lose_work", before)
    assert "lose_work" in open_to(before)
    assert (day_text(found.lost_from or 0), found.lost_to) == ("2027-03-01", "not_insured")
    assert day_text(found.until or 0) == "2027-02-28"
    assert found.cost is not None
    assert found.cost.monthly == ()


def test_payments_on_their_way_still_come_when_work_ends() -> None:
    late = person(work=[work("employee")], contributions=[months("employee", "2024-01", "2026-10")])
    assert come_of("lose_work", late).until == come_of("lose_work", SAME["lose_work"][0]).until
    unpaid = person(work=[work("employee")], contributions=[months("employee", "2024-01", "2025-01")])
    assert come_of("lose_work", unpaid).facts.paid == facts_of(unpaid).paid


def test_losing_work_is_no_gain() -> None:
    """Where the record stops before the work does, the answer without the change ends too early to compare."""
    late = person(work=[work("employee")], contributions=[months("employee", "2024-01", "2026-10")])
    assert "lose_work" not in open_to(late)


def test_a_leave_from_work_ends_with_it() -> None:
    on_leave = having("parental_leave", spell("2026-01-01"), work=[work("employee")])
    assert come_of("lose_work", on_leave).lost_from == day(later(TODAY))


# --- What is not known ---


def test_nothing_is_claimed_of_work_that_is_not_known() -> None:
    nobody = stranger(birth_date="1990-06-10")
    for code in ("take_job", "become_entrepreneur", "join_special_regime", "lose_work", *PAYING):
        assert what_if(code, facts_of(nobody), LAW, day(TODAY)) == facts_of(nobody)
        assert code not in open_to(nobody)


def test_a_clear_yes_where_nothing_else_is_known() -> None:
    idle = stranger(birth_date="1990-06-10", work=[])
    assert assess(facts_of(idle), LAW, day(TODAY)).status == "unknown"
    assert come_of("register_as_unemployed", idle).insured_from == day(TODAY)
    assert come_of("pay_year_ahead", idle).insured_from == day("2026-12-01")
    assert come_of("pay_year_ahead", idle).assessment.status == "unknown"


def test_an_unknown_circumstance_keeps_its_unknown_past() -> None:
    found = come_of("disability_confirmed", stranger())
    assert found.facts.circumstances["disability"] == (Spell(),)
    assert found.assessment.status == "insured"


def test_a_change_that_leaves_the_answer_open_says_what_is_missing() -> None:
    silent = {**person(), "last_pension_contribution": None, "unmentioned": None}
    silent |= {"circumstances": dict.fromkeys(facts_of(person()).circumstances, False), "work": []}
    silent |= {"contributions": [], "care_sought": [], "wellbeing_level": False, "polyclinic_attached": True}
    found = come_of("level_confirmed_and_care", silent)
    assert found.assessment.status == "unknown"
    assert found.assessment.missing == ("last_pension_contribution",)
    assert (found.insured_from, found.cost) == (None, None)
    assert "level_confirmed_and_care" in open_to(silent)


def test_the_other_levels_are_not_wished_away() -> None:
    assert "level_confirmed_and_care" not in open_to(person(wellbeing_level="B"))


def test_what_is_owed_has_to_be_known() -> None:
    vague = person(contributions=[], contributions_known_from="2026-05")
    assert "pay_missed_months" not in open_to(vague)
    assert "pay_year_ahead" in open_to(vague)


# --- Days on which something turns ---


@pytest.mark.parametrize("on", ["2026-11-01", "2026-11-22", "2026-11-30", "2026-12-01", "2026-12-31"])
def test_paying_ahead_insures_from_the_next_month(on: str) -> None:
    following = first_day(month_of(day(on)) + 1)
    assert come_of("pay_year_ahead", UNINSURED, on).insured_from == following
    assert come_of("pay_year_and_this_month", UNINSURED, on).insured_from == day(on)


def test_care_at_level_d_insures_to_the_end_of_the_year() -> None:
    for on in ("2026-01-01", TODAY, "2026-12-31"):
        found = come_of("level_confirmed_and_care", UNINSURED, on)
        assert (found.insured_from, found.until) == (day(on), day("2026-12-31"))


def test_months_paid_later_do_not_insure_days_gone_by() -> None:
    facts = facts_of(UNINSURED)
    line = line_of(come_of("pay_missed_months", UNINSURED), timeline(facts, LAW, day(TODAY)))
    assert line.at(day(TODAY) - 1).status == "not_insured"
    assert line.at(day(TODAY)).status == "insured"


# --- What it costs ---


@pytest.mark.parametrize(
    ("code", "once", "own", "employer"),
    [
        ("register_as_unemployed", 0, 0, 0),
        ("take_job", 0, 3000, 4500),
        ("join_special_regime", 0, 1500, 0),
        ("become_entrepreneur", 0, 5950, 0),
        ("pay_missed_months", 51_000, 4250, 0),
        ("pay_year_ahead", 51_000, 0, 0),
        ("pay_year_and_this_month", 55_250, 0, 0),
    ],
)
def test_costs(code: str, once: int, own: int, employer: int) -> None:
    cost = come_of(code, UNINSURED).cost
    assert cost is not None
    assert [cost.once, cost.a_month(employer=False), cost.a_month(employer=True)] == [once, own, employer]


@pytest.mark.parametrize("code", PAYING)
def test_prices_of_2027_are_not_invented(code: str) -> None:
    cost = come_of(code, UNINSURED, "2027-01-01").cost
    assert cost is not None
    assert cost.once is None
    entrepreneur = come_of("become_entrepreneur", UNINSURED, "2027-01-01").cost
    assert entrepreneur is not None
    assert entrepreneur.a_month(employer=False) is None


def test_a_cost_that_begins_later_says_from_when() -> None:
    student = having("full_time_study", spell("2024-09-01", "2027-06-30"))
    cost = come_of("take_job", student).cost
    assert cost is not None
    assert cost.since == day("2027-07-01")
    assert cost.a_month(employer=False) == Decimal(3000)


def test_an_income_that_is_not_told_has_no_price() -> None:
    cost = come_of("take_job", UNINSURED, income=None).cost
    assert cost is not None
    assert cost.a_month(employer=False) is None


# --- The order ---


def test_the_best_comes_first() -> None:
    found = outcomes(facts_of(UNINSURED), LAW, day(TODAY), {"take_job": INCOME, "join_special_regime": INCOME})
    codes = [item.code for item in found]
    assert set(codes) == set(open_to(UNINSURED))
    assert codes[-1] == "pay_year_ahead"  # it insures last
    assert codes.index("level_confirmed_and_care") > codes.index("register_as_unemployed")  # it ends with the year
    assert codes.index("take_job") > codes.index("level_confirmed_and_care")  # it costs something


def test_a_loss_comes_last() -> None:
    found = outcomes(facts_of(SAME["lose_work"][0]), LAW, day(TODAY), {})
    assert [item.code for item in found][-1] == "lose_work"


def test_an_unknown_code_is_an_error() -> None:
    with pytest.raises(KeyError):
        what_if("win_the_lottery", facts_of(UNINSURED), LAW, day(TODAY))


@pytest.mark.parametrize("code", WHAT_IFS)
def test_the_facts_as_they_are_stay_as_they_are(code: str) -> None:
    facts = facts_of(SAME[code][0])
    what_if(code, facts, LAW, day(TODAY), INCOME)
    assert facts == facts_of(SAME[code][0])

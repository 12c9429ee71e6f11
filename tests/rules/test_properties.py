"""What has to be true of the answer about anybody on any day."""

import json
from collections.abc import Callable
from copy import deepcopy
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from eligibility.rules import facts as f
from eligibility.rules.case import Case
from eligibility.rules.changes import horizon
from eligibility.rules.decide import decide
from eligibility.rules.grounds import GROUNDS
from eligibility.rules.grounds.cover import PAID_BY_LIST, budget_cover
from eligibility.rules.law import LawRangeError
from eligibility.rules.truth import Verdict, all_of, any_of, negate

from .people import LAW, Json, answer, day, decided, facts_of, months, person, spell, stranger, verdict, work
from .strategies import FIRST, LAST, asked_days, circumstances, examples, fact_days, people

KNOWN = {"insured", "not_insured", "yes", "no"}
ORDER_OF_LISTS = list(GROUNDS)[:19]
"""The grounds that rest on no payment."""


def outcomes(who: Json, on: date) -> dict[str, str]:
    return {finding.code: finding.verdict.truth for finding in decided(who, on.isoformat()).findings}


def status_and_payer(who: Json, on: date) -> tuple[str, str | None]:
    decision = decided(who, on.isoformat())
    return decision.status, decision.payer


def named_facts(who: Json) -> list[str]:
    """The facts of a person that can be left out one by one; a circumstance by its path."""
    plain = [key for key in who if key not in ("unmentioned", "circumstances", "contributions_known_from")]
    return plain + [f"circumstances.{name}" for name in who["circumstances"]]


def without(who: Json, fact: str) -> Json:
    less = deepcopy(who)
    table, _, name = fact.rpartition(".")
    (less[table] if table else less).pop(name)
    return less


def said_by_residence(who: Json, fact: str) -> bool:
    """Residence says whether there is the status of a kandas, which a fact of its own may contradict."""
    return fact == "circumstances.kandas_status" and who.get("residence") is not None


class TestMoreFacts:
    """A fact that becomes known may change an answer, but never takes knowledge away."""

    @given(who=people(complete=False), on=asked_days, data=st.data())
    @examples(70)
    def test_nothing_known_becomes_unknown(self, who: Json, on: date, data: st.DataObject):
        facts = [fact for fact in named_facts(who) if not said_by_residence(who, fact)]
        assume(facts)
        fact = data.draw(st.sampled_from(facts))
        less = without(who, fact)
        before, after = outcomes(less, on), outcomes(who, on)
        lost = {code for code in before if before[code] in KNOWN and after[code] == "unknown"}
        assert not lost, f"{fact} takes away {lost}"
        if status_and_payer(less, on)[0] in KNOWN:
            assert status_and_payer(who, on)[0] != "unknown", fact

    @given(who=people(complete=False), on=asked_days, data=st.data())
    @examples(70)
    def test_what_was_decided_stays_decided(self, who: Json, on: date, data: st.DataObject):
        """Residence apart, with which the law may become unclear, and payments, which may belong to no known work."""
        facts = [fact for fact in named_facts(who) if fact not in ("residence", "contributions")]
        facts = [fact for fact in facts if not said_by_residence(who, fact)]
        assume(facts)
        fact = data.draw(st.sampled_from(facts))
        less = without(who, fact)
        before, after = outcomes(less, on), outcomes(who, on)
        changed = {code: after[code] for code in before if before[code] in KNOWN and after[code] != before[code]}
        assert not changed, f"{fact} changes {changed}"

    @given(who=people(complete=False), on=asked_days)
    @examples(50)
    def test_payments_leave_a_known_status(self, who: Json, on: date):
        """What is known stays, and an open point of law stays open or gives way to what is paid."""
        assume("contributions" in who)
        before, after = status_and_payer(without(who, "contributions"), on)[0], status_and_payer(who, on)[0]
        assert before == "unknown" or after == before or (before, after) == ("unclear", "insured")

    @pytest.mark.parametrize("residence", ["citizen", "kandas", "refugee", "permanent_resident", "foreigner"])
    def test_residence_takes_nothing_away(self, residence: str):
        child = stranger(birth_date="2015-01-01", circumstances={})
        known = decided(child, "2026-03-15").status in KNOWN
        assert not known or decided({**child, "residence": residence}, "2026-03-15").status != "unknown"


class TestSameFactsToldOtherwise:
    @given(who=people(), on=asked_days, data=st.data())
    @examples(50)
    def test_order_of_lists_does_not_matter(self, who: Json, on: date, data: st.DataObject):
        shuffled = deepcopy(who)
        for table in (shuffled, shuffled["circumstances"]):
            for key, value in table.items():
                if isinstance(value, list):
                    table[key] = data.draw(st.permutations(value))
        assert without_order(answer(shuffled, on.isoformat())) == without_order(answer(who, on.isoformat()))

    @given(who=people(), on=asked_days, data=st.data())
    @examples(60)
    def test_splitting_paid_periods_does_not_matter(self, who: Json, on: date, data: st.DataObject):
        cut = deepcopy(who)
        cut["contributions"] = [
            part for item in who.get("contributions", []) for part in split_months(item, data.draw(fact_days))
        ]
        assume("contributions" in who)
        assert answer(cut, on.isoformat()) == answer(who, on.isoformat())

    @given(name=st.sampled_from(f.CIRCUMSTANCES), who=people(), on=asked_days, data=st.data())
    @examples(50)
    def test_splitting_a_circumstance_does_not_matter(self, name: str, who: Json, on: date, data: st.DataObject):
        held = data.draw(circumstances(name, dated=True))
        assume(isinstance(held, dict))
        cut = data.draw(fact_days)
        overlap = timedelta(data.draw(st.sampled_from([0, 0, 1, 40])))
        whole, parts = deepcopy(who), deepcopy(who)
        whole["circumstances"][name] = held
        parts["circumstances"][name] = data.draw(st.permutations(split_days(held, cut, overlap)))
        assert without_reasons(answer(parts, on.isoformat())) == without_reasons(answer(whole, on.isoformat()))

    @given(who=people(dated=True), on=asked_days, data=st.data())
    @examples(60)
    def test_splitting_a_job_does_not_matter(self, who: Json, on: date, data: st.DataObject):
        assume(bool(who.get("work")))
        cut = deepcopy(who)
        cut["work"] = [part for item in who["work"] for part in split_days(item, data.draw(fact_days), timedelta(0))]
        assert without_reasons(answer(cut, on.isoformat())) == without_reasons(answer(who, on.isoformat()))


def split_months(item: Json, cut: date) -> list[Json]:
    """The paid months as two lists that overlap in one month, where the month of the cut lies inside."""
    month = cut.isoformat()[:7]
    if not item["from"] <= month <= item.get("to", "9999-12"):
        return [item]
    return [{**item, "from": month}, {**item, "to": month}]


def split_days(item: Json, cut: date, overlap: timedelta) -> list[Json]:
    """The period as two that touch at the cut or overlap there."""
    if not item["from"] < cut.isoformat() <= item.get("to", "9999-12-31"):
        return [item]
    end = min((cut - timedelta(1) + overlap).isoformat(), item.get("to", "9999-12-31"))
    return [{**item, "to": end}, {**item, "from": cut.isoformat()}]


def without_order(answered: Json) -> Json:
    """The answer with its lists of people's own items sorted: they come in the order of the question."""

    def by_text(items: list[Any]) -> list[str]:
        return sorted(json.dumps(item, sort_keys=True) for item in items)

    sorted_parts = {key: by_text(answered[key]) for key in ("diagnoses", "changes", "routes", "notes", "missing")}
    return {
        **answered,
        **sorted_parts,
        "grounds": [{**g, "reasons": by_text(g["reasons"])} for g in answered["grounds"]],
    }


def without_reasons(answered: Json) -> Json:
    """The answer without the words for it: a part of a period has ended where the whole goes on."""
    grounds = [{key: value for key, value in g.items() if key != "reasons"} for g in answered["grounds"]]
    return {key: value for key, value in {**answered, "grounds": grounds}.items() if key != "notes"}


class TestFuture:
    @given(who=people(), on=asked_days)
    @examples(70)
    def test_what_begins_later_changes_nothing_today(self, who: Json, on: date):
        """Months paid ahead are kept: they were paid before the question."""
        assume(not isinstance(last := who.get("last_pension_contribution"), str) or last <= on.isoformat()[:7])
        cut = as_known_on(who, on.isoformat())
        assert status_and_payer(cut, on) == status_and_payer(who, on)
        by_list = [code for code in ORDER_OF_LISTS if code in outcomes(who, on)]
        assert [outcomes(cut, on)[code] for code in by_list] == [outcomes(who, on)[code] for code in by_list]


def as_known_on(who: Json, on: str) -> Json:
    """The person without everything that begins after the day."""

    def begun(items: Any, key: str = "from") -> Any:
        if isinstance(items, dict):
            return begun([items], key)
        return [item for item in items if item.get(key, on) <= on] if isinstance(items, list) else items

    known = deepcopy(who)
    known["circumstances"] = {name: begun(held) for name, held in who["circumstances"].items()}
    for name, key in (("work", "from"), ("diagnoses", "since")):
        if name in known:
            known[name] = begun(known[name], key)
    if "care_sought" in known:
        known["care_sought"] = [seen for seen in known["care_sought"] if seen <= on]
    return known


class TestChanges:
    @given(who=people(), on=asked_days)
    @examples(80)
    def test_changes_and_end_agree_with_asking_every_day(self, who: Json, on: date):
        """Status and payer of each day of the coming two years, also where facts have no dates; and that the answer
        holds until its last day and no longer."""
        facts, start = facts_of(who), on.toordinal()
        answered = answer(who, on.isoformat())
        until = day(answered["until"]) if answered["until"] else LAW.last
        assert until >= start
        told = {day(change["on"]): change for change in answered["changes"] if "package" not in change}
        state = (answered["status"], answered["payer"])
        for today in range(start, horizon(LAW, start) + 1):
            if today in told:
                assert state != (told[today]["status"], told[today]["payer"]), "a change that changes nothing"
                state = (told[today]["status"], told[today]["payer"])
            decision = decide(facts, LAW, today)
            assert (decision.status, decision.payer) == state, date.fromordinal(today)
            assert today > until or decision.status == answered["status"], date.fromordinal(today)
            assert today != until + 1 or decision.status != answered["status"], date.fromordinal(today)

    @pytest.mark.parametrize(
        ("who", "on", "turn"),
        [
            (person(birth_date="2008-01-31", circumstances={"disability": spell("2026-02-01")}), "2025-11-01", None),
            (
                person(birth_date="2008-01-31", contributions=[{"kind": "employee", "from": "2025-06"}]),
                "2025-03-15",
                None,
            ),
            (
                stranger(
                    birth_date="2007-03-19",
                    residence="citizen",
                    work=[work("private_practice", None)],
                    circumstances={**dict.fromkeys(f.CIRCUMSTANCES, False), "house_arrest": spell(end="2026-04-01")},
                    contributions=[],
                ),
                "2025-03-15",
                "2025-04-01",
            ),
        ],
        ids=["disability follows childhood", "payments follow childhood", "undated house arrest at work"],
    )
    def test_what_once_went_wrong(self, who: Json, on: str, turn: str | None):
        """Each day from the question on, for six months."""
        facts, answered = facts_of(who), answer(who, on)
        told = {day(change["on"]): change["status"] for change in answered["changes"]}
        status = answered["status"]
        for today in range(day(on), day(on) + 180):
            status = told.get(today, status)
            assert decide(facts, LAW, today).status == status, date.fromordinal(today)
        if turn is None:
            assert answered["until"] is None

    @given(who=people(), on=asked_days)
    @examples(30)
    def test_packages_agree_with_asking_every_day(self, who: Json, on: date):
        assume(bool(who.get("diagnoses")))
        answered = answer(who, on.isoformat())
        moments = {day(change["on"]) for change in answered["changes"]} - {on.toordinal()}
        apart = [on + timedelta(days) for days in range(0, horizon(LAW, on.toordinal()) - on.toordinal(), 30)]
        for today in sorted({*(date.fromordinal(moment) for moment in moments), *apart}):
            found = answer(who, today.isoformat())["diagnoses"]
            for index, item in enumerate(found):
                expected = package_told(answered, index, today.isoformat())
                if item["package"] is not None and expected is not None:
                    assert item["package"] == expected, (today, item)

    @given(who=people(), on=asked_days)
    @examples(60)
    def test_changes_are_in_order_and_inside_the_horizon(self, who: Json, on: date):
        changes = answer(who, on.isoformat())["changes"]
        days = [day(change["on"]) for change in changes]
        assert days == sorted(days)
        assert all(on.toordinal() < moment <= horizon(LAW, on.toordinal()) for moment in days)


def package_told(answered: Json, index: int, on: str) -> str | None:
    """The package of a diagnosis on a later day, read from the changes of an answer. Two diagnoses that look the
    same change alike."""
    item = answered["diagnoses"][index]
    package: str | None = item["package"]
    alike = [
        other for other in answered["diagnoses"] if (other["icd10"], other["group"]) == (item["icd10"], item["group"])
    ]
    for change in answered["changes"]:
        mine = change.get("package") and (change["icd10"], change["group"]) == (item["icd10"], item["group"])
        if mine and len(alike) > 1:
            return None
        if mine and change["on"] <= on:
            package = change["package"]
    return package


class TestShortCuts:
    """What the engine does not look at again must not matter."""

    @given(who=people(), on=asked_days)
    @examples(60)
    def test_stopping_at_the_first_ground_gives_the_same_status(self, who: Json, on: date):
        short = decided(who, on.isoformat(), every_ground=False)
        full = decided(who, on.isoformat(), every_ground=True)
        assert (short.status, short.ground, short.payer) == (full.status, full.ground, full.payer)

    @given(who=people(dated=True), on=asked_days, data=st.data())
    @examples(120)
    def test_a_verdict_holds_on_every_day_of_its_span(self, who: Json, on: date, data: st.DataObject):
        facts = facts_of(who)
        code = data.draw(st.sampled_from(list(LAW.at(on.toordinal()).payers)))
        found = GROUNDS[code](Case(facts, LAW, on.toordinal()))
        assert found.since <= on.toordinal() <= found.until
        for other in days_inside(found, code, data):
            again = GROUNDS[code](Case(facts, LAW, other))
            assert again.truth == found.truth, f"{code}: {found} but on {date.fromordinal(other)} {again}"

    @given(who=people(), on=asked_days)
    @examples(60)
    def test_a_span_contains_the_day_that_was_asked_about(self, who: Json, on: date):
        """Otherwise the walk from span to span would not end."""
        today = on.toordinal()
        for finding in decided(who, on.isoformat()).findings:
            assert finding.verdict.since <= today <= finding.verdict.until, finding

    @pytest.mark.parametrize(
        ("who", "on"),
        [
            (stranger(circumstances={}, contributions=[months("self_payer", "2026-03")]), "2026-03-15"),
            (
                stranger(circumstances={"raising_child_under_3": spell("2026-01-01", child_birth_date="2026-05-10")}),
                "2026-03-15",
            ),
            (stranger(circumstances={}, contributions=[], contributions_known_from="2026-06"), "2026-03-15"),
        ],
        ids=["months of which it is not known who paid", "child not born yet", "record that begins later"],
    )
    def test_walks_that_once_went_wrong(self, who: Json, on: str):
        facts, today = facts_of(who), day(on)
        decision = decide(facts, LAW, today, every_ground=True)
        for finding in decision.findings:
            assert finding.verdict.since <= today <= finding.verdict.until, finding
        for other in range(today, min(decision.until, LAW.last) + 1):
            assert (
                decide(facts, LAW, other, every_ground=True).findings[0].verdict.truth
                == decision.findings[0].verdict.truth
            )
            assert [f.verdict.missing for f in decide(facts, LAW, other, True).findings] == [
                f.verdict.missing for f in decision.findings
            ], date.fromordinal(other)

    @pytest.mark.parametrize(
        ("code", "who", "turn"),
        [
            ("civil_contract", stranger(contributions=[], contributions_known_from="2026-04"), "2026-04-01"),
            ("self_payer", stranger(contributions=[], contributions_known_from="2026-04"), "2026-04-01"),
            (
                "retention_three_months",
                person(birth_date="2008-02-10", contributions=[{"kind": "employee", "from": "2026-04"}]),
                "2026-04-01",
            ),
        ],
        ids=["record begins, work", "record begins, self-payer", "payments begin"],
    )
    def test_spans_that_once_were_too_long(self, code: str, who: Json, turn: str):
        before, after = verdict(who, code, "2026-03-15"), verdict(who, code, turn)
        assert before.truth != after.truth
        assert before.until < day(turn)

    @given(who=people(), on=st.dates(date(2021, 1, 1), date(2025, 12, 31)))
    @examples(60)
    def test_so_does_a_span_of_the_past(self, who: Json, on: date):
        """Days before the range of the law are looked back at, too."""
        past = Case(facts_of(who), LAW, LAW.first + 800).on(on.toordinal())
        for ground, _ in PAID_BY_LIST.each:
            found = ground(past)
            assert found.since <= on.toordinal() <= found.until, (ground.__name__, found)
        found = budget_cover(past, on.toordinal())
        assert found.since <= on.toordinal() <= found.until, found

    @given(who=people(), on=asked_days)
    @examples(50)
    def test_a_decision_holds_until_its_end(self, who: Json, on: date):
        facts = facts_of(who)
        decision = decide(facts, LAW, on.toordinal())
        for other in range(on.toordinal(), decision.until + 1):
            again = decide(facts, LAW, other)
            assert (again.status, again.payer) == (decision.status, decision.payer), date.fromordinal(other)


def days_inside(found: Verdict, code: str, data: st.DataObject) -> list[int]:
    """Both ends of the span and a few days between them, as far as the ground is law."""
    since, until = max(found.since, LAW.first), min(found.until, LAW.last)
    inside = {since, until, *(data.draw(st.integers(since, until)) for _ in range(4))}
    return [other for other in sorted(inside) if code in LAW.at(other).payers]


class TestTheAnswer:
    KEYS = "on law status payer until grounds contribution diagnoses services changes missing routes notes"

    @given(who=people(), on=asked_days)
    @examples(60)
    def test_shape_of_the_contract(self, who: Json, on: date):
        answered = answer(who, on.isoformat())
        assert json.loads(json.dumps(answered, allow_nan=False)) == answered
        assert list(answered) == self.KEYS.split()
        assert [item["code"] for item in answered["grounds"]] == list(LAW.at(on.toordinal()).payers)
        for item in answered["grounds"]:
            assert set(item) == {"code", "outcome", "payer", "from", "until", "reasons", "missing"}
            assert item["outcome"] == "yes" or (item["from"], item["until"]) == (None, None)
            assert item["reasons"], "somebody must see why"
            assert bool(item["missing"]) == (item["outcome"] == "unknown")

    @given(who=people(), on=asked_days)
    @examples(60)
    def test_status_follows_from_the_grounds(self, who: Json, on: date):
        answered = answer(who, on.isoformat())
        found = {item["outcome"] for item in answered["grounds"]}
        if "yes" in found:
            first = next(item for item in answered["grounds"] if item["outcome"] == "yes")
            assert (answered["status"], answered["payer"]) == ("insured", first["payer"])
        else:
            assert answered["payer"] is None
            assert answered["status"] == next(
                (doubt for doubt in ("unclear", "unknown") if doubt in found), "not_insured"
            )
        assert bool(answered["missing"]) == (answered["status"] in ("unclear", "unknown") and "unknown" in found)

    @given(who=people(), on=asked_days)
    @examples(60)
    def test_a_ground_that_holds_says_from_when_to_when(self, who: Json, on: date):
        for item in answer(who, on.isoformat())["grounds"]:
            if item["outcome"] == "yes":
                assert (item["from"] or "") <= on.isoformat() <= (item["until"] or "9999"), item


truths = st.builds(
    Verdict,
    st.sampled_from(["yes", "no", "unknown", "unclear"]),
    st.just(("working",)),
    st.just(()),
    st.integers(1, 50),
    st.integers(50, 99),
)


class TestAlgebra:
    @given(parts=st.lists(truths, min_size=1, max_size=4), data=st.data())
    @examples(60)
    def test_order_does_not_matter(self, parts: list[Verdict], data: st.DataObject):
        other = data.draw(st.permutations(parts))
        for combine in (all_of, any_of):
            one, two = combine(*parts), combine(*other)
            assert (one.truth, one.since, one.until) == (two.truth, two.since, two.until)

    @given(parts=st.lists(truths, max_size=4))
    @examples(60)
    def test_one_no_or_one_yes_decides(self, parts: list[Verdict]):
        found = {part.truth for part in parts}
        assert (all_of(*parts).truth == "no") == ("no" in found)
        assert (all_of(*parts).truth == "yes") == (found <= {"yes"})
        assert (any_of(*parts).truth == "yes") == ("yes" in found)
        assert (any_of(*parts).truth == "no") == (found <= {"no"})

    @given(parts=st.lists(truths, min_size=1, max_size=4), truth=st.sampled_from(["yes", "no"]), data=st.data())
    @examples(60)
    def test_learning_more_never_unsettles(self, parts: list[Verdict], truth: Any, data: st.DataObject):
        doubtful = [index for index, part in enumerate(parts) if part.truth == "unknown"]
        assume(doubtful)
        learned = list(parts)
        index = data.draw(st.sampled_from(doubtful))
        learned[index] = parts[index]._replace(truth=truth)
        for combine in (all_of, any_of):
            before, after = combine(*parts).truth, combine(*learned).truth
            assert before == "unknown" or before == after

    @given(parts=st.lists(truths, min_size=1, max_size=4), on=st.integers(1, 99))
    @examples(60)
    def test_spans_are_vouched_for(self, parts: list[Verdict], on: int):
        """A combination is never vouched for on a day on which no part that carries it is."""
        for combine in (all_of, any_of):
            whole = combine(*parts)
            if whole.since <= on <= whole.until:
                assert any(part.since <= on <= part.until for part in parts)

    @given(part=truths)
    @examples(50)
    def test_not_twice_is_nothing(self, part: Verdict):
        assert negate(negate(part, ()), ()).truth == part.truth


EVERYBODY: dict[str, Callable[[], Json]] = {
    "nothing known": lambda: stranger(circumstances={}),
    "nothing at all": lambda: person(),
    "child who grows up": lambda: person(birth_date="2007-12-31"),
    "level D": lambda: person(wellbeing_level="D", polyclinic_attached=True, care_sought=["2026-03-02"]),
}


class TestRange:
    @pytest.mark.parametrize("who", EVERYBODY.values(), ids=EVERYBODY.keys())
    def test_every_day_of_the_law_is_answered(self, who: Callable[[], Json]):
        facts = facts_of(who())
        statuses = {decide(facts, LAW, today).status for today in range(LAW.first, LAW.last + 1)}
        assert statuses <= {"insured", "not_insured", "unknown", "unclear"}

    def test_the_range_is_the_one_of_the_contract(self):
        assert (FIRST.isoformat(), LAST.isoformat()) == ("2024-01-01", "2027-12-31")
        assert all(one.last + 1 == two.first for one, two in pairwise(LAW.stretches))

    @pytest.mark.parametrize("on", ["2023-12-31", "2028-01-01", "1990-01-01", "2100-01-01"])
    def test_other_days_are_refused(self, on: str):
        with pytest.raises(LawRangeError, match=r"from 2024-01-01 to 2027-12-31"):
            answer(person(), on)

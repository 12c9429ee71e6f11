"""Random people in the shape of the contract: any fact may be absent, undated, in the past or in the future."""

import os
from datetime import date
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from eligibility.rules import facts as f

from .people import LAW, Json

settings.register_profile(
    "rules",
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.register_profile("search", settings.get_profile("rules"), derandomize=False)

TIMES = int(os.environ.get("RULES_EXAMPLES_TIMES", "1"))
"""RULES_EXAMPLES_TIMES=50 looks for new counter-examples, fifty times as many and other ones each time."""


def examples(number: int) -> settings:
    """The profile of the rules with so many examples."""
    profile = settings.get_profile("rules" if TIMES == 1 else "search")
    return settings(profile, max_examples=number * TIMES)


# The days at which something of the law turns, so that facts meet there more often than by chance.
TURNS = tuple(
    date.fromisoformat(text)
    for text in [
        "2024-02-29",
        "2024-12-31",
        "2025-06-30",
        "2025-09-30",
        "2025-10-01",
        "2025-12-31",
        "2026-01-01",
        "2026-01-25",
        "2026-01-26",
        "2026-01-31",
        "2026-02-28",
        "2026-03-01",
        "2026-03-25",
        "2026-03-31",
        "2026-04-01",
        "2026-06-30",
        "2026-12-31",
        "2027-01-01",
    ]
)
FIRST, LAST = date.fromordinal(LAW.first), date.fromordinal(LAW.last)

asked_days = st.one_of(st.dates(FIRST, LAST), st.dates(date(2025, 11, 1), date(2026, 8, 31)), st.sampled_from(TURNS))
fact_days = st.one_of(
    st.dates(date(2022, 1, 1), date(2028, 12, 31)),
    st.dates(date(2025, 7, 1), date(2026, 12, 31)),
    st.sampled_from(TURNS),
)
births = st.one_of(
    st.dates(date(1940, 1, 1), date(2023, 12, 31)),
    st.dates(date(2006, 1, 1), date(2010, 1, 1)),
    st.sampled_from([date(2007, 12, 31), date(2008, 2, 29), date(2008, 1, 1), date(2008, 1, 31)]),
)


def _text(day: date) -> str:
    return day.isoformat()


def _month(day: date) -> str:
    return day.isoformat()[:7]


@st.composite
def spells(draw: st.DrawFn, dated: bool = False) -> Json:
    """A period: both ends, an open one or, where ``dated`` does not forbid it, no beginning."""
    first, last = sorted([draw(fact_days), draw(fact_days)])
    table = {"from": _text(first), "to": _text(last)}
    if draw(st.booleans()):
        del table["to"]
    if not dated and draw(st.integers(0, 3)) == 0:
        del table["from"]
    return table


@st.composite
def circumstances(draw: st.DrawFn, name: str, dated: bool = False) -> Any:
    """One circumstance in one of the ways in which the contract lets it be told."""
    shape = draw(st.sampled_from(("no", "one", "one", "many") if dated else ("no", "true", "one", "one", "many")))
    if shape == "no":
        return False
    if shape == "true":
        return True
    held = [draw(spells(dated)) for _ in range(1 if shape == "one" else draw(st.integers(0, 3)))]
    for period in held:
        if name == "raising_child_under_3" and draw(st.booleans()):
            period["child_birth_date"] = _text(draw(fact_days))
        if name == "imprisonment" and draw(st.booleans()):
            period["security"] = draw(st.sampled_from(["minimum", "maximum"]))
    return held[0] if shape == "one" else held


@st.composite
def works(draw: st.DrawFn, dated: bool = False) -> Json:
    item = {"kind": draw(st.sampled_from(f.WORK_KINDS)), **draw(spells(dated))}
    if draw(st.booleans()):
        item["monthly_income"] = draw(st.one_of(st.integers(0, 5_000_000), st.sampled_from([850_000, 1_700_000])))
    if item["kind"] == "entrepreneur" and draw(st.booleans()):
        item["suspended"] = draw(st.booleans())
    return item


@st.composite
def payments(draw: st.DrawFn) -> Json:
    """Paid months, often many in a row and often up to the days that are asked about."""
    last = draw(fact_days)
    length = draw(st.sampled_from([0, 1, 2, 5, 11, 12, 13, 24, 59, 60, 61, 80]))
    first = divmod(last.year * 12 + last.month - 1 - length, 12)
    item = {"kind": draw(st.sampled_from(f.CONTRIBUTION_KINDS)), "from": f"{first[0]}-{first[1] + 1:02d}"}
    return item if draw(st.integers(0, 5)) == 0 else {**item, "to": _month(last)}


@st.composite
def dated_levels(draw: st.DrawFn) -> list[Json]:
    return [
        {"level": draw(st.sampled_from(["D", "E", "D", "E", "B"])), **draw(spells(dated=True))}
        for _ in range(draw(st.integers(0, 3)))
    ]


@st.composite
def diagnoses(draw: st.DrawFn) -> Json:
    codes = [
        "A15",
        "B18.1",
        "C50",
        "G40",
        "I21.0",
        "I63.3",
        "E11.9",
        "G80.1",
        "M32",
        "M05",
        "J45",
        "D05.1",
        "K70.3",
    ]
    item: Json = draw(
        st.one_of(
            st.sampled_from(codes).map(lambda code: {"icd10": code}),
            st.sampled_from(LAW.rubrics.groups).map(lambda group: {"group": group}),
        )
    )
    if draw(st.booleans()):
        item["since"] = _text(draw(fact_days))
    if draw(st.integers(0, 3)) == 0:
        item["suspected"] = True
    return item


@st.composite
def people(draw: st.DrawFn, *, dated: bool = False, complete: bool | None = None) -> Json:
    """A person. ``dated``: nothing is told without the day on which it began. ``complete``: whether what is left out
    is known to be absent; by chance when it is None."""
    who: Json = {}

    def tell(key: str, strategy: st.SearchStrategy[Any]) -> None:
        if draw(st.booleans()):
            who[key] = draw(strategy)

    if complete or (complete is None and draw(st.booleans())):
        who["unmentioned"] = "no"
    tell("birth_date", births.map(_text))
    tell("residence", st.sampled_from(["citizen", *(f.RESIDENCES if not dated else f.RESIDENCES[2:])]))
    tell("work", st.lists(works(dated), max_size=3))
    names = draw(st.lists(st.sampled_from(f.CIRCUMSTANCES), max_size=3, unique=True))
    held = {name: draw(circumstances(name, dated)) for name in names}
    if "unmentioned" not in who and draw(st.booleans()):
        held = {**dict.fromkeys(f.CIRCUMSTANCES, False), **held}
    who["circumstances"] = held
    tell("wellbeing_level", st.one_of(st.sampled_from(["D", "E", "D", "E", "B", False]), dated_levels()))
    tell("last_pension_contribution", st.one_of(st.just(False), fact_days.map(_month)))
    tell("polyclinic_attached", st.booleans())
    tell("care_sought", st.lists(fact_days.map(_text), max_size=3))
    tell("contributions", st.lists(payments(), max_size=3))
    if draw(st.integers(0, 5)) == 0:
        who["contributions_known_from"] = _month(draw(fact_days))
    tell("diagnoses", st.lists(diagnoses(), max_size=2))
    return who

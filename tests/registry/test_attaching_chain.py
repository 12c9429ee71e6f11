"""Whatever is decided in whatever order: on every day one polyclinic at most, no gap made up, nothing rewritten."""

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from registry.attaching import chain

FIRST = date(2026, 1, 1)
DAYS = 40


@dataclass
class Row:
    starts: date
    ends: date | None
    polyclinic: int


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def polyclinic_on(rows: list[Row], on: date) -> int | None:
    """By a plain count of days; fails where there are two."""
    found = [row.polyclinic for row in rows if row.starts <= on and (row.ends is None or on <= row.ends)]
    assert len(found) <= 1, found
    return found[0] if found else None


decisions = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 6), st.integers(1, 4)),  # days passed, days ahead, polyclinic
    max_size=12,
)
brought = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=3)
"""Of a list: days until it begins, days that it lasts."""


def rows_of_a_list(spans: list[tuple[int, int]]) -> list[Row]:
    rows, at = [], 0
    for wait, lasts in spans:
        rows.append(Row(day(at + wait), day(at + wait + lasts), 0))
        at += wait + lasts + 1
    return rows


@settings(max_examples=150, deadline=None)
@given(brought, decisions)
def test_any_sequence(spans: list[tuple[int, int]], sequence: list[tuple[int, int, int]]):
    rows, today = rows_of_a_list(spans), 0
    for passed, ahead, polyclinic in sequence:
        today += passed
        wanted = day(today + ahead)
        before = {on: polyclinic_on(rows, on) for on in map(day, range(DAYS + DAYS))}
        starts = {row.starts for row in rows}

        found = chain.place(rows, wanted)
        if found.former is not None:
            found.former.ends = found.starts - chain.ONE_DAY
        rows.append(Row(found.starts, found.ends, polyclinic))

        after = {on: polyclinic_on(rows, on) for on in before}
        new = {on for on in before if found.starts <= on and (found.ends is None or on <= found.ends)}
        assert found.starts >= wanted
        assert all(after[on] == before[on] for on in before if on < found.starts), "what was is as it was"
        assert all(after[on] == polyclinic for on in new)
        assert all(before[on] is None or after[on] is not None for on in before), "nobody loses a day"
        assert starts <= {row.starts for row in rows}, "none disappears"
        assert all(row.ends is None or row.starts <= row.ends for row in rows)

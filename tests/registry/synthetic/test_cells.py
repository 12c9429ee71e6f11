"""What is drawn for a cell of people, without any database."""

from datetime import date
from itertools import combinations, pairwise
from typing import Any

import pytest

from eligibility.rules.codes import GROUNDS
from registry import iin
from registry.facts import CONFIRMABLE
from registry.kazakh import fold
from registry.synthetic import ages, numbers
from registry.synthetic.cells import row_number, rows_of
from registry.synthetic.rows import COLUMNS, Rows
from registry.synthetic.setting import Place, Setting
from registry.synthetic.shares import Choice
from registry.told import SERVICE

DAY = date(2026, 11, 23)
PLACES = Choice([Place("431010000", (1, 2)), Place(None, (3,))], [3, 1])
CELLS = 9


def setting(day: date = DAY, region: str = "43") -> Setting:
    return Setting(region, day.toordinal(), 25, PLACES)


@pytest.fixture(scope="module")
def some() -> list[Rows]:
    return [rows_of(1, setting(), number) for number in range(CELLS)]


def named(rows: list[Rows], table: str) -> list[dict[str, Any]]:
    return [dict(zip(COLUMNS[table], row, strict=True)) for cell in rows for row in cell.tables[table]]


def test_the_same_seed_makes_the_same_people_and_another_one_others():
    assert rows_of(7, setting(), 3).tables == rows_of(7, setting(), 3).tables
    assert rows_of(7, setting(), 3).tables != rows_of(8, setting(), 3).tables
    assert rows_of(7, setting(), 3).tables != rows_of(7, setting(region="47"), 3).tables


def test_every_number_is_valid_nobodys_and_unique_also_between_regions(some: list[Rows]):
    others = [rows_of(1, setting(region=code), number) for code in ("10", "79") for number in range(3)]
    found = [person["iin"] for person in named([*some, *others], "citizen")]
    assert len(set(found)) == len(found) == (CELLS + 6) * ages.CELL
    assert all(iin.is_valid(number) and number[6] in "12" for number in found)
    assert {int(number[7:11]) for number in found}.isdisjoint(range(numbers.FIRST))


def test_nobody_of_a_block_shares_a_birth_date_and_there_are_blocks_for_the_country():
    days = [slot for phase in range(ages.PHASES) for slot in ages.slots(phase)]
    days.sort()
    assert all(one.end <= other.first for one, other in pairwise(days))
    assert days[-1].end < 100 * 365.25
    assert numbers.EACH * ages.BLOCK > 2_400_000  # the largest region
    assert numbers.EACH * ages.BLOCK * len(numbers.REGIONS) > 20_000_000


def test_every_digit_of_a_day_finds_a_number_somewhere_in_its_slot():
    made = numbers.Numbers("5100")
    without = [day for day in range(1, 29) if made.number(f"1990-01-{day:02}", female=True) is None]
    assert len(without) < 28
    assert all(iin.is_valid(found) for day in range(1, 29) if (found := made.number(f"1990-01-{day:02}", female=False)))


def test_the_names_are_found_by_their_key(some: list[Rows]):
    for person in named(some, "citizen"):
        full = " ".join(filter(None, [person["surname"], person["given_name"], person["patronymic"]]))
        assert person["name_key"] == fold(full)


def test_families_share_a_place_and_a_level(some: list[Rows]):
    people = named(some, "citizen")
    homes: dict[int, list[dict[str, Any]]] = {}
    for person in people:
        homes.setdefault(person["household_id"], []).append(person)
    assert all(home == members[0]["id"] for home, members in homes.items())
    shared = [{(one["district_id"], one["wellbeing_level"]) for one in members} for members in homes.values()]
    assert {len(found) for found in shared} == {1}
    assert 2.5 < len(people) / len(homes) < 4.5
    children = [one for one in people if one["birth_date"] > "2008-11-23"]
    alone = [one for one in children if len(homes[one["household_id"]]) == 1]
    assert children
    assert not alone


def test_every_ground_that_a_list_can_state_occurs(some: list[Rows]):
    """The rarest ones are those of a few people of ten thousand."""
    wanted = {*CONFIRMABLE, SERVICE}
    found = {row["code"] for row in named(some, "confirmedground")}
    for number in range(CELLS, 40):
        if found == wanted:
            break
        found |= {row["code"] for row in named([rows_of(1, setting(), number)], "confirmedground")}
    assert found == wanted <= set(GROUNDS)


def test_what_the_screens_need_is_there(some: list[Rows]):
    people = named(some, "citizen")
    grounds = named(some, "confirmedground")
    illnesses = named(some, "diagnosis")
    turning = [one for one in people if "2008-11-23" < one["birth_date"] < "2009-02-23"]
    assert len(turning) > 20
    assert any(row["code"] == "full_time_student" and row["ends"] and row["ends"] > "2026-11-23" for row in grounds)
    assert any(row["ends"] and row["ends"] < "2026-11-23" for row in grounds)
    assert {"G80.1", "E11.9", "F20.0", "B20"} <= {row["icd10"] for row in illnesses}
    assert {row["icd10"] for row in illnesses if row["sensitive"]} >= {"B20", "F20.0"}
    confirmed = {row["citizen_id"] for row in grounds if row["code"] in ("wellbeing_crisis", "wellbeing_emergency")}
    seen = {row["citizen_id"] for row in named(some, "visit") if row["day"] >= "2026-01-01"}
    poor = {one["id"] for one in people if one["wellbeing_level"] in ("D", "E")}
    assert confirmed < poor
    assert confirmed & seen
    assert confirmed - seen
    assert {"citizen", "kandas", "permanent_resident", ""} <= {one["residence"] for one in people}


def test_nothing_is_known_of_the_future(some: list[Rows]):
    today, this_month = DAY.isoformat(), DAY.year * 12 + DAY.month - 1
    assert all(row["birth_date"] <= today for row in named(some, "citizen"))
    assert max(row["day"] for row in named(some, "visit")) <= today
    for table in ("attachment", "confirmedground", "workperiod"):
        assert max(row["starts"] for row in named(some, table)) <= today, table
    paid = named(some, "contribution")
    assert all(row["last_month"] <= this_month for row in paid if row["kind"] != "self_payer")
    assert all(row["ends"] is None or row["ends"] <= today for row in named(some, "workperiod"))


@pytest.mark.parametrize(
    ("table", "same"), [("contribution", "kind"), ("confirmedground", "code"), ("attachment", None)]
)
def test_periods_of_a_person_do_not_overlap(some: list[Rows], table: str, same: str | None):
    first, last = ("first_month", "last_month") if table == "contribution" else ("starts", "ends")
    spells: dict[tuple[Any, Any], list[tuple[Any, Any]]] = {}
    for row in named(some, table):
        end = row[last] if row[last] is not None else "9999"
        assert row[first] <= end
        spells.setdefault((row["citizen_id"], same and row[same]), []).append((row[first], end))
    for held in spells.values():
        assert all(one[1] < other[0] for one, other in combinations(sorted(held), 2))


def test_the_regime_of_2026_is_not_there_before_it():
    before, since = [named([rows_of(1, setting(day), 0)], "workperiod") for day in (date(2025, 12, 27), DAY)]
    assert "self_employed_regime" not in {row["kind"] for row in before}
    assert "self_employed_regime" in {row["kind"] for row in since}


def test_row_numbers_are_far_from_those_of_the_database():
    assert row_number("43", 0) == 4_300_000_001

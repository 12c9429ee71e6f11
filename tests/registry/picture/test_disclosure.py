"""Somebody who knows all that is told, and how it is told, learns no number of people from one to four."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from registry.counts import FEWEST
from registry.picture.disclosure import STEP, rounded, told

MOST = 17
CELLS = "abc"
SECRET = range(1, FEWEST)
Telling = tuple[frozenset[tuple[str, int]], int]

groups = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 60), max_size=8)


def telling(group: Mapping[str, int]) -> Telling:
    found = told(group)
    return frozenset(found.cells.items()), found.rest


def possible(cells: str) -> Mapping[Telling, list[tuple[int, ...]]]:
    """For each telling, all groups of these cells that are told so."""
    found = defaultdict(list)
    for counts in product(range(MOST + 1), repeat=len(cells)):
        found[telling(dict(zip(cells, counts, strict=True)))].append(counts)
    return found


def subsets(size: int) -> Iterator[tuple[int, ...]]:
    return (chosen for count in range(1, size + 1) for chosen in combinations(range(size), count))


def test_no_telling_leaves_only_one_small_number_for_a_cell_or_for_cells_together():
    for cells in (CELLS[:1], CELLS[:2], CELLS):
        for told_so, groups_ in possible(cells).items():
            for chosen in subsets(len(cells)):
                sums = {sum(counts[place] for place in chosen) for counts in groups_}
                assert len(sums) > 1 or not sums & set(SECRET), (told_so, chosen, sums)


def test_two_days_leave_more_than_one_small_difference():
    """Of a cell alone, and of all together."""
    found = possible(CELLS[:2]).values()
    ranges = {frozenset(sum(counts) for counts in groups_) for groups_ in found}
    ranges |= {frozenset(counts[0] for counts in groups_) for groups_ in found}
    for first, second in product(ranges, repeat=2):
        differences = {abs(after - before) for before in first for after in second}
        assert len(differences) > 1 or not differences & set(SECRET)


@given(groups)
@settings(max_examples=60)
def test_every_number_is_a_multiple_of_five_and_near_the_truth(group: dict[str, int]):
    found = told(group)
    numbers = [*found.cells.values(), found.rest]
    assert all(number % STEP == 0 for number in numbers)
    assert all(number >= FEWEST for number in found.cells.values())
    assert all(abs(number - group[cell]) <= STEP // 2 for cell, number in found.cells.items())
    folded = sum(people for cell, people in group.items() if cell not in found.cells)
    assert found.rest == rounded(folded)


@given(groups)
@settings(max_examples=60)
def test_each_small_cell_may_be_the_large_one_that_it_is_folded_with(group: dict[str, int]):
    """So the largest groups are no safer to look into than those that are tried one by one above."""
    folded = group.keys() - told(group).cells.keys()
    large = [cell for cell in folded if group[cell] >= FEWEST]
    small = [cell for cell in folded if group[cell] in SECRET]
    assert large or not small or max(group.values()) < FEWEST
    for cell in small:
        for other in large:
            assert telling({**group, cell: group[other], other: group[cell]}) == telling(group)


def test_a_cell_that_could_be_found_by_subtraction_takes_another_with_it():
    assert told({"a": 3, "b": 20, "c": 40}) == ({"c": 40}, 25)
    assert told({"a": 3, "b": 20, "c": 20, "d": 40}) == ({"d": 40}, 45)
    assert told({"a": 3, "b": 0}) == ({}, 0)
    assert told({"a": 12, "b": 33}) == ({"a": 10, "b": 35}, 0)
    assert told({}) == ({}, 0)

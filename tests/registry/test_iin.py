"""The individual identification number: published and computed examples, and the database that holds the same rule."""

import pytest
from django.db import DataError, IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry import iin
from registry.models import Citizen
from tests.registry.world import World

FIRST_PASS = ("990101100000", "990101200007", "991231100000")
SECOND_PASS = ("991231100109", "990101100111", "991231100110", "990101100123")
NEVER_ISSUED = ("99010110010", "99123110016", "00022910035")
DIGITS = st.text(st.sampled_from("0123456789"), min_size=11, max_size=11)
few = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("number", [*FIRST_PASS, *SECOND_PASS])
def test_numbers_that_hold(number: str):
    assert iin.is_valid(number)


@pytest.mark.parametrize("number", SECOND_PASS)
def test_the_second_weights_are_needed(number: str):
    assert sum(int(digit) * weight for digit, weight in zip(number, range(1, 12), strict=False)) % 11 == 10


@pytest.mark.parametrize("eleven", NEVER_ISSUED)
def test_eleven_digits_that_no_number_begins_with(eleven: str):
    assert iin.control_digit(eleven) is None
    assert not any(iin.is_valid(f"{eleven}{digit}") for digit in range(10))


def test_the_published_example():
    assert iin.control_digit("12345678901") == 3
    assert not iin.is_valid("123456789012")
    assert iin.is_valid("123456789013")


@given(DIGITS)
def test_at_most_one_last_digit_holds(eleven: str):
    valid = [digit for digit in range(10) if iin.is_valid(f"{eleven}{digit}")]
    assert valid == [digit for digit in [iin.control_digit(eleven)] if digit is not None]


@given(DIGITS, st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_is_noticed_where_only_the_first_weights_count(eleven: str, place: int, more: int):
    """A change of one of the first ten digits changes the sum; the eleventh has the weight 11, which is 0."""
    wrong = f"{eleven[:place]}{(int(eleven[place]) + more) % 10}{eleven[place + 1 :]}"
    sums = [sum(int(d) * w for d, w in zip(text, iin.FIRST_WEIGHTS, strict=True)) % 11 for text in (eleven, wrong)]
    if 10 not in sums:
        assert iin.control_digit(eleven) != iin.control_digit(wrong)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "99010110000",
        "9901011000000",
        " 990101100000",
        "990101100000\n",
        "99010110000O",
        "٩٩٠١٠١١٠٠٠٠٠",
        "990101-100000",
        "+99010110000",
        "９９０１０１１０００００",
    ],
)
def test_what_is_no_number(text: str):
    assert not iin.is_valid(text)


@pytest.mark.parametrize("typed", ["990101 100000", " 990101100000 ", "990101-100-000", "990101\u00a0100000\t"])
def test_what_people_put_between_the_digits(typed: str):
    assert iin.clean(typed) == "990101100000"


def test_a_masked_number_shows_four_digits():
    assert iin.masked("990101100000") == "••••••••0000"


def test_synthetic_numbers_are_of_nobody_alive():
    numbers = iin.synthetic()
    found = [next(numbers) for _ in range(2000)]
    assert len(set(found)) == 2000
    assert all(iin.is_valid(number) and number[6] == "1" for number in found)
    assert next(iin.synthetic(female=True))[6] == "2"


def taken_by_the_database(world: World, number: str) -> bool:
    try:
        with transaction.atomic():
            Citizen.objects.bulk_create([Citizen(iin=number, surname="А", given_name="Б", region=world.home)])
    except (IntegrityError, DataError):
        return False
    Citizen.objects.all().delete()
    return True


@few
@given(
    st.one_of(
        st.tuples(DIGITS, st.sampled_from("0123456789")).map("".join),
        DIGITS.filter(iin.control_digit).map(lambda eleven: f"{eleven}{iin.control_digit(eleven)}"),
        st.text(st.sampled_from("0123456789-aА ٩\n"), max_size=14),
    )
)
def test_the_database_takes_what_is_valid_and_nothing_else(world: World, number: str):
    assert taken_by_the_database(world, number) == iin.is_valid(number)


@pytest.mark.parametrize(
    "number",
    [
        *FIRST_PASS,
        *SECOND_PASS,
        *(f"{eleven}0" for eleven in NEVER_ISSUED),
        "990101100000\n",
    ],
)
def test_the_database_and_the_known_cases(world: World, number: str):
    assert taken_by_the_database(world, number) == iin.is_valid(number)

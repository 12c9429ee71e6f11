"""Kazakh letters, on the database that the tests run on: SQLite and PostgreSQL both have to agree with sorting_key."""

import json
from itertools import pairwise

import pytest
from django.db import connection
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.falling import filters
from registry.kazakh import ALPHABET, COLLATION, compare, fold, sorting_key
from registry.models import Account, Citizen, Run
from registry.models.accounts import Role
from registry.runs import shown
from tests.registry.world import World, district, region

LETTERS = ALPHABET + ALPHABET.upper()
# What also stands in names: of neighbours, of passports, of typists.
OTHERS = " -‐–.,'’ʼ`\"()/1290aAbzZéöÜїЇўЎґѐӘҲҳҷҶєЄјё\u0306\u00a0"
NAMES = st.text(st.sampled_from(LETTERS + OTHERS), max_size=6)
NEAR = st.text(st.sampled_from("аАәеЕёЁиийЙіІһ -'ʼaIi1"), max_size=4)
"""Few letters, so that texts differ late or hardly."""

READ = {
    "sqlite": "SELECT value FROM json_each(%s)",
    "postgresql": "SELECT value FROM jsonb_array_elements_text(%s::jsonb) AS value",
}
few = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def sorted_by_the_database(texts: list[str]) -> list[str]:
    with connection.cursor() as cursor:
        statement = f"{READ[connection.vendor]} ORDER BY value COLLATE {COLLATION}"
        cursor.execute(statement, [json.dumps(texts, ensure_ascii=False)])
        return [row[0] for row in cursor.fetchall()]


def test_the_alphabet_is_in_its_order(db: None):
    assert sorted_by_the_database(sorted(ALPHABET)) == list(ALPHABET)
    assert "".join(sorted_by_the_database(list(ALPHABET.upper()))) == ALPHABET.upper()


@pytest.mark.parametrize(
    "in_order",
    [
        ["Абай", "Айгүл", "Әбен", "Бек"],
        ["Еркін", "Ерлан", "Ёлка", "Жан"],
        ["Иван", "Ия", "Йод", "Кан", "Қан"],
        ["Ул", "Ұлан", "Үміт", "Фая"],
        ["сын", "сыр", "сің", "сь", "сэ"],
        ["бек", "Бек", "бека"],
        ["бек", "бЕк", "Бек", "БЕК"],
        ["Нур Али", "Нур-Али", "Нурали"],
        ["2-емхана", "А", "A"],
        ["и", "и\u0306", "й", "к"],
    ],
)
def test_known_cases(db: None, in_order: list[str]):
    assert sorted_by_the_database(in_order[::-1]) == in_order
    assert sorted(set(in_order), key=sorting_key) == in_order


@few
@given(st.lists(st.one_of(NAMES, NEAR), max_size=200))
def test_the_database_sorts_as_python_does(db: None, texts: list[str]):
    assert sorted_by_the_database(texts) == sorted(texts, key=sorting_key)


@few
@given(NEAR, NEAR)
def test_texts_are_equal_only_to_themselves(one: str, two: str):
    assert (compare(one, two) == 0) == (one == two)
    assert compare(one, two) == -compare(two, one)


def test_whatever_can_be_typed_has_a_place(db: None):
    strange = ["", "\U0001f600", "李", "\u0301", "ßtein", "İ", "ﬁ", "\u200b", "ẞ"]
    assert len(sorted(strange, key=sorting_key)) == len(strange)
    assert sorted(strange, key=sorting_key)[0] == ""


def surnames(count: int) -> list[str]:
    """Of all letters, in no order, with repetitions in other capitals."""
    made = [LETTERS[index * 7 % 84] + LETTERS[index * 11 % 84] + LETTERS[index * index % 84] for index in range(count)]
    return [name.title() if index % 3 else name for index, name in enumerate(made)]


def test_people_are_ordered_by_surname(world: World):
    names = surnames(200)
    people = [Citizen(iin=next(world.numbers), surname=name, given_name="А", region=world.home) for name in names]
    Citizen.objects.bulk_create(people)
    found = list(Citizen.objects.order_by("surname").values_list("surname", flat=True))
    assert found == sorted(names, key=sorting_key)
    assert all(compare(one, two) <= 0 for one, two in pairwise(found))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Әбенова", "абенова"),
        ("ӘБЕНОВА  Айгүл", "абенова айгул"),
        ("Қожа-Ахмет", "кожа ахмет"),
        ("Ғұмыр Өңір Һаким Ёлкин Мінәуара", "гумыр онир хаким елкин минауара"),
        ("О’Коннор Д`Артаньян", "оконнор дартаньян"),
        ("и\u0306ода", "йода"),
        ("А\u0301нна", "анна"),
        ("  ", ""),
    ],
)
def test_folding(typed: str, found: str):
    assert fold(typed) == found


@few
@given(st.text(st.sampled_from(LETTERS + OTHERS), max_size=20))
def test_folding_twice_is_folding_once_and_capitals_do_not_count(text: str):
    assert fold(fold(text)) == fold(text)
    assert fold(text.upper()) == fold(text.lower())
    assert not set(fold(text)) & set("әғқңөұүһіё'’ʼ`-.")


@few
@given(st.lists(st.text(st.sampled_from("аәбАӘкқ я-"), min_size=1, max_size=4), min_size=1, max_size=12), st.data())
def test_people_are_found_by_the_beginning_of_their_name(world: World, names: list[str], data: st.DataObject):
    Citizen.objects.all().delete()
    Citizen.objects.bulk_create(
        Citizen(iin=number, surname=name, given_name="", name_key=fold(name), region=world.home)
        for number, name in zip(world.numbers, names, strict=False)
    )
    beginning = fold(data.draw(st.text(st.sampled_from("аәкқ я"), min_size=1, max_size=2)))
    rows = Citizen.objects.filter(name_key__gte=beginning, name_key__lt=beginning + "\U0010ffff")
    expected = [name for name in names if fold(name).startswith(beginning)]
    assert sorted(rows.values_list("surname", flat=True)) == sorted(expected)


def test_the_folded_name_is_compared_by_code_points(world: World):
    for name in ("яя", "ёж", "а б", "а-б", "zz"):
        world.citizen(name, "")
    keys = list(Citizen.objects.order_by("name_key").values_list("name_key", flat=True))
    assert keys == sorted(keys)


def test_districts_stand_in_the_order_of_the_alphabet(db: None):
    place = region("43", "Қызылорда облысы", "Кызылординская область", "Kyzylorda Region")
    for number, name in enumerate(["Шиелі ауданы", "Қазалы ауданы", "Арал ауданы"]):
        district(f"4310{number}0000", place, name, name, name)
    codes = ["431000000", "", "431010000", "431020000"]
    run = Run(transitions=[{"district": code, "from": ["", ""], "to": ["insured", "x"], "people": 1} for code in codes])
    wanted = ["Арал ауданы", "Қазалы ауданы", "Шиелі ауданы"]
    with override("kk"):
        assert [name for _, name in filters.districts(Account(role=Role.OFFICER, region=place))] == wanted
        assert [item["name"] for item in shown.districts(run)] == [*wanted, "Аудан белгісіз"]

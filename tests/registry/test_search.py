"""Finding people: exact numbers, names with and without Kazakh letters, and an index for both with 100 000 people."""

import re
from itertools import islice
from typing import Any

import pytest
from django.db import connection

from registry import iin, search
from registry.kazakh import fold
from tests.registry.world import World

MANY = 100_000
SURNAMES = ("Әбенов", "Жақсылық", "Ким", "Қасымов", "Нұрланов", "Өтегенов", "Сейітқали", "Тұрсынов", "Ыбырай", "Юн")


def names(world: World, typed: str) -> list[str]:
    return [str(person) for person in search.by_name(world.officer, typed)]


@pytest.mark.parametrize("typed", ["Әбенова", "абенова", "АБЕ", "  әбен  айг", "абенова айгуль кайраткызы", "абен кай"])
def test_a_person_is_found_by_the_beginnings_of_the_names(world: World, typed: str):
    world.citizen("Әбенова", "Айгүль", patronymic="Қайратқызы")
    assert names(world, typed) == ["Әбенова Айгүль Қайратқызы"]


@pytest.mark.parametrize("typed", ["", "ә", " - ", "йгүль", "бенова", "әбенова болат", "%", "_бенова", "әбенова%"])
def test_too_little_or_another_name_finds_nobody(world: World, typed: str):
    world.citizen("Әбенова", "Айгүль")
    assert names(world, typed) == (["Әбенова Айгүль"] if typed == "әбенова%" else [])


def test_the_found_stand_in_the_order_of_their_names(world: World):
    for surname in ("Сұлтанов", "Сагинов", "Сүлейменов"):
        world.citizen(surname, "Арман")
    assert names(world, "с ") == []
    assert names(world, "са") + names(world, "су") == ["Сагинов Арман", "Сүлейменов Арман", "Сұлтанов Арман"]


def test_a_number_is_found_whole_or_not_at_all(world: World):
    person = world.citizen()
    spaced = f"{person.iin[:6]} {person.iin[6:]}"
    assert list(search.by_number(world.officer, spaced)) == [person]
    assert not search.by_number(world.officer, person.iin[:-1]).exists()
    assert not search.by_number(world.officer, "").exists()


def test_nobody_finds_people_beyond_his_reach(world: World):
    near, far = world.citizen(), world.citizen(region=world.abroad)
    blocked = world.citizen("Әбенова", "Сәуле", blocked=True)
    assert list(search.by_name(world.officer, "әбен")) == [near]
    assert list(search.by_name(world.foreign_officer, "әбен")) == [far]
    assert not search.by_number(world.officer, far.iin).exists()
    assert not search.by_number(world.officer, blocked.iin).exists()
    for account in (world.registrar, world.clinician, world.analyst, world.administrator):
        assert not search.by_name(account, "әбен").exists()


def test_both_searches_use_an_index_with_a_hundred_thousand_people(world: World):
    numbers = list(islice(iin.synthetic(female=True), MANY))
    surnames = [f"{name}{place:02}" for name in SURNAMES for place in range(97)]
    fill([(number, surnames[place % len(surnames)]) for place, number in enumerate(numbers)], world.home.pk)
    by_number = search.by_number(world.officer, numbers[MANY // 2])
    by_name = search.by_name(world.officer, f"{surnames[11]} А")
    assert index_of(by_number.explain()).startswith("registry_citizen_iin")
    assert index_of(by_name[: search.MOST].explain()) in ("citizen_name", "citizen_region_name")
    assert len(by_number) == 1
    assert len(by_name) > search.MOST


def fill(people: list[tuple[str, str]], region: str) -> None:
    """Put people with these numbers and surnames into the table, as fast as the database takes them."""
    empty = ("patronymic", "sex", "residence", "phone", "email", "language", "wellbeing_level")
    columns = ("iin", "surname", "given_name", "name_key", "region_id", "blocked", *empty)
    keys = {name: fold(f"{name} Арман") for name in {name for _, name in people}}
    rows: list[tuple[Any, ...]] = [
        (number, name, "Арман", keys[name], region, False, *[""] * len(empty)) for number, name in people
    ]
    into = f"registry_citizen ({', '.join(columns)})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            values = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {into} VALUES ({values})", rows)  # noqa: S608 – names of columns
        cursor.execute("ANALYZE registry_citizen")


def index_of(plan: str) -> str:
    """The index that the plan goes by; empty where the table is read from end to end."""
    if connection.vendor == "sqlite" and "sqlite_autoindex_registry_citizen_1" in plan:
        return "registry_citizen_iin"  # SQLite names the index of a unique column by itself
    found = re.search(r"(?:USING INDEX|using|Index Scan on) (\w+)", plan)
    return found[1] if found else ""

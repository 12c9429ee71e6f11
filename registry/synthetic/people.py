"""Who is born when, and who lives with whom: a cell of a thousand people and their households."""

from bisect import bisect_left, bisect_right
from functools import cache
from random import Random

from .ages import PHASES, YEAR, slots
from .days import text
from .numbers import Numbers, digits
from .shares import Choice, pairs, population, rates

ADULT = 18
"""From this age on people work."""
MARRIED_MAN = 20
SETTLED = 25
"""From this age on the unmarried may live for themselves …"""
RELATIVE = 35
"""… and from this one those who do not, live with relatives of any age."""


class Person:
    """``age`` in days on the day on which the rows are made, ``birth`` the day's number, ``years`` in whole years.
    ``youngest``, ``disabled_child``: children who live with the mother. What the person does: see lives.py."""

    __slots__ = (
        *("activity", "age", "birth", "disabled", "disabled_child", "female", "first_group"),
        *("iin", "mother", "pensioner", "years", "youngest"),
    )

    def __init__(self, age: int, birth: int, number: str, *, female: bool) -> None:
        self.age, self.birth, self.iin, self.female = age, birth, number, female
        self.years = int(age / YEAR)
        self.mother: Person | None = None
        self.youngest: Person | None = None
        self.disabled_child: Person | None = None
        self.disabled = self.first_group = self.pensioner = False
        self.activity = ""


class Household:
    """People who live together; of a couple the wife and the husband come first."""

    __slots__ = ("couple", "people")

    def __init__(self, *people: Person, couple: bool = False) -> None:
        self.people = list(people)
        self.couple = couple


class Tables:
    """The shares that are asked here."""

    def __init__(self) -> None:
        found = population()
        family = found["family"]
        self.women = rates(found["women"], "share")
        self.married = rates(found["married"], "share")
        self.bachelors: float = family["bachelors"]
        self.own_household: float = family["own_household"]
        self.single_mothers: float = family["single_mothers"]
        self.youngest, self.oldest = (int(age * YEAR) for age in family["born_to"])
        self.children: Choice[int] = pairs(family, "children")


@cache
def tables() -> Tables:
    return Tables()


def cell(chance: Random, region: str, number: int, today: int) -> list[Household]:
    """Everybody of the cell, in households. ``today``: the day's number."""
    people = _born(chance, region, number, today)
    grown = [person for person in people if person.years >= ADULT]
    households, single = _couples(chance, grown)
    homes = Homes(chance, households, single)
    households += homes.of_single_mothers
    of_mothers = {id(household.people[0]) for household in homes.of_single_mothers}
    for person in single:
        if id(person) in of_mothers:
            continue
        if person.years < SETTLED or chance.random() >= tables().own_household:
            homes.take_in(person)
        else:
            households.append(Household(person))
    for person in people:
        if person.years < ADULT:
            homes.take_in(person)
    chance.shuffle(households)
    return households


def _born(chance: Random, region: str, number: int, today: int) -> list[Person]:
    """The youngest first."""
    numbers = Numbers(digits(region, number))
    women, random = tables().women, chance.random
    found = []
    for first, end in slots(number % PHASES):
        age = first + int(random() * (end - first))
        female = random() < women[int(age / YEAR)]
        found.append(_numbered(numbers, today, range(first, end), age, female))
    return found


def _numbered(numbers: Numbers, today: int, slot: range, age: int, female: bool) -> Person:
    """On another day of the slot, or of the other sex, where there is no number."""
    for is_female in (female, not female):
        for days in (age, *slot):
            number = numbers.number(text(today - days), female=is_female)
            if number is not None:
                return Person(days, today - days, number, female=is_female)
    raise ValueError("no number for these days")


def _couples(chance: Random, grown: list[Person]) -> tuple[list[Household], list[Person]]:
    """Households of husband and wife of about the same age, and everybody else who is grown."""
    married, bachelors, random = tables().married, tables().bachelors, chance.random
    men = [person for person in grown if not person.female]
    free = iter([man for man in men if man.years >= MARRIED_MAN and random() >= bachelors])
    couples: list[Household] = []
    single: list[Person] = []
    for woman in grown:
        if not woman.female:
            continue
        man = next(free, None) if random() < married[woman.years] else None
        if man is None:
            single.append(woman)
        else:
            couples.append(Household(woman, man, couple=True))
    husbands = {id(household.people[1]) for household in couples}
    single += [man for man in men if id(man) not in husbands]
    return couples, single


class Homes:
    """Mothers by age, those of many children several times; whoever has no home is taken in by one of an apt age."""

    def __init__(self, chance: Random, couples: list[Household], single: list[Person]) -> None:
        self.random = chance.random
        between = tables()
        mothers = [home for home in single if home.female and home.age >= between.youngest]
        chosen = [woman for woman in mothers if self.random() < between.single_mothers]
        self.of_single_mothers = [Household(woman) for woman in chosen]
        homes = [*couples, *self.of_single_mothers]
        homes.sort(key=lambda home: home.people[0].age)
        self.places = [home for home in homes for _ in range(between.children.draw(self.random))]
        self.ages = [home.people[0].age for home in self.places]

    def take_in(self, person: Person) -> None:
        """A child, or a grown one who does not live alone, with a mother; somebody older with any family."""
        between = tables()
        first = bisect_left(self.ages, person.age + between.youngest)
        end = bisect_right(self.ages, person.age + between.oldest)
        if first >= end or person.years >= RELATIVE:
            first, end = 0, len(self.places)
        home = self.places[first + int(self.random() * (end - first))]
        home.people.append(person)
        mother = home.people[0]
        if person.age + between.youngest <= mother.age:
            person.mother = mother
            if mother.youngest is None or person.age < mother.youngest.age:
                mother.youngest = person

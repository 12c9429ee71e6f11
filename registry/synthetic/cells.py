"""The rows of a cell of people: the same for the same seed, region, day and number of the cell."""

from functools import cache
from random import Random
from typing import Any

from . import activities, naming, people
from .ages import CELL
from .caring import Caring
from .days import first_of, text
from .grounds import Grounds
from .people import ADULT, Household, Person
from .rows import Rows
from .setting import Setting
from .shares import Choice, pairs, population
from .working import NEVER, Working

PEOPLE_OF_A_REGION = 100_000_000


def row_number(region: str, place: int) -> int:
    """Of the person at this place, from 0 on. Far from those that the database gives itself."""
    return int(region) * PEOPLE_OF_A_REGION + place + 1


class Tables:
    """The shares that are asked here."""

    def __init__(self) -> None:
        found = population()
        self.names, self.known = found["names"], found["known"]
        self.residence: Choice[str] = Choice(found["residence"]["code"], found["residence"]["share"])
        self.years: Choice[int] = pairs(self.known, "years")


@cache
def tables() -> Tables:
    return Tables()


def rows_of(seed: int, setting: Setting, number: int) -> Rows:
    """Of everybody in the cell; the first people of it are the first rows of each table."""
    random = Random(f"{seed}/{setting.region}/{number}")  # noqa: S311 - nothing here is a secret
    making = _Making(random, setting)
    place = number * CELL
    for household in people.cell(random, setting.region, number, setting.today):
        making.household(row_number(setting.region, place), household)
        place += len(household.people)
    return making.rows


class _Making:
    """Puts together what the other modules make of one person."""

    def __init__(self, random: Random, setting: Setting) -> None:
        self.random, self.chance, self.setting = random, random.random, setting
        self.tables, self.rows = tables(), Rows()
        self.working = Working(random, setting, self.rows)
        self.grounds = Grounds(random, setting, self.rows)
        self.caring = Caring(random, setting, self.rows)
        self.citizens = self.rows.tables["citizen"]

    def household(self, first: int, household: Household) -> None:
        """``first``: the row number of its first person, and its own."""
        chance = self.chance
        activities.decide(chance, household, self.setting)
        self.rows.tables["household"].append((first,))
        self.first, self.place = first, self.setting.places.draw(chance)
        self.home = self.place.polyclinics[int(chance() * len(self.place.polyclinics))]
        self.level, self.since = self.caring.level(household)
        self.language = "kk" if chance() < self.tables.names["kazakh"] else "ru"
        self.family, self.father = naming.surname(chance), naming.given(chance)
        ill = any(person.first_group for person in household.people)
        for place, person in enumerate(household.people):
            carer = ill and not person.first_group and person.years >= ADULT
            self._person(first + place, place, person, household, carer)
            ill = ill and not carer

    def _person(self, pk: int, place: int, person: Person, household: Household, carer: bool) -> None:
        leave = self.grounds.leave_of(person)
        confirmed = self.caring.confirmed(person, self.level)
        self.working.person(pk, person, leave)
        self.grounds.person(pk, person, leave, carer)
        if confirmed is not None:
            self.grounds.add("wellbeing_crisis" if self.level == "D" else "wellbeing_emergency", confirmed, None)
        self.caring.person(pk, person, self.place, self.home, confirmed)
        residence = self.tables.residence.draw(self.chance)
        if residence == "kandas":
            self.grounds.kandas()
        self.citizens.append(
            (
                *(pk, person.iin, *self._name(place, person, household), text(person.birth)),
                *("female" if person.female else "male", *self._known(person, residence)),
            )
        )

    def _name(self, place: int, person: Person, household: Household) -> naming.Name:
        chance, family, father, own = self.chance, self.family, naming.given(self.chance), naming.given(self.chance)
        if place == 0 and household.couple and chance() < self.tables.names["own_surname"]:
            family = naming.surname(chance)
        elif place == 1 and household.couple:
            own = self.father
        elif person.mother is household.people[0]:
            father = self.father
        elif place:
            family = naming.surname(chance)
        return naming.named(chance, family, own, father, female=person.female)

    def _known(self, person: Person, residence: str) -> tuple[Any, ...]:
        """The columns after the sex. Of a record that is not complete less is known of everything."""
        chance, known = self.chance, self.tables.known
        complete = chance() < known["complete_share"]
        paid = chance() < known["contributions_share"] if complete else chance() < 0.3
        year = self.setting.month // 12 - self.tables.years.draw(chance)
        pension = self.working.last_pension
        told = (complete or pension != NEVER) and chance() < known["pension_share"]
        grown = person.years >= ADULT
        phone = f"+7700{int(chance() * 10**7):07}" if grown and chance() < self.tables.names["phone"] else ""
        return (
            *(residence if complete or chance() < 0.6 else "", self.setting.region),
            *(
                self.place.district,
                self.first,
                phone,
                "",
                self.language,
                self.level,
                self.since,
                pension if told else None,
            ),
            *(text(first_of(year * 12)) if complete else None, year * 12 if paid else None, False),
        )

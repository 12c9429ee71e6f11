"""Where people are treated: attachments, visits, illnesses; and levels D and E, which bring cover to whoever comes."""

from functools import cache
from random import Random

from .. import illnesses
from .activities import EARNING, HOME
from .days import text
from .people import ADULT, Household, Person
from .rows import Rows
from .setting import Place, Setting
from .shares import Choice, by_age, lives, population, rates

YEAR_DAYS = 365
IDLE = frozenset((HOME, "assisted", "unemployed"))
CHRONIC = "other"
FIRST_SHARE = 0.75
"""A person has two illnesses at most: of the mean number, so much is the first one."""


class Tables:
    """The shares that are asked here. ``illness``: by whether there is a disability and by years of age, how many
    illnesses of one person and which."""

    def __init__(self) -> None:
        found = lives()
        card = found["card"]
        self.levels = {name: Choice(card["level"], card[name]) for name in card if name not in ("since", "level")}
        self.since = card["since"]
        self.wellbeing = found["wellbeing"]
        self.visits, self.most = rates(found["visits"], "mean"), found["visits"]["most"]
        self.attached = population()["attached"]
        illness = found["illness"]
        of_all, of_disabled = illness["of_all"], illness["of_disabled"]
        self.illness = [_illnesses(illness["from"], of_all), _illnesses(illness["from"], of_all, of_disabled)]
        codes = {*of_all, *of_disabled}
        self.years = {code: illness["years"].get(code, illness["years"][CHRONIC]) for code in codes}
        self.rare = frozenset(illness["rare"]["codes"])
        self.sensitive = {code: illnesses.is_sensitive(code) for code in codes}


@cache
def tables() -> Tables:
    return Tables()


def _illnesses(ages: list[int], *of: dict[str, list[float]]) -> list[tuple[float, Choice[str]]]:
    """By whole years of age: the mean number of illnesses, and which they are."""
    found = []
    for place in range(len(ages)):
        rates = [(code, table[code][place]) for table in of for code in table]
        number = sum(rate for _, rate in rates) / 1000
        found.append((number, Choice([code for code, _ in rates], [rate for _, rate in rates])))
    return by_age(ages, found)


class Caring:
    """Makes the rows of one cell's people."""

    def __init__(self, random: Random, setting: Setting, rows: Rows) -> None:
        self.setting, self.tables, self.chance = setting, tables(), random.random
        self.attachments, self.visits = rows.tables["attachment"], rows.tables["visit"]
        self.diagnoses = rows.tables["diagnosis"]

    def level(self, household: Household) -> tuple[str, str | None]:
        """Of the family card, and since when: all who live together have the same."""
        level = self.tables.levels[_living(household)].draw(self.chance)
        least, most = self.tables.since
        return level, text(self.setting.today - least - int(self.chance() * (most - least))) if level else None

    def confirmed(self, person: Person, level: str) -> int | None:
        """Since when a list confirms the level D or E of somebody at home; None: it does not."""
        if person.activity != HOME or level not in ("D", "E") or self.chance() >= self.tables.wellbeing["confirmed"]:
            return None
        least, most = self.tables.wellbeing["days"]
        days: int = least + int(self.chance() * (most - least))
        return self.setting.today - days

    def person(self, pk: int, person: Person, place: Place, home: int, confirmed: int | None) -> None:
        """``home``: the polyclinic of the household; ``confirmed``: see above."""
        polyclinic = self._attached(pk, person, place, home)
        if polyclinic is None:
            return
        days = self._days(person, confirmed)
        self.visits += [(pk, polyclinic, text(day), "") for day in days]
        mean, codes = self.tables.illness[person.disabled][person.years]
        first = codes.draw(self.chance) if self.chance() < mean * FIRST_SHARE else None
        if first is not None:
            self._illness(pk, person, polyclinic, first)
        if self.chance() < mean * (1 - FIRST_SHARE):
            second = codes.draw(self.chance)
            if second != first:
                self._illness(pk, person, polyclinic, second)

    def _attached(self, pk: int, person: Person, place: Place, home: int) -> int | None:
        chance, shares = self.chance, self.tables.attached
        if chance() >= shares["share"]:
            return None
        polyclinic, birth, today = home, person.birth, self.setting.today
        if chance() < 0.04:
            polyclinic = place.polyclinics[int(chance() * len(place.polyclinics))]
        starts = max(birth + int(chance() * 10), today - 60 - int(chance() * 2500))
        if chance() < shares["moved"] and birth + 400 < starts:
            other = place.polyclinics[int(chance() * len(place.polyclinics))]
            begun = max(birth, starts - 400 - int(chance() * 1500))
            self.attachments.append((pk, other, text(begun), text(starts - 1)))
        self.attachments.append((pk, polyclinic, text(min(starts, today)), None))
        return polyclinic

    def _days(self, person: Person, confirmed: int | None) -> set[int]:
        chance, today = self.chance, self.setting.today
        last, within = today, min(YEAR_DAYS, person.age + 1)
        found: set[int] = set()
        if confirmed is not None:  # whoever knows that the level counts either comes or has not come this year
            new_year = self.setting.new_year
            if chance() < self.tables.wellbeing["seen"] * (today - new_year) / YEAR_DAYS:
                first = max(confirmed, new_year)
                found.add(first + int(chance() * (today - first + 1)))
            last, within = new_year - 1, YEAR_DAYS
        expected = self.tables.visits[person.years]
        number = 0
        while number < self.tables.most and chance() < expected / (1 + expected):
            number += 1
            found.add(last - int(chance() * within))
        return found

    def _illness(self, pk: int, person: Person, polyclinic: int, code: str) -> None:
        tables = self.tables
        within = min(tables.years[code] * YEAR_DAYS, person.age)
        since = text(self.setting.today - int(self.chance() * within))
        suspected = self.chance() < 0.03
        row = (pk, polyclinic, code, code in tables.rare, tables.sensitive[code], since, suspected, "")
        self.diagnoses.append(row)


def _living(household: Household) -> str:
    """What the household lives from: a name in lives.toml."""
    grown = [person for person in household.people if person.years >= ADULT]
    if not any(person.activity in IDLE for person in grown):
        return "working"
    if any(person.activity in EARNING or person.pensioner for person in grown):
        return "mixed"
    return "idle" if len(grown) < len(household.people) else "alone"

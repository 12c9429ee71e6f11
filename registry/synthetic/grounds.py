"""Grounds as the lists of the ministries have them: who stands in one, since when and until when."""

from datetime import date
from functools import cache
from random import Random

from .activities import HOME, PUPIL
from .ages import YEAR
from .days import first_of, month, text
from .people import ADULT, Person
from .rows import Row, Rows
from .setting import NOON, Setting
from .shares import Choice, by_age, lives, pairs

LISTED = {
    "unemployed": ("registered_unemployed", 5, 330, None),
    "convict": ("convict", 30, 1500, 1400),
    "detainee": ("detainee", 3, 200, None),
    "house_arrest": ("house_arrest", 3, 150, 60),
    "serviceman": ("serviceman", 30, 3000, None),
}
"""Activity → ground, how many days ago it began (least and most), days it may still last (None: nobody knows)."""
AWARDED = 33
"""The age from which on mothers of many children are awarded, within ten years."""
CHILDLESS = frozenset((HOME, "unemployed"))


class Tables:
    """The shares that are asked here."""

    def __init__(self) -> None:
        found = lives()
        self.family, self.disability = found["family"], found["disability"]
        self.pension_ages = [found["pension"][name]["from"] for name in ("man", "woman")]
        self.awarded = by_age(self.family["awarded_from"], self.family["awarded"])
        self.years: Choice[int] = pairs(found["student"], "years")
        self.ends: Choice[list[int]] = pairs(found["student"], "ends")
        self.past_school: float = found["youth"]["past_school"]


@cache
def tables() -> Tables:
    return Tables()


class Grounds:
    """Makes the rows of one cell's people."""

    def __init__(self, random: Random, setting: Setting, rows: Rows) -> None:
        self.setting, self.tables, self.chance = setting, tables(), random.random
        self.rows: list[Row] = rows.tables["confirmedground"]
        self.today = setting.today

    def person(self, pk: int, person: Person, leave: int | None, carer: bool) -> None:
        """``leave``: see ``leave_of``; ``carer``: lives with somebody of the first group for whom nobody else cares."""
        self.pk = pk
        if person.disabled:
            self._disability(person)
        if person.years < ADULT:
            if person.activity == PUPIL:
                self._pupil(person)
            return
        if person.pensioner:
            self._pension(person)
        elif person.activity == "student":
            self.add("full_time_student", self._autumn(3), self._study_ends(self.tables.years.draw(self.chance)))
        elif person.activity == "assisted":
            self._assistance()
        elif person.activity in LISTED:
            self._listed(person, *LISTED[person.activity])
        self._family(person, leave, carer)
        if person.activity in ("", HOME, "employee") and not person.pensioner:
            self._ended(person, leave)

    def add(self, code: str, starts: int, ends: int | None, child: int | None = None) -> None:
        self.rows.append(
            (
                *(self.pk, code, text(starts), ends and text(ends), child and text(child)),
                *("ministry", "", "{}", f"{text(starts)} {NOON}", False, 0),
            )
        )

    def _ago(self, least: int, most: int) -> int:
        return self.today - least - int(self.chance() * (most - least))

    def leave_of(self, person: Person) -> int | None:
        """The first day of a worker's leave for a child under three, where there is one."""
        youngest = person.youngest
        family = self.tables.family
        if youngest is None or youngest.age >= family["child_age"] * 365 or person.activity != "employee":
            return None
        return max(youngest.birth - 70, first_of(self.setting.month - 40)) if self.chance() < family["leave"] else None

    def _pupil(self, person: Person) -> None:
        of_age = person.birth + int(ADULT * YEAR)
        years = 1 if self.chance() < self.tables.past_school else 0
        end = _school_end(of_age) + 365 * years
        self.add("full_time_student", self._autumn(9), end if end > self.today else self._study_ends(0))

    def _autumn(self, most: int) -> int:
        """1 September of one of so many years that have begun."""
        year = self.setting.month // 12
        if date(year, 9, 1).toordinal() > self.today:
            year -= 1
        return date(year - int(self.chance() * most), 9, 1).toordinal()

    def _study_ends(self, years: int) -> int:
        month, day = self.tables.ends.draw(self.chance)
        year = self.setting.month // 12 + years
        end = date(year, month, day).toordinal()
        return end if end >= self.today else date(year + 1, month, day).toordinal()

    def _pension(self, person: Person) -> None:
        age = self.tables.pension_ages[person.female][-1]
        starts = person.birth + int(age * YEAR)
        self.add("pensioner", starts if starts < self.today else self._ago(20, 2500), None)

    def _disability(self, person: Person) -> None:
        starts = max(self._ago(20, 650), person.birth + 20)
        starts = min(starts, self.today)
        ends: int | None = starts + 365 * (1 + int(self.chance() * 2))
        if person.years < ADULT and self.chance() < 0.6:
            ends = person.birth + int(ADULT * YEAR) - 1
        elif person.years >= ADULT and self.chance() < self.tables.disability["lasting"]:
            ends = None
        self.add("disability", starts, ends)
        before = starts - 1 - int(self.chance() * 400)
        if before - 365 > person.birth and self.chance() < 0.3:
            self.add("disability", before - 364, before)

    def _assistance(self) -> None:
        """For a quarter of the year."""
        quarter = self.setting.month // 3 * 3
        self.add("targeted_assistance", first_of(quarter), first_of(quarter + 3) - 1)

    def _listed(self, person: Person, code: str, least: int, most: int, lasts: int | None) -> None:
        ends = None if lasts is None else self.today + 5 + int(self.chance() * lasts)
        self.add(code, max(self._ago(least, most), person.birth + int(ADULT * YEAR)), ends)

    def _family(self, person: Person, leave: int | None, carer: bool) -> None:
        family, chance = self.tables.family, self.chance
        at_home = person.activity in CHILDLESS
        youngest = person.youngest
        small = youngest is not None and youngest.age < family["child_age"] * 365
        if small and youngest is not None:
            third = youngest.birth + int(family["child_age"] * YEAR)
            if leave is not None:
                self.add("parental_leave", leave, third - 1)
            elif at_home and chance() < family["parent_listed"]:
                self.add("parent_of_child_under_3", youngest.birth, third - 1, youngest.birth)
        elif at_home and self._pregnant(person):
            starts = self._ago(3, 190)
            self.add("pregnant", starts, starts + 200)
        if at_home and person.disabled_child is not None and chance() < family["carer_of_child"]:
            self._carer_of_child(person.disabled_child)
        elif at_home and carer and chance() < family["carer_of_first_group"]:
            self.add("carer_of_first_group_person", self._ago(20, 1500), None)
        if person.female and chance() < self.tables.awarded[person.years] and person.years >= family["awarded_from"][0]:
            starts = person.birth + int((AWARDED + chance() * 10) * YEAR)
            self.add("awarded_mother", starts if starts < self.today else self._ago(10, 300), None)
        if person.activity == HOME and chance() < family["temporary"]:
            self.add("temporary_status", self._ago(1, 28), None)

    def _pregnant(self, person: Person) -> bool:
        youngest, oldest = self.tables.family["pregnant_age"]
        return person.female and youngest <= person.years <= oldest and self.chance() < self.tables.family["pregnant"]

    def _carer_of_child(self, child: Person) -> None:
        starts = max(self._ago(20, 1500), child.birth + 20)
        self.add("carer_of_disabled_child", min(starts, self.today), child.birth + int(ADULT * YEAR) - 1)

    def kandas(self) -> None:
        """A year's status, for some of those who came."""
        if self.chance() < self.tables.family["kandas_listed"]:
            starts = self._ago(5, 360)
            self.add("kandas", starts, starts + 364)

    def _ended(self, person: Person, leave: int | None) -> None:
        """A ground of an earlier time, of most long ago."""
        if self.chance() >= self.tables.family["ended_before"]:
            return
        if person.years <= 28:
            year = month(self.today) // 12 - int(self.chance() * (person.years - ADULT + 1))
            ends = date(year, 6, 30).toordinal()
            if person.birth + int(17 * YEAR) < ends < self.today:
                self.add("full_time_student", ends - 668, ends)
        elif person.activity != HOME or leave is None:
            ends = self._ago(20, 1400)
            self.add("registered_unemployed", ends - 20 - int(self.chance() * 200), ends)


def _school_end(day: int) -> int:
    """The end of the school year in which the day lies, or of the one that follows."""
    year = month(day) // 12
    end = date(year, 6, 30).toordinal()
    return end if day <= end else date(year + 1, 6, 30).toordinal()

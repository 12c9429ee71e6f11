"""What everybody of a household does: who receives a pension, has a disability, works, studies, or is at home."""

from datetime import date
from functools import cache

from .people import ADULT, Household, Person
from .setting import Setting
from .shares import Chance, Choice, by_age, lives, rates

HOME = "home"
PUPIL = "pupil"
WORK = frozenset(
    ("employee", "entrepreneur", "private_practice", "civil_contract", "self_employed_regime", "subsidised_job")
)
EARNING = WORK | {"serviceman", "self_payer"}


class Tables:
    """Shares by whole years of age."""

    def __init__(self) -> None:
        found = lives()
        self.activity = [_choices(found["activity"], name) for name in ("man", "woman")]
        self.pension = [rates(found["pension"][name], "share") for name in ("man", "woman")]
        self.disability = rates(found["disability"], "share")
        self.first_group: float = found["disability"]["first_group"]
        self.hardship: dict[str, float] = found["hardship"]
        self.disabled_works: float = found["disability"]["works"]
        self.pensioner_works: float = found["pensioner"]["works"]
        self.youth: int = found["youth"]["from"]
        self.listed: float = found["youth"]["listed"]
        self.regime_since: date = found["work"]["regime_since"]
        self.retired: int = max(found["pension"]["man"]["from"])


@cache
def tables() -> Tables:
    return Tables()


def _choices(table: dict[str, object], name: str) -> list[Choice[str]]:
    weights = table[name]
    ages = table["from"]
    assert isinstance(weights, dict)
    assert isinstance(ages, list)
    choices = [Choice(list(weights), [column[place] for column in weights.values()]) for place in range(len(ages))]
    return by_age(ages, choices)


def decide(chance: Chance, household: Household, setting: Setting) -> None:
    """Sets it for each person."""
    hardship = chance() < tables().hardship["share"]
    for person in household.people:
        person.disabled = chance() < tables().disability[person.years]
        if person.years < ADULT:
            _of_child(chance, person)
        else:
            _of_adult(chance, person, setting)
            if hardship and person.activity in WORK and chance() < tables().hardship["without_work"]:
                person.activity = HOME


def _of_child(chance: Chance, person: Person) -> None:
    shares = tables()
    if person.disabled and person.mother is not None:
        person.mother.disabled_child = person
    if person.years >= shares.youth and chance() < shares.listed:
        person.activity = PUPIL


def _of_adult(chance: Chance, person: Person, setting: Setting) -> None:
    shares = tables()
    person.pensioner = chance() < shares.pension[person.female][person.years]
    person.first_group = person.disabled and chance() < shares.first_group
    if person.pensioner:
        works = person.years < shares.retired + 7 and chance() < shares.pensioner_works
        person.activity = "employee" if works else ""
        return
    activity = shares.activity[person.female][person.years].draw(chance)
    if person.first_group or (person.disabled and activity in WORK and chance() >= shares.disabled_works):
        activity = HOME
    if activity == "self_employed_regime" and setting.today < shares.regime_since.toordinal():
        activity = HOME
    person.activity = activity

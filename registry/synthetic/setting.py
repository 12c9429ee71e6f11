"""What is the same for everybody of a region: the day on which the rows are made, and where one can live."""

from dataclasses import dataclass

from .days import first_of, month
from .shares import Choice

NOON = "06:00:00"
"""When lists are taken over, in UTC."""


@dataclass(frozen=True, slots=True)
class Place:
    """A district, or a region without any; row numbers of its polyclinics."""

    district: str | None
    polyclinics: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """``today`` is the number of the day; ``due_day``: of a month, by which the one before has to be paid."""

    region: str
    today: int
    due_day: int
    places: Choice[Place]

    @property
    def month(self) -> int:
        return month(self.today)

    @property
    def new_year(self) -> int:
        return first_of(self.month // 12 * 12)

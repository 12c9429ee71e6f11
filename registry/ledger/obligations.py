"""Which months of whom an akimat owes, and why. The engine says it; here it is only written down."""

from dataclasses import dataclass
from datetime import date

from ..log import Who
from ..models import Citizen, Obligation


@dataclass(frozen=True, slots=True)
class Settled:
    """``made`` and ``ended``: what changed. ``wellbeing``: the live obligation of the year from a visit, if any."""

    made: tuple[Obligation, ...]
    ended: tuple[Obligation, ...]
    wellbeing: Obligation | None


def settle(who: Who, citizen: Citizen, on: date) -> Settled:
    """Make and end obligations so that the live ones of the year of ``on`` say exactly what the engine says of the
    citizen's facts on that day. For a caller that has locked the citizen's row in his transaction. Idempotent."""
    raise NotImplementedError


def settle_year(who: Who, year: int, on: date) -> int:
    """``settle`` for everybody who may be owed for in the year, each in his own transaction; how many obligations were
    made or ended. What open grounds bring for a new year arises here. Idempotent; the monthly draft calls it."""
    raise NotImplementedError

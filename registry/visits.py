"""That somebody came for care: recorded once, struck where it was a mistake. Nothing else writes visits."""

from dataclasses import dataclass
from datetime import date

from .log import Who
from .models import Citizen, District, Obligation, Region, Visit
from .verdicts import Condition


@dataclass(frozen=True, slots=True)
class Recorded:
    """``created`` False: this visit had already been recorded, and it is that one. ``cover_began``: by this very act.
    ``conditions``: of article 26-1, which do not hold or are not known, where the person has no cover; a level that
    nobody confirmed is the first of them."""

    visit: Visit
    created: bool
    cover_began: bool
    obligation: Obligation | None
    conditions: tuple[Condition, ...]


def record(who: Who, citizen: Citizen, day: date | None = None) -> Recorded:
    """Record that the citizen came to the registrar's polyclinic; ``day`` None: today. One transaction. Recording the
    same once more gives the same visit. Raises NotAllowed."""
    raise NotImplementedError


def record_unknown(
    who: Who,
    number: str,
    surname: str,
    given_name: str,
    patronymic: str,
    birth_date: date,
    region: Region,
    district: District | None,
) -> Recorded:
    """As ``record``, for somebody in no registry: his row is made from his identity document. Raises NotAllowed."""
    raise NotImplementedError


def strike(who: Who, visit: Visit, because: str) -> None:
    """The visit counts no more; ``because`` is a code of registry/strike_reasons.toml. Raises NotAllowed."""
    raise NotImplementedError

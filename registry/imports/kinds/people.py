"""The people that rows name, found by their numbers: one query a batch."""

from collections.abc import Mapping, Sequence

from ...models import Citizen
from .base import Problem, Scope, Staged


def found(rows: Sequence[Staged]) -> Mapping[str, Citizen]:
    """By number, with whatever else the rows name; nobody for numbers that the registry does not know."""
    numbers = {str(row.values["iin"]) for row in rows}
    return {citizen.iin: citizen for citizen in Citizen.objects.filter(iin__in=numbers)}


def known(row: Staged, people: Mapping[str, Citizen], scope: Scope) -> Citizen:
    """Whom the row is about. Raises Problem where nobody may be changed by it."""
    citizen = people.get(str(row.values["iin"]))
    if citizen is None:
        raise Problem("unknown_person", "iin")
    check(citizen, scope)
    return citizen


def check(citizen: Citizen, scope: Scope) -> None:
    if scope.region is not None and citizen.region_id != scope.region:
        raise Problem("other_region", "iin")
    if citizen.blocked:
        raise Problem("blocked", "iin")

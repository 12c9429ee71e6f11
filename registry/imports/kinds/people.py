"""The people that rows name, found by their numbers: one query a batch."""

from collections.abc import Mapping, Sequence

from ...models import Citizen
from .base import Problem, Scope, Staged


def found(rows: Sequence[Staged], scope: Scope) -> Mapping[str, Citizen]:
    """By number, with whatever else the rows name; nobody for numbers that the registry does not know. Where it is
    going to be written, nobody else changes them until the end of the transaction: not a desk, not another import."""
    people = Citizen.objects.filter(iin__in={str(row.values["iin"]) for row in rows})
    if scope.writing:
        people = people.order_by("pk").select_for_update(no_key=True)
    return {citizen.iin: citizen for citizen in people}


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
    if _is_own(citizen, scope):
        raise Problem("own_case", "iin")


def _is_own(citizen: Citizen, scope: Scope) -> bool:
    """As access.is_own_case, without a query for each row."""
    own = scope.who.account.citizen if scope.who.account else None
    if own is None:
        return False
    return own.pk == citizen.pk or (own.household_id is not None and own.household_id == citizen.household_id)

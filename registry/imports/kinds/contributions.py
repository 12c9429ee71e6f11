"""Contributions as the state's payment system has them: months that were paid, and months that were returned."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from eligibility.rules.dates import month_text
from eligibility.rules.facts import CONTRIBUTION_KINDS

from ...models import Citizen, Contribution
from . import parsing, people
from .base import CHANGED, NEW, OFFICERS, SAME, Change, Column, Kind, Planned, Problem, Scope, Staged, bad
from .columns import IIN

Account = tuple[int, str]
"""A person's row number and a kind of contribution."""


def plan(rows: Sequence[Staged], scope: Scope) -> list[Planned]:
    there = people.found(rows, scope)
    paid: dict[Account, set[int]] = defaultdict(set)
    for row in Contribution.objects.filter(citizen__in=there.values()):
        paid[row.citizen_id, row.kind].update(range(row.first_month, row.last_month + 1))
    return [_planned(row, there, paid, scope) for row in rows]


def _planned(row: Staged, there: Mapping[str, Citizen], paid: dict[Account, set[int]], scope: Scope) -> Planned:
    """``paid`` goes on to say what will be paid after this row, for the rows after it."""
    first, last = _months(row)
    try:
        citizen = people.known(row, there, scope)
        if last < first:
            raise Problem("order", "last_month")
        account = (citizen.pk, str(row.values["kind"]))
        months, held = set(range(first, last + 1)), paid[account]
        returned = row.values.get("returned") is True
        if returned and not months <= held:
            raise Problem("not_paid", "first_month")
    except Problem as problem:
        return bad(row, problem)
    after = held - months if returned else held | months
    if after == held:
        return Planned(row.line, SAME)
    around = {month for month in held | months if first - 12 <= month <= last + 12}
    change = Change("first_month", _text(held & around), _text(after & around))
    paid[account] = after
    return Planned(row.line, CHANGED if held else NEW, (change,), write=(account, months, returned))


def _months(row: Staged) -> tuple[int, int]:
    first = int(row.values["first_month"] or 0)
    last = row.values.get("last_month")
    return first, first if last is None else int(last)


def write(planned: Sequence[Planned], scope: Scope) -> None:
    """Every account that changes is written anew: what is left after all rows, joined."""
    accounts = {item.write[0] for item in planned}
    rows = Contribution.objects.filter(citizen__in={citizen for citizen, _ in accounts})
    held: dict[Account, list[Contribution]] = defaultdict(list)
    for row in rows:
        held[row.citizen_id, row.kind].append(row)
    paid = {
        account: {month for row in held[account] for month in range(row.first_month, row.last_month + 1)}
        for account in accounts
    }
    for item in planned:
        account, months, returned = item.write
        paid[account] = paid[account] - months if returned else paid[account] | months
    Contribution.objects.filter(pk__in=[row.pk for account in accounts for row in held[account]]).delete()
    Contribution.objects.bulk_create(
        Contribution(citizen_id=citizen, kind=kind, first_month=first, last_month=last)
        for (citizen, kind), months in paid.items()
        for first, last in periods(months)
    )


def periods(months: Iterable[int]) -> list[tuple[int, int]]:
    """The months as runs without a gap (closed), in order."""
    found: list[tuple[int, int]] = []
    for month in sorted(months):
        if found and month == found[-1][1] + 1:
            found[-1] = (found[-1][0], month)
        else:
            found.append((month, month))
    return found


def _text(months: Iterable[int]) -> str:
    return ", ".join(
        month_text(first) if first == last else f"{month_text(first)}–{month_text(last)}"
        for first, last in periods(months)
    )


MONTH_EXPLAINED = _("As 2026-03 or 03.2026.")

KIND = Kind(
    code="contributions",
    name=_("Contributions"),
    explained=_("One row for each run of months that somebody paid, or that was returned to him."),
    columns=(
        IIN,
        Column(
            "kind",
            _("Kind of contribution"),
            parsing.choice(CONTRIBUTION_KINDS),
            True,
            _("Who pays it, as one of the words below."),
            CONTRIBUTION_KINDS[0],
            ("түрі", "вид"),
        ),
        Column(
            "first_month",
            _("First month"),
            parsing.month,
            True,
            MONTH_EXPLAINED,
            "2026-01",
            ("ай", "месяц", "month", "айдан", "с месяца"),
        ),
        Column(
            "last_month",
            _("Last month"),
            parsing.month,
            False,
            _("Empty: the first month alone."),
            "2026-03",
            ("айға дейін", "по месяц"),
        ),
        Column(
            "returned",
            _("Returned"),
            parsing.flag,
            False,
            _("yes: the money was returned, so the months are not paid any more. Empty: paid."),
            "no",
            ("қайтарылды", "возврат"),
        ),
    ),
    key=("iin", "kind", "first_month", "returned"),
    roles=OFFICERS,
    plan=plan,
    write=write,
)

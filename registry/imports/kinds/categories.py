"""Lists of the ministries: who belongs to which privileged category, and on which days."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from ...models import Citizen, ConfirmedGround, Proposal
from ...told import CIRCUMSTANCE_OF, SERVICE
from ..updating import update
from . import parsing, people
from .base import CHANGED, NEW, OFFICERS, SAME, Change, Column, Kind, Planned, Problem, Scope, Staged, bad
from .columns import ENDS, IIN, STARTS, day_of

CATEGORIES = (*CIRCUMSTANCE_OF, SERVICE)
"""Levels D and E are not among them: no ministry's list confirms them, an officer does."""
Held = dict[tuple[int, str], list[ConfirmedGround]]


def plan(rows: Sequence[Staged], scope: Scope) -> list[Planned]:
    there = people.found(rows, scope)
    held: Held = defaultdict(list)
    revocation = Proposal.objects.filter(
        ground=OuterRef("pk"), kind=Proposal.Kind.REVOCATION, outcome=Proposal.Outcome.APPROVED
    )
    grounds = ConfirmedGround.objects.filter(citizen__in=there.values()).annotate(revoked=Exists(revocation))
    for row in grounds.order_by("starts"):
        held[row.citizen_id, row.code].append(row)
    return [_planned(row, there, held, scope) for row in rows]


def _planned(row: Staged, there: Mapping[str, Citizen], held: Held, scope: Scope) -> Planned:
    """``held`` goes on to say what will be there after this row, for the rows after it."""
    try:
        citizen = people.known(row, there, scope)
        wanted = _ground(row, citizen, scope)
        return _difference(row, wanted, held[citizen.pk, wanted.code])
    except Problem as problem:
        return bad(row, problem)


def _ground(row: Staged, citizen: Citizen, scope: Scope) -> ConfirmedGround:
    starts, ends, child = (day_of(row.values.get(name)) for name in ("starts", "ends", "child_birth_date"))
    assert starts is not None  # the column is required
    if ends and ends < starts:
        raise Problem("order", "ends")
    if citizen.birth_date and starts < citizen.birth_date:
        raise Problem("born_later", "starts")
    return ConfirmedGround(
        citizen=citizen,
        code=str(row.values["category"]),
        starts=starts,
        ends=ends,
        child_birth_date=child,
        source=ConfirmedGround.Source.MINISTRY,
        confirmed_at=scope.who.now,
    )


def _difference(row: Staged, wanted: ConfirmedGround, held: list[ConfirmedGround]) -> Planned:
    same = next((ground for ground in held if not ground.void and ground.starts == wanted.starts), None)
    others = [
        ground
        for ground in held
        if ground is not same and _overlap(ground, wanted) and not (ground.void and same is not None)
    ]
    if others:
        decided = any(map(_is_decided, others))
        days = {"first": others[0].starts.isoformat(), "last": _text(others[-1].ends)}
        raise Problem("decided", "starts") if decided else Problem("overlaps", "starts", **days)
    if same is None:
        held.append(wanted)
        return Planned(row.line, NEW, _changes(None, wanted), write=wanted)
    wanted.child_birth_date = wanted.child_birth_date or same.child_birth_date
    if (same.ends, same.child_birth_date) == (wanted.ends, wanted.child_birth_date):
        return Planned(row.line, SAME)
    if _is_decided(same):
        raise Problem("decided", "ends")
    changes = _changes(same, wanted)
    same.ends, same.child_birth_date = wanted.ends, wanted.child_birth_date
    return Planned(row.line, CHANGED, changes, write=same)


def _is_decided(ground: ConfirmedGround) -> bool:
    """By an officer: confirmed, or revoked – from a day on, or as never having held –, whoever stated it first."""
    return ground.void or ground.source == ConfirmedGround.Source.DECISION or getattr(ground, "revoked", False)


def _overlap(one: ConfirmedGround, other: ConfirmedGround) -> bool:
    return one.starts <= (other.ends or date.max) and other.starts <= (one.ends or date.max)


def _changes(before: ConfirmedGround | None, after: ConfirmedGround) -> list[Change]:
    found = [
        Change(name, _text(getattr(before, name, None)), _text(getattr(after, name)))
        for name in ("starts", "ends", "child_birth_date")
    ]
    return [change for change in found if change.before != change.after]


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""


def write(planned: Sequence[Planned], scope: Scope) -> None:
    """An officer who has such a ground before him is told that it changed: by its version."""
    wanted = [item.write for item in planned]
    there = [ground for ground in wanted if not ground._state.adding]
    for ground in there:
        ground.version += 1
    ConfirmedGround.objects.bulk_create(ground for ground in wanted if ground._state.adding)
    update(there, ["ends", "child_birth_date", "version"])


KIND = Kind(
    code="categories",
    name=_("Lists of the ministries: categories"),
    explained=_("One row for each person and category, with its days. Levels D and E are confirmed by an officer."),
    columns=(
        IIN,
        Column(
            "category",
            _("Category"),
            parsing.choice(CATEGORIES),
            True,
            _("One of the words below."),
            "pensioner",
            ("санат", "санаты", "категория", "льготная категория"),
        ),
        STARTS,
        ENDS,
        Column(
            "child_birth_date",
            _("Birth date of the child"),
            parsing.day,
            False,
            _("Of the child that a parent raises, where the list has it."),
            "",
            ("баланың туған күні", "дата рождения ребёнка"),
        ),
    ),
    key=("iin", "category", "starts"),
    roles=OFFICERS,
    plan=plan,
    write=write,
)

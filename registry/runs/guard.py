"""The agreement: how many may lose cover, and whose word it takes."""

import tomllib
from datetime import timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

from .. import access, log
from ..access import Action
from ..log import Verb, Who
from ..models import Account, Chunk, Citizen, Run
from ..refusals import NotAllowed
from ..working_days import day_of
from . import planning
from .frame import Kind, State, changing
from .transitions import read

FILE = Path(__file__).parent / "guard.toml"


class Limits(NamedTuple):
    approver_above: Decimal
    """Share of the people of the region."""
    plan_holds: timedelta


@cache
def limits() -> Limits:
    table = tomllib.loads(FILE.read_text("utf-8"))
    return Limits(Decimal(table["approver_above"]), timedelta(days=table["plan_holds_days"]))


def apply(who: Who, run: Run, most_losing: int) -> Run:
    """Agree to the plan: it is applied range by range, see work.py, and stops before more than ``most_losing`` people
    in all would lose cover.

    Raises NotAllowed: ``account``, ``other_region``, ``run_state``, ``run_day_to_come``, ``run_outdated``,
    ``run_fewer_than_planned``, ``run_approver``, ``run_under_way``."""
    with changing(who, Verb.RUN_AGREED, run) as held:
        if held.state != State.PLANNED or held.kind != Kind.REDETERMINATION:
            raise NotAllowed("run_state")
        if held.on > day_of(who.now):
            raise NotAllowed("run_day_to_come")
        if outdated(who, held):
            raise NotAllowed("run_outdated")
        _agree(who, held, most_losing, planned(held)[0])
    return held


def go_on(who: Who, run: Run, most_losing: int) -> Run:
    """After the guard has stopped: with a new number, for the whole of the run. Raises NotAllowed as ``apply`` does."""
    with changing(who, Verb.RUN_AGREED, run) as held:
        if held.state != State.STOPPED:
            raise NotAllowed("run_state")
        _agree(who, held, most_losing, (held.most_losing or 0) + 1)
    return held


def planned(run: Run) -> tuple[int, int]:
    """How many lose cover by the plan, and how many gain it."""
    moves = list(read(run.transitions))
    losing = sum(number for move, number in moves if move.loses)
    return losing, sum(number for move, number in moves if move.gains)


def outdated(who: Who, run: Run) -> bool:
    """Whether what it says is no longer what there is: it is old, the law is another, or another run has written."""
    if run.planned_at is None or who.now - run.planned_at > limits().plan_holds:
        return True
    if planning.law_of(run).digest != run.law_digest:
        return True
    written = Chunk.objects.filter(run__kind=Kind.REDETERMINATION, applied_at__gt=run.planned_at)
    if run.region_id is not None:
        written = written.filter(run__in=Run.objects.filter(planning.of_the_region(run.region_id)))
    return written.exclude(run=run).exists()


def most_by_an_officer(run: Run) -> int:
    """How many may lose cover without an approving officer's word."""
    people = Citizen.objects.filter(region=run.region_id) if run.region_id else Citizen.objects.all()
    return int(people.count() * limits().approver_above)


def may_agree(account: Account, run: Run, most_losing: int) -> bool:
    return access.may(account, "run", Action.APPROVE) or most_losing <= most_by_an_officer(run)


def _agree(who: Who, run: Run, most_losing: int, fewest: int) -> None:
    if most_losing < fewest:
        raise NotAllowed("run_fewer_than_planned")
    if who.account is not None and not may_agree(who.account, run, most_losing):
        raise NotAllowed("run_approver")
    run.state, run.most_losing, run.applied_by = State.APPLYING, most_losing, who.account
    log.write(who, Verb.RUN_AGREED, details={"run": run.pk, "most_losing": most_losing})

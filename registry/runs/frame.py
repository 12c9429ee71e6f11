"""Who may do what with a run, and what the verbs of runs have in common."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from .. import access, log
from ..access import Action
from ..log import Verb, Who
from ..models import Region, Run
from ..refusals import NotAllowed

Kind, State, Scope = Run.Kind, Run.State, Run.Scope
UNDER_WAY = (State.PLANNING, State.APPLYING)
"""There is something to work at."""
OPEN = (State.PLANNING, State.PLANNED, State.APPLYING, State.STOPPED)
"""Can still be put aside."""


def check_may(who: Who, kind: str, region: Region | str | None) -> None:
    """Raises NotAllowed. Without an account the system itself acts: a command, or the scheduler.

    A forecast is for whoever sees the picture of the region; a re-determination for its own officers."""
    account, code = who.account, region.pk if isinstance(region, Region) else region
    if account is None:
        return
    if kind == Kind.REDETERMINATION:
        allowed, reached = access.may(account, "run", Action.PROPOSE), account.region_id == code
    else:
        allowed, reached = access.may(account, "picture"), account.region_id in (None, code)
    if not allowed:
        raise NotAllowed("account")
    if not reached:
        raise NotAllowed("other_region")


@contextmanager
def changing(who: Who, verb: Verb, run: Run) -> Iterator[Run]:
    """One transaction with the row locked and read anew; saved at its end. Raises NotAllowed."""
    with log.attempts_recorded(who, verb, details={"run": run.pk}), only_one(), transaction.atomic():
        held = Run.objects.select_for_update().get(pk=run.pk)
        check_may(who, held.kind, held.region_id)
        yield held
        held.save()


@contextmanager
def only_one() -> Iterator[None]:
    """The database lets no second re-determination be under way."""
    try:
        yield
    except IntegrityError as error:
        if "one_redetermination_at_a_time" in str(error) or "registry_run.kind" in str(error):
            raise NotAllowed("run_under_way") from None
        raise

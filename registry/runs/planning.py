"""Beginning a run, and putting it aside."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import Q

from eligibility.rules import law as law_module
from eligibility.rules.law import Law, LawRangeError, SuppositionError

from .. import log
from ..log import Verb, Who
from ..models import Chunk, Region, Run
from ..refusals import NotAllowed
from .frame import OPEN, Kind, Scope, State, changing, check_may, only_one
from .ranges import ranges


def begin(
    who: Who,
    kind: str,
    on: date,
    region: Region | None = None,
    scope: str | None = None,
    parameters: Mapping[str, str] | None = None,
) -> Run:
    """A run whose plan is still to be worked out: see work.py. ``region`` None: the country. ``scope`` None: only those
    who have to be looked at, unless the law is another one than when everybody was looked at last. ``parameters`` of a
    what-if: parameter of the law → the value that is supposed.

    Raises NotAllowed: ``account``, ``other_region``, ``run_day``, ``run_parameter``, ``run_under_way``."""
    with log.attempts_recorded(who, Verb.RUN_BEGUN), only_one(), transaction.atomic():
        check_may(who, kind, region)
        law = _law(kind, on, parameters or {})
        run = Run.objects.create(
            kind=kind,
            scope=scope or _scope(kind, region, law),
            on=on,
            region=region,
            law_digest=law.digest,
            parameters={code: str(value) for code, value in (parameters or {}).items()},
            begun_by=who.account,
            begun_at=who.now,
        )
        cut = ranges(run)
        Chunk.objects.bulk_create(Chunk(run=run, first=first, last=last) for first, last in cut.ranges)
        run.people = cut.people
        run.save(update_fields=["people"])
        details = {"run": run.pk, "kind": kind, "scope": run.scope, "region": region.pk if region else ""}
        log.write(who, Verb.RUN_BEGUN, details=details)
    return run


def cancel(who: Who, run: Run) -> Run:
    """Nothing more is done for it. What was applied of it stays: each person's answer is right by itself.

    Raises NotAllowed: ``account``, ``other_region``, ``run_state``."""
    with changing(who, Verb.RUN_CANCELLED, run) as held:
        if held.state not in OPEN:
            raise NotAllowed("run_state")
        held.state, held.closed_at = State.CANCELLED, who.now
        log.write(who, Verb.RUN_CANCELLED, details={"run": held.pk})
    return held


def law_of(run: Run) -> Law:
    """The one by which it decides: today's files, with what is supposed. Its digest tells whether it is still the one
    with which the run began. Raises SuppositionError."""
    law = law_module.load()
    return law_module.changed(law, run.parameters) if run.kind == Kind.WHAT_IF else law


def of_the_region(region: str | None) -> Q:
    """Runs that looked at all people of it, or of the country."""
    return Q(region=None) | Q(region=region) if region else Q(region=None)


def _law(kind: str, on: date, parameters: Mapping[str, str]) -> Law:
    law = law_module.load()
    try:
        rules = law.at(on.toordinal())
        changed = law_module.changed(law, parameters) if kind == Kind.WHAT_IF else law
    except LawRangeError:
        raise NotAllowed("run_day") from None
    except SuppositionError:
        raise NotAllowed("run_parameter") from None
    if (kind == Kind.WHAT_IF) != bool(parameters) or not all(map(rules.in_force, parameters)):
        raise NotAllowed("run_parameter")
    return changed


def _scope(kind: str, region: Region | None, law: Law) -> str:
    if kind != Kind.REDETERMINATION:
        return Scope.ALL
    reached = of_the_region(region.pk if region else None)
    last = Run.objects.filter(reached, kind=kind, scope=Scope.ALL, state=State.APPLIED).first()
    return Scope.CHANGED if last is not None and last.law_digest == law.digest else Scope.ALL

"""The work at a run: one range after the other, by whoever comes.

A range is claimed by its row's lock, which is held until all that came of it is committed. A worker that dies leaves it
as it was. Whoever finds none left ends the phase, once."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet, Sum

from eligibility.rules.law import Law, SuppositionError

from .. import log
from ..bulk.deciding import Counted, decided
from ..bulk.touched import note
from ..bulk.writing import write
from ..log import Verb, Who
from ..models import Chunk, Run
from . import planning
from .frame import UNDER_WAY, Kind, State
from .ranges import to_determine, to_look_at
from .transitions import Moves

NUMBERS = ("looked_at", "changed", "losing", "gaining", "failed")
DONE_AT = {State.PLANNING: "planned_at", State.APPLYING: "applied_at"}


class _TooManyLose(Exception):
    """More than was agreed to."""


class _NoLonger(Exception):
    """The run was stopped or put aside meanwhile."""


def work(run_pk: int, now: datetime) -> None:
    """Plan or apply what is left of the run, until there is nothing more to do, or others do the rest. May be called
    at any time, by any number of processes."""
    run = Run.objects.get(pk=run_pk)
    while run.state in UNDER_WAY:
        law = _law(run)
        if law is None:
            _put_aside(run, now)
        elif not _worked(run, law, now) and not _ended(run, now):
            return
        run.refresh_from_db()


def figures(run: Run, done: str) -> dict[str, int]:
    """Of the ranges that are done; ``done``: planned_at or applied_at."""
    sums = run.chunks.filter(**{f"{done}__isnull": False}).aggregate(**{name: Sum(name) for name in NUMBERS})
    return {name: sums[name] or 0 for name in NUMBERS}


def _law(run: Run) -> Law | None:
    """None where it is no longer the one with which the run began."""
    try:
        law = planning.law_of(run)
    except SuppositionError:
        return None
    return law if law.digest == run.law_digest else None


def _put_aside(run: Run, now: datetime) -> None:
    with transaction.atomic():
        held = Run.objects.select_for_update().get(pk=run.pk)
        if held.state in UNDER_WAY:
            held.state, held.closed_at = State.CANCELLED, now
            held.save()
            log.write(Who(now), Verb.RUN_CANCELLED, details={"run": run.pk, "because": "law"})


def _worked(run: Run, law: Law, now: datetime) -> bool:
    """One range. False where none is left that nobody works at."""
    try:
        with transaction.atomic():
            chunk = _open_ranges(run).select_for_update(skip_locked=True, of=("self",)).first()
            if chunk is None:
                return False
            step = _Step(run, chunk, law, now)
            if run.state == State.PLANNING:
                step.plan()
            else:
                step.apply()
    except _TooManyLose:
        _stop(run, now)
    except _NoLonger:
        return True
    return True


def _open_ranges(run: Run) -> "QuerySet[Chunk]":
    return Chunk.objects.filter(run=run, run__state=run.state, **{f"{DONE_AT[State(run.state)]}__isnull": True})


@dataclass(frozen=True, slots=True)
class _Step:
    run: Run
    chunk: Chunk
    law: Law
    now: datetime

    def plan(self) -> None:
        run, chunk = self.run, self.chunk
        counted, moves = Counted(), Moves()
        everybody = run.kind != Kind.REDETERMINATION
        people = to_look_at(run, chunk)
        for change in decided(chunk.first, chunk.last, run.on, self.law, people, everybody, counted):
            moves.add(change)
        chunk.planned_at = self.now
        chunk.transitions, chunk.samples = moves.transitions(), moves.samples()
        self._save(counted, moves, counted.changed)

    def apply(self) -> None:
        """The guard looks at what was written before it is committed: until then nobody sees it."""
        run, chunk = self.run, self.chunk
        counted, moves = Counted(), Moves()
        people = to_determine(run, chunk)
        changes = decided(chunk.first, chunk.last, run.on, self.law, people, counted=counted)
        written = write(moves.passing(changes), run.on, self.law.digest, self.now, run)
        note(counted.left)
        held = Run.objects.select_for_update().get(pk=run.pk)
        if held.state != State.APPLYING:
            raise _NoLonger
        if figures(held, "applied_at")["losing"] + moves.losing > (held.most_losing or 0):
            raise _TooManyLose
        chunk.applied_at = self.now
        self._save(counted, moves, written.changed)
        details = {"run": run.pk, "chunk": chunk.pk, "changed": written.changed}
        log.write(Who(self.now), Verb.REDETERMINED, details=details)

    def _save(self, counted: Counted, moves: Moves, changed: int) -> None:
        chunk = self.chunk
        chunk.looked_at, chunk.changed = counted.looked_at, changed
        chunk.losing, chunk.gaining, chunk.failed = moves.losing, moves.gaining, counted.failed.total()
        chunk.save()


def _stop(run: Run, now: datetime) -> None:
    with transaction.atomic():
        held = Run.objects.select_for_update().get(pk=run.pk)
        if held.state == State.APPLYING:
            held.state = State.STOPPED
            held.save()
            details = {"run": run.pk, "most_losing": held.most_losing, **figures(held, "applied_at")}
            log.write(Who(now), Verb.RUN_STOPPED, details=details)


def _ended(run: Run, now: datetime) -> bool:
    """Whether the phase is over, by us or by somebody else; not where ranges are left that others work at."""
    with transaction.atomic():
        held = Run.objects.select_for_update().get(pk=run.pk)
        if held.state != run.state:
            return True
        if _open_ranges(held).exists():
            return False
        for name, number in figures(held, DONE_AT[State(held.state)]).items():
            setattr(held, name, number)
        if held.state == State.PLANNING:
            _end_of_plan(held, now)
        else:
            _end_of_application(held, now)
        held.save()
    return True


def _end_of_plan(run: Run, now: datetime) -> None:
    moves = Moves()
    for transitions, samples in run.chunks.values_list("transitions", "samples"):
        moves.take_in(transitions, samples)
    run.transitions, run.samples = moves.transitions(), moves.samples()
    run.state, run.planned_at = State.PLANNED, now


def _end_of_application(run: Run, now: datetime) -> None:
    run.state, run.closed_at = State.APPLIED, now
    log.write(Who(now), Verb.RUN_APPLIED, details={"run": run.pk, **figures(run, "applied_at")})

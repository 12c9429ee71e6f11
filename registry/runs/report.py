"""A run as plain text, for whoever runs the portal. Codes, numbers and row numbers, nothing of a person."""

from collections import Counter
from collections.abc import Iterator

from ..models import Run
from .guard import planned
from .transitions import Place, read
from .work import figures


def of_plan(run: Run) -> Iterator[str]:
    """What would change, as a table."""
    losing, gaining = planned(run)
    moves = list(read(run.transitions))
    changed = sum(number for _, number in moves)
    where = f"region {run.region_id}" if run.region_id else "the country"
    yield f"run {run.pk}: {run.on}, {where}, {run.scope}: {run.state}"
    looked_at = figures(run, "planned_at")["looked_at"]
    yield f"{looked_at} looked at, {changed} change, {losing} lose cover, {gaining} gain it"
    if run.failed:
        yield f"{run.failed} people keep what they have: their rows contradict each other"
    together = Counter[tuple[Place, Place]]()
    for move, number in moves:
        together[move.before, move.after] += number
    for (before, after), number in together.most_common():
        yield f"{number:>9}  {_words(before)} -> {_words(after)}"
        places = sorted(
            (move.district, people) for move, people in moves if (move.before, move.after) == (before, after)
        )
        if places != [("", number)]:
            yield "           " + ", ".join(f"{district or 'no district'} {people}" for district, people in places)


def of_application(run: Run) -> Iterator[str]:
    """How far it came."""
    numbers = figures(run, "applied_at")
    ranges = run.chunks.count()
    done = run.chunks.filter(applied_at__isnull=False).count()
    yield f"run {run.pk}: {run.state}, {done} of {ranges} ranges applied"
    losing = f"{numbers['losing']} lose cover (at most {run.most_losing})"
    yield f"{numbers['changed']} changed, {losing}, {numbers['gaining']} gain it"


def _words(place: Place) -> str:
    status, ground = place
    return f"{status or 'never determined'}{f' ({ground})' if ground else ''}"

"""To which polyclinic people are attached. A newer row ends the attachment before it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from ...models import Attachment, Citizen, Polyclinic
from ..updating import update
from . import parsing, people
from .base import CHANGED, NEW, OFFICERS, SAME, Change, Column, Kind, Planned, Problem, Scope, Staged, bad
from .columns import ENDS, IIN, STARTS, day_of

ONE_DAY = timedelta(days=1)
Held = dict[int, list[Attachment]]


def plan(rows: Sequence[Staged], scope: Scope) -> list[Planned]:
    there = people.found(rows, scope)
    wanted = {int(row.values["polyclinic"] or 0) for row in rows}
    places = Polyclinic.objects.filter(pk__in=wanted)
    polyclinics = {place.pk: place for place in places if scope.region in (None, place.region_id)}
    held: Held = defaultdict(list)
    for row in Attachment.objects.filter(citizen__in=there.values()).select_related("polyclinic").order_by("starts"):
        held[row.citizen_id].append(row)
    return [_planned(row, there, polyclinics, held, scope) for row in rows]


def _planned(
    row: Staged, there: Mapping[str, Citizen], polyclinics: Mapping[int, Polyclinic], held: Held, scope: Scope
) -> Planned:
    """``held`` goes on to say what will be there after this row, for the rows after it."""
    try:
        citizen = people.known(row, there, scope)
        polyclinic = polyclinics.get(int(row.values["polyclinic"] or 0))
        if polyclinic is None:
            raise Problem("unknown_polyclinic", "polyclinic")
        starts, ends = day_of(row.values.get("starts")), day_of(row.values.get("ends"))
        assert starts is not None  # the column is required
        if ends and ends < starts:
            raise Problem("order", "ends")
        wanted = Attachment(citizen=citizen, polyclinic=polyclinic, starts=starts, ends=ends)
        return _difference(row, wanted, held[citizen.pk])
    except Problem as problem:
        return bad(row, problem)


def _difference(row: Staged, wanted: Attachment, held: list[Attachment]) -> Planned:
    same = next((item for item in held if item.polyclinic_id == wanted.polyclinic_id and _goes_on(item, wanted)), None)
    later = next((item for item in held if _in_the_way(item, wanted, same)), None)
    if later is not None:
        raise Problem("attached_later", "starts", day=later.starts.isoformat())
    if same is not None:
        return _end(row, same, wanted)
    before = next((item for item in held if item.starts < wanted.starts <= (item.ends or date.max)), None)
    if before is not None:
        before.ends = wanted.starts - ONE_DAY
    held.append(wanted)
    change = Change("polyclinic", before.polyclinic.name if before else "", wanted.polyclinic.name)
    return Planned(row.line, CHANGED if before else NEW, (change,), write=(before, wanted))


def _in_the_way(item: Attachment, wanted: Attachment, same: Attachment | None) -> bool:
    """Whether it begins on the first day or later, and before the end."""
    return item is not same and wanted.starts <= item.starts <= (wanted.ends or date.max)


def _goes_on(held: Attachment, wanted: Attachment) -> bool:
    """Whether the row tells nothing but the end of what is there."""
    return held.starts <= wanted.starts <= (held.ends or date.max)


def _end(row: Staged, held: Attachment, wanted: Attachment) -> Planned:
    if held.ends == wanted.ends:
        return Planned(row.line, SAME)
    change = Change("ends", str(held.ends or ""), str(wanted.ends or ""))
    held.ends = wanted.ends
    return Planned(row.line, CHANGED, (change,), write=(held, None))


def write(planned: Sequence[Planned], scope: Scope) -> None:
    """Ends first: two attachments of one person may not touch the same day."""
    ended = {id(before): before for before, _ in (item.write for item in planned) if before is not None}
    update([item for item in ended.values() if not item._state.adding], ["ends"])
    Attachment.objects.bulk_create(wanted for _, wanted in (item.write for item in planned) if wanted is not None)


KIND = Kind(
    code="attachments",
    name=_("Attachment to polyclinics"),
    explained=_("One row a person: the polyclinic and the day from which he belongs to it."),
    columns=(
        IIN,
        Column(
            "polyclinic",
            _("Number of the polyclinic"),
            parsing.whole,
            True,
            _("As in the list of polyclinics that can be downloaded here."),
            "1",
            ("емхана", "емхана нөмірі", "поликлиника", "номер поликлиники"),
        ),
        STARTS,
        ENDS,
    ),
    key=("iin", "starts"),
    roles=OFFICERS,
    plan=plan,
    write=write,
)

"""One run: how far it is, what it would change, and what can be done with it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from eligibility.presentation import number

from ...access import Action, find, may
from ...models import Run
from ...refusals import Refused
from ...requests import account_of, who
from ...working_days import day_of
from ...workplace import for_whom, page
from .. import guard, planning, shown
from ..flow import flow
from ..forms import AgreementForm
from ..frame import OPEN, Kind, State
from ..tasks import enqueue
from ..transitions import read
from ..work import figures
from .overview import METHODS

EVERY = 5
"""Seconds after which the page of a run that is under way is asked for again, unless somebody does not want it."""
MOST_ROWS = 12
"""What more people than most do stands in sight, the rest folded."""
STILL = "still"
ACTIONS = {"apply": guard.apply, "go_on": guard.go_on}


@require_http_methods(METHODS)
@for_whom("run", Action.PROPOSE)
def run(request: HttpRequest, pk: int) -> HttpResponse:
    row = found(request, pk)
    if request.method != "POST":
        return _page(request, row)
    action = request.POST.get("action", "")
    if action == "cancel":
        return _cancelled(request, row)
    if action not in ACTIONS:
        return _page(request, row, status=422, refused=_("Choose what to do."))
    form = _form(request, row, request.POST)
    if not form.is_valid():
        return _page(request, row, form, status=422)
    try:
        row = ACTIONS[action](who(request), row, form.cleaned_data["most_losing"])
    except Refused as refused:
        row.refresh_from_db()
        return _page(request, row, form, status=422, refused=refused.message)
    enqueue(row)
    return redirect("run", row.pk)


def found(request: HttpRequest, pk: int) -> Run:
    """Of the region of the account. Raises Http404."""
    row = find(request.user, Run.objects.select_related("region", "begun_by", "applied_by"), pk)
    if row.kind != Kind.REDETERMINATION:
        raise Http404
    return row


def _cancelled(request: HttpRequest, row: Run) -> HttpResponse:
    try:
        planning.cancel(who(request), row)
    except Refused as refused:
        row.refresh_from_db()
        return _page(request, row, status=422, refused=refused.message)
    messages.success(request, _("The re-determination is put aside."))
    return redirect("run", row.pk)


def _page(
    request: HttpRequest, row: Run, form: AgreementForm | None = None, status: int = 200, refused: str = ""
) -> HttpResponse:
    progress, still = shown.progress(row), STILL in request.GET
    context = {
        **shown.head(row),
        "progress": progress,
        "still": still,
        "every": EVERY,
        "can_cancel": row.state in OPEN,
        "refused": refused,
        "list": reverse("falling") if may(request.user, "falling") else "",
        "faults": form.faults() if form is not None and form.is_bound else [],
        **(_plan(row) if row.planned_at else {}),
        **_agreement(request, row, form),
    }
    answer = page(request, "runs/run.html", context, status)
    if progress and not still and status == 200:
        answer["Refresh"] = str(EVERY)  # as the tag in the head, which no reader could switch off
    return answer


def _plan(row: Run) -> dict[str, Any]:
    losing, gaining = guard.planned(row)
    moves, rows = list(read(row.transitions)), shown.rows(row)
    few = sorted(sorted(rows, key=lambda item: item.people)[:-MOST_ROWS], key=rows.index)
    return {
        "planned": {"losing": number(losing), "gaining": number(gaining), "changed": number(sum(n for _m, n in moves))},
        "loses_nobody": losing == 0,
        "applied": {name: number(getattr(row, name)) for name in ("changed", "losing", "gaining")},
        "failed": number(row.failed) if row.failed else "",
        "rows": [item for item in rows if item not in few],
        "further": few,
        "districts": shown.districts(row),
        "flow": flow(moves),
    }


def _agreement(request: HttpRequest, row: Run, form: AgreementForm | None) -> dict[str, Any]:
    """What stands between the plan and its application: a form, or why there is none."""
    if row.state not in (State.PLANNED, State.STOPPED):
        return {}
    by = who(request)
    if row.state == State.PLANNED and row.on > day_of(by.now):
        return {"hindrance": "day"}
    if row.state == State.PLANNED and guard.outdated(by, row):
        return {"hindrance": "outdated"}
    fewest = guard.planned(row)[0] if row.state == State.PLANNED else (row.most_losing or 0) + 1
    if not guard.may_agree(account_of(request), row, fewest):
        return {"hindrance": "approver", "limit": number(guard.most_by_an_officer(row))}
    return {"form": form or _form(request, row)}


def _form(request: HttpRequest, row: Run, data: Any = None) -> AgreementForm:
    if row.state == State.STOPPED:
        lost = number(figures(row, "applied_at")["losing"])
        hint = _("Up to now %(lost)s have lost it. The number is for the whole of the run.") % {"lost": lost}
    else:
        losing = number(guard.planned(row)[0])
        hint = _("By the plan: %(losing)s. It stops before one more would lose it.") % {"losing": losing}
    if not guard.may_agree(account_of(request), row, 2**40):
        limit = number(guard.most_by_an_officer(row))
        hint += " " + _("More than %(limit)s only by the word of an approving officer.") % {"limit": limit}
    return AgreementForm(data, on=row.on, person={}, hint=hint)

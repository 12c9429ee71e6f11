"""The list of runs, and planning one."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ...access import Action, visible
from ...models import Run
from ...refusals import Refused
from ...requests import account_of, who
from ...working_days import day_of
from ...workplace import for_whom, page
from .. import planning, shown
from ..forms import ALL, NEEDED, PlanForm
from ..frame import UNDER_WAY, Kind, State
from ..tasks import enqueue

METHODS = ["GET", "HEAD", "POST"]
PER_PAGE = 20


@require_http_methods(METHODS)
@for_whom("run", Action.PROPOSE)
def runs(request: HttpRequest) -> HttpResponse:
    today = day_of(timezone.now())
    if request.method != "POST":
        return _list(request, PlanForm(on=today, person={}, initial={"day": today, "whom": NEEDED}))
    form = PlanForm(request.POST, on=today, person={})
    if not form.is_valid():
        return _list(request, form, status=422)
    scope = Run.Scope.ALL if form.cleaned_data["whom"] == ALL else None
    try:
        run = planning.begin(who(request), Kind.REDETERMINATION, form.on_day(), account_of(request).region, scope)
    except Refused as refused:
        form.add_error("day" if refused.code == "run_day" else None, refused.message)
        return _list(request, form, status=422)
    enqueue(run)
    return redirect("run", run.pk)


def _list(request: HttpRequest, form: PlanForm, status: int = 200) -> HttpResponse:
    rows = visible(request.user, Run.objects.filter(kind=Kind.REDETERMINATION))
    shown_page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Re-determination"),
        "rows": [shown.line(row) for row in shown_page],
        "page": shown_page,
        "under_way": rows.filter(state__in=(*UNDER_WAY, State.STOPPED)).first(),
        "form": form,
        "faults": [("main" if name == "__all__" else id_, said) for name, id_, said in _faults(form)],
    }
    return page(request, "runs/runs.html", context, status)


def _faults(form: PlanForm) -> list[tuple[str, str, str]]:
    general = [("__all__", "", str(error)) for error in form.non_field_errors()]
    fields = {name: errors for name, errors in form.errors.items() if name != "__all__"}
    ids = {item.name: item.first_id for item in form.top_fields()}
    return general + [(name, ids[name], str(error)) for name, errors in fields.items() for error in errors]

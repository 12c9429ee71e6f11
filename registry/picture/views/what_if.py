"""What if a number of the law were another one: the question, and its answer beside the present."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from eligibility.presentation import long_date
from eligibility.rules import law as law_module
from eligibility.texts import ground_name, source, term

from ...models import District, Run
from ...refusals import NotAllowed
from ...requests import account_of, who
from ...working_days import day_of
from ...workplace import for_whom, page
from .. import supposing, words
from ..ahead import districts_figure, grounds_figure
from ..forms import SuppositionForm
from ..outcomes import GAINED, LOST, Outcome, outcome
from ..reach import find_run, scope_of
from ..reading import Scope, read
from ..supposing import Parameter
from .overview import METHODS


@require_http_methods(METHODS)
@for_whom("picture")
def what_if(request: HttpRequest) -> HttpResponseBase:
    asked = request.POST if request.method == "POST" else request.GET
    scope = Scope(scope_of(account_of(request), {"region": asked.get("region", "")}).region)
    today = day_of(timezone.now())
    offered = supposing.parameters(law_module.load(), today)
    if request.method != "POST":
        return _asked(request, scope, offered, SuppositionForm(offered=offered))
    form = SuppositionForm(request.POST, offered=offered)
    if not form.is_valid():
        return _asked(request, scope, offered, form, status=422)
    given = form.cleaned_data
    try:
        run = supposing.suppose(who(request), scope.region, form.offered[given["parameter"]], given["value"], today)
    except NotAllowed as refused:
        return _asked(request, scope, offered, form, status=422, refused=refused.message)
    return redirect("picture-what-if-run", run.pk)


def _asked(
    request: HttpRequest,
    scope: Scope,
    offered: list[Parameter],
    form: SuppositionForm,
    status: int = 200,
    refused: str = "",
) -> HttpResponse:
    told = {
        "scope": scope,
        "form": form,
        "faults": form.faults() if form.is_bound else [],
        "refused": refused,
        "offered": [_law(item) for item in offered],
        "runs": [(run, _supposition(run)) for run in supposing.runs(scope.region)],
    }
    return page(request, "picture/what_if.html", told, status)


@require_http_methods(METHODS)
@for_whom("picture")
@require_safe
def run(request: HttpRequest, pk: int) -> HttpResponse:
    row = find_run(account_of(request), pk)
    told: dict[str, Any] = {
        "run": row,
        "supposition": _supposition(row),
        "day": long_date(row.on),
        "scope": Scope(row.region),
    }
    if row.state == Run.State.PLANNING:
        told |= {"ready": row.chunks.filter(planned_at__isnull=False).count(), "all": row.chunks.count()}
    elif row.state == Run.State.PLANNED:
        told |= _result(row)
    return page(request, "picture/what_if_run.html", told)


def _result(row: Run) -> dict[str, Any]:
    found = outcome(row.transitions)
    names = (
        {item.pk: item.name for item in District.objects.all()}
        if row.region is None
        else {item.pk: item.name for item in District.objects.filter(region=row.region)}
    )
    return {
        "sums": _sums(row, found),
        "figures": [
            districts_figure("districts", _("By district"), found, names),
            grounds_figure("grounds", _("By ground"), found),
        ],
        "nobody": not found.cells,
    }


def _sums(row: Run, found: Outcome) -> list[tuple[str, str]]:
    picture = read(Scope(row.region))
    sums = [
        (_("Would become insured"), words.people(found.total(GAINED))),
        (_("Would lose the insurance"), words.people(found.total(LOST))),
    ]
    if picture is None or picture.cover.share is None:
        return sums
    cover = picture.cover
    then = min(max(cover.insured + found.balance, 0), cover.total) / cover.total
    return [(_("Insured now"), words.share(cover.share)), (_("Insured then"), words.share(then)), *sums]


def _supposition(row: Run) -> list[tuple[str, str, str]]:
    """What is supposed: its name, from what to what, and where the law has it."""
    table, rules = law_module.load().tables["parameters"], law_module.load().at(row.on.toordinal())
    found = []
    for code, value in row.parameters.items():
        unit = table[code]["unit"]
        change = f"{words.span(rules.whole(code), unit)} → {words.span(int(value), unit)}"
        value_now = rules.values[code]
        found.append((supposing.name_of(code), change, source(value_now.act, value_now.article)))
    return found


def _law(item: Parameter) -> dict[str, Any]:
    return {
        "name": item.name,
        "value": words.span(item.present, item.unit),
        "source": source(item.value.act, item.value.article),
        "certainty": term("certainties", item.value.certainty),
        "grounds": ", ".join(ground_name(code) for code in item.grounds),
    }

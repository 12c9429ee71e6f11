"""Some of the people who go from one status and ground to another, to look at before anybody agrees."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from eligibility.presentation import number

from ... import iin, log
from ...access import Action, visible
from ...log import Verb
from ...models import Citizen
from ...requests import who
from ...workplace import for_whom, page
from .. import shown
from .one import found
from .overview import METHODS


@require_http_methods(METHODS)
@for_whom("run", Action.PROPOSE)
@require_safe
def people(request: HttpRequest, pk: int, sample: int) -> HttpResponse:
    run = found(request, pk)
    row = next((row for row in shown.rows(run) if row.sample == sample), None)
    if row is None:
        raise Http404
    drawn = Citizen.objects.filter(pk__in=run.samples[sample]["citizens"]).select_related("district")
    citizens = list(visible(request.user, drawn).order_by("name_key", "pk"))
    with transaction.atomic():
        details = {"run": run.pk, "rows": sorted(person.pk for person in citizens)}
        log.write(who(request), Verb.READ_LIST, details=details)
        context = shown.head(run) | {"move": row, "lines": [_line(person) for person in citizens]}
        return page(request, "runs/people.html", context | {"count": number(len(citizens))})


def _line(person: Citizen) -> dict[str, Any]:
    return {"pk": person.pk, "name": str(person), "number": iin.masked(person.iin), "district": person.district}

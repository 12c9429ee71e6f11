"""The answer to the facts given so far."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from .. import sitting
from ..flow import first_open
from ..picture import picture
from ..plan import next_date, plan_of
from ..result import context
from ..rules.timeline import timeline
from ..rules.what_if import offered
from ..what_if import buttons
from .asked import asked, label
from .page import page


@require_safe
def result(request: HttpRequest) -> HttpResponse:
    """The whole answer; without any facts, back to the beginning."""
    person = asked(request)
    if person is None:
        return redirect("start")
    found = person.assess()
    plan = plan_of(person.facts, found)
    shown = context(found, person.facts.residence) | {
        "subject": label(request),
        "next": first_open(person.given, found.wanted),
        "picture": picture([("", timeline(person.facts, person.law, person.on))]),
        "to_do": plan.codes and plan.codes != ("nothing_to_do",),
        "next_date": next_date(plan, sitting.left_out(request.session)),
        "what_ifs": buttons(offered(person.facts, person.law, person.on)),
    }
    return page(request, "eligibility/result.html", shown)

"""The plan for the person in hand: what to do and by when."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from .. import sitting
from ..plan import context, plan_of
from .asked import asked, label
from .page import page


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """Show the plan, or keep which ways the person wants in it."""
    person = asked(request)
    if person is None:
        return redirect("start")
    found = plan_of(person.facts, person.assess())
    if request.method == "POST":
        wanted = request.POST.getlist("route")
        sitting.leave_out(request.session, [code for code in found.codes if code not in wanted])
        return redirect("plan")
    shown = context(found, sitting.left_out(request.session))
    shown |= {"subject": label(request), "unfolded": "unfolded" in request.GET}
    return page(request, "eligibility/plan/page.html", shown)

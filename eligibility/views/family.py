"""Everybody of the sitting on one page: who is covered until when, and all days by which something has to be begun."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from .. import sitting
from ..family import Member, context, member
from ..flow import first_open
from ..plan import plan_of
from .asked import label_of, of_answers
from .page import page


@require_http_methods(["GET", "HEAD", "POST"])
def family(request: HttpRequest) -> HttpResponse:
    """Show everybody, or do what a button says: add, open, go on with or remove a person."""
    people = sitting.everybody(request.session)
    if request.method != "POST":
        members = [_member(request, place, given, len(people)) for place, given in enumerate(people)]
        shown = context(members) | {"full": len(people) >= sitting.MOST_PEOPLE}
        return page(request, "eligibility/family.html", shown)
    if request.POST.get("people") != str(len(people)):
        return redirect("family")  # a page of before, on which the places may stand for other people
    return redirect(_act(request))


def _member(request: HttpRequest, place: int, given: dict[str, Any], number: int) -> Member:
    who, person = label_of(place, given, number), of_answers(given)
    if person is None:
        return Member(place, who)
    found = person.assess()
    plan, left_out = plan_of(person.facts, found), sitting.left_out(request.session, place)
    return member(place, who, plan, left_out, first_open(given, found.wanted) is not None)


def _act(request: HttpRequest) -> str:
    """Do it; the name of the page to show then."""
    session, post = request.session, request.POST
    if "add" in post:
        return "check" if sitting.add(session) else "family"
    try:
        if "remove" in post:
            sitting.remove(session, int(post["remove"]))
            return "family"
        sitting.take(session, int(post.get("open") or post.get("go_on") or ""))
    except (IndexError, ValueError):
        return "family"
    return "result" if "open" in post else "check"

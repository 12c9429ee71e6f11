"""From a line of a list to the person's card at the desk, for staff of the polyclinic to which he is attached."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ... import access, lookup
from ...desk import in_hand
from ...models import NOBODY, Role
from ...requests import account_of, number_in, who
from ...working_days import day_of
from ...workplace import for_whom

PURPOSE = "reach_out"
"""Of registry/desk/words.toml."""


@require_http_methods(["GET", "HEAD", "POST"])
@for_whom("falling", None, Role.REGISTRAR, Role.CLINICIAN)
def card(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return redirect("falling")
    people = access.people_on_lists(account_of(request), day_of(timezone.now()))
    citizen = people.filter(pk=number_in(request.POST, "citizen") or NOBODY).first()
    if citizen is None:
        raise Http404
    asking = who(request, purpose=PURPOSE)
    in_hand.take(request, lookup.look_up(asking, citizen.iin), "", PURPOSE)
    return redirect("desk-card")

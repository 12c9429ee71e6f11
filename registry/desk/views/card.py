"""What is answered of the person in hand: the card, and the page to hand over."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from eligibility.presentation import long_date
from eligibility.rules.law import LawRangeError

from ... import lookup
from ...access import Action, may
from ...log import Who
from ...lookup import Found
from ...models import Citizen
from ...requests import account_of, who
from ...working_days import day_of
from ...workplace import for_whom, page
from .. import card as cards
from .. import in_hand
from ..card_links import links
from ..forms import next_person
from .look_up import AT_THE_DESK
from .said import said

View = Callable[[HttpRequest, Found], HttpResponse]


def of_person(view: View) -> Callable[[HttpRequest], HttpResponse]:
    """The view gets what is answered of the person in hand; without one, the number is asked for."""

    @wraps(view)
    def handle(request: HttpRequest) -> HttpResponse:
        if not in_hand.is_held(request):
            return redirect("desk")
        asking = who(request, purpose=in_hand.purpose(request))
        citizen = _read(request, asking)
        try:
            found = lookup.read(asking, citizen)
        except LawRangeError:
            return _law_not_known(request, asking)
        return view(request, found)

    return handle


def _read(request: HttpRequest, asking: Who) -> Citizen | None:
    """The person; what is read for the first time was written down when he was looked up."""
    row = in_hand.row(request)
    if request.method == "GET" and not in_hand.is_fresh(request):
        lookup.again(asking, row)
    return row if row is not None and not row.blocked else None


def _law_not_known(request: HttpRequest, asking: Who) -> HttpResponse:
    text = _("The law is not known here for %(day)s, so nothing can be said about the insurance.")
    day = long_date(day_of(asking.now))
    return said(request, 503, _("No answer for this day"), text % {"day": day}, _("Ask 1414."))


@require_safe
@for_whom("status", None, *AT_THE_DESK)
@of_person
def card(request: HttpRequest, found: Found) -> HttpResponse:
    account = account_of(request)
    context = {
        **cards.context(found),
        "next": next_person(),
        "links": links(account, found.attached),
        "may_attach": may(account, "attachment", Action.WRITE),
    }
    return page(request, "desk/card.html", context)


@require_safe
@for_whom("status", None, *AT_THE_DESK)
@of_person
def told(request: HttpRequest, found: Found) -> HttpResponse:
    """To print and to hand over: the answer and the ways, without name and number."""
    return page(request, "desk/told.html", {"parts": cards.told(found)})

"""Visits of the person in hand: record one, also of somebody in no registry, and strike one that was a mistake."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ... import lookup, visits
from ...access import Action
from ...models import Citizen, Visit
from ...refusals import NotAllowed, Refused
from ...requests import account_of, who
from ...visits import Recorded
from ...working_days import day_of
from ...workplace import for_whom, page
from .. import in_hand
from ..visit_forms import DocumentForm, StrikeForm
from .look_up import AT_THE_DESK
from .same_person import same_person


@require_http_methods(["GET", "HEAD", "POST"])
@for_whom("visit", Action.WRITE, *AT_THE_DESK)
@require_POST
@same_person
def record(request: HttpRequest) -> HttpResponse:
    """Of somebody in no registry the identity document is asked for first."""
    if not in_hand.is_held(request):
        return redirect("desk")
    citizen = in_hand.citizen(request)
    if citizen is None:
        return redirect("desk-visit-new-person")
    try:
        done = visits.record(who(request, in_hand.purpose(request)), citizen)
    except NotAllowed as refused:
        messages.error(request, explained(refused))
    else:
        _tell(request, done)
    return redirect("desk-card")


@require_http_methods(["GET", "HEAD", "POST"])
@for_whom("visit", Action.WRITE, *AT_THE_DESK)
@same_person
def new_person(request: HttpRequest) -> HttpResponse:
    """The identity document of somebody in no registry; a record that is blocked is in none."""
    number = in_hand.number(request)
    if not number or in_hand.citizen(request) is not None:
        return redirect("desk-card")
    asking = who(request, in_hand.purpose(request))
    if request.method != "POST":
        return _document_page(request, DocumentForm(on=day_of(asking.now), person={}))
    form = DocumentForm(on=day_of(asking.now), person={}, data=request.POST)
    if not form.is_valid():
        return _document_page(request, form, status=422)
    try:
        done = visits.record_unknown(asking, number, **form.answer())
    except NotAllowed as refused:
        return _document_page(request, form, refused=explained(refused), status=422)
    in_hand.come_into_registry(request, done.visit.citizen)
    _tell(request, done)
    return redirect("desk-card")


@require_http_methods(["GET", "HEAD", "POST"])
@for_whom("visit", Action.WRITE, *AT_THE_DESK)
@same_person
def strike(request: HttpRequest) -> HttpResponse:
    """Choose which visit was a mistake, and why."""
    citizen = in_hand.citizen(request)
    rows = _strikable(request, citizen) if citizen else []
    if not rows:
        return redirect("desk-card" if in_hand.is_held(request) else "desk")
    if request.method != "POST":
        if request.method != "HEAD":
            lookup.again(who(request, in_hand.purpose(request)), citizen)
        return _strike_page(request, StrikeForm(rows))
    form = StrikeForm(rows, request.POST)
    if not form.is_valid():
        return _strike_page(request, form, status=422)
    try:
        visits.strike(who(request, in_hand.purpose(request)), form.chosen(), form.cleaned_data["because"])
    except NotAllowed as refused:
        messages.error(request, explained(refused))
    else:
        messages.success(request, _("The visit is crossed out. It no longer counts."))
    return redirect("desk-card")


def told(done: Recorded) -> str:
    """What came of it, in a sentence or two."""
    if not done.created:
        return _("This visit had already been recorded. It counts once.")
    if done.cover_began:
        return _("The visit is recorded. The insurance holds from today.")
    lacking = {item.code for item in done.conditions}
    if lacking and "level" not in lacking:
        return _("The visit is recorded. The insurance does not begin yet: what is missing is shown below.")
    return _("The visit is recorded.")


def _tell(request: HttpRequest, done: Recorded) -> None:
    level = messages.SUCCESS if done.created and not done.conditions else messages.INFO
    messages.add_message(request, level, told(done))


def explained(refused: Refused) -> str:
    """Of a blocked record as of one that is not there."""
    return NotAllowed("not_there").message if refused.code == "blocked" else refused.message


def _strikable(request: HttpRequest, citizen: Citizen) -> list[Visit]:
    """The visits here for which there is still time, the latest first."""
    account = account_of(request)
    rows = Visit.objects.filter(citizen=citizen, polyclinic=account.polyclinic_id, struck_at=None).order_by("-day")
    today = day_of(who(request).now)
    return [row for row in rows[:10] if visits.may_be_struck(row, today)]


def _document_page(request: HttpRequest, form: DocumentForm, refused: str = "", status: int = 200) -> HttpResponse:
    faults = form.faults() if form.is_bound else []
    context = {"fields": form.top_fields(), "faults": faults, "refused": refused}
    return page(request, "desk/visit_new_person.html", context, status=status)


def _strike_page(request: HttpRequest, form: StrikeForm, status: int = 200) -> HttpResponse:
    faults = form.faults() if form.is_bound else []
    return page(request, "desk/visit_strike.html", {**form.shown(), "faults": faults}, status=status)

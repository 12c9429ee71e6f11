"""The same answers under the law of two days, side by side."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from .. import compare as words
from ..flow import first_open
from ..forms.compare import CompareForm
from ..presentation import long_date
from ..rules.comparison import compare as compared
from .asked import Asked, asked, label
from .page import page

DAYS = "compared_days"


@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: HttpRequest) -> HttpResponse:
    """Show what differs, or take two other days and show it for them."""
    person = asked(request)
    if person is None:
        return redirect("start")
    if request.method != "POST":
        first, second = (date.fromordinal(day) for day in _days(request, person))
        form = CompareForm(on=person.day, person={}, initial={"first": first, "second": second})
        return _page(request, person, form)
    form = CompareForm(on=person.day, person={}, data=request.POST)
    if not form.is_valid():
        return _page(request, person, form, status=422)
    request.session[DAYS] = form.answer()
    return redirect("compare")


def _days(request: HttpRequest, person: Asked) -> tuple[int, int]:
    """The days (ordinals) whose laws were chosen last, or those that say most on the day of the check."""
    chosen = request.session.get(DAYS)
    if chosen is None:
        return words.default_days(person.law, person.on)
    first, second = (date.fromisoformat(text).toordinal() for text in chosen)
    return first, second


def _page(request: HttpRequest, person: Asked, form: CompareForm, status: int = 200) -> HttpResponse:
    days = _days(request, person)
    answered = person.assess()
    shown = words.context(compared(person.facts, person.law, person.on, *days), answered)
    offered = [pair for pair in words.presets(person.law, person.on) if pair != days]
    shown |= {
        "subject": label(request),
        "day": long_date(person.day),
        "next": first_open(person.given, answered.wanted),
        "form": form,
        "faults": form.faults() if form.is_bound else [],
        "presets": [[(date.fromordinal(day), long_date(day)) for day in pair] for pair in offered],
    }
    return page(request, "eligibility/compare/page.html", shown, status=status)

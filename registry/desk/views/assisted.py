"""Helping somebody with the questions: all on one page, then the answer with the plan, also on paper."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eligibility import plan as plans
from eligibility import result as results
from eligibility.picture import picture
from eligibility.rules.assess import Assessment
from eligibility.rules.timeline import timeline
from eligibility.texts import term
from eligibility.views.asked import Asked, label_of, of_answers
from eligibility.views.language import switch
from eligibility.views.printing import hand_over, ordered, print_form

from ... import log
from ...access import Action
from ...assisted import helped as session
from ...assisted import taking
from ...assisted.helped import Helped
from ...assisted.sheet import sheet
from ...assisted.taking import Taken
from ...log import Verb
from ...requests import account_of, who
from ...workplace import View, for_whom, page

STILL_TO_ASK = "#still"


def helpers(view: View) -> View:
    """For registrars, who help whoever stands at the counter, and operators, who help whoever is on the line."""
    return require_http_methods(["GET", "HEAD", "POST"])(for_whom("assessment", Action.WRITE)(view))


def in_hand(request: HttpRequest) -> Helped:
    """Whom the account is helping."""
    return session.of(request.session, account_of(request), timezone.now())


def asked_of(helped: Helped) -> Asked:
    """His answers as facts; there are always some, if only whom they are about."""
    found = of_answers(helped.answers)
    assert found is not None
    return found


@helpers
def questions(request: HttpRequest) -> HttpResponse:
    """All questions that matter; sending them keeps what was answered and works out which ones are left."""
    helped = in_hand(request)
    if request.method != "POST":
        return _questions(request, helped)
    if request.POST.get("person") != helped.token:
        return _questions(request, helped, other_person=True, status=409)
    if "language" in request.POST:
        helped.keep_typed(dict(request.POST.lists()))
        session.keep(request.session, helped, timezone.now())
        return switch(request, request.POST["language"], request.path)
    taken = _take(request, helped)
    if taken.wrong:
        return _questions(request, helped, taken, status=422)
    if "to_answer" in request.POST:
        if helped.begun:
            return redirect("desk-assisted-result")
        messages.warning(request, _("Nothing is answered yet. “I don't know” is an answer as well."))
    return redirect(reverse("desk-assisted") + STILL_TO_ASK)


@helpers
@require_POST
def following(request: HttpRequest) -> HttpResponse:
    """The next person: everything of the one before is forgotten."""
    session.drop(request.session)
    return redirect("desk-assisted")


@helpers
@require_safe
def result(request: HttpRequest) -> HttpResponse:
    """The answer with the plan, as the person would see it himself."""
    helped = in_hand(request)
    if not helped.begun:
        return redirect("desk-assisted")
    person = asked_of(helped)
    found = person.assess()
    plan = plans.plan_of(person.facts, found)
    shown = results.context(found, person.facts.residence) | plans.context(plan, [])
    shown |= {
        "to_confirm": results.can_be_confirmed(found, plan.codes),
        "subject": label_of(0, person.given, 1),
        "picture": picture([("", timeline(person.facts, person.law, person.on))]),
        "left": len(sheet(helped, found, timezone.localdate()).open),
    }
    return page(request, "desk/assisted/result.html", shown)


@helpers
def printed(request: HttpRequest) -> HttpResponseBase:
    """Ask for whom the paper is, then make it: as a PDF, or as a page for the printer."""
    helped = in_hand(request)
    if not helped.begun:
        return redirect("desk-assisted")
    person = asked_of(helped)
    form = print_form(request, person)
    if form.is_valid():
        order = form.order()
        if "as_page" in request.POST:
            return page(request, "desk/assisted/printed.html", {"document": ordered(person, order)})
        return hand_over(request, person, order)
    shown = {
        "title": _("For whom is the document?"),
        "fields": form.top_fields(),
        "faults": form.faults() if form.is_bound else [],
    }
    return page(request, "desk/assisted/print.html", shown, status=422 if form.is_bound else 200)


def _take(request: HttpRequest, helped: Helped) -> Taken:
    """Keep what was answered. The first answer that the engine gives about a person leaves one entry in the log,
    without anything of what was said."""
    taken = taking.take(request.POST, helped.answers, timezone.localdate())
    helped.answers, helped.typed = taken.answers, {}
    if helped.begun and not helped.told:
        log.write(who(request), Verb.ASSISTED)
        helped.told = True
    session.keep(request.session, helped, timezone.now())
    return taken


def _questions(
    request: HttpRequest, helped: Helped, taken: Taken | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    found = asked_of(helped).assess()
    shown = sheet(helped, found, timezone.localdate(), taken.wrong if taken else None)
    context = {
        "sheet": shown,
        "faults": shown.faults(),
        "person": helped.token,
        "now": _so_far(found) if helped.begun else None,
        **more,
    }
    response = page(request, "desk/assisted/questions.html", context, status=status)
    if request.method == "GET" or taken:
        helped.shown = [item.question.slug for item in shown.items]
        session.keep(request.session, helped, timezone.now())
    return response


def _so_far(found: Assessment) -> dict[str, str]:
    """The answer in words."""
    return {
        "mark": results.HEADLINE[found.status],
        "headline": results.headline(found),
        "span": results.span(found),
        "payer": term("payers", found.payer) if found.payer else "",
    }

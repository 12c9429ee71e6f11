"""The page of a case: everything that an officer needs to decide, on one screen."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import reverse
from django.utils.translation import gettext as _

from ... import access, log, reading_limits
from ...log import Verb
from ...models import Application, Document, State
from ..base import ScopedAdmin
from . import columns, engine_words, history, person, words
from .acting import offered
from .forms import NumberForm
from .situation import Situation


def case(desk: ScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    if request.method == "POST":
        return HttpResponseNotAllowed(["GET", "HEAD"])
    found = Situation.of(request, pk)
    log.write(found.who, Verb.READ_APPLICATION, application=found.application)
    return _page(desk, request, found, _number_form(found))


def number(desk: ScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """The page with the whole number on it, once, for a reason that goes into the log."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    found = Situation.of(request, pk)
    form = NumberForm(request.POST, on=found.today)
    status = _shown_too_often(found, form) if form.is_valid() else 422
    if status:
        log.write(found.who, Verb.READ_APPLICATION, application=found.application)
        return _page(desk, request, found, form, status=status)
    log.write(found.because(form.cleaned_data["reason"]), Verb.READ_IIN, application=found.application)
    return _page(desk, request, found, None)


def _shown_too_often(found: Situation, form: NumberForm) -> int:
    """429 where the account has been shown as many numbers as it may, which the form then says; else 0."""
    try:
        reading_limits.check_show_number(found.who)
    except reading_limits.TooMany as refused:
        form.add_error("reason", reading_limits.too_many(refused.until))
        return 429
    return 0


def _number_form(found: Situation) -> NumberForm:
    initial = {"version": found.application.version}
    return NumberForm(initial=initial, on=found.today)


def _page(
    desk: ScopedAdmin, request: HttpRequest, found: Situation, form: NumberForm | None, status: int = 200
) -> HttpResponse:
    """``form``: for the whole number; None: the number is shown."""
    head = words.head(found)
    context = (
        {
            "head": head,
            "whole": found.application.iin if form is None else "",
            "number_form": form,
            "number_faults": form.faults() if form and form.is_bound else [],
            "acts": offered(found),
            "after": _after(found),
        }
        | _engine(found)
        | _papers(found)
        | person.applications(found)
        | {"grounds": person.grounds(found), "determinations": person.determinations(found)}
    )
    title = f"{head['ground']}: {head['row'].reference}"
    return desk.render(request, "admin/registry/office/case.html", title, context, status=status)


def _engine(found: Situation) -> dict[str, Any]:
    """The engine's word, the facts that it rests on beside those declared, the other grounds, the line of time."""
    row, facts, law, today = found.application, found.person, found.law, found.today
    return {
        "word": found.word(today, None),
        "columns": columns.lines(
            row.person, facts if row.citizen else {}, law, today, is_registered=row.citizen is not None
        ),
        "other_grounds": engine_words.others(facts, row.ground, law, today),
        "picture": engine_words.picture(facts, law, today),
    }


def _papers(found: Situation) -> dict[str, Any]:
    row = found.application
    return {
        "documents": [_document(item) for item in row.documents.all()],
        "papers": history.papers(row),
        "proposals": history.proposals(row),
        "steps": history.steps(row),
        "decision": history.decision(row),
    }


def _document(item: Document) -> dict[str, Any]:
    clean = item.scan == Document.Scan.CLEAN
    return {
        "row": item,
        "url": reverse("admin:registry_application_document", args=[item.pk]) if clean else "",
        "added": history.moment(item.added_at),
        "kind": item.kind.upper(),
    }


def _after(found: Situation) -> dict[str, Any]:
    """Where to go on: the most urgent other case of the officer, and why he may do nothing here."""
    mine = access.visible(found.account, Application.objects.filter(officer=found.account, state=State.IN_REVIEW))
    following = mine.exclude(pk=found.application.pk).order_by("due_on", "pk").first()
    return {
        "next": reverse("admin:registry_application_change", args=[following.pk]) if following else "",
        "hindrance": found.hindrance,
        "held_by_other": _held_by_other(found),
    }


def _held_by_other(found: Situation) -> str:
    row = found.application
    if row.is_open and row.officer is not None and row.officer_id != found.account.pk and not found.allowed:
        return _("The case is in the hands of %(officer)s.") % {"officer": row.officer.full_name}
    return ""

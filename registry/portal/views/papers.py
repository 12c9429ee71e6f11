"""Adding documents, and answering a request for papers."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from eligibility.limits import Limit, TooMany
from eligibility.views.errors import too_many
from eligibility.views.language import switch
from eligibility.views.page import page

from ... import applying
from ...decisions.transitions import allowed_to_applicant
from ...documents.outcomes import MAX_BYTES, MAX_PAGES
from ...models import Application, PaperRequest
from ...refusals import Refused
from ...requests import applicant
from .. import opened, status
from ..adding import Fault, add
from ..forms import AnswerForm
from .status import note_reading, of_opened

ADDINGS = Limit("documents", most=120, window=timedelta(hours=1), alarm=5_000)
"""Each sending of files takes seconds of a processor to examine them."""
MOST_AT_ONCE = 5


@require_http_methods(["GET", "HEAD", "POST"])
@of_opened
def documents(request: HttpRequest, application: Application) -> HttpResponse:
    """Add documents; those that were not taken are named, each with what to do."""
    if "add_document" not in allowed_to_applicant(application):
        return redirect("application-status")
    if request.method != "POST":
        return _documents_page(request, application)
    files = request.FILES.getlist("documents")
    if not files:
        return _documents_page(request, application, _("Choose at least one file."))
    who = applicant(request)
    try:
        ADDINGS.take(who.address, who.now)
    except TooMany as refused:
        return too_many(request, refused.seconds)
    wrong = add(who, application, files)
    if wrong:
        return _documents_page(request, application, wrong=wrong, taken=len(files) - len(wrong))
    return redirect("application-documents")


@require_http_methods(["GET", "HEAD", "POST"])
@of_opened
def papers(request: HttpRequest, application: Application) -> HttpResponse:
    """Answer what the officer asked for, with documents or in words."""
    asked = status.open_request(application)
    if asked is None or "give_papers" not in allowed_to_applicant(application):
        return redirect("application-status")
    if request.method != "POST":
        return _papers_page(request, application, AnswerForm(initial={"answer": opened.answer(request.session)}))
    if "language" in request.POST:
        _keep_answer(request)
        return switch(request, request.POST["language"], request.path)
    return _give(request, application, asked)


def _give(request: HttpRequest, application: Application, asked: PaperRequest) -> HttpResponse:
    """Add the files; where all of them were taken and something was given, the case goes on."""
    who, form, files = applicant(request), AnswerForm(request.POST), request.FILES.getlist("documents")
    try:
        ADDINGS.take(who.address, who.now)
    except TooMany as refused:
        _keep_answer(request)
        return too_many(request, refused.seconds)
    wrong = add(who, application, files)
    if wrong or not form.is_valid():
        return _papers_page(request, application, form, wrong=wrong, taken=len(files) - len(wrong))
    if not (form.cleaned_data["answer"] or application.documents.filter(added_at__gte=asked.asked_at).exists()):
        return _papers_page(request, application, form, _("Add a document, or write an answer."))
    try:
        applying.give_papers(who, application, form.cleaned_data["answer"])
    except Refused as refused:
        return _papers_page(request, application, form, refused.message)
    opened.keep_answer(request.session, "")
    return redirect("application-status")


def _keep_answer(request: HttpRequest) -> None:
    opened.keep_answer(request.session, request.POST.get("answer", "")[: AnswerForm.LONGEST])


def _documents_page(request: HttpRequest, application: Application, fault: str = "", **more: Any) -> HttpResponse:
    note_reading(request, application)
    shown = _files(application, fault, more.get("wrong") or []) | more
    status_code = 422 if shown["faults"] else 200
    return page(request, "registry/portal/documents.html", shown, status=status_code)


def _papers_page(
    request: HttpRequest, application: Application, form: AnswerForm, fault: str = "", **more: Any
) -> HttpResponse:
    note_reading(request, application)
    shown = _files(application, fault, more.get("wrong") or []) | more
    shown["faults"] += form.faults() if form.is_bound else []
    asked = status.open_request(application)
    shown |= {"form": form, "request_for": asked, "wanted": status.wanted(asked) if asked else []}
    return page(request, "registry/portal/papers.html", shown, status=422 if shown["faults"] else 200)


def _files(application: Application, fault: str, wrong: list[Fault]) -> dict[str, Any]:
    """What both pages show about files: those that are there, and what is wrong with those that were sent."""
    texts = [fault] if fault else [f"{item.name}: {item.text}" for item in wrong]
    added = status.documents(application)
    return {
        "documents": added,
        "left": max(0, applying.MOST_DOCUMENTS - len(added)),
        "at_once": min(MOST_AT_ONCE, max(0, applying.MOST_DOCUMENTS - len(added))),
        "megabytes": MAX_BYTES // 1024**2,
        "pages": MAX_PAGES,
        "file_faults": texts,
        "faults": [("id_documents", text) for text in texts],
    }

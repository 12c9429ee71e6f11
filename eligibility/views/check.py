"""The anonymous check, page by page. Nobody is identified, nothing is written but the session."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import answers, sitting
from ..flow import answered, next_question
from ..forms import QuestionForm
from ..question_fields import blank_fields, form_fields
from ..questions import BY_SLUG, QUESTIONS, Question
from ..rules import law as law_module
from .asked import day_of, label
from .language import switch
from .page import page

BACK_TO_ANSWERS = "answers"


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The first page: what this is and the way in."""
    rules = law_module.load().at(law_module.load().last)
    context = {
        "going_on": any("subject" in given for given in sitting.everybody(request.session)),
        "paid": rules.whole("long_retention_paid_months"),
        "kept": rules.whole("long_retention_months"),
        "before": rules.whole("retention_months"),
    }
    return page(request, "eligibility/start.html", context)


@require_safe
def continue_check(request: HttpRequest) -> HttpResponse:
    """To the question that comes next."""
    return redirect(_next_url(sitting.load(request.session)))


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a question, or take its answer and go on."""
    asked = BY_SLUG.get(slug)
    if asked is None:
        raise Http404
    given = sitting.load(request.session)
    if request.method != "POST":
        return question_page(request, asked, given, _shown_form(request, asked, given))
    if "language" in request.POST:
        sitting.keep_draft(request.session, slug, dict(request.POST.lists()))
        back = f"?back={BACK_TO_ANSWERS}" if request.POST.get("back") == BACK_TO_ANSWERS else ""
        return switch(request, request.POST["language"], request.path + back)
    form = question_form(asked, given, data=request.POST)
    if not form.is_valid():
        return question_page(request, asked, given, form, status=422)
    if slug == QUESTIONS[0].slug:
        sitting.forget_expired(request.session)
    sitting.save(request.session, slug, form.answer())
    return redirect(_next_url(sitting.load(request.session)))


@require_safe
def check_answers(request: HttpRequest) -> HttpResponse:
    """All answers with a way to change each."""
    given = sitting.load(request.session)
    if "subject" not in given:
        return redirect("check")
    rows = [_row(item, given) for item in answered(given)]
    return page(request, "eligibility/check_answers.html", {"rows": rows, "next": _next(given)})


@require_POST
def clear(request: HttpRequest) -> HttpResponse:
    """Forget all answers."""
    sitting.clear(request.session)
    return redirect("start")


def _next(given: dict[str, Any]) -> Question | None:
    return next_question(given, law_module.load(), day_of(given))


def _next_url(given: dict[str, Any]) -> str:
    following = _next(given)
    return reverse("question", args=[following.slug]) if following else reverse("check-answers")


def question_form(asked: Question, given: dict[str, Any], **kwargs: Any) -> QuestionForm:
    on = day_of(given)
    return asked.form(on=on, person=answers.person(given, on), **kwargs)


def _shown_form(request: HttpRequest, asked: Question, given: dict[str, Any]) -> QuestionForm | None:
    """The form with what was typed before a change of language, else with the answer given before; None when there
    is neither: then the page shows the question as everybody first sees it."""
    typed = sitting.draft(request.session, asked.slug)
    if typed is not None:
        data = QueryDict(mutable=True)
        for name, values in typed.items():
            data.setlist(name, values)
        return question_form(asked, given, data=data, draft=True)
    if asked.slug == "date":
        return question_form(asked, given, initial=asked.form.initial_of(day_of(given).isoformat()))
    if asked.slug in given or asked.depends_on_person:
        initial = asked.form.initial_of(given[asked.slug]) if asked.slug in given else {}
        return question_form(asked, given, initial=initial)
    return None


def question_page(
    request: HttpRequest, asked: Question, given: dict[str, Any], form: QuestionForm | None, status: int = 200
) -> HttpResponse:
    subject = given.get("subject", "self")
    back = request.POST.get("back") or request.GET.get("back") or ""
    fields = blank_fields(asked.slug, subject, day_of(given)) if form is None else form_fields(asked, subject, form)
    context = {
        "question": asked,
        "title": asked.title(subject),
        "subject": _whom(request, asked),
        "faults": form.faults() if form is not None and form.is_bound else [],
        "fields": fields,
        "back": back if back == BACK_TO_ANSWERS else "",
        "previous": _previous_url(asked, given, back),
        "expired": status == 403,
    }
    return page(request, "eligibility/question.html", context, status=status)


def _whom(request: HttpRequest, asked: Question) -> str:
    """Whom the question is about; the first one of the only person of a sitting settles that itself."""
    several = len(sitting.everybody(request.session)) > 1
    return label(request) if several or asked.slug != QUESTIONS[0].slug else ""


def _previous_url(asked: Question, given: dict[str, Any], back: str) -> str:
    """The page before this one in the order of the questions that were answered."""
    if back == BACK_TO_ANSWERS:
        return reverse("check-answers")
    before = reverse("start")
    for item in QUESTIONS:
        if item.slug == asked.slug:
            break
        if item.slug in given:
            before = reverse("question", args=[item.slug])
    return before


def _row(item: Question, given: dict[str, Any]) -> dict[str, Any]:
    answer = given.get(item.slug) if item.slug != "date" else day_of(given).isoformat()
    form = question_form(item, given)
    return {
        "question": item.title(given["subject"]),
        "answer": form.summary(answer),
        "url": f"{reverse('question', args=[item.slug])}?back={BACK_TO_ANSWERS}",
    }

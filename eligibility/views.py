"""The anonymous check, page by page. Nobody is identified, nothing is written but the session."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from . import answers as store
from .flow import answered, first_open, next_question
from .forms import QuestionForm
from .question_fields import blank_fields, form_fields
from .questions import BY_SLUG, QUESTIONS, SUBJECTS, Question
from .result import context
from .rules import law as law_module
from .rules.assess import assess

BACK_TO_ANSWERS = "answers"


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The first page: what this is and the way in."""
    return render(request, "eligibility/start.html", {"going_on": "subject" in store.load(request.session)})


@require_safe
def continue_check(request: HttpRequest) -> HttpResponse:
    """To the question that comes next."""
    return redirect(_next_url(store.load(request.session)))


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a question, or take its answer and go on."""
    asked = BY_SLUG.get(slug)
    if asked is None:
        raise Http404
    given = store.load(request.session)
    if request.method != "POST":
        return _page(request, asked, given, _shown_form(request, asked, given))
    if "language" in request.POST:
        store.keep_draft(request.session, slug, dict(request.POST.lists()))
        back = f"?back={BACK_TO_ANSWERS}" if request.POST.get("back") == BACK_TO_ANSWERS else ""
        return _switch(request, request.POST["language"], request.path + back)
    form = _form(asked, given, data=request.POST)
    if not form.is_valid():
        return _page(request, asked, given, form, status=422)
    if slug == QUESTIONS[0].slug:
        store.forget_expired(request.session)
    store.save(request.session, slug, form.answer())
    return redirect(_next_url(store.load(request.session)))


@require_safe
def check_answers(request: HttpRequest) -> HttpResponse:
    """All answers with a way to change each."""
    given = store.load(request.session)
    if "subject" not in given:
        return redirect("check")
    rows = [_row(item, given) for item in answered(given)]
    return render(request, "eligibility/check_answers.html", {"rows": rows, "next": _next(given)})


@require_safe
def result(request: HttpRequest) -> HttpResponse:
    """The answer to the facts given so far; without any, back to the beginning."""
    given = store.load(request.session)
    if "subject" not in given:
        return redirect("start")
    law = law_module.load()
    on = _day(given)
    facts = store.facts(given, law, on)
    found = assess(facts, law, on.toordinal())
    page = context(found, facts.residence)
    page |= {"subject": SUBJECTS[given["subject"]], "next": first_open(given, found.wanted)}
    return render(request, "eligibility/result.html", page)


@require_POST
def clear(request: HttpRequest) -> HttpResponse:
    """Forget all answers."""
    store.clear(request.session)
    return redirect("start")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Another language for the page that the person is on."""
    return _switch(request, request.POST.get("language", ""), request.POST.get("next", ""))


def _switch(request: HttpRequest, code: str, where: str) -> HttpResponse:
    own = where.startswith("/") and where.isprintable()
    if not own or not url_has_allowed_host_and_scheme(where, {request.get_host()}, request.is_secure()):
        where = reverse("start")
    response = HttpResponseRedirect(where)
    if code in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
        )
    return response


def _day(given: dict[str, Any]) -> date:
    """The day of the check; today is today in Asia/Almaty."""
    return store.day_asked(given, timezone.localdate())


def _next(given: dict[str, Any]) -> Question | None:
    return next_question(given, law_module.load(), _day(given))


def _next_url(given: dict[str, Any]) -> str:
    following = _next(given)
    return reverse("question", args=[following.slug]) if following else reverse("check-answers")


def _form(asked: Question, given: dict[str, Any], **kwargs: Any) -> QuestionForm:
    on = _day(given)
    return asked.form(on=on, person=store.person(given, on), **kwargs)


def _shown_form(request: HttpRequest, asked: Question, given: dict[str, Any]) -> QuestionForm | None:
    """The form with what was typed before a change of language, else with the answer given before; None when there
    is neither: then the page shows the question as everybody first sees it."""
    typed = store.draft(request.session, asked.slug)
    if typed is not None:
        data = QueryDict(mutable=True)
        for name, values in typed.items():
            data.setlist(name, values)
        return _form(asked, given, data=data, draft=True)
    if asked.slug == "date":
        return _form(asked, given, initial=asked.form.initial_of(_day(given).isoformat()))
    if asked.slug in given or asked.depends_on_person:
        initial = asked.form.initial_of(given[asked.slug]) if asked.slug in given else {}
        return _form(asked, given, initial=initial)
    return None


def _page(
    request: HttpRequest, asked: Question, given: dict[str, Any], form: QuestionForm | None, status: int = 200
) -> HttpResponse:
    subject = given.get("subject", "self")
    back = request.POST.get("back") or request.GET.get("back") or ""
    fields = blank_fields(asked.slug, subject, _day(given)) if form is None else form_fields(asked, subject, form)
    page = {
        "question": asked,
        "title": asked.title(subject),
        "subject": SUBJECTS.get(subject) if "subject" in given and asked.slug != "subject" else None,
        "faults": form.faults() if form is not None and form.is_bound else [],
        "fields": fields,
        "back": back if back == BACK_TO_ANSWERS else "",
        "previous": _previous_url(asked, given, back),
        "expired": status == 403,
    }
    return render(request, "eligibility/question.html", page, status=status)


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
    answer = given.get(item.slug) if item.slug != "date" else _day(given).isoformat()
    form = _form(item, given)
    return {
        "question": item.title(given["subject"]),
        "answer": form.summary(answer),
        "url": f"{reverse('question', args=[item.slug])}?back={BACK_TO_ANSWERS}",
    }


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 400, _("The request could not be read"))


def forbidden(request: HttpRequest, reason: str = "", exception: Exception | None = None) -> HttpResponse:
    """A form whose cookie is gone: a question shows what was typed once more, so that nothing has to be typed again."""
    match = resolve(request.path_info)
    if match.url_name == "question" and match.kwargs["slug"] in BY_SLUG:
        asked = BY_SLUG[match.kwargs["slug"]]
        given = store.load(request.session)
        form = _form(asked, given, data=request.POST, draft=True)
        return _page(request, asked, given, form, status=403)
    return _error(request, 403, _("The page was open for too long"))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 404, _("There is no such page"))


def server_error(request: HttpRequest) -> HttpResponse:
    return _error(request, 500, _("Something went wrong on our side"))


def _error(request: HttpRequest, status: int, title: str) -> HttpResponse:
    return render(request, "eligibility/error.html", {"title": title, "status": status}, status=status)

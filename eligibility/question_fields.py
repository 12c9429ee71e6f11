"""The fields of a question page as HTML; a question that nobody has answered yet is rendered once and kept."""

from datetime import date
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from .forms import QuestionForm
from .questions import BY_SLUG, Question


def form_fields(asked: Question, subject: str, form: QuestionForm) -> SafeString:
    """The fields with what was answered or typed, and with what is wrong in it."""
    page = {"fields": form.top_fields(), "title": asked.title(subject)}
    return render_to_string("eligibility/fields/all.html", page)


def blank_fields(slug: str, subject: str, on: date) -> SafeString:
    """The fields as everybody first sees them on that day."""
    return _blank(get_language(), slug, subject, on)


@lru_cache(maxsize=512)
def _blank(language: str | None, slug: str, subject: str, on: date) -> SafeString:
    asked = BY_SLUG[slug]
    return form_fields(asked, subject, asked.form(on=on, person={}))

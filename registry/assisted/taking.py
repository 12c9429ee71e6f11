"""What was typed on the one page, taken question by question with the forms of the questionnaire.

A question may stay blank: then it was not answered yet, which is not "I don't know".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.http import QueryDict

from eligibility import answers
from eligibility.forms import QuestionForm
from eligibility.forms.base import UNKNOWN
from eligibility.questions import BY_SLUG, QUESTIONS, Question

ASKED: Final = "asked"
"""Name of the hidden fields that say which questions stand on the page."""
SUBJECT, DAY = BY_SLUG["subject"], BY_SLUG["date"]
WITHOUT_UNKNOWN: Final = ("birth-date", "income")
"""Questions whose forms have no "I don't know": the page adds a box for it."""


@dataclass(frozen=True, slots=True)
class Taken:
    """``wrong``: the forms of the questions in which something has to be corrected; they count as not answered."""

    answers: dict[str, Any]
    wrong: dict[str, QuestionForm]


def take(data: QueryDict, given: Mapping[str, Any], today: date) -> Taken:
    """The answers after the page was sent. Questions that did not stand on it keep theirs; the day of the check comes
    first, because the others are held against it."""
    asked = set(data.getlist(ASKED))
    taken = Taken(dict(given), {})
    for question in (DAY, *(item for item in QUESTIONS if item is not DAY)):
        if question.slug in asked:
            _take_one(question, data, taken, today)
    return taken


def form_of(question: Question, given: Mapping[str, Any], today: date, **kwargs: Any) -> QuestionForm:
    """The form of one of several questions on a page."""
    on = today if question is DAY else answers.day_asked(given, today)
    person = {} if question is DAY else answers.person(given, on)
    return question.form(on=on, person=person, prefix=question.slug, **kwargs)


def is_blank(question: Question, data: QueryDict) -> bool:
    return not any(text.strip() for name in _boxes(question, data) for text in data.getlist(name))


def unknown_box(question: Question) -> str:
    """Name of the added box "I don't know"."""
    return f"{question.slug}-{UNKNOWN}"


def _take_one(question: Question, data: QueryDict, taken: Taken, today: date) -> None:
    slug = question.slug
    if is_blank(question, data):
        if question is not SUBJECT:
            taken.answers.pop(slug, None)
        return
    if _only_unknown(question, data):
        taken.answers[slug] = None
        return
    form = form_of(question, taken.answers, today, data=data)
    if form.is_valid():
        taken.answers[slug] = form.answer()
    else:
        taken.answers.pop(slug, None)
        taken.wrong[slug] = form


def _only_unknown(question: Question, data: QueryDict) -> bool:
    filled = [name for name in _boxes(question, data) if any(text.strip() for text in data.getlist(name))]
    return question.slug in WITHOUT_UNKNOWN and filled == [unknown_box(question)]


def _boxes(question: Question, data: QueryDict) -> list[str]:
    return [name for name in data if name.startswith(f"{question.slug}-")]

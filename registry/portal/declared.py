"""What the applicant declares: his answers to the check as the engine's ``person`` object, without the illnesses."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from eligibility import answers
from eligibility.answers import Answers
from eligibility.flow import answered
from eligibility.presentation import long_date
from eligibility.questions import Question

ILLNESS = "illness"
TYPED_AGAIN = ("birth-date",)
"""Questions whose answer stands in the form of the application itself."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line to look at before sending; ``change``: where it was typed, if it can be changed by itself."""

    label: str
    lines: tuple[str, ...]
    change: str = ""


def person_of(given: Answers, birth_date: str, on: date) -> dict[str, Any]:
    """``birth_date`` as it stands in the application. What was not answered stays unknown: it is left out."""
    found = answers.person(given, on) if given else {}
    found.pop("diagnoses", None)
    return found | {"birth_date": birth_date}


def answer_rows(given: dict[str, Any], on: date) -> list[Row]:
    """The answers that are sent along, in words."""
    asked = [item for item in answered(given) if item.slug not in (ILLNESS, *TYPED_AGAIN)] if given else []
    return [_row(item, given, on) for item in asked]


def _row(item: Question, given: dict[str, Any], on: date) -> Row:
    title = str(item.title(given["subject"]))
    if item.slug == "date":
        return Row(title, (long_date(on),))
    form = item.form(on=on, person=answers.person(given, on))
    return Row(title, tuple(form.summary(given[item.slug])))

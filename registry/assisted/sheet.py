"""All questions that matter on one page, in the order of the questionnaire. Which ones matter, the engine says by
naming the facts that it misses; no condition stands here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from eligibility.flow import every_open
from eligibility.forms import QuestionForm
from eligibility.forms.shown import ShownField
from eligibility.question_fields import form_fields
from eligibility.questions import BY_SLUG, QUESTIONS, Question
from eligibility.rules.assess import Assessment

from . import taking
from .helped import Helped
from .taking import DAY, WITHOUT_UNKNOWN, Taken, form_of, unknown_box

State = Literal["open", "answered", "wrong"]

GROUPS: tuple[tuple[Promise, tuple[str, ...]], ...] = (
    (_("The person"), ("subject", "birth-date", "residence")),
    (_("Circumstances and work"), ("status", "work", "family", "custody")),
    (_("Level of well-being and polyclinic"), ("wellbeing", "polyclinic", "care")),
    (_("Payments"), ("contributions", "five-years", "past", "pension-contributions", "income")),
    (_("Illness"), ("illness",)),
    (_("Day of the check"), ("date",)),
)


@dataclass(frozen=True, slots=True)
class Item:
    """A question on the page. ``new``: it was not on the page before; ``unknown``: whether the added box "I don't
    know" is ticked, None where there is none."""

    question: Question
    subject: str
    form: QuestionForm
    state: State
    new: bool
    unknown: bool | None
    said: tuple[str, ...]

    @property
    def title(self) -> str:
        return str(self.question.title(self.subject))

    @property
    def fields(self) -> str:
        return form_fields(self.question, self.subject, self.form)

    def faults(self) -> list[tuple[str, str]]:
        found = []
        for name, errors in self.form.errors.items():
            box = ShownField(self.form, name)
            where = self.title if box.is_main else f"{self.title} {box.label}:"
            found += [(box.first_id, f"{where} {error}") for error in errors]
        return found

    @property
    def unknown_name(self) -> str:
        return unknown_box(self.question)


@dataclass(frozen=True, slots=True)
class Group:
    title: Promise
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """``resting``: titles of the questions that do not matter by the answers so far."""

    groups: tuple[Group, ...]
    resting: tuple[str, ...]

    @property
    def items(self) -> list[Item]:
        return [item for group in self.groups for item in group.items]

    @property
    def open(self) -> list[Item]:
        """What is still to be asked, or asked again."""
        return [item for item in self.items if item.state != "answered"]

    def faults(self) -> list[tuple[str, str]]:
        """What is wrong, each with its question and its box: id of the input to go to, message."""
        return [fault for item in self.items if item.state == "wrong" for fault in item.faults()]


def sheet(helped: Helped, found: Assessment, today: date, wrong: Mapping[str, QuestionForm] | None = None) -> Sheet:
    """The page for the answers so far and what the engine makes of them. ``wrong``: forms to be corrected."""
    taken = Taken(helped.answers, dict(wrong or {}))
    still_open = {question.slug for question in every_open(helped.answers, found.wanted)}
    shown = still_open | helped.answers.keys() | taken.wrong.keys() | {DAY.slug}
    groups = [
        Group(title, tuple(_item(helped, taken, BY_SLUG[slug], today) for slug in slugs if slug in shown))
        for title, slugs in GROUPS
    ]
    subject = helped.answers["subject"]
    resting = tuple(str(item.title(subject)) for item in QUESTIONS if item.slug not in shown)
    return Sheet(tuple(group for group in groups if group.items), resting)


def _item(helped: Helped, taken: Taken, question: Question, today: date) -> Item:
    slug, given = question.slug, helped.answers
    form = taken.wrong.get(slug) or _form(helped, question, today)
    state: State = "wrong" if slug in taken.wrong else "answered" if slug in given or question is DAY else "open"
    unknown = given.get(slug, "") is None or unknown_box(question) in helped.typed
    return Item(
        question=question,
        subject=given["subject"],
        form=form,
        state=state,
        new=state == "open" and helped.shown is not None and slug not in helped.shown,
        unknown=unknown if slug in WITHOUT_UNKNOWN else None,
        said=tuple(form_of(question, given, today).summary(given[slug])) if slug in given else (),
    )


def _form(helped: Helped, question: Question, today: date) -> QuestionForm:
    """With what was typed before a change of language, else with the answer given before."""
    data = QueryDict(mutable=True)
    for name, values in helped.typed.items():
        data.setlist(name, values)
    if not taking.is_blank(question, data):
        return form_of(question, helped.answers, today, data=data, draft=True)
    given = helped.answers
    initial = question.form.initial_of(given[question.slug]) if question.slug in given else {}
    return form_of(question, given, today, initial=initial)

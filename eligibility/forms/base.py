"""What the forms of all questions share: options with details beneath them, and "I don't know"."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from ..fields import AnyOf, DayField, OneOf
from ..presentation import long_date, long_month
from ..rules.dates import month_text
from ..texts import term
from .shown import ShownField

UNKNOWN = "unknown"
NONE = "none"
DONT_KNOW = _("I don't know")


def names(section: str, codes: Iterable[str]) -> list[tuple[str, str]]:
    """Choices with the names of the law files."""
    return [(code, term(section, code)) for code in codes]


class QuestionForm(forms.Form):
    """Base of all question pages.

    ``details`` maps an option of the main field to the fields that belong to it: they are shown beneath it, and are
    looked at only when it is chosen. ``answer()`` is what the session keeps.
    """

    main: ClassVar[str] = "answer"
    details: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    required_details: ClassVar[frozenset[str]] = frozenset()
    apart: ClassVar[frozenset[str]] = frozenset({NONE, UNKNOWN})
    use_required_attribute = False

    def __init__(self, *args: Any, on: date, person: Mapping[str, Any], draft: bool = False, **kwargs: Any) -> None:
        """``on``: the day of the check; ``person``: earlier answers; ``draft``: show the data without judging it."""
        self.on, self.person, self.draft = on, person, draft
        super().__init__(*args, **kwargs)
        self.prepare()

    def full_clean(self) -> None:
        if self.draft:
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()

    def prepare(self) -> None:
        """Choices and limits that depend on the day or on earlier answers."""

    def top_fields(self) -> list[ShownField]:
        """The fields that do not stand beneath an option of another one."""
        beneath = {name for fields in self.details.values() for name in fields}
        return [ShownField(self, name) for name in self.fields if name not in beneath]

    def faults(self) -> list[tuple[str, str]]:
        """What is wrong, for the summary on top: id of the input to go to, message."""
        return [
            (ShownField(self, name).first_id, str(error)) for name, errors in self.errors.items() for error in errors
        ]

    def chosen(self) -> set[str]:
        """Options of the main field that were chosen."""
        value = self.cleaned_data.get(self.main)
        return set(value) if isinstance(value, list) else {value} if value else set()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen = self.chosen()
        for option, fields in self.details.items():
            for name in fields:
                if option not in chosen:
                    cleaned[name] = None
                    self.errors.pop(name, None)
                elif name in self.required_details and not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, ValidationError(_("Fill this in, or choose another answer."), code="required"))
        return cleaned

    def answer(self) -> Any:
        """The domain value; None stands for "I don't know"."""
        value = self.cleaned_data[self.main]
        return None if value == UNKNOWN else value

    @classmethod
    def initial_of(cls, answer: Any) -> dict[str, Any]:
        """What the form shows for an answer given before."""
        return {cls.main: UNKNOWN if answer is None else answer}

    def summary(self, answer: Any) -> list[str]:
        """The answer in words, a line for each part."""
        return [self.label_of(self.main, UNKNOWN if answer is None else answer)]

    def label_of(self, name: str, value: Any) -> str:
        """A value as the page shows it: the name of the option, a date, a month or the text itself."""
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
        return long_date(date.fromisoformat(value)) if isinstance(field, DayField) else str(value)

    def with_details(self, option: str, answer: Mapping[str, Any]) -> str:
        """The name of an option with what was entered beneath it."""
        entered = [self.label_of(name, answer[name]) for name in self.details.get(option, ()) if answer.get(name)]
        label = self.label_of(self.main, option)
        return f"{label}: {', '.join(entered)}" if entered else label


class RadioForm(QuestionForm):
    """Exactly one of several answers."""

    options: ClassVar[list[tuple[str, Any]]] = []
    unknown: ClassVar[bool] = True

    def prepare(self) -> None:
        choices = [*self.choices(), *([(UNKNOWN, DONT_KNOW)] if self.unknown else [])]
        self.fields = {self.main: OneOf(choices, _("Choose one of the answers.")), **self.fields}

    def choices(self) -> list[tuple[str, Any]]:
        return list(self.options)


class ChecksForm(QuestionForm):
    """Any number of options, "none of these", or "I am not sure": then what is not ticked stays not known."""

    none_label: ClassVar[Any] = _("None of these")
    nothing_ticked: ClassVar[Any] = _("Tick what applies, or “None of these”.")
    unsure: ClassVar[bool] = True

    def prepare(self) -> None:
        choices = [*self.choices(), (NONE, self.none_label)]
        if self.unsure:
            choices.append((UNKNOWN, _("I am not sure about the others")))
        self.fields = {self.main: AnyOf(choices, self.nothing_ticked), **self.fields}

    def choices(self) -> list[tuple[str, Any]]:
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        chosen = self.chosen()
        if NONE in chosen and len(chosen) > 1:
            self.add_error(
                self.main,
                ValidationError(_("The answer at the end cannot go together with the others."), code="none"),
            )
        return cleaned

    def answer(self) -> Any:
        chosen = self.cleaned_data[self.main]
        found: dict[str, Any] = {"yes": [code for code in chosen if code not in (NONE, UNKNOWN)]}
        found["rest"] = UNKNOWN if UNKNOWN in chosen else "no"
        for fields in self.details.values():
            found |= {name: self.cleaned_data[name] for name in fields if self.cleaned_data.get(name) is not None}
        return found

    @classmethod
    def initial_of(cls, answer: Any) -> dict[str, Any]:
        ticked = list(answer["yes"])
        if answer["rest"] == UNKNOWN:
            ticked.append(UNKNOWN)
        elif not ticked:
            ticked.append(NONE)
        return {cls.main: ticked} | {key: value for key, value in answer.items() if key not in ("yes", "rest")}

    def summary(self, answer: Any) -> list[str]:
        return [self.with_details(code, answer) for code in self.initial_of(answer)[self.main]]


def set_choices(form: QuestionForm, name: str, choices: list[tuple[str, Any]]) -> None:
    """Give a field its choices; TypeError when it is none that has them."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(name)
    field.choices = choices


def months_back(on: date, count: int) -> list[tuple[str, str]]:
    """The month of the day and those before it, newest first."""
    this = on.year * 12 + on.month - 1
    return [(month_text(this - step), month_name(month_text(this - step))) for step in range(count)]


def month_name(month: str) -> str:
    return long_month(month)

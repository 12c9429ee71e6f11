"""The form of the calculator: the day, up to four works with their incomes, and the months paid so far."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..fields import DayField, DayInput, MonthField, OneOf, TengeField
from ..rules import law as law_module
from ..rules.dates import month_of, month_text
from ..rules.facts import WORK_KINDS
from .base import NONE, UNKNOWN, names
from .payments import ContributionsForm
from .shown import ShownField

MOST_WORKS = 4
PLACES = range(1, MOST_WORKS + 1)
WITH_ANSWERS, GROWN_UP = "answers", "grown_up"


class KindField(MonthField):
    """A kind of work to choose from a list."""

    default_error_messages = {"invalid_choice": _("Choose a kind of work from the list.")}


class CalculatorForm(ContributionsForm):
    """``on`` is the day typed, so that the months offered belong to it. ``about``: whom the answers of the check are
    about, where there are some."""

    def __init__(self, *args: Any, about: str = "", **kwargs: Any) -> None:
        self.about = about
        super().__init__(*args, person={}, **kwargs)

    def prepare(self) -> None:
        super().prepare()
        if self.about:
            choices = [
                (WITH_ANSWERS, _("The person of the check, with all answers given there")),
                (GROWN_UP, _("A grown-up for whom the state does not pay")),
            ]
            self.fields["whom"] = OneOf(choices, label=_("For whom?"))
        for place in PLACES:
            self.fields[f"kind_{place}"] = KindField(
                label=_("Kind of work"), choices=_kinds(place), required=place == 1, error_messages=_NO_KIND
            )
            self.fields[f"income_{place}"] = TengeField(label=_("Income a month before deductions"), required=False)
        self.fields["day"] = day_field()
        self.fields["months_for"] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.order_fields(["whom", *(f"{part}_{place}" for place in PLACES for part in ("kind", "income"))])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for place in PLACES[1:]:
            if cleaned.get(f"income_{place}") is not None and not cleaned.get(f"kind_{place}"):
                self.add_error(f"kind_{place}", ValidationError(_("Choose the kind of work for this income.")))
        if cleaned.get("kind_1") == NONE and any(cleaned.get(f"kind_{place}") for place in PLACES[1:]):
            self.add_error("kind_1", ValidationError(_("“No work” cannot go together with a work further down.")))
        law = law_module.load()
        if not law.first <= self.on.toordinal() <= law.last and "day" not in self.errors:
            self.add_error("day", ValidationError(_("The law is not known here for today. Enter another day.")))
        if self.chosen() == {"some"} and cleaned.get("months_for") != self.month:
            self.errors.pop("months", None)
            self.add_error("months", ValidationError(_("The day has changed, and so have the months. Tick them anew.")))
        return cleaned

    def faults(self) -> list[tuple[str, str]]:
        """What is wrong, in the order of the page."""
        order = {self.shown(name).first_id: place for place, name in enumerate(self.fields)}
        return sorted(super().faults(), key=lambda fault: order[fault[0]])

    @property
    def month(self) -> str:
        """YYYY-MM of the day: the months offered are this one and those before it."""
        return month_text(month_of(self.on.toordinal()))

    def answer(self) -> Any:
        """The works in their order, with the day and the payments; an income that was left empty is not known."""
        cleaned = self.cleaned_data
        works = [
            {"kind": cleaned[f"kind_{place}"], "income": cleaned[f"income_{place}"]}
            for place in PLACES
            if cleaned[f"kind_{place}"] not in ("", NONE)
        ]
        whom = cleaned.get("whom", GROWN_UP)
        return {"day": self.on.isoformat(), "whom": whom, "works": works, "paid": super().answer()}

    @classmethod
    def initial_of(cls, answer: Any) -> dict[str, Any]:
        shown = super().initial_of(answer["paid"]) | {"day": answer["day"], "whom": answer["whom"]}
        for place, work in enumerate(answer["works"][:MOST_WORKS], start=1):
            shown |= {f"kind_{place}": work["kind"], f"income_{place}": work["income"]}
        if not answer["works"]:
            shown["kind_1"] = NONE
        return shown

    def shown(self, name: str) -> ShownField:
        return ShownField(self, name)

    @property
    def works(self) -> list[tuple[int, list[ShownField]]]:
        """Each work with its place and its two fields."""
        return [(place, [self.shown(f"kind_{place}"), self.shown(f"income_{place}")]) for place in PLACES]

    @property
    def more_works(self) -> bool:
        """Whether something stands in a work after the first one."""
        return any(field.value or field.errors for _place, fields in self.works[1:] for field in fields)


_NO_KIND = {"required": _("Choose the kind of work, or “No work”.")}


def _kinds(place: int) -> list[tuple[str, Any]]:
    first = [("", _("Choose the kind of work")), (NONE, _("No work"))] if place == 1 else [("", "–")]
    return [*first, *names("works", WORK_KINDS)]


def day_field() -> DayField:
    """The day that is counted for: one for which the law is known."""
    law = law_module.load()
    return DayField(
        label=_("For which day?"),
        required=False,
        hint=_("Left empty, it is today."),
        earliest=date.fromordinal(law.first),
        latest=date.fromordinal(law.last),
    )


def day_typed(data: Mapping[str, Any], otherwise: date) -> date:
    """The day in the boxes of the form; ``otherwise`` where it cannot be read."""
    try:
        typed = day_field().clean(DayInput().value_from_datadict(data, None, "day"))
    except ValidationError:
        return otherwise
    return date.fromisoformat(typed) if typed else otherwise


def from_answers(given: Mapping[str, Any], day: date) -> dict[str, Any]:
    """What the form begins with: the work, the income and the payments of the check, as far as they were told."""
    work = given.get("work") or {"yes": [], "rest": UNKNOWN}
    incomes = given.get("income") or {}
    works = [{"kind": kind, "income": incomes.get(kind)} for kind in work["yes"] if kind in WORK_KINDS]
    initial = CalculatorForm.initial_of(
        {"day": day.isoformat(), "whom": WITH_ANSWERS, "works": works, "paid": given.get("contributions")}
    )
    if not works and work["rest"] == UNKNOWN:
        del initial["kind_1"]  # whether there is work was not told
    return initial

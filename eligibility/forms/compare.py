"""Two days whose laws are compared."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..fields import DayField
from ..rules import law as law_module
from .base import QuestionForm


class CompareForm(QuestionForm):
    """The order in which the days are typed does not matter."""

    main = ""
    first = DayField(label=_("The law of this day"), hint=_("For example 31 12 2025"))
    second = DayField(label=_("and the law of this day"), hint=_("For example 1 1 2027"))

    def prepare(self) -> None:
        law = law_module.load()
        for field in self.fields.values():
            assert isinstance(field, DayField)
            field.earliest, field.latest = date.fromordinal(law.first), date.fromordinal(law.last)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("first") and cleaned.get("first") == cleaned.get("second"):
            self.add_error("second", ValidationError(_("Choose two different days."), code="same"))
        return cleaned

    def answer(self) -> list[str]:
        """The two days, the earlier one first."""
        return sorted([self.cleaned_data["first"], self.cleaned_data["second"]])

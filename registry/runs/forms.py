"""The forms of the pages about runs."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from eligibility.fields import DayField, OneOf
from eligibility.forms.base import QuestionForm

NEEDED, ALL = "needed", "all"
MOST_DIGITS = 9


class PlanForm(QuestionForm):
    main = ""
    day = DayField(label=_("For which day"))
    whom = OneOf(
        [
            (NEEDED, _("Only people of whom something may have changed. After a change of the law that is everybody.")),
            (ALL, _("Everybody of the region")),
        ],
        label=_("Who is looked at"),
    )

    def on_day(self) -> date:
        return date.fromisoformat(self.cleaned_data["day"])


class PeopleField(forms.Field):
    """A number of people; spaces are forgiven."""

    widget = forms.TextInput
    kind = "tenge"  # is typed in the same way: digits

    def __init__(self, *, hint: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.hint = hint

    def clean(self, value: Any) -> int:
        text = re.sub(r"[\s\u00a0\u202f]", "", str(value or ""))
        if not text:
            raise ValidationError(_("Write how many people may lose cover. It can be 0."))
        if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
            raise ValidationError(_("Write the number of people in digits, for example 120."))
        return int(text)


class AgreementForm(QuestionForm):
    main = ""
    most_losing = PeopleField(label=_("How many people may lose cover, at most"))

    def __init__(self, *args: Any, hint: str = "", **kwargs: Any) -> None:
        self.hint = hint
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        self.fields["most_losing"].hint = self.hint  # type: ignore[attr-defined]

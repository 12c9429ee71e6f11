"""The forms of the picture."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..staff_form import StaffForm
from . import words
from .supposing import LEAST, MOST, Parameter


class SuppositionForm(StaffForm):
    parameter = forms.ChoiceField(
        label=gettext_lazy("Which number of the law"),
        widget=forms.Select({"class": "form-select ledger-input"}),
        error_messages={
            "required": gettext_lazy("Choose a number of the law from the list."),
            "invalid_choice": gettext_lazy("Choose a number of the law from the list."),
        },
    )
    value = forms.IntegerField(
        label=gettext_lazy("What if it were"),
        help_text=gettext_lazy("A whole number, in the unit that the list names"),
        min_value=LEAST,
        max_value=MOST,
        widget=forms.TextInput({"class": "form-control ledger-input", "inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("Write a whole number."),
            "invalid": gettext_lazy("Write a whole number."),
            "min_value": gettext_lazy("Write a number from %(limit_value)s on."),
            "max_value": gettext_lazy("Write a number up to %(limit_value)s."),
        },
    )

    def __init__(self, data: Any = None, *, offered: Sequence[Parameter]) -> None:
        super().__init__(data)
        self.offered = {item.code: item for item in offered}
        self.fields["parameter"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose from the list")),
            *((item.code, f"{item.name}: {words.span(item.present, item.unit)}") for item in offered),
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        chosen = self.offered.get(given.get("parameter", ""))
        if chosen is not None and given.get("value") == chosen.present:
            self.add_error("value", ValidationError(_("This is the present value. Write another one.")))
        return given

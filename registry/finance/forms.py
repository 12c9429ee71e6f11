"""The forms of the finance pages."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from eligibility.fields import TengeField
from eligibility.presentation import long_month

from ..ledger.words import Purpose
from ..staff_form import StaffForm

INPUT = "form-control ledger-input"
MOST_TENGE = 1_000_000_000
"""Beyond every wage, and what the column holds."""


class WageField(TengeField):
    def clean(self, value: Any) -> int:
        amount = super().clean(value)
        if amount is None:
            raise ValidationError(_("Write the average wage a month in ₸."))
        if not 0 < amount < MOST_TENGE:
            raise ValidationError(_("Check the amount: no average wage is like that."))
        return amount


class WageForm(StaffForm):
    year = forms.TypedChoiceField(
        label=_("Year of the contributions"),
        coerce=int,
        widget=forms.Select({"class": "form-select ledger-input"}),
        error_messages={"required": _("Choose the year."), "invalid_choice": _("Choose the year.")},
    )
    amount = WageField(
        label=_("Average wage a month in the region, ₸"),
        help_text=_("For example 464 000"),
        widget=forms.TextInput({"class": INPUT, "inputmode": "numeric", "autocomplete": "off", "maxlength": "40"}),
    )
    source = forms.CharField(
        label=_("Source"),
        help_text=_("Who published it, when and under which number"),
        max_length=300,
        widget=forms.TextInput({"class": INPUT, "autocomplete": "off"}),
        error_messages={"required": _("Name the publication with its date and number.")},
    )

    def __init__(self, data: Any = None, *, years: Iterable[int], first: int | None = None) -> None:
        """``first``: the year that is chosen beforehand."""
        super().__init__(data, initial={"year": first})
        self.fields["year"].choices = [(year, year) for year in years]  # type: ignore[attr-defined]


class DraftForm(StaffForm):
    month = forms.TypedChoiceField(
        label=_("Month"),
        coerce=int,
        widget=forms.Select({"class": "form-select ledger-input"}),
        error_messages={
            "required": _("Choose a month from the list."),
            "invalid_choice": _("Choose a month from the list."),
        },
    )

    def __init__(self, data: Any = None, *, months: Iterable[int]) -> None:
        super().__init__(data)
        found = sorted(months, reverse=True)
        self.fields["month"].choices = [(month, long_month(month)) for month in found]  # type: ignore[attr-defined]


class PaymentForm(StaffForm):
    payment = forms.CharField(
        label=_("Number and date of the payment order"),
        max_length=60,
        widget=forms.TextInput({"class": INPUT, "autocomplete": "off"}),
        error_messages={"required": _("Write the number and the date of the payment order.")},
    )


class AnswerForm(StaffForm):
    answer = forms.CharField(
        label=_("Why it is returned"),
        max_length=1000,
        widget=forms.Textarea({"class": INPUT, "rows": 3}),
        error_messages={"required": _("Write why it is returned.")},
    )


class ExportForm(StaffForm):
    kind = forms.ChoiceField(
        label=_("File"),
        choices=[
            ("xlsx", _("XLSX: all lines, for Excel")),
            ("csv", _("CSV: all lines, for programs")),
            ("pdf", _("PDF: totals to sign, without people")),
        ],
        widget=forms.Select({"class": "form-select ledger-input"}),
        error_messages={"required": _("Choose the file."), "invalid_choice": _("Choose the file.")},
    )
    purpose = forms.ChoiceField(
        label=_("What for"),
        choices=[("", _("Choose from the list")), *Purpose.choices],
        widget=forms.Select({"class": "form-select ledger-input"}),
        error_messages={
            "required": _("Choose what the file is for."),
            "invalid_choice": _("Choose what the file is for."),
        },
    )

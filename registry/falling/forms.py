"""What is asked before a list leaves as a file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..staff_form import StaffForm
from . import kinds


class ExportForm(StaffForm):
    kind_of_file = forms.ChoiceField(
        label=_("File"),
        choices=[("xlsx", _("XLSX: for Excel")), ("csv", _("CSV: for programs"))],
        widget=forms.Select({"class": "form-select ledger-input"}),
        error_messages={"required": _("Choose the file."), "invalid_choice": _("Choose the file.")},
    )
    purpose = forms.ChoiceField(
        label=_("What for"),
        widget=forms.Select({"class": "form-select ledger-input"}),
        error_messages={
            "required": _("Choose what the file is for."),
            "invalid_choice": _("Choose what the file is for."),
        },
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["purpose"].choices = [("", _("Choose from the list")), *kinds.purposes()]  # type: ignore[attr-defined]

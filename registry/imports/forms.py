"""Choosing the kind and the file, and how to take it in."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..models import Import
from ..staff_form import StaffForm
from .faults import TEXTS
from .kinds.base import Kind
from .receiving import MEGABYTE, MOST_BYTES, Received

MEGABYTES = MOST_BYTES // MEGABYTE


class FileForm(StaffForm):
    kind = forms.ChoiceField(
        label=_("What is in the file"),
        widget=forms.Select({"class": "form-select ledger-input"}),
        error_messages={
            "required": _("Choose what is in the file."),
            "invalid_choice": _("Choose what is in the file."),
        },
    )
    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput({"class": "form-control ledger-input", "accept": ".csv,.xlsx,.txt"}),
        error_messages={
            "required": _("Choose the file."),
            "missing": _("Choose the file."),
            "invalid": _("Choose the file."),
            "empty": TEXTS["empty"],  # type: ignore[dict-item]
        },
    )

    def __init__(self, data: Any = None, files: Any = None, *, kinds: Iterable[Kind]) -> None:
        super().__init__(data, files)
        choices = [(kind.code, kind.name) for kind in kinds]
        first = [("", _("Choose from the list"))] if len(choices) > 1 else []
        told = gettext("CSV or XLSX, up to %(megabytes)s MB. The first line names the columns.")
        self.fields["file"].help_text = told % {"megabytes": MEGABYTES}
        self.fields["kind"].choices = [*first, *choices]  # type: ignore[attr-defined]

    def clean_file(self) -> Received:
        file = self.cleaned_data["file"]
        if not isinstance(file, Received) or not file.key:
            raise ValidationError(str(TEXTS["not_stored"]))
        if file.size is None or file.size > MOST_BYTES:
            raise ValidationError(TEXTS["too_large"] % {"megabytes": MEGABYTES})
        return file


class ModeForm(StaffForm):
    mode = forms.ChoiceField(
        label=_("How to take it in"),
        choices=Import.Mode.choices,
        error_messages={
            "required": _("Choose how to take it in."),
            "invalid_choice": _("Choose how to take it in."),
        },
    )

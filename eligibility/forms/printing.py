"""The form of the printed result: for whom, in which languages, with or without the illness."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..fields import AnyOf, OneOf
from ..printing.document import READERS, Order, reader_name
from .base import QuestionForm

LANGUAGES = {"kk": _("Kazakh"), "ru": _("Russian"), "en": _("English")}
OF_OFFICES = ["kk", "ru"]
MOST_LANGUAGES = 2
WITH_ILLNESS = "illness"


class PrintForm(QuestionForm):
    """The choices beneath each reader are his own, so that they can begin with what suits him."""

    main = "reader"
    details = {reader: (f"languages_{reader}",) for reader in READERS}

    def prepare(self) -> None:
        names = [(reader, reader_name(reader)) for reader in READERS]
        self.fields["reader"] = OneOf(names, _("Choose whom the document is for."))
        own = [get_language() or "ru"]
        for reader in READERS:
            self.fields[f"languages_{reader}"] = AnyOf(
                list(LANGUAGES.items()),
                label=_("In one language or two"),
                required=False,
                initial=own if reader == "self" else OF_OFFICES,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for reader in self.chosen():
            name = f"languages_{reader}"
            if name not in self.errors and not 1 <= len(cleaned.get(name) or []) <= MOST_LANGUAGES:
                self.add_error(name, ValidationError(_("Choose one language or two."), code="languages"))
        return cleaned

    def order(self) -> Order:
        reader = self.cleaned_data["reader"]
        illness = bool(self.cleaned_data.get(f"illness_{reader}"))
        return Order(reader, tuple(self.cleaned_data[f"languages_{reader}"]), illness)


class PrintFormWithIllness(PrintForm):
    """For a person about whom an illness is known: it is health data, so each reader gets it only when ticked."""

    details = {reader: (f"languages_{reader}", f"illness_{reader}") for reader in READERS}

    def prepare(self) -> None:
        super().prepare()
        for reader in READERS:
            self.fields[f"illness_{reader}"] = AnyOf(
                [(WITH_ILLNESS, _("Include the illness and who pays for its treatment"))],
                label=_("Health data"),
                required=False,
                initial=[] if reader == "employment_office" else [WITH_ILLNESS],
            )

"""The income that a what-if asks for."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..fields import TengeField
from .base import QuestionForm


class WhatIfIncomeForm(QuestionForm):
    """Income a month of the job or activity that is supposed."""

    main: ClassVar[str] = ""
    income = TengeField(label=_("Income a month"))

    def clean(self) -> dict[str, Any]:
        if not self.errors and self.cleaned_data.get("income") is None:
            self.add_error(
                "income", ValidationError(_("Write the amount in numbers, for example 180000."), code="required")
            )
        return self.cleaned_data

    def answer(self) -> int:
        income: int = self.cleaned_data["income"]
        return income

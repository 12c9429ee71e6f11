"""Forms of certificates: the code of one, and the order of one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from eligibility.forms.later import CodeField

from ..portal.forms import Summed
from .document import LANGUAGES, MORE


class CheckForm(Summed):
    """The code of a certificate, however it is spaced."""

    code = CodeField(max_length=200, error_messages={"required": _("Enter the code.")})


class OrderForm(Summed):
    """By the person himself."""

    english = forms.BooleanField(required=False)

    @property
    def languages(self) -> tuple[str, ...]:
        return (*LANGUAGES, *MORE) if self.cleaned_data["english"] else LANGUAGES


class DeskOrderForm(OrderForm):
    """At the counter: only for whoever showed who he is."""

    identity = forms.BooleanField(
        error_messages={"required": _("Look at the identity document first, then tick the box.")}
    )

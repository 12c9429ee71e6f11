"""The small forms of the pages about people and the log. All are sent by POST: no address tells whom they are about."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .. import iin
from ..kazakh import fold
from ..log import Who
from ..models import Account
from ..reading_limits import TooMany, too_many
from ..search import SHORTEST
from ..wording import VERBS, NumberReason

NOT_A_NUMBER = _("Check the number: it has twelve digits, and the last one must fit the others.")


class NumberField(forms.CharField):
    """An IIN; spaces and dashes between the digits are forgiven."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 16})
        defaults: dict[str, Any] = {"label": _("IIN"), "max_length": 40, "widget": widget}
        super().__init__(**defaults | kwargs)

    def clean(self, value: Any) -> str:
        number = iin.clean(super().clean(value))
        if number and not iin.is_valid(number):
            raise ValidationError(NOT_A_NUMBER, code="iin")
        return number


class PlainForm(forms.Form):
    use_required_attribute = False
    template_name = "admin/people/form.html"
    limited = False

    def within(self, check: Callable[[Who], None], who: Who) -> bool:
        """Whether a limit of reading lets the account go on; if not, the form says until when it does not."""
        try:
            check(who)
        except TooMany as refused:
            self.limited = True
            self.add_error(None, too_many(refused.until))
        return not self.limited

    @property
    def status(self) -> int:
        """Of the answer that shows the form."""
        return 429 if self.limited else 422 if self.errors else 200


class NumberSearch(PlainForm):
    number = NumberField(error_messages={"required": _("Enter the number.")})


class NameSearch(PlainForm):
    name = forms.CharField(
        label=_("Surname, then given name"),
        max_length=200,
        help_text=_("The beginnings are enough. Kazakh letters may be typed as Russian ones."),
        error_messages={"required": _("Enter the surname.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if len((fold(name).split() or [""])[0]) < SHORTEST:
            raise ValidationError(_("Enter at least two letters of the surname."), code="short")
        return name


class ShowNumber(PlainForm):
    reason = forms.ChoiceField(
        label=_("Why do you need the whole number?"),
        choices=[("", "–"), *NumberReason.choices],
        error_messages={"required": _("Choose a reason."), "invalid_choice": _("Choose a reason.")},
    )


class LogSearch(PlainForm):
    account = forms.ModelChoiceField(Account.objects.all(), label=_("Account"), required=False, empty_label="–")
    number = NumberField(label=_("IIN of the person"), required=False)
    row = forms.IntegerField(label=_("or the number of the record"), required=False, min_value=1, max_value=2**62)
    verb = forms.ChoiceField(label=_("What was done"), required=False)
    first = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"placeholder": "31.12.2026"})
    )
    last = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"placeholder": "31.12.2026"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = [("", "–"), *VERBS.items()]  # type: ignore[attr-defined]

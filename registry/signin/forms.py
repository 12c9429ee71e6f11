"""The forms of signing in. Each says what is wrong at its field and in the summary on top."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from eligibility.forms.later import CodeField

from ..models import Account
from .passwords import PasswordField

INPUT = "form-control signin-input"


class SignInPageForm(forms.Form):
    use_required_attribute = False

    def faults(self) -> list[tuple[str, str]]:
        """What is wrong, for the summary on top: id of the input to go to, message."""
        return [(str(self[name].auto_id), str(error)) for name, errors in self.errors.items() for error in errors]


class SignInForm(SignInPageForm):
    name = forms.CharField(
        label=_("User name"),
        max_length=60,
        widget=forms.TextInput(
            {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "class": INPUT}
        ),
        error_messages={"required": _("Enter your user name.")},
    )
    password = PasswordField(
        label=_("Password"), autocomplete="current-password", error_messages={"required": _("Enter your password.")}
    )


class FactorForm(SignInPageForm):
    """A code of the app or, where one may help out, a recovery code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(
            {
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "spellcheck": "false",
                "class": f"{INPUT} signin-code",
            }
        ),
        error_messages={"required": _("Enter the code.")},
    )


class InvitationForm(SignInPageForm):
    code = CodeField(
        label=_("The code of your invitation"),
        help_text=_("Four groups of five letters and digits. Small letters and spaces are fine."),
        max_length=200,
        widget=forms.TextInput(
            {
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "form-control code-input",
            }
        ),
        error_messages={"required": _("Enter the code.")},
    )


class NewPasswordForm(SignInPageForm):
    new = PasswordField(
        label=_("New password"),
        autocomplete="new-password",
        help_text=_("At least 12 characters; three or four words are easy to remember. Any characters may be used."),
        error_messages={"required": _("Enter the new password.")},
    )
    again = PasswordField(
        label=_("The new password once more"),
        autocomplete="new-password",
        error_messages={"required": _("Enter the new password once more.")},
    )

    def __init__(self, data: Any = None, *, account: Account) -> None:
        super().__init__(data)
        self.account = account

    def clean_new(self) -> str:
        password: str = self.cleaned_data["new"]
        validate_password(password, self.account)
        return password

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        new, again = cleaned.get("new"), cleaned.get("again")
        if new and again and new != again:
            self.add_error("again", ValidationError(_("The two passwords differ."), code="differ"))
        return cleaned


class ChangePasswordForm(NewPasswordForm):
    present = PasswordField(
        label=_("Current password"),
        autocomplete="current-password",
        error_messages={"required": _("Enter your current password.")},
    )
    field_order = ("present", "new", "again")

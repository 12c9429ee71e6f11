"""The code under which answers were kept."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..keeping import CODE_LENGTH, characters, is_code


class CodeField(forms.CharField):
    """A code, however it is spaced and in whichever letters that look like the right ones; cleans to its characters."""

    def clean(self, value: Any) -> str:
        code = characters(super().clean(value))
        if is_code(code):
            return code
        if len(code) == CODE_LENGTH:
            raise ValidationError(_("A code has only Latin letters and digits. Check each character."))
        raise ValidationError(
            _("A code has %(length)d letters and digits. Here there are %(count)d."),
            params={"length": CODE_LENGTH, "count": len(code)},
        )


class CodeForm(forms.Form):
    """A code; where there are answers already, also the word that they may be replaced."""

    use_required_attribute = False

    code = CodeField(max_length=200, error_messages={"required": _("Enter the code.")})
    replace = forms.BooleanField(
        error_messages={"required": _("Tick the box if the answers in this browser may be replaced.")}
    )

    def __init__(self, data: Any = None, *, replaces: bool) -> None:
        super().__init__(data)
        if not replaces:
            del self.fields["replace"]

    def faults(self) -> list[tuple[str, str]]:
        """What is wrong, for the summary on top: id of the input to go to, message."""
        return [(str(self[name].auto_id), str(error)) for name, errors in self.errors.items() for error in errors]

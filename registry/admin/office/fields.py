"""Fields of the officers' forms beside those of the questionnaire."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

NOTE = 2000
LINE = 200


class LongText(forms.CharField):
    """Several lines that somebody writes: a note, an answer."""

    template = "admin/registry/office/fields/long.html"
    kind = "long"
    widget = forms.Textarea
    default_error_messages = {
        "required": _("Write a sentence or two."),
        "max_length": _("Shorten the text to %(limit_value)d characters; it has %(show_value)d."),
    }

    def __init__(self, *, hint: Any = None, max_length: int = NOTE, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        self.hint = hint


class ShortText(forms.CharField):
    """One line."""

    template = "admin/registry/office/fields/line.html"
    kind = "line"
    default_error_messages = {
        "required": _("Write a few words."),
        "max_length": _("Shorten the text to %(limit_value)d characters; it has %(show_value)d."),
    }

    def __init__(self, *, hint: Any = None, max_length: int = LINE, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        self.hint = hint


class Listed(forms.ChoiceField):
    """One of a list that is too long for radio buttons."""

    template = "eligibility/fields/select.html"
    kind = "select"
    default_error_messages = {"required": _("Choose from the list."), "invalid_choice": _("Choose from the list.")}

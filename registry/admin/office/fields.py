"""Fields of the officers' forms beside those of the questionnaire."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class LongText(forms.CharField):
    """Several lines that somebody writes: a note, an answer."""

    kind = "long"
    widget = forms.Textarea
    default_error_messages = {"required": _("Write a sentence or two.")}

    def __init__(self, *, hint: Any = None, max_length: int = 2000, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        self.hint = hint


class Line(forms.CharField):
    """One line of text."""

    kind = "line"

    def __init__(self, *, hint: Any = None, max_length: int = 200, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        self.hint = hint


class Choose(forms.ChoiceField):
    """One of a list too long for radio buttons."""

    kind = "month"

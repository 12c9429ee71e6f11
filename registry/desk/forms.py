"""The form of a look-up: one number, and why it is asked for."""

from functools import lru_cache
from typing import Any, ClassVar

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from eligibility.fields import OneOf
from eligibility.forms.shown import ShownField

from ..portal.fields import IinField
from . import words


class LookUpForm(forms.Form):
    """Cleans to ``iin``, twelve digits that fit each other, and the code of ``purpose``."""

    use_required_attribute = False
    main: ClassVar[str] = ""
    details: ClassVar[dict[str, tuple[str, ...]]] = {}
    apart: ClassVar[frozenset[str]] = frozenset()

    iin = IinField(label=_("IIN"), hint=_("12 digits. Spaces and dashes are fine."))
    purpose = OneOf(error=_("Choose why the person is looked up."), label=_("Why the person is looked up"))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        field = self.fields["purpose"]
        assert isinstance(field, OneOf)
        field.choices = words.purposes()
        field.initial = words.purposes()[0][0]

    def shown(self) -> dict[str, ShownField]:
        return {name: ShownField(self, name) for name in self.fields}  # type: ignore[arg-type]

    def faults(self) -> list[tuple[str, str]]:
        """What is wrong, for the summary on top: id of the input to go to, message."""
        shown = self.shown()
        return [(shown[name].first_id, str(error)) for name, errors in self.errors.items() for error in errors]


def next_person() -> SafeString:
    """The fields of an empty form, as the card has them for the next person."""
    return _next_person(get_language())


@lru_cache(maxsize=8)
def _next_person(language: str | None) -> SafeString:
    """Rendered once a language and kept in memory: nothing of a person is in it."""
    return render_to_string("desk/next.html", {**LookUpForm().shown()})

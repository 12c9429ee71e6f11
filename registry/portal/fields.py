"""Form fields of the citizen's pages: forgiving in what they accept, plain in what they say."""

import unicodedata
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .. import iin, kazakh
from ..documents.names import visible
from ..models import District, Region
from .phones import normalised

NAME = 100
EMAIL = 254


class TypedField(forms.CharField):
    """One line of text. ``autocomplete``, ``inputmode`` and ``hint`` are for the template."""

    kind = "text"
    template = "registry/portal/fields/text.html"
    autocomplete = "off"
    inputmode = ""
    input_type = "text"
    hint: Any = None
    longest = NAME

    def __init__(self, *, autocomplete: str = "", hint: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.autocomplete = autocomplete or self.autocomplete
        self.hint = hint or self.hint


class IinField(TypedField):
    """Twelve digits with the right control digit; spaces and dashes are forgiven."""

    inputmode = "numeric"
    longest = 40
    hint = _("12 digits. They are on the identity card and on the birth certificate.")
    default_error_messages = {"required": _("Enter the IIN.")}

    def clean(self, value: Any) -> str:
        typed = iin.clean(unicodedata.normalize("NFKC", super().clean(value)))
        if not (typed.isascii() and typed.isdigit()):
            raise ValidationError(_("An IIN has digits only. Check what you typed."))
        if len(typed) != iin.LENGTH:
            text = ngettext(
                "An IIN has 12 digits. Here there is %(count)d.",
                "An IIN has 12 digits. Here there are %(count)d.",
                len(typed),
            )
            raise ValidationError(text, params={"count": len(typed)})
        if not iin.is_valid(typed):
            raise ValidationError(_("There is a mistake in this IIN. Compare each digit with the document."))
        return typed


class NameField(TypedField):
    """A part of a name, in any alphabet."""

    default_error_messages = {"invalid": _("A name has letters only. Check what you typed.")}

    def clean(self, value: Any) -> str:
        text = visible(super().clean(value))
        if not text and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        if text and not all(letter.isalpha() or letter in " -'’ʼ`." for letter in _composed(text)):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if len(text) > NAME:
            raise ValidationError(_("This name is too long. Write at most 100 letters."))
        return text


class PhoneField(TypedField):
    inputmode = "tel"
    input_type = "tel"
    longest = 40
    hint = _("For example 8 701 234 56 78. We send an SMS when there is news.")

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        found = normalised(typed)
        if typed and found is None:
            raise ValidationError(
                _("Write a number of Kazakhstan with all its digits, for example 8 701 234 56 78. Or leave it empty.")
            )
        return found or ""


class MailField(TypedField, forms.EmailField):
    inputmode = "email"
    input_type = "email"
    longest = EMAIL
    default_error_messages = {
        "invalid": _("An e-mail address looks like name@example.kz. Check what you typed, or leave it empty.")
    }


class PlaceField(forms.ChoiceField):
    """A region and its district in one list: the value is the code of the district, or of the region alone."""

    kind = "place"
    template = "registry/portal/fields/place.html"
    hint = _("Where the registered address is. The employment office of that place decides.")

    def __init__(self, *, hint: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.hint = hint or self.hint

    default_error_messages = {
        "required": _("Choose the region and the district."),
        "invalid_choice": _("Choose the region and the district."),
    }

    def fill(self) -> None:
        """Offer what the database has, in the order of the reader's alphabet."""
        regions = sorted(Region.objects.all(), key=_by_name)
        districts = sorted(District.objects.all(), key=lambda row: (row.region_id, _by_name(row)))
        within = {code: list(rows) for code, rows in groupby(districts, key=lambda row: row.region_id)}
        self.choices = [
            (region.name, [*((row.code, row.name) for row in within.get(region.code, ())), _whole(region, within)])
            for region in regions
        ]


def _by_name(row: Region | District) -> kazakh.Key:
    return kazakh.sorting_key(row.name)


def _whole(region: Region, within: dict[str, list[District]]) -> tuple[str, Any]:
    other = _("%(region)s – my district is not in the list") if region.code in within else "%(region)s"
    return region.code, str(other) % {"region": region.name}


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)

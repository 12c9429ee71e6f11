"""Form fields of the questionnaire: a day in three boxes, a month, an amount – forgiving in what they accept."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class OneOf(forms.ChoiceField):
    """One of several answers, as radio buttons."""

    kind = "radio"
    widget = forms.RadioSelect

    def __init__(self, choices: Any = (), error: Any = None, **kwargs: Any) -> None:
        error = error or _("Choose one of the answers.")
        messages = {"required": error, "invalid_choice": error}
        super().__init__(choices=choices, error_messages=messages, **kwargs)


class AnyOf(forms.MultipleChoiceField):
    """Any of several answers, as boxes to tick."""

    kind = "checks"
    widget = forms.CheckboxSelectMultiple

    def __init__(self, choices: Any = (), error: Any = None, **kwargs: Any) -> None:
        error = error or _("Choose from the answers offered.")
        messages = {"required": error, "invalid_choice": error, "invalid_list": error}
        super().__init__(choices=choices, error_messages=messages, **kwargs)


class DayInput(forms.MultiWidget):
    """Three boxes: day, month, year. The order is the same in all three languages."""

    parts = (("day", _("Day"), 2), ("month", _("Month"), 2), ("year", _("Year"), 4))

    def __init__(self) -> None:
        super().__init__({name: forms.TextInput() for name, _label, _size in self.parts})

    def decompress(self, value: Any) -> list[Any]:
        moment = date.fromisoformat(value) if isinstance(value, str) else value
        return [moment.day, moment.month, moment.year] if moment else [None, None, None]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return [str(data.get(f"{name}_{part}") or "").strip() for part, _label, _size in self.parts]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return all(f"{name}_{part}" not in data for part, _label, _size in self.parts)


class DayField(forms.Field):
    """A calendar day, as ISO text. Accepts spaces, leading zeros or none, and two-digit days and months."""

    widget = DayInput
    kind = "day"

    def __init__(
        self, *, earliest: date | None = None, latest: date | None = None, hint: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.earliest, self.latest, self.hint = earliest, latest, hint

    def clean(self, value: Any) -> str | None:
        parts = [re.sub(r"\s", "", str(part)) for part in value or ["", "", ""]]
        if not any(parts):
            if self.required:
                raise ValidationError(_("Enter the date: day, month and year."), code="required")
            return None
        moment = self._day(parts)
        if self.earliest and moment < self.earliest:
            raise ValidationError(_("Enter a date not before %(date)s."), params={"date": shown(self.earliest)})
        if self.latest and moment > self.latest:
            raise ValidationError(_("Enter a date not after %(date)s."), params={"date": shown(self.latest)})
        return moment.isoformat()

    @staticmethod
    def _day(parts: Sequence[str]) -> date:
        day, month, year = parts
        numbers = all(part.isascii() and part.isdigit() for part in parts)
        if not numbers or len(day) > 4 or len(month) > 4 or len(year) != 4:
            raise ValidationError(_("Write the date in numbers, for example 27 3 2008."))
        try:
            return date(int(year), int(month), int(day))
        except ValueError as error:
            raise ValidationError(_("There is no such day in the calendar. Check the day and the month.")) from error


class MonthField(forms.ChoiceField):
    """A month to choose from a list, as YYYY-MM."""

    kind = "month"
    default_error_messages = {"invalid_choice": _("Choose a month from the list.")}


class TengeField(forms.Field):
    """Whole ₸; spaces, a currency sign and a comma before tiyn are forgiven."""

    widget = forms.TextInput
    kind = "tenge"
    hint = _("Whole tenge, for example 180 000")

    def clean(self, value: Any) -> int | None:
        text = re.sub(r"[\s₸\u00a0\u202f']|тг\.?|тенге|теңге|KZT", "", str(value or ""), flags=re.IGNORECASE)
        if not text:
            return None
        if not re.fullmatch(r"\d{1,12}([.,]\d{1,2})?", text, re.ASCII):
            raise ValidationError(_("Write the amount in numbers, for example 180000."))
        return int(re.split(r"[.,]", text)[0])


class IcdField(forms.Field):
    """An ICD-10 code; Cyrillic look-alikes, small letters and a comma are forgiven."""

    widget = forms.TextInput
    kind = "text"
    hint = _("For example J45 or I10. The code is in the discharge letter.")
    LOOK_ALIKES = str.maketrans("АВСЕНКМОРТХІУ,", "ABCEHKMOPTXIY.")

    def clean(self, value: Any) -> str | None:
        code = re.sub(r"\s", "", str(value or "")).upper().translate(self.LOOK_ALIKES)
        return code or None


def shown(day: date) -> str:
    """A date in numbers, as it is written in all three languages."""
    return day.strftime("%d.%m.%Y")

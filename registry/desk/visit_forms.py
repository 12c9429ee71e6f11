"""The forms around a visit: the identity document of somebody in no registry, and why a visit is struck."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from eligibility.fields import DayField, OneOf
from eligibility.forms.base import QuestionForm
from eligibility.forms.person import OLDEST_BIRTH
from eligibility.forms.shown import ShownField
from eligibility.presentation import long_date

from .. import reasons
from ..models import District, Region, Visit
from ..portal.fields import NameField, PlaceField
from ..portal.forms import REGION_CODE
from ..reasons import Use


class DocumentForm(QuestionForm):
    """What stands in the identity document, besides the number that was typed before."""

    main = ""
    surname = NameField(label=_("Surname"), error_messages={"required": _("Enter the surname.")})
    given_name = NameField(label=_("Given name"), error_messages={"required": _("Enter the given name.")})
    patronymic = NameField(label=_("Patronymic"), required=False, hint=_("Leave empty if there is none"))
    birth_date = DayField(label=_("Date of birth"), hint=_("For example 27 3 2008"))
    place = PlaceField(label=_("Region and district"))

    def prepare(self) -> None:
        born, place = self.fields["birth_date"], self.fields["place"]
        assert isinstance(born, DayField)
        assert isinstance(place, PlaceField)
        born.earliest, born.latest = OLDEST_BIRTH, self.on
        place.fill()
        place.hint = _("Where the person is permanently registered.")

    def answer(self) -> dict[str, Any]:
        """As the verb takes it."""
        found = {name: self.cleaned_data[name] for name in self.fields if name != "place"}
        found["birth_date"] = date.fromisoformat(found["birth_date"])
        code = self.cleaned_data["place"]
        district = None if len(code) == REGION_CODE else District.objects.select_related("region").get(code=code)
        return found | {"region": district.region if district else Region.objects.get(code=code), "district": district}


class StrikeForm(forms.Form):
    """One of the visits, and a coded reason."""

    use_required_attribute = False
    main: ClassVar[str] = ""
    details: ClassVar[dict[str, tuple[str, ...]]] = {}
    apart: ClassVar[frozenset[str]] = frozenset()

    visit = OneOf(error=_("Choose the visit."), label=_("Which visit"))
    because = OneOf(error=_("Choose a reason."), label=_("Why it is crossed out"))

    def __init__(self, rows: Sequence[Visit], data: Any = None) -> None:
        super().__init__(data)
        self.rows = {str(row.pk): row for row in rows}
        which, why = self.fields["visit"], self.fields["because"]
        assert isinstance(which, OneOf)
        assert isinstance(why, OneOf)
        which.choices = [(pk, long_date(row.day)) for pk, row in self.rows.items()]
        which.initial = next(iter(self.rows))
        why.choices = [(reason.code, reason.text) for reason in reasons.offered(Use.STRIKE, "")]

    def chosen(self) -> Visit:
        return self.rows[self.cleaned_data["visit"]]

    def shown(self) -> dict[str, ShownField]:
        return {name: ShownField(self, name) for name in self.fields}  # type: ignore[arg-type]

    def faults(self) -> list[tuple[str, str]]:
        """What is wrong, for the summary on top: id of the input to go to, message."""
        shown = self.shown()
        return [(shown[name].first_id, str(error)) for name, errors in self.errors.items() for error in errors]

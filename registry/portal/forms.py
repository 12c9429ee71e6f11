"""The forms of the citizen's pages."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from eligibility.fields import DayField
from eligibility.forms.base import QuestionForm
from eligibility.forms.person import OLDEST_BIRTH

from ..models import District, Polyclinic, Region
from .fields import IinField, MailField, NameField, PhoneField, PlaceField

REGION_CODE = 2
"""Digits of a region's code; a district's is longer."""


class GroundForm(forms.Form):
    """One of the grounds that are offered."""

    ground = forms.ChoiceField()

    def __init__(self, *args: Any, codes: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["ground"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code, code) for code in codes]
        text = _("Choose what has to be confirmed.")
        field.error_messages |= {"required": text, "invalid_choice": text}


class IdentityForm(QuestionForm):
    """Whom the application is about, and how to reach whoever applies."""

    main = ""
    to_be_reached: ClassVar[bool] = True
    """Whether a phone number or an e-mail address is needed."""
    iin: Any = IinField(label=_("IIN"))
    surname = NameField(
        label=_("Surname"), autocomplete="family-name", error_messages={"required": _("Enter the surname.")}
    )
    given_name = NameField(
        label=_("Given name"), autocomplete="given-name", error_messages={"required": _("Enter the given name.")}
    )
    patronymic = NameField(
        label=_("Patronymic"), autocomplete="additional-name", required=False, hint=_("Leave empty if there is none")
    )
    birth_date = DayField(label=_("Date of birth"), hint=_("For example 27 3 2008"))
    phone = PhoneField(label=_("Mobile phone"), autocomplete="tel", required=False)
    email = MailField(label=_("E-mail"), autocomplete="email", required=False, hint=_("If there is no mobile phone"))

    def prepare(self) -> None:
        born = self.fields["birth_date"]
        assert isinstance(born, DayField)
        born.earliest, born.latest = OLDEST_BIRTH, self.on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        wrong = "phone" in self.errors or "email" in self.errors
        if self.to_be_reached and not wrong and not cleaned.get("phone") and not cleaned.get("email"):
            self.add_error(
                "phone", ValidationError(_("Enter a phone number or an e-mail address, so that we can reach you."))
            )
        return cleaned

    def answer(self) -> dict[str, Any]:
        """What the session keeps of it: texts only."""
        return {name: self.cleaned_data[name] for name in self.fields if name != "place"}

    @classmethod
    def initial_of(cls, answer: Mapping[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in answer.items() if name in cls.base_fields}


class PersonForm(IdentityForm):
    """With the place of registration, by which the office is found."""

    field_order = ("iin", "surname", "given_name", "patronymic", "birth_date", "place")
    place = PlaceField(label=_("Region and district"))

    def prepare(self) -> None:
        super().prepare()
        _fill(self)

    def answer(self) -> dict[str, Any]:
        """The place as region and district."""
        return super().answer() | place_of(self.cleaned_data["place"])

    @classmethod
    def initial_of(cls, answer: Mapping[str, Any]) -> dict[str, Any]:
        return super().initial_of(answer) | {"place": answer.get("district") or answer.get("region") or ""}


class PlaceForm(QuestionForm):
    """Where a polyclinic is looked for."""

    main = ""
    place = PlaceField(label=_("Region and district"), hint=_("Where you live, permanently or for a time."))

    def prepare(self) -> None:
        _fill(self)


class PolyclinicForm(forms.Form):
    """One of the polyclinics of the place, and why one applies."""

    polyclinic = forms.ChoiceField()
    basis = forms.ChoiceField()

    def __init__(self, *args: Any, polyclinics: Sequence[Polyclinic], bases: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("polyclinic", [str(row.pk) for row in polyclinics], _("Choose the polyclinic."))
        self._offer("basis", bases, _("Choose why you apply."))

    def _offer(self, name: str, codes: Sequence[str], text: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code, code) for code in codes]
        field.error_messages |= {"required": text, "invalid_choice": text}


def place_of(code: str) -> dict[str, str]:
    """Region and district of what a PlaceField gave."""
    if len(code) == REGION_CODE:
        return {"region": code, "district": ""}
    return {"region": District.objects.get(code=code).region_id, "district": code}


def rows_of(codes: Mapping[str, str]) -> dict[str, Any]:
    """The rows of what ``place_of`` gave, under the same names; the district may be None."""
    district = District.objects.get(code=codes["district"]) if codes["district"] else None
    return {"region": Region.objects.get(code=codes["region"]), "district": district}


def _fill(form: QuestionForm) -> None:
    place = form.fields["place"]
    assert isinstance(place, PlaceField)
    place.fill()


def person_form(on: date, **kwargs: Any) -> PersonForm:
    """``on``: the last day on which the person can have been born."""
    return PersonForm(on=on, person={}, **kwargs)


class Summed(forms.Form):
    """A form that can say what is wrong with it in a summary on top."""

    use_required_attribute = False

    def faults(self) -> list[tuple[str, str]]:
        """Id of the input to go to, message."""
        return [(str(self[name].auto_id), str(error)) for name, errors in self.errors.items() for error in errors]


class ConsentForm(Summed):
    """The word that the application may be kept, and the mark of what was shown above it."""

    consent = forms.BooleanField(
        error_messages={"required": _("Tick the box if you agree. Without it the application cannot be sent.")}
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class OpenForm(Summed):
    """Reference and secret, however they are spaced."""

    reference = forms.CharField(max_length=100, error_messages={"required": _("Enter the reference number.")})
    secret = forms.CharField(max_length=200, error_messages={"required": _("Enter the secret code.")})


class AnswerForm(Summed):
    """What the applicant says to the papers that an officer asked for; all of it may be left out."""

    LONGEST = 2000
    answer = forms.CharField(
        max_length=LONGEST,
        required=False,
        error_messages={"max_length": _("This is too long. Write at most %(limit_value)d characters.")},
    )

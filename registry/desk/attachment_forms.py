"""The forms of the desk's pages about attachment."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from eligibility.fields import AnyOf, DayField, OneOf
from eligibility.forms.base import QuestionForm, set_choices

from ..attaching import Confirmed, reasons
from ..portal.fields import PlaceField
from ..portal.forms import IdentityForm, place_of, rows_of

IDENTITY_NEEDED = _("First make sure who the person is, and tick that you did.")
REGISTERED = _("Region of permanent registration")
REGISTERED_HINT = _("Only if the person is new to the registry. Empty: where the polyclinic is.")


class TickedForm(QuestionForm):
    """With boxes to tick that the page shows beside their own text, not among the fields."""

    main = ""
    ticks: ClassVar[frozenset[str]] = frozenset()

    def asked(self) -> list[Any]:
        return [field for field in self.top_fields() if field.name not in self.ticks]

    def ticked(self) -> dict[str, Any]:
        """Errors and state of each box, by name."""
        return {name: self[name] for name in self.ticks}


class AcceptForm(TickedForm):
    """That the identity was seen, where a new person is registered, and a later first day."""

    ticks = frozenset({"identity_seen"})
    version = forms.IntegerField(widget=forms.HiddenInput)
    identity_seen = forms.BooleanField(error_messages={"required": IDENTITY_NEEDED})
    place = PlaceField(label=REGISTERED, hint=REGISTERED_HINT, required=False)
    starts = DayField(
        label=_("First day"), hint=_("Only if it begins later. Empty: the first possible day."), required=False
    )

    def prepare(self) -> None:
        _fill(self)

    def asked(self) -> list[Any]:
        return [field for field in super().asked() if field.name != "version"]

    def confirmed(self) -> Confirmed:
        return confirmed(self.cleaned_data["identity_seen"], self.cleaned_data["place"])

    def first_day(self) -> date | None:
        typed = self.cleaned_data["starts"]
        return date.fromisoformat(typed) if typed else None


class RefuseForm(QuestionForm):
    """Coded reasons, and a note where one of them needs it; what is missing the verb says."""

    main = ""
    version = forms.IntegerField(widget=forms.HiddenInput)
    reasons = AnyOf(error=_("Choose at least one reason from the list."), label=_("Reasons"))
    note = forms.CharField(required=False, max_length=2000)

    def prepare(self) -> None:
        set_choices(self, "reasons", [(code, item.text) for code, item in reasons.load().items()])


class NewForm(TickedForm, IdentityForm):
    """Somebody at the counter: why he may apply in person, and his identity document. The number is that in hand."""

    to_be_reached = False
    ticks = frozenset({"identity_seen", "consent", "token"})
    field_order = ("category", "surname", "given_name", "patronymic", "birth_date", "phone", "email", "place")
    iin = None
    category = OneOf(label=_("Why the person may apply here"), error=_("Choose why the person may apply here."))
    place = PlaceField(label=REGISTERED, hint=REGISTERED_HINT, required=False)
    identity_seen = forms.BooleanField(required=False)
    consent = forms.BooleanField(error_messages={"required": _("Without the person's consent nothing can be kept.")})
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, categories: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        self.categories = categories
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        super().prepare()
        _fill(self)
        set_choices(self, "category", list(self.categories))

    def declared(self) -> Mapping[str, Any]:
        """As the fields of a Draft."""
        names = ("surname", "given_name", "patronymic", "phone", "email", "token")
        born = date.fromisoformat(self.cleaned_data["birth_date"])
        return {name: self.cleaned_data[name] for name in names} | {"birth_date": born}

    def confirmed(self) -> Confirmed:
        return confirmed(self.cleaned_data["identity_seen"], self.cleaned_data["place"])


def confirmed(identity_seen: bool, place: str) -> Confirmed:
    return Confirmed(identity_seen, **rows_of(place_of(place))) if place else Confirmed(identity_seen)


def _fill(form: QuestionForm) -> None:
    place = form.fields["place"]
    assert isinstance(place, PlaceField)
    place.fill()

"""What a clinician enters of a diagnosis. How codes are read: registry/illnesses.py."""

from datetime import date, timedelta
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eligibility.fields import AnyOf, DayField, IcdField, OneOf
from eligibility.forms.base import QuestionForm, set_choices
from eligibility.forms.person import OLDEST_BIRTH

from .. import illnesses
from ..models import Account, Citizen

SUSPECTED: Final = "suspected"
ONSET_UNKNOWN: Final = "onset_unknown"


class CodeField(IcdField):
    hint = gettext_lazy("For example I21.0. Latin or Cyrillic letters, with a point or without.")

    def clean(self, value: Any) -> str:
        code = illnesses.code_of(str(value or ""))
        if not code:
            raise ValidationError(gettext_lazy("Enter the code of the illness."), code="required")
        if not illnesses.exists(code):
            raise ValidationError(gettext_lazy("There is no such code in ICD-10. It looks like G80 or E11.9."))
        return code


class DiagnosisForm(QuestionForm):
    """``shown``: for what the group was shown to the clinician; only then he has seen what he registers."""

    main: ClassVar[str] = ""
    icd10 = CodeField(label=gettext_lazy("Code of the illness (ICD-10)"))
    mark = OneOf(
        [
            ("confirmed", gettext_lazy("The diagnosis is confirmed")),
            (SUSPECTED, gettext_lazy("Only suspected, it is being examined")),
        ],
        label=gettext_lazy("How certain is it?"),
    )
    since = DayField(
        label=gettext_lazy("Day of onset"),
        required=False,
        hint=gettext_lazy("Needed after an infarction or a stroke: it decides who pays. Otherwise leave it empty."),
    )
    more = AnyOf(
        [
            (ONSET_UNKNOWN, gettext_lazy("The day of onset is not known")),
            (illnesses.ORPHAN, gettext_lazy("It is on the Ministry's list of rare (orphan) diseases")),
        ],
        label=gettext_lazy("If it applies"),
        required=False,
    )
    shown = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def prepare(self) -> None:
        onset, born = self.fields["since"], self.person.get("birth_date")
        assert isinstance(onset, DayField)
        onset.earliest, onset.latest = born or OLDEST_BIRTH, self.on

    def top_fields(self) -> list[Any]:
        return [field for field in super().top_fields() if field.name != "shown"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        unknown = ONSET_UNKNOWN in cleaned.get("more", ())
        if "since" in self.errors or "icd10" in self.errors:
            return cleaned
        if unknown and cleaned.get("since"):
            self.add_error("since", ValidationError(_("Enter the day, or tick that it is not known: not both.")))
        elif not unknown and not cleaned.get("since") and self._needs_onset(cleaned):
            self.add_error(
                "since",
                ValidationError(
                    _("With this illness the day of onset decides who pays. Enter it, or tick that it is not known.")
                ),
            )
        return cleaned

    def _needs_onset(self, cleaned: dict[str, Any]) -> bool:
        group = illnesses.group_of(cleaned["icd10"], illnesses.ORPHAN in cleaned.get("more", ()))
        return cleaned.get("mark") != SUSPECTED and illnesses.runs_from_onset(group)

    @property
    def group(self) -> str:
        """Of the law, for the code and the tick together."""
        return illnesses.group_of(self.cleaned_data["icd10"], self.orphan)

    @property
    def orphan(self) -> bool:
        return illnesses.ORPHAN in self.cleaned_data["more"]

    @property
    def seal(self) -> str:
        """What the clinician has to have seen before it is registered: the code with its group."""
        return f"{self.cleaned_data['icd10']} {self.group}"

    def entry(self) -> dict[str, Any]:
        """As ``diagnosing.register`` takes it."""
        since = self.cleaned_data["since"]
        return {
            "icd10": self.cleaned_data["icd10"],
            "since": date.fromisoformat(since) if since else None,
            "suspected": self.cleaned_data["mark"] == SUSPECTED,
            "orphan": self.orphan,
        }


class CloseForm(QuestionForm):
    main: ClassVar[str] = ""
    because = OneOf(label=gettext_lazy("Why is it closed?"), error=gettext_lazy("Choose why the diagnosis is closed."))

    def prepare(self) -> None:
        set_choices(self, "because", [(code, illnesses.reason_text(code)) for code in illnesses.settings().reasons])


class ColleagueField(forms.ChoiceField):
    template = "eligibility/fields/select.html"
    kind = "select"


class GrantForm(QuestionForm):
    """``person["colleagues"]``: whom the clinician may name."""

    main: ClassVar[str] = ""
    account = ColleagueField(
        label=gettext_lazy("Colleague"),
        error_messages={
            "required": gettext_lazy("Choose a colleague."),
            "invalid_choice": gettext_lazy("Choose a colleague."),
        },
    )
    until = DayField(label=gettext_lazy("Last day"))

    def prepare(self) -> None:
        last = self.fields["until"]
        assert isinstance(last, DayField)
        last.earliest, last.latest = self.on, self.on + timedelta(days=illnesses.settings().grant)
        people: list[Account] = self.person["colleagues"]
        set_choices(self, "account", [("", _("Choose")), *((str(row.pk), row.full_name) for row in people)])

    def colleague(self) -> Account:
        people: list[Account] = self.person["colleagues"]
        return next(row for row in people if str(row.pk) == self.cleaned_data["account"])

    def last_day(self) -> date:
        return date.fromisoformat(self.cleaned_data["until"])


def diagnosis_form(citizen: Citizen, on: date, data: Any = None) -> DiagnosisForm:
    person = {"birth_date": citizen.birth_date}
    return DiagnosisForm(data, on=on, person=person, initial={"mark": "confirmed"})

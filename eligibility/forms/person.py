"""Questions about who the person is and in what circumstances."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from ..fields import DayField
from ..presentation import long_date
from ..rules import law as law_module
from .base import DONT_KNOW, NONE, ChecksForm, QuestionForm, RadioForm, names

OLDEST_BIRTH = date(1900, 1, 1)
STATUS = (
    "pension",
    "disability",
    "full_time_study",
    "registered_unemployed",
    "targeted_assistance",
    "mother_award",
    "temporary_status",
)
FAMILY = (
    "pregnancy",
    "raising_child_under_3",
    "parental_leave",
    "caring_for_disabled_child",
    "caring_for_first_group_person",
)
"""The circumstances that one page asks for together."""


class SubjectForm(RadioForm):
    unknown = False

    def choices(self) -> list[tuple[str, Any]]:
        from ..questions import SUBJECTS

        return list(SUBJECTS.items())


class DayForm(QuestionForm):
    """A question whose answer is a day."""

    def summary(self, answer: Any) -> list[str]:
        return [long_date(date.fromisoformat(answer)) if answer else str(DONT_KNOW)]


class BirthDateForm(DayForm):
    answer_day = DayField(label=_("Date of birth"), hint=_("For example 27 3 2008"))
    main = "answer_day"

    def prepare(self) -> None:
        field = self.fields["answer_day"]
        assert isinstance(field, DayField)
        field.earliest, field.latest = OLDEST_BIRTH, self.on

    @classmethod
    def initial_of(cls, answer: Any) -> dict[str, Any]:
        return {cls.main: answer}

    def answer(self) -> Any:
        return self.cleaned_data[self.main]


class DateForm(BirthDateForm):
    answer_day = DayField(label=_("Day of the check"), hint=_("For example 1 1 2027"))

    def prepare(self) -> None:
        law = law_module.load()
        field = self.fields["answer_day"]
        assert isinstance(field, DayField)
        field.earliest, field.latest = date.fromordinal(law.first), date.fromordinal(law.last)
        if born := self.person.get("birth_date"):
            field.earliest = max(field.earliest, date.fromisoformat(born))


class ResidenceForm(RadioForm):
    def choices(self) -> list[tuple[str, Any]]:
        return names("residences", ("citizen", "kandas", "permanent_resident", "refugee", "eaeu_worker", "foreigner"))


class StatusForm(ChecksForm):
    disability_until = DayField(
        label=_("Until when is the disability set?"),
        required=False,
        hint=_("Leave empty if there is no term or you do not know it"),
    )
    study_until = DayField(
        label=_("When do the studies end?"), required=False, hint=_("Leave empty if you do not know it")
    )
    details = {"disability": ("disability_until",), "full_time_study": ("study_until",)}

    def prepare(self) -> None:
        for name in ("disability_until", "study_until"):
            field = self.fields[name]
            assert isinstance(field, DayField)
            field.earliest = self.on
        super().prepare()

    def choices(self) -> list[tuple[str, Any]]:
        return names("circumstances", STATUS)


class WorkForm(ChecksForm):
    def choices(self) -> list[tuple[str, Any]]:
        kinds = names(
            "works",
            (
                "employee",
                "civil_contract",
                "entrepreneur",
                "private_practice",
                "self_employed_regime",
                "subsidised_job",
                "serviceman",
            ),
        )
        kinds.insert(3, ("suspended", str(_("Individual entrepreneur (ИП), activity officially suspended"))))
        return kinds


class FamilyForm(ChecksForm):
    child_birth_date = DayField(
        label=_("When was the youngest child born?"), required=False, hint=_("For example 5 11 2024")
    )
    details = {"raising_child_under_3": ("child_birth_date",)}
    required_details = frozenset({"child_birth_date"})

    def prepare(self) -> None:
        field = self.fields["child_birth_date"]
        assert isinstance(field, DayField)
        field.earliest, field.latest = OLDEST_BIRTH, self.on
        super().prepare()

    def choices(self) -> list[tuple[str, Any]]:
        return names("circumstances", FAMILY)


class CustodyForm(RadioForm):
    def choices(self) -> list[tuple[str, Any]]:
        return [
            (NONE, _("No")),
            ("imprisonment", _("Serving a sentence in an institution that is not of minimum security")),
            ("minimum", _("Serving a sentence in an institution of minimum security")),
            *names("circumstances", ("remand", "house_arrest")),
        ]


class WellbeingForm(RadioForm):
    def choices(self) -> list[tuple[str, Any]]:
        return [
            *names("wellbeing_levels", ("D", "E")),
            ("C", _("Another level (A, B or C)")),
            (NONE, _("The family has no level")),
        ]


class YesNoForm(RadioForm):
    options = [("yes", _("Yes")), ("no", _("No"))]


class PolyclinicForm(YesNoForm):
    pass

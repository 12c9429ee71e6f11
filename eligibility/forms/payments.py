"""Questions about care sought, contributions and income."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..fields import AnyOf, DayField, MonthField, OneOf, TengeField
from ..presentation import money
from ..rules.dates import month_text
from ..rules.dues import BY_INCOME
from ..rules.facts import CONTRIBUTION_KINDS
from ..texts import term
from .base import (
    DONT_KNOW,
    NONE,
    ChecksForm,
    QuestionForm,
    RadioForm,
    month_name,
    months_back,
    names,
    set_choices,
)
from .person import YesNoForm


class CareForm(YesNoForm):
    visit = DayField(
        label=_("On which day this year? Of several, the first without official work."),
        required=False,
        hint=_("For example 2 3 2026"),
    )
    worked = OneOf(
        [("yes", _("Yes")), ("no", _("No"))], label=_("Was there official work on that day?"), required=False
    )
    details = {"yes": ("visit", "worked")}
    required_details = frozenset({"visit"})

    def prepare(self) -> None:
        field = self.fields["visit"]
        assert isinstance(field, DayField)
        field.earliest, field.latest = self.on.replace(month=1, day=1), self.on
        super().prepare()

    def answer(self) -> Any:
        value = super().answer()
        if value != "yes":
            return value
        return {"visit": self.cleaned_data["visit"], "worked": self.cleaned_data.get("worked") or None}

    @classmethod
    def initial_of(cls, answer: Any) -> dict[str, Any]:
        if isinstance(answer, dict):
            return {cls.main: "yes", **answer}
        return super().initial_of(answer)

    def summary(self, answer: Any) -> list[str]:
        return [self.with_details("yes", answer)] if isinstance(answer, dict) else super().summary(answer)


class PensionContributionForm(RadioForm):
    month = MonthField(label=_("Month"), required=False)
    details = {"month": ("month",)}
    required_details = frozenset({"month"})
    options = [("month", _("For this month:")), (NONE, _("Never, or more than a year ago"))]

    def prepare(self) -> None:
        set_choices(self, "month", [("", _("Choose the month")), *months_back(self.on, 14)])
        super().prepare()

    def answer(self) -> Any:
        value = super().answer()
        return {"month": self.cleaned_data["month"]} if value == "month" else value

    @classmethod
    def initial_of(cls, answer: Any) -> dict[str, Any]:
        return {cls.main: "month", **answer} if isinstance(answer, dict) else super().initial_of(answer)

    def summary(self, answer: Any) -> list[str]:
        return [month_name(answer["month"])] if isinstance(answer, dict) else super().summary(answer)


class ContributionsForm(RadioForm):
    """Which of the last twelve months and of this one are paid, by whom, and whether a year ahead is paid."""

    payer_all = OneOf(label=_("What kind of payments are they?"), required=False)
    months = AnyOf(label=_("Paid months"), required=False)
    payer_some = OneOf(label=_("What kind of payments are they?"), required=False)
    first_ahead = MonthField(label=_("First month paid"), required=False)
    last_ahead = MonthField(label=_("Last month paid"), required=False)
    options = [
        ("all", _("All months, without a gap, up to now")),
        ("some", _("Only some months")),
        ("ahead", _("Paid several months ahead by oneself")),
        (NONE, _("No month")),
    ]
    details = {"all": ("payer_all",), "some": ("months", "payer_some"), "ahead": ("first_ahead", "last_ahead")}
    required_details = frozenset({"payer_all", "months", "payer_some", "first_ahead", "last_ahead"})

    def prepare(self) -> None:
        set_choices(self, "months", months_back(self.on, 13))
        this = self.on.year * 12 + self.on.month - 1
        for name, earliest, latest in (("first_ahead", this - 18, this + 1), ("last_ahead", this - 6, this + 12)):
            texts = [month_text(month) for month in range(earliest, latest + 1)]
            set_choices(self, name, [("", _("Choose the month")), *((text, month_name(text)) for text in texts)])
        payers = names("contribution_kinds", CONTRIBUTION_KINDS)
        set_choices(self, "payer_all", payers)
        set_choices(self, "payer_some", payers)
        super().prepare()

    def answer(self) -> Any:
        value = super().answer()
        if value == "all":
            return {"choice": value, "payer": self.cleaned_data["payer_all"]}
        if value == "some":
            return {
                "choice": value,
                "payer": self.cleaned_data["payer_some"],
                "months": self.cleaned_data["months"],
            }
        if value == "ahead":
            ends = {name: self.cleaned_data[name] for name in ("first_ahead", "last_ahead")}
            return {"choice": value, "payer": "self_payer", **ends}
        return value

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, last = cleaned.get("first_ahead"), cleaned.get("last_ahead")
        if "ahead" in self.chosen() and first and last and last < first:
            self.add_error("last_ahead", ValidationError(_("The last month is before the first one."), code="order"))
        return cleaned

    @classmethod
    def initial_of(cls, answer: Any) -> dict[str, Any]:
        if not isinstance(answer, dict):
            return super().initial_of(answer)
        payer = {f"payer_{answer['choice']}": answer["payer"]}
        return {cls.main: answer["choice"], **payer, **answer}

    def summary(self, answer: Any) -> list[str]:
        if not isinstance(answer, dict):
            return super().summary(answer)
        lines = super().summary(answer["choice"])
        lines += [month_name(month) for month in answer.get("months", [])]
        if answer["choice"] == "ahead":
            lines.append(f"{month_name(answer['first_ahead'])} – {month_name(answer['last_ahead'])}")
        return [*lines, term("contribution_kinds", answer["payer"])]


class FiveYearsForm(YesNoForm):
    pass


PAST = (
    "full_time_study",
    "registered_unemployed",
    "disability",
    "parental_leave",
    "pregnancy",
    "raising_child_under_3",
    "caring_for_disabled_child",
    "caring_for_first_group_person",
    "targeted_assistance",
    "imprisonment",
    "remand",
)


class PastForm(ChecksForm):
    """Circumstances of the last twelve months that have ended, each with its last month and, within them, its first."""

    details = {code: (f"{code}_from", f"{code}_to") for code in PAST}
    required_details = frozenset(f"{code}_to" for code in PAST)

    def prepare(self) -> None:
        months = months_back(self.on, 14)
        for code in PAST:
            self.fields[f"{code}_from"] = MonthField(
                label=_("First month"), required=False, choices=[("", _("Earlier than a year ago")), *months]
            )
            self.fields[f"{code}_to"] = MonthField(
                label=_("Last month"), required=False, choices=[("", _("Choose the month")), *months]
            )
        super().prepare()

    def choices(self) -> list[tuple[str, Any]]:
        return names("circumstances", PAST)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for code in self.chosen() & set(PAST):
            first, last = cleaned.get(f"{code}_from"), cleaned.get(f"{code}_to")
            if first and last and last < first:
                self.add_error(
                    f"{code}_to", ValidationError(_("The last month is before the first one."), code="order")
                )
        return cleaned


class IncomeForm(QuestionForm):
    """Income a month by kind of work; what is left empty stays not known."""

    def prepare(self) -> None:
        for item in self.person.get("work") or []:
            if item["kind"] in BY_INCOME:
                self.fields[item["kind"]] = TengeField(label=term("works", item["kind"]), required=False)

    def clean(self) -> dict[str, Any]:
        return self.cleaned_data

    def answer(self) -> Any:
        found = {kind: amount for kind, amount in self.cleaned_data.items() if amount is not None}
        return found or None

    @classmethod
    def initial_of(cls, answer: Any) -> dict[str, Any]:
        return dict(answer or {})

    def summary(self, answer: Any) -> list[str]:
        return [f"{term('works', kind)}: {money(amount)}" for kind, amount in (answer or {}).items()] or [
            str(DONT_KNOW)
        ]

"""The forms of the acts on a case. Each carries the version of the case that the officer had before him."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from eligibility.fields import AnyOf, DayField, OneOf
from eligibility.forms.base import QuestionForm

from ...wording import NumberReason
from .fields import Listed, LongText, ShortText

Choices = Iterable[tuple[str, Any]]
QUEUE = "queue"
HIDDEN = ("version", "seen", "proposal")


class Identity(TextChoices):
    """How an officer saw who the applicant is."""

    EGOV_DOCUMENT = "egov_document", _("Digital document shown from eGov Mobile")
    IN_PERSON = "in_person", _("Identity document shown in person")
    VIDEO = "video", _("Video call with the identity document shown")
    REPRESENTATIVE = "representative", _("Legal representative with the papers that prove it")


class ActForm(QuestionForm):
    """``on``: today. ``version`` and ``seen`` (the state) are those of the page that the officer had before him."""

    main: ClassVar[str] = ""
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, on=on, person={}, **kwargs)

    def top_fields(self) -> list[Any]:
        return [field for field in super().top_fields() if field.name not in HIDDEN]

    def hidden(self) -> list[Any]:
        return [self[name] for name in HIDDEN if name in self.fields]


class PlainForm(ActForm):
    """An act that needs nothing but the case."""


class PapersForm(ActForm):
    wanted = AnyOf(label=_("Which papers are missing?"), error=_("Tick at least one paper."))
    note = LongText(
        label=_("Note to the applicant"), required=False, hint=_("The applicant reads it. Without other people's data.")
    )

    def __init__(self, *args: Any, papers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wanted"].choices = list(papers)  # type: ignore[attr-defined]


class HandOverForm(ActForm):
    to = Listed(label=_("To whom"), error_messages={"required": _("Choose who takes the case.")})
    reasons = AnyOf(label=_("Reason"), required=False)
    note = LongText(label=_("Note to the colleague"), required=False)

    def __init__(self, *args: Any, colleagues: Choices, reasons: Choices, queue: bool, **kwargs: Any) -> None:
        """``queue``: whether it may go back into the queue."""
        super().__init__(*args, **kwargs)
        back = [(QUEUE, _("Back into the queue"))] if queue else []
        self.fields["to"].choices = [("", "–"), *back, *colleagues]  # type: ignore[attr-defined]
        self.fields["reasons"].choices = list(reasons)  # type: ignore[attr-defined]


class IdentityForm(ActForm):
    checked = OneOf(
        label=_("How was the identity checked?"),
        error=_("Choose how the identity was checked."),
        choices=Identity.choices,
    )


def _evidence() -> ShortText:
    return ShortText(
        label=_("What it rests on"),
        hint=_("The paper or the record with its number and date."),
        error_messages={"required": _("Write what the ground rests on.")},
    )


class ConfirmForm(ActForm):
    """``missing``: facts that the engine lacks, each of which the officer ticks as checked; ``unclear``: the law is
    open here, so the note is required. ``level``: D or E, or empty."""

    starts = DayField(label=_("The ground holds from"))
    ends = DayField(label=_("Last day"), required=False, hint=_("Leave it empty where the papers name no end."))
    checked = AnyOf(label=_("I have checked"), required=False)
    evidence = _evidence()
    note = LongText(label=_("Note"), required=False)

    def __init__(self, *args: Any, missing: Choices, unclear: bool, level: str, **kwargs: Any) -> None:
        self.missing, self.unclear, self.level = list(missing), unclear, level
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        if self.level:
            self.fields["starts"].label = _("Level %(level)s holds from") % {"level": self.level}
        if self.missing:
            self.fields["checked"].choices = self.missing  # type: ignore[attr-defined]
        else:
            del self.fields["checked"]
        if self.unclear:
            self.fields["note"] = LongText(
                label=_("Note"), hint=_("The law is not clear here. Write whom you asked and what was answered.")
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        check_days(self)
        ticked = set(cleaned.get("checked") or ())
        left = sum(code not in ticked for code, _label in self.missing)
        if left and "checked" not in self.errors:
            text = ngettext_lazy(
                "%(count)s fact is not ticked. Check it, or ask the applicant for papers.",
                "%(count)s facts are not ticked. Check them, or ask the applicant for papers.",
                "count",
            )
            self.add_error("checked", ValidationError(text % {"count": left}))
        return cleaned


class TogetherForm(QuestionForm):
    """What holds for all cases that are confirmed together."""

    main: ClassVar[str] = ""
    starts = DayField(label=_("The ground holds from"))
    ends = DayField(label=_("Last day"), required=False, hint=_("Leave it empty where the papers name no end."))
    evidence = _evidence()
    note = LongText(label=_("Note"), required=False)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, on=on, person={}, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        check_days(self)
        return cleaned

    def asked(self) -> tuple[date, date | None, tuple[str, ...], str, str]:
        """As the verbs take it: days, nothing checked by hand, evidence, note."""
        typed = self.cleaned_data
        ends = date.fromisoformat(typed["ends"]) if typed["ends"] else None
        return date.fromisoformat(typed["starts"]), ends, (), typed["evidence"], typed["note"]


def check_days(form: QuestionForm) -> None:
    starts, ends = form.cleaned_data.get("starts"), form.cleaned_data.get("ends")
    if starts and ends and ends < starts:
        form.add_error("ends", ValidationError(_("The last day is before the first. Check both days.")))


class RefusalForm(ActForm):
    reasons = AnyOf(label=_("Reason"), error=_("Tick at least one reason."))
    note = LongText(label=_("Note"), required=False, hint=_("The second person and the applicant read it."))

    def __init__(self, *args: Any, reasons: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reasons"].choices = list(reasons)  # type: ignore[attr-defined]


class OnProposal(ActForm):
    proposal = forms.IntegerField(min_value=1, max_value=2**62, widget=forms.HiddenInput)


class ApprovalForm(OnProposal):
    note = LongText(label=_("Note"), required=False)


class ReturnForm(OnProposal):
    reply = LongText(
        label=_("What is still to be done"),
        hint=_("The officer who proposed it reads this."),
        error_messages={"required": _("Write what is still to be done.")},
    )


class NumberForm(ActForm):
    reason = OneOf(
        label=_("Why do you need the whole number?"), error=_("Choose a reason."), choices=NumberReason.choices
    )

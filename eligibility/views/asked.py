"""What the pages after the questions start from: the answers of the person in hand as facts on the day asked about."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from .. import answers, sitting
from ..questions import SUBJECTS
from ..rules import law as law_module
from ..rules.assess import Assessment, assess
from ..rules.facts import Facts
from ..rules.law import Law


@dataclass(frozen=True, slots=True)
class Asked:
    """One person's answers with the facts that they make and the day they are about."""

    given: dict[str, Any]
    law: Law
    day: date
    facts: Facts

    @property
    def on(self) -> int:
        """The day as an ordinal."""
        return self.day.toordinal()

    @property
    def subject(self) -> Any:
        """Whom the answers are about, in the reader's language."""
        return SUBJECTS[self.given["subject"]]

    def assess(self) -> Assessment:
        return assess(self.facts, self.law, self.on)


def day_of(given: dict[str, Any]) -> date:
    """The day of the check; today is today in Asia/Almaty."""
    return answers.day_asked(given, timezone.localdate())


def asked(request: HttpRequest) -> Asked | None:
    """The person in hand; None where nothing was answered yet."""
    return of_answers(sitting.load(request.session))


def of_answers(given: dict[str, Any]) -> Asked | None:
    if "subject" not in given:
        return None
    law, day = law_module.load(), day_of(given)
    return Asked(given, law, day, answers.facts(given, law, day))

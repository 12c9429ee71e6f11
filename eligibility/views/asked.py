"""What the pages after the questions start from: the answers of the person in hand as facts on the day asked about."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import answers, sitting
from ..presentation import long_date
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

    def assess(self) -> Assessment:
        return assess(self.facts, self.law, self.on)


def day_of(given: dict[str, Any]) -> date:
    """The day of the check; today is today in Asia/Almaty."""
    return answers.day_asked(given, timezone.localdate())


def asked(request: HttpRequest) -> Asked | None:
    """The person in hand; None where nothing was answered yet."""
    return of_answers(sitting.load(request.session))


def label(request: HttpRequest) -> str:
    """Whom the questions and the answer are about: where there are several people, with the place and the birth date,
    because two children are both «my child»."""
    people = sitting.everybody(request.session)
    return label_of(sitting.in_hand(request.session), sitting.load(request.session), len(people))


def label_of(place: int, given: dict[str, Any], number: int) -> str:
    """The same for one of ``number`` people; empty where nothing is said of the only one yet."""
    subject = str(SUBJECTS[given["subject"]]) if "subject" in given else ""
    if number < 2:
        return subject
    parts = [_("Person %(place)s of %(number)s") % {"place": place + 1, "number": number}, subject]
    if given.get("birth-date"):
        parts.append(_("born %(day)s") % {"day": long_date(date.fromisoformat(given["birth-date"]))})
    return " · ".join(part for part in parts if part)


def of_answers(given: dict[str, Any]) -> Asked | None:
    if "subject" not in given:
        return None
    law, day = law_module.load(), day_of(given)
    return Asked(given, law, day, answers.facts(given, law, day))

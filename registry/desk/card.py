"""The card of the person in hand, in words. Nothing is decided here."""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from eligibility import fragments
from eligibility.presentation import long_date
from eligibility.result import HEADLINE, headline_of
from eligibility.texts import term

from ..lookup import Attached, Found, Lacking
from . import words

TOLD_IN: Final = ("kk", "ru")
"""The languages of what is handed over."""
ATTACHED: Final[dict[Attached, Promise]] = {
    "here": gettext_lazy("To this polyclinic"),
    "elsewhere": gettext_lazy("To another polyclinic"),
    "nowhere": gettext_lazy("To no polyclinic"),
    "unknown": gettext_lazy("Not known"),
}


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of article 26-1 that does not hold; ``again``: from when it can be tried again."""

    code: str
    name: str
    outcome: str
    mark: str
    cure: str
    again: str


def context(found: Found) -> dict[str, Any]:
    """What the template of the card needs."""
    return {
        **answer(found),
        "visit_today": found.visit_today,
        "attached": str(ATTACHED[found.attached]),
        "attached_code": found.attached,
        "name": found.name,
        "birth_date": long_date(found.birth_date) if found.birth_date else "",
        "token": term("packages", "gobmp_short") if found.token else "",
        "lacking": [_condition(item) for item in found.lacking],
        "ready": found.ready,
        "routes": [fragments.route(code, index == 0) for index, code in enumerate(found.routes)],
    }


def answer(found: Found) -> dict[str, Any]:
    """The status with what belongs to it."""
    return {
        "day": long_date(found.day),
        "status": found.status,
        "mark": HEADLINE[found.status],
        "headline": headline_of(found.status),
        "since": long_date(found.since) if found.since else "",
        "until": _until(found),
        "payer": term("payers", found.payer) if found.payer else "",
        "ends": words.ends(found.ends_by) if found.ends_by else "",
        "doctor_is_free": found.doctor_is_free,
    }


def told(found: Found) -> list[dict[str, Any]]:
    """What is handed over: the answer and the ways, once in each of its languages."""
    parts = []
    for language in TOLD_IN:
        with override(language):
            routes = [fragments.route_texts(code) for code in found.routes]
            parts.append({**answer(found), "language": language, "routes": routes, "words": _frame()})
    return parts


def _frame() -> dict[str, str]:
    """The words around it, which the template itself would put in the language of whoever prints."""
    return {
        "title": _("Medical insurance"),
        "since": _("Insured since"),
        "until": _("Until"),
        "payer": _("Who pays"),
        "ends": _("What ends it"),
        "free": _("Emergency care and the district doctor are free all the same. Most planned treatment is not."),
        "ways": _("What to do now"),
        "papers": _("Papers"),
        "where": _("Where"),
        "time": _("Official time"),
        "disclaimer": _(
            "Kepil explains the law; it is not a decision of the Fund. "
            "The official status is shown by 1414, eGov and @SaqtandyryBot."
        ),
    }


def _until(found: Found) -> str:
    if found.until:
        return long_date(found.until)
    return _("No end is in sight") if found.status == "insured" else ""


def _condition(item: Lacking) -> Condition:
    return Condition(
        item.code,
        term("conditions", item.code),
        term("outcomes", item.outcome),
        item.outcome,
        words.cure(item.code, item.outcome),
        long_date(item.again_on) if item.again_on else "",
    )

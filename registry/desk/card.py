"""The card of the person in hand, in words. Nothing is decided here."""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from eligibility import fragments, texts
from eligibility.presentation import long_date
from eligibility.printing.counter import ROUTES
from eligibility.result import HEADLINE, headline_of
from eligibility.rules.truth import UNKNOWN

from ..lookup import Attached, Found, Lacking
from . import words

TOLD_IN: Final = ("kk", "ru")
"""The languages of what is handed over."""
ATTACHED: Final[dict[Attached, Promise]] = {
    "here": gettext_lazy("To this polyclinic"),
    "elsewhere": gettext_lazy("To another polyclinic"),
    "nowhere": gettext_lazy("Nowhere"),
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
        "token": texts.term("packages", "gobmp_short") if found.token else "",
        "token_doubt": _token_doubt() if found.token.outcome == UNKNOWN else "",
        "lacking": [_condition(item) for item in found.lacking],
        "ready": found.ready,
        "routes": [fragments.route(code, index == 0) for index, code in enumerate(found.routes)],
        "more_ways": more_ways() if found.more_ways else "",
        "notes": [fragments.note(code) for code in found.notes],
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
        "payer": texts.term("payers", found.payer) if found.payer else "",
        "ends": words.ends(found.ends_by) if found.ends_by else "",
        "remark": _remark(found),
    }


def told(found: Found) -> list[dict[str, Any]]:
    """What is handed over: the answer and the ways, once in each of its languages."""
    parts = []
    for language in TOLD_IN:
        with override(language):
            notes = [texts.words(texts.entry("notes", code)["text"]) for code in found.notes]
            part = {"language": language, "routes": _ways(found), "words": _frame(found), "notes": notes}
            parts.append({**answer(found), **part})
    return parts


def _ways(found: Found) -> list[dict[str, Any]]:
    """The best way and those through this counter in full, the others by name."""
    in_full = (*found.routes[:1], *ROUTES["polyclinic"])
    return [{**fragments.route_texts(code), "in_full": code in in_full} for code in found.routes]


def _frame(found: Found) -> dict[str, str]:
    """The words around it, which the template itself would put in the language of whoever prints."""
    return {
        "title": _("Medical insurance"),
        "since": _("Insured since"),
        "until": _("Until when"),
        "payer": _("Who pays"),
        "ends": _("What ends it"),
        "ways": _("What to do now"),
        "more_ways": more_ways() if found.more_ways else "",
        "papers": _("Papers"),
        "where": _("Where"),
        "time": _("Official time"),
        "disclaimer": _(
            "Kepil explains the law; it is not a decision of the Fund. "
            "The official status is shown by 1414, eGov and @SaqtandyryBot."
        ),
    }


def _token_doubt() -> str:
    """The same whatever is lacking: the day of onset, the residence, or a clear word of the sources."""
    return _("%(package)s: not known. Ask the treating doctor.") % {"package": texts.term("packages", "gobmp_short")}


def more_ways() -> str:
    return _(
        "What to do before the cover ends depends on its ground, which is not shown here. "
        "The check on this portal tells."
    )


def _remark(found: Found) -> str:
    """What the status does not mean."""
    if found.status == "unknown":
        return _("The registry knows too little about this person. That does not mean that there is no insurance.")
    if found.status == "unclear":
        return _("The sources of the law are silent or contradict each other here.")
    if found.status == "not_insured" and found.doctor_is_free:
        return _("Emergency care and the district doctor are free all the same. Most planned treatment is not.")
    return ""


def _until(found: Found) -> str:
    if found.until:
        return long_date(found.until)
    return _("No end date is set") if found.status == "insured" else ""


def _condition(item: Lacking) -> Condition:
    return Condition(
        item.code,
        texts.term("conditions", item.code),
        _("Not met") if item.outcome == "no" else texts.term("outcomes", item.outcome),
        item.outcome,
        words.cure(item.code, item.outcome),
        long_date(item.again_on) if item.again_on else "",
    )

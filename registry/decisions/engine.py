"""What the verbs ask the engine, through the bridge."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from eligibility.rules import law as law_module
from eligibility.rules.dates import month_of
from eligibility.rules.json_values import FactsError
from eligibility.rules.law import Law, LawRangeError
from eligibility.rules.truth import NO, UNCLEAR, Truth
from eligibility.rules.verified import verified as in_terms

from .. import determine as bridge
from .. import facts, verdicts
from ..facts import Person
from ..ledger import obligations
from ..log import Who
from ..models import Application, Citizen
from ..refusals import NotAllowed
from ..verdicts import Confirmation


@dataclass(frozen=True, slots=True)
class Judged:
    """The engine's word on one ground, with the digests of the law and the facts that it rests on.

    ``reasons``: of the conditions that decided; ``refusing``: of those that do not hold; ``unclear``: of those on which
    the law leaves it open, whatever the others say."""

    outcome: str
    reasons: tuple[str, ...]
    missing: tuple[str, ...]
    refusing: tuple[str, ...]
    unclear: tuple[str, ...]
    law_digest: str
    facts_digest: str

    def kept(self) -> dict[str, Any]:
        """As the fields of a Decision."""
        verdict = {"outcome": self.outcome, "reasons": list(self.reasons), "missing": list(self.missing)}
        return {"law_digest": self.law_digest, "facts_digest": self.facts_digest, "verdict": verdict}


def judge(row: Application, starts: date, ends: date | None, law: Law, today: date) -> Judged:
    """The ground as it would be if it were confirmed for these days.

    Raises NotAllowed where the law of the days is not known, or they cannot be: before the birth."""
    link(row)
    person = person_of(row, max(starts, min(today, ends or date.max)))
    try:
        found = verdicts.confirmation(person, row.ground, starts, ends, law, today, child_birth_date(row))
    except LawRangeError:
        raise NotAllowed("days_outside_the_law") from None
    except FactsError:
        raise NotAllowed("days_do_not_fit") from None
    return Judged(
        outcome=found.outcome,
        reasons=found.reasons,
        missing=found.missing,
        refusing=_reasons(found, NO),
        unclear=_reasons(found, UNCLEAR),
        law_digest=law.digest,
        facts_digest=facts.digest(person),
    )


def _reasons(found: Confirmation, outcome: Truth) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for item in found.conditions if item.outcome == outcome for code in item.reasons))


def link(row: Application) -> None:
    """The person may have come into the registry after he applied. Nothing is saved here."""
    row.citizen = row.citizen or Citizen.objects.filter(iin=row.iin).first()


def person_of(row: Application, on: date) -> Person:
    """The facts of the registry; of somebody who is not in it only what his identity tells."""
    if row.citizen is None:
        return {"birth_date": row.birth_date.isoformat()}
    return facts.person_of(row.citizen, on)


def verified(row: Application, checked: Collection[str], today: date) -> Person:
    """The facts that the officer has verified, in the engine's terms; where somebody belongs, he said himself."""
    found: Person = in_terms(checked, law_module.load().at(today.toordinal()), month_of(today.toordinal()))
    if "residence" in checked and row.person.get("residence"):
        found["residence"] = row.person["residence"]
    return found


@transaction.atomic
def determine(who: Who, citizen: Citizen, today: date) -> None:
    """What follows from a ground that was confirmed or revoked: the person's status, and what an akimat owes for him.

    Raises NotAllowed where the law of the day is not known, or the facts cannot be of one person."""
    locked = Citizen.objects.select_for_update(of=("self",)).get(pk=citizen.pk)
    try:
        bridge.written(who, locked, today, law_module.load())
        obligations.settle(who, locked, today)
    except LawRangeError:
        raise NotAllowed("days_outside_the_law") from None
    except FactsError:
        raise NotAllowed("days_do_not_fit") from None


def child_birth_date(row: Application) -> date | None:
    """Of the one child that the applicant has named; None where he named none or several."""
    if row.ground != verdicts.RAISING:
        return None
    held = (row.person.get("circumstances") or {}).get("raising_child_under_3")
    spells = held if isinstance(held, list) else [held]
    named = {item["child_birth_date"] for item in spells if isinstance(item, dict) and item.get("child_birth_date")}
    return date.fromisoformat(str(named.pop())) if len(named) == 1 else None

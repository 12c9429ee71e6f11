"""The second list: people of level D or E, by the family card or confirmed, who have no cover; and what is lacking."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from eligibility.rules.json_values import FactsError
from eligibility.rules.law import Law, LawRangeError
from eligibility.texts import term

from .. import access
from ..determine import answer
from ..facts import LEVEL_OF, Person, person_objects
from ..models import Account, Citizen, ConfirmedGround
from ..periods import holding
from ..verdicts import lacking
from .ending import INSURED
from .filters import STAGES, Filters, is_clinical
from .people import Shown, not_insured, of_person


def rows(account: Account, on: date, chosen: Filters, law: Law) -> "QuerySet[Citizen]":
    """In order: the confirmed first, who only have to come. Nobody on days on which article 26-1 is not law.

    Raises LawRangeError."""
    people = access.people_on_lists(account, on)
    if not LEVEL_OF.keys() & law.at(on.toordinal()).payers.keys():
        return people.none()
    held = ConfirmedGround.objects.filter(holding(on), citizen=OuterRef("pk"), code__in=LEVEL_OF, void=False)
    confirmed = Exists(held)
    people = people.filter(Q(wellbeing_level__in=LEVEL_OF.values()) | confirmed)
    if chosen.district:
        people = people.filter(district=chosen.district)
    if chosen.kind:
        people = people.filter(confirmed if chosen.kind == STAGES[0] else ~confirmed)
    people = people.annotate(confirmed=confirmed)
    return not_insured(people).order_by(confirmed.desc(), "pk").select_related("district")


def shown(account: Account, found: Iterable[Citizen], on: date, law: Law) -> list[Shown]:
    """Those who are not insured by the rows as they are now. Six queries."""
    listed = list(found)
    told = dict(person_objects_of(listed, on))
    lines = [_line(account, citizen, told[citizen.pk], on, law) for citizen in listed if citizen.pk in told]
    return [line for line in lines if line is not None]


def person_objects_of(listed: list[Citizen], on: date) -> Iterable[tuple[int, Person]]:
    for citizen, person in person_objects(Citizen.objects.filter(pk__in=[row.pk for row in listed]), on):
        yield citizen.pk, person


def _line(account: Account, citizen: Citizen, person: Person, on: date, law: Law) -> Shown | None:
    try:
        if answer(person, law, on).status == INSURED:
            return None
        missing = lacking(person, law, on)
    except (LawRangeError, FactsError):
        return None
    why = tuple(f"{term('conditions', item.code)}: {_outcome(item.outcome)}" for item in missing)
    return Shown(
        **of_person(account, citizen),
        ground="" if is_clinical(account) else _level(citizen),
        why=why or (_("Nothing is lacking: cover begins with the day on which the person comes for care"),),
        first=not missing,
    )


def _level(citizen: Citizen) -> str:
    """What an officer is told of it, who confirms levels."""
    confirmed = getattr(citizen, "confirmed", False)
    level = citizen.wellbeing_level if citizen.wellbeing_level in LEVEL_OF.values() else ""
    if not confirmed:
        return _("Level %(level)s by the family card, not confirmed") % {"level": level}
    return _("Level %(level)s, confirmed") % {"level": level} if level else _("Level D or E, confirmed")


def _outcome(outcome: str) -> str:
    return {"no": _("not met"), "unknown": _("not known")}.get(outcome, _("the law is not clear"))

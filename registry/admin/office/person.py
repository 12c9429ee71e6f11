"""What else the registry holds of the person who applies: other applications, grounds, what was determined."""

from typing import Any

from eligibility.presentation import short_date
from eligibility.texts import ground_name, term

from ... import access
from ...models import Application, ConfirmedGround, Determination
from ...working_days import day_of
from .history import days
from .situation import Situation

MOST = 20
"""Rows of each kind that the page shows, the latest first."""


def applications(found: Situation) -> dict[str, Any]:
    """Other applications for the same number: those that the officer reaches; of the others only how many there are,
    so that nobody overlooks one."""
    others = Application.objects.filter(iin=found.application.iin).exclude(pk=found.application.pk)
    seen = access.visible(found.account, others).select_related("officer").order_by("-submitted_at", "-pk")[:MOST]
    shown = [
        {
            "row": row,
            "ground": ground_name(row.ground),
            "received": short_date(day_of(row.submitted_at)),
            "officer": row.officer.full_name if row.officer else "",
        }
        for row in seen
    ]
    return {"others": shown, "elsewhere": others.exclude(region=found.application.region_id).count()}


def grounds(found: Situation) -> list[dict[str, Any]]:
    """Confirmed grounds, revoked ones included, the latest first."""
    if found.application.citizen is None:
        return []
    held = access.visible(found.account, ConfirmedGround.objects.filter(citizen=found.application.citizen))
    return [
        {"row": row, "name": ground_name(row.code), "days": days(row)} for row in held.order_by("-starts", "-pk")[:MOST]
    ]


def determinations(found: Situation) -> list[dict[str, Any]]:
    """What held and holds, the latest first."""
    if found.application.citizen is None:
        return []
    known = Determination.objects.filter(citizen=found.application.citizen, superseded=False)
    held = access.visible(found.account, known)
    return [
        {
            "status": term("statuses", row.status),
            "ground": ground_name(row.ground) if row.ground else "",
            "days": days(row),
        }
        for row in held.order_by("-starts", "-pk")[:MOST]
    ]

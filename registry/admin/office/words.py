"""Words that several pages of the workplace share."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from eligibility.presentation import short_date
from eligibility.texts import ground_name, term

from ... import iin, reasons
from ...models import Application, State
from ...working_days import day_of
from . import rows
from .situation import Situation


def head(found: Situation) -> dict[str, Any]:
    """Who applies for what and until when it has to be decided."""
    row = found.application
    return {
        "row": row,
        "record": row.citizen_id if row.citizen and row.citizen.region_id == found.account.region_id else None,
        "name": rows.full_name(row),
        "birth": short_date(row.birth_date),
        "number": iin.masked(row.iin),
        "ground": ground_name(row.ground),
        "state": row.get_state_display(),
        "due": rows.due(row, found.today, found.calendar),
        "age": rows.age(row, found.today, found.calendar),
        "received": short_date(day_of(row.submitted_at)),
        "helped": helped(row),
        "language": dict(settings.LANGUAGES).get(row.language, row.language),
    }


def helped(row: Application) -> str:
    """Who filled it in for the person; empty where he did that himself."""
    if row.assisted_by is None:
        return ""
    if row.assisted_by.polyclinic is None:
        return _("with the help of the contact centre 1414")
    return _("with the help of the polyclinic: %(name)s") % {"name": row.assisted_by.polyclinic}


def reason_lines(codes: Iterable[str]) -> list[tuple[str, str]]:
    """The sentence of each reason and what it rests on."""
    return [(reasons.text(code), reasons.source(code)) for code in codes]


def fact_names(codes: Iterable[str]) -> list[str]:
    return [term("facts", code) for code in codes]


def state_name(code: str) -> str:
    return str(dict(State.choices).get(code, code))

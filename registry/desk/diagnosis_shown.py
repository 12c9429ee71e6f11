"""A diagnosis as the clinician's pages print it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from eligibility.presentation import long_date

from .. import diagnosing, illnesses
from ..models import Account, Diagnosis, DiagnosisGrant
from ..working_days import day_of


@dataclass(frozen=True, slots=True)
class Shown:
    """``own``: registered by the reader. ``onset``: in words, empty where it was not asked for."""

    pk: int
    code: str
    group: str
    onset: str
    suspected: bool
    sensitive: bool
    own: bool
    registered: str
    closed: str
    because: str
    may_close: bool
    grants: tuple[DiagnosisGrant, ...]


def shown(row: Diagnosis, account: Account) -> Shown:
    own, sensitive = row.registered_by_id == account.pk, diagnosing.shown_to_named_alone(row)
    group = illnesses.group_of(row.icd10, row.orphan)
    return Shown(
        pk=row.pk,
        code=row.icd10,
        group="" if group == "other" else illnesses.group_name(group),
        onset=_onset(row, group),
        suspected=row.suspected,
        sensitive=sensitive,
        own=own,
        registered=_registered(row),
        closed=long_date(row.closed_on) if row.closed_on else "",
        because=illnesses.reason_text(row.closed_because) if row.closed_because else "",
        may_close=row.closed_on is None and (own or not sensitive),
        grants=tuple(row.grants.all()) if own and sensitive else (),
    )


def _onset(row: Diagnosis, group: str) -> str:
    if row.since:
        return long_date(row.since)
    return _("not known") if illnesses.runs_from_onset(group) and not row.suspected else ""


def _registered(row: Diagnosis) -> str:
    """Who and when; of one that came with a list, nothing."""
    if row.registered_by is None or row.registered_at is None:
        return ""
    return f"{row.registered_by.full_name}, {long_date(day_of(row.registered_at))}"

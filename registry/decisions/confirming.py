"""Confirming a ground: one officer's act, on what the engine says of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from eligibility.rules import law as law_module
from eligibility.rules.truth import NO, UNKNOWN

from .. import working_days
from ..log import Who
from ..models import Application, Citizen, ConfirmedGround, Decision
from ..notices import outbox
from ..refusals import NotAllowed
from . import engine
from .frame import on_application


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the officer fills in. Days are closed, ``ends`` None is open. ``checked``: codes of facts that are not
    known and that he has verified. ``evidence``: on what he relies."""

    starts: date
    ends: date | None
    checked: Collection[str] = ()
    evidence: str = ""
    note: str = ""


def confirm(
    who: Who,
    application: Application,
    version: int,
    starts: date,
    ends: date | None,
    checked: Collection[str] = (),
    evidence: str = "",
    note: str = "",
) -> ConfirmedGround:
    """In review → confirmed. Makes the person's row where the registry has none, from the confirmed identity.

    Raises NotAllowed with ``reasons`` where the engine says no, with ``missing`` where facts have to be checked; Stale.
    """
    wanted = Wanted(starts, ends, checked, evidence, note)
    with on_application(who, "confirm", application, version) as case:
        row = case.row
        judged = judge(row, wanted, working_days.day_of(who.now))
        row.citizen = row.citizen or _registered(row)
        decision = Decision.objects.create(
            application=row,
            outcome=Decision.Outcome.CONFIRMED,
            note=note,
            decided_by=case.account,
            decided_at=who.now,
            **judged.kept(),
        )
        ground = _ground(row, row.citizen, wanted, decision)
        case.details = {"decision": decision.pk, "ground": ground.pk, "checked": sorted(checked)}
        engine.determine(who, row.citizen, working_days.day_of(who.now))
        outbox.put(who.now, "decided", f"decided:{decision.pk}", application=row)
    return ground


def judge(row: Application, wanted: Wanted, today: date) -> engine.Judged:
    """What the engine says, where it lets the ground be confirmed. Nothing is saved.

    Raises NotAllowed: the same as ``confirm`` would for this ground and these days."""
    if row.identity_confirmed_at is None:
        raise NotAllowed("identity")
    if wanted.ends is not None and wanted.ends < wanted.starts:
        raise NotAllowed("days")
    engine.link(row)
    if row.citizen and _overlapping(row.citizen, row.ground, wanted).exists():
        raise NotAllowed("already_confirmed")
    judged = engine.judge(row, wanted.starts, wanted.ends, law_module.load(), today)
    _check_verdict(judged, wanted)
    return judged


def _check_verdict(judged: engine.Judged, wanted: Wanted) -> None:
    if judged.outcome == NO:
        raise NotAllowed("engine_says_no", reasons=judged.reasons)
    if judged.outcome == UNKNOWN and (missing := [code for code in judged.missing if code not in wanted.checked]):
        raise NotAllowed("needs_checks", missing=missing)
    if judged.unclear and not wanted.note.strip():
        raise NotAllowed("note", reasons=judged.unclear)


def _overlapping(citizen: Citizen, code: str, wanted: Wanted) -> Any:
    rows = ConfirmedGround.objects.filter(citizen=citizen, code=code, void=False)
    rows = rows.filter(Q(ends__isnull=True) | Q(ends__gte=wanted.starts))
    return rows if wanted.ends is None else rows.filter(starts__lte=wanted.ends)


def _registered(row: Application) -> Citizen:
    """The person's row; a new one holds what the officer has seen and nothing else, so nothing is taken for known."""
    declared = {name: getattr(row, name) for name in ("surname", "given_name", "patronymic", "birth_date", "language")}
    reached = {name: getattr(row, name) for name in ("phone", "email", "region", "district")}
    citizen, _new = Citizen.objects.get_or_create(iin=row.iin, defaults=declared | reached)
    return citizen


def _ground(row: Application, citizen: Citizen, wanted: Wanted, decision: Decision) -> ConfirmedGround:
    """Raises NotAllowed where another application of the same person was confirmed at this very moment."""
    try:
        with transaction.atomic():
            return ConfirmedGround.objects.create(
                citizen=citizen,
                code=row.ground,
                starts=wanted.starts,
                ends=wanted.ends,
                child_birth_date=engine.child_birth_date(row),
                source=ConfirmedGround.Source.DECISION,
                evidence=wanted.evidence,
                verified=engine.verified(row, wanted.checked, working_days.day_of(decision.decided_at)),
                decision=decision,
                confirmed_by=decision.decided_by,
                confirmed_at=decision.decided_at,
            )
    except IntegrityError:
        raise NotAllowed("already_confirmed") from None

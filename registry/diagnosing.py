"""Registering and closing diagnoses, opening a sensitive one to a colleague, and who may read which.

Clinicians only, of the polyclinic in which it was registered, and while the person is attached there or came there
lately. The log is told row numbers, never an illness.
"""

from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Prefetch, Q, QuerySet

from . import access, illnesses, log
from .access import Action
from .log import Verb, Who
from .models import Account, Attachment, Citizen, Diagnosis, DiagnosisGrant, Role, Visit
from .refusals import NotAllowed
from .working_days import day_of


def register(
    who: Who, citizen: Citizen, icd10: str, since: date | None, suspected: bool, orphan: bool = False
) -> Diagnosis:
    """The open diagnosis: a new one, or the one that says the same already. ``since`` None: the day of onset is not
    known, which has to be said by whoever calls. ``orphan``: it stands on the Ministry's list of rare diseases.

    Raises NotAllowed; with ``other_data`` where the illness is open with another onset or as another suspicion."""
    code = illnesses.code_of(icd10)
    with log.attempts_recorded(who, "register", citizen=citizen), transaction.atomic():
        account, person = _acting(who, citizen)
        _check_ground(account, person, day_of(who.now))
        _check_entry(code, since, person, day_of(who.now))
        wanted: dict[str, Any] = {"since": since, "suspected": suspected, "orphan": orphan}
        row, new = _one(who, account, person, code, wanted)
        if new:
            log.write(who, Verb.DIAGNOSIS_REGISTERED, citizen=person, details={"diagnosis": row.pk})
    return row


def check(who: Who, citizen: Citizen) -> None:
    """Raises NotAllowed where the account may register nothing for the person; who tried is in the log then."""
    with log.attempts_recorded(who, "register", citizen=citizen), transaction.atomic():
        account, person = _acting(who, citizen)
        _check_ground(account, person, day_of(who.now))


def close(who: Who, diagnosis: Diagnosis, on: date, because: str) -> None:
    """From ``on``, today or an earlier day, it no longer counts. Closing twice changes nothing. A sensitive one is
    closed by whoever registered it. Raises NotAllowed."""
    with log.attempts_recorded(who, "close", citizen=diagnosis.citizen), transaction.atomic():
        account, person = _acting(who, diagnosis.citizen)
        row = _row(account, person, diagnosis)
        if row.closed_on is not None:
            return
        if because not in illnesses.settings().reasons:
            raise NotAllowed("closing_reason")
        if on > day_of(who.now) or (row.since is not None and on < row.since):
            raise NotAllowed("closing_day")
        row.closed_on, row.closed_by, row.closed_because = on, account, because
        row.save(update_fields=["closed_on", "closed_by", "closed_because"])
        log.write(who, Verb.DIAGNOSIS_CLOSED, citizen=person, details={"diagnosis": row.pk, "because": because})


def grant(who: Who, diagnosis: Diagnosis, account: Account, until: date) -> DiagnosisGrant:
    """Let a colleague of the polyclinic read a sensitive diagnosis up to and including ``until``. The same again
    changes nothing; another day takes the place of the one before. Raises NotAllowed."""
    with log.attempts_recorded(who, "grant", citizen=diagnosis.citizen), transaction.atomic():
        giver, person = _acting(who, diagnosis.citizen)
        row = _row(giver, person, diagnosis)
        if row.registered_by_id != giver.pk or not shown_to_named_alone(row):
            raise NotAllowed("not_registered_by_you")
        reader = _colleague(giver, person, account)
        today = day_of(who.now)
        if not today <= until <= today + timedelta(days=illnesses.settings().grant):
            raise NotAllowed("grant_day")
        return _granted(who, row, giver, reader, until)


def end_grant(who: Who, grant: DiagnosisGrant) -> None:
    """Ending twice changes nothing. Raises NotAllowed."""
    with log.attempts_recorded(who, "end_grant", citizen=grant.diagnosis.citizen), transaction.atomic():
        account, person = _acting(who, grant.diagnosis.citizen)
        row = _row(account, person, grant.diagnosis)
        if row.registered_by_id != account.pk:
            raise NotAllowed("not_registered_by_you")
        held = row.grants.get(pk=grant.pk)
        if held.ended_at is None:
            _end(who, person, held)


def readable(account: Account, citizen: Citizen, on: date) -> list[Diagnosis]:
    """What the account may read of the person's diagnoses on the day, open ones first, with ``grants`` that are open:
    those of his polyclinic while it treats him, sensitive ones where he registered them or is named; those that he
    registered himself always. At most five queries."""
    if not access.may(account, "diagnosis", Action.WRITE) or access.is_own_case(account, citizen, citizen.iin):
        return []
    opened = DiagnosisGrant.objects.filter(ended_at__isnull=True, until__gte=on).select_related("account")
    rows = access.visible(account, Diagnosis.objects.filter(citizen=citizen)).select_related("registered_by")
    rows = rows.prefetch_related(Prefetch("grants", opened.order_by("until", "pk")))
    treats = may_treat(account.polyclinic_id, citizen, on)
    found = [row for row in rows.order_by("-registered_at", "-pk") if _may_read(row, account, treats)]
    return sorted(found, key=lambda row: row.closed_on is not None)


def shown_to_named_alone(row: Diagnosis) -> bool:
    """Whether it is sensitive: as it was registered, or by what is known to be sensitive now."""
    return row.sensitive or illnesses.is_sensitive(row.icd10)


def may_treat(polyclinic: int | None, citizen: Citizen, on: date) -> bool:
    """Whether the person is attached to the polyclinic on the day, or came there lately. Two queries at most."""
    holds = Q(ends__isnull=True) | Q(ends__gte=on)
    if Attachment.objects.filter(holds, citizen=citizen, polyclinic=polyclinic, starts__lte=on).exists():
        return True
    first = on - timedelta(days=illnesses.settings().after_visit)
    visits = Visit.objects.filter(citizen=citizen, polyclinic=polyclinic, struck_at__isnull=True)
    return visits.filter(day__range=(first, on)).exists()


def colleagues(account: Account, citizen: Citizen) -> "list[Account]":
    """Whom the account may name: clinicians of his polyclinic who do not live with the person."""
    rows = _clinicians(account).select_related("citizen").order_by("full_name", "pk")
    household = citizen.household_id
    return [row for row in rows if row.citizen is None or not _is_of(row.citizen, citizen, household)]


def _is_of(own: Citizen, citizen: Citizen, household: int | None) -> bool:
    return own.pk == citizen.pk or (household is not None and own.household_id == household)


def _may_read(row: Diagnosis, account: Account, treats: bool) -> bool:
    if row.registered_by_id == account.pk:
        return True
    if not treats:
        return False
    return not shown_to_named_alone(row) or any(item.account_id == account.pk for item in row.grants.all())


def _acting(who: Who, citizen: Citizen) -> tuple[Account, Citizen]:
    """The account as it is now and the person's row, locked: two who write at once wait for each other."""
    person = Citizen.objects.select_for_update(of=("self",)).get(pk=citizen.pk)
    account = who.account and Account.objects.select_related("citizen").get(pk=who.account.pk)
    if account is None or not access.may(account, "diagnosis", Action.WRITE):
        raise NotAllowed("account")
    if person.blocked:
        raise NotAllowed("blocked")
    if access.is_own_case(account, person, person.iin):
        raise NotAllowed("own_case")
    return account, person


def _check_ground(account: Account, person: Citizen, today: date) -> None:
    if not may_treat(account.polyclinic_id, person, today):
        raise NotAllowed("not_in_treatment")


def _check_entry(code: str, since: date | None, person: Citizen, today: date) -> None:
    if not illnesses.exists(code):
        raise NotAllowed("icd10")
    if since is not None and (since > today or (person.birth_date is not None and since < person.birth_date)):
        raise NotAllowed("onset")


def _one(who: Who, account: Account, person: Citizen, code: str, wanted: dict[str, Any]) -> tuple[Diagnosis, bool]:
    """The database lets no second one be: where somebody was quicker, it is his."""
    assert account.polyclinic_id is not None  # of every clinician, by the database
    sensitive = illnesses.is_sensitive(code)
    held = _held(account, person, code, sensitive)
    if held is None:
        try:
            with transaction.atomic():
                return Diagnosis.objects.create(
                    citizen=person,
                    polyclinic_id=account.polyclinic_id,
                    icd10=code,
                    sensitive=sensitive,
                    registered_by=account,
                    registered_at=who.now,
                    **wanted,
                ), True
        except IntegrityError:
            held = _held(account, person, code, sensitive)
            if held is None:
                raise
    if any(getattr(held, name) != value for name, value in wanted.items()):
        raise NotAllowed("other_data")
    return held, False


def _held(account: Account, person: Citizen, code: str, sensitive: bool) -> Diagnosis | None:
    """The open one. Of sensitive ones only his own: nobody learns from an answer that a colleague registered it."""
    rows = Diagnosis.objects.filter(citizen=person, polyclinic=account.polyclinic_id, icd10=code, closed_on=None)
    return (rows.filter(registered_by=account, sensitive=True) if sensitive else rows.filter(sensitive=False)).first()


def _row(account: Account, person: Citizen, diagnosis: Diagnosis) -> Diagnosis:
    """As the database has it now, where the account may change it."""
    row = access.visible(account, Diagnosis.objects.filter(pk=diagnosis.pk, citizen=person)).first()
    if row is None or (row.registered_by_id != account.pk and shown_to_named_alone(row)):
        raise NotAllowed("not_registered_by_you")
    return row


def _clinicians(account: Account) -> "QuerySet[Account]":
    rows = Account.objects.filter(role=Role.CLINICIAN, polyclinic=account.polyclinic_id, is_active=True)
    return rows.exclude(pk=account.pk)


def _colleague(giver: Account, person: Citizen, account: Account) -> Account:
    reader = _clinicians(giver).select_related("citizen").filter(pk=account.pk).first()
    if reader is None or access.is_own_case(reader, person, person.iin):
        raise NotAllowed("clinician")
    return reader


def _granted(who: Who, row: Diagnosis, giver: Account, reader: Account, until: date) -> DiagnosisGrant:
    held = row.grants.filter(account=reader, ended_at=None).first()
    if held is not None and held.until == until:
        return held
    if held is not None:
        _end(who, row.citizen, held)
    made = DiagnosisGrant.objects.create(
        diagnosis=row, account=reader, until=until, granted_by=giver, granted_at=who.now
    )
    details = {"diagnosis": row.pk, "grant": made.pk}
    log.write(who, Verb.DIAGNOSIS_GRANTED, citizen=row.citizen, account=reader, details=details)
    return made


def _end(who: Who, person: Citizen, held: DiagnosisGrant) -> None:
    held.ended_at = who.now
    held.save(update_fields=["ended_at"])
    details = {"diagnosis": held.diagnosis_id, "grant": held.pk}
    log.write(who, Verb.DIAGNOSIS_GRANT_ENDED, citizen=person, account=held.account, details=details)

"""Alarms about unusual reading: raised from what registry/unusual.py finds, looked into by an auditor."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction

from . import log
from .log import Verb, Who
from .models import Alarm
from .unusual import DAY, Day, Unusual, Usual, found, usual_of, without_visit
from .working_days import day_of

CLOSED = 2 * DAY
"""After so long every look-up of a day is older than 24 hours."""


class Watch:
    """Looks through the log again and again. What was usual it asks once a day."""

    def __init__(self) -> None:
        self.usual: dict[date, Usual] = {}
        self.closed: set[date] = set()

    def look(self, who: Who, since: date | None = None) -> list[Alarm]:
        """Look at every day from ``since`` on (None: the day of an hour ago), and at those that had ended 24 hours
        before; the alarms that are new or have grown. A second look finds nothing more."""
        today = day_of(who.now)
        days = [since or day_of(who.now - timedelta(hours=1))]
        while days[-1] < today:
            days.append(days[-1] + DAY)
        self.usual = {day: self.usual[day] if day in self.usual else usual_of(day) for day in days}
        raised = []
        for day in days:
            raised += _raise_all(who, day, found(Day(day, who.now), self.usual[day]))
            closed = day - CLOSED
            if closed not in self.closed:
                raised += _raise_all(who, closed, without_visit(closed))
                self.closed.add(closed)
        return raised


def look_into(who: Who, alarm: Alarm, finding: str) -> None:
    """Write down what came of it. Raises ValueError where the account looks into its own reading."""
    assert who.account is not None
    if who.account.pk == alarm.account_id:
        raise ValueError("nobody looks into his own reading")
    with transaction.atomic():
        row = Alarm.objects.select_for_update().get(pk=alarm.pk)
        row.seen_by, row.seen_at, row.finding = who.account, who.now, finding
        row.save(update_fields=["seen_by", "seen_at", "finding"])
        details = {"alarm": row.pk, "kind": row.kind, "number": row.number}
        log.write(who, Verb.ALARM_SEEN, account=row.account, details=details)


def _raise_all(who: Who, day: date, unusual: Iterable[Unusual]) -> list[Alarm]:
    raised = [_raise(who, day, item) for item in unusual]
    return [alarm for alarm in raised if alarm is not None]


@transaction.atomic
def _raise(who: Who, day: date, item: Unusual) -> Alarm | None:
    """One alarm a kind, account and day. Where it has grown, it waits to be looked into again; the finding stays."""
    values = {"number": item.number, "usual": item.usual, "raised_at": who.now}
    same = Alarm.objects.select_for_update()
    alarm, new = same.get_or_create(kind=item.kind, account_id=item.account, day=day, defaults=values)
    if not new:
        if item.number <= alarm.number:
            return None
        again = alarm.seen_at is not None
        alarm.number, alarm.usual, alarm.raised_at = item.number, item.usual, who.now
        alarm.seen_at = alarm.seen_by = None
        alarm.save()
        if not again:
            return alarm
    details = {"alarm": alarm.pk, "kind": alarm.kind, "number": alarm.number, "usual": alarm.usual}
    log.write(who, Verb.ALARM_RAISED, account=alarm.account, details=details)
    return alarm

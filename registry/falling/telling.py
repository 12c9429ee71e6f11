"""Telling people that their cover ends, through the outbox: once a stage, thousands one after another."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils.timezone import get_current_timezone

from ..models import CoverEnd, Notice
from ..notices import outbox
from . import kinds

KIND = "cover_ends"
MINUTE = timedelta(minutes=1)


class Telling:
    """Of one round as of a day. Messages go out by day only, so many a minute; nobody's comes after his last day."""

    def __init__(self, now: datetime, on: date) -> None:
        self.now, self.on = now, on
        self.put = 0

    def tell(self, rows: list[CoverEnd]) -> int:
        """Put the notices that are due and were not put before; how many. Two queries."""
        due = {key: row for row in rows if (key := self._key(row))}
        before = set(Notice.objects.filter(key__in=due).values_list("key", flat=True))
        notices = list(self._made({key: row for key, row in due.items() if key not in before}))
        outbox.put_all(notices)
        return len(notices)

    def _made(self, due: dict[str, CoverEnd]) -> Iterator[Notice]:
        for key, row in due.items():
            ends = {"ends": row.last_day.isoformat()}
            notice = outbox.made(self.now, KIND, key, citizen=row.citizen, values=ends)
            if notice is not None:
                notice.not_before = self._turn(row.last_day)
                self.put += 1
                yield notice

    def _key(self, row: CoverEnd) -> str:
        """Of the stage that the last day has come to; empty before the first. The last stage has the bare key."""
        stages = sorted(kinds.numbers().stages)
        stage = next((days for days in stages if row.last_day <= self.on + timedelta(days=days)), None)
        if stage is None:
            return ""
        bare = f"{KIND}:{row.citizen_id}:{row.last_day}"
        return bare if stage == stages[0] else f"{bare}:{stage}"

    def _turn(self, last_day: date) -> datetime:
        """When the next message may go; for somebody whose last day is near, no later than that morning."""
        turn = paced(self.now, self.put)
        return min(turn, max(self.now, _at(last_day, kinds.numbers().from_hour)))


def paced(now: datetime, place: int) -> datetime:
    """When the message of the place (from 0) goes, counted from ``now``."""
    numbers = kinds.numbers()
    start = _in_hours(now.astimezone(get_current_timezone()))
    minutes = place // numbers.per_minute
    left = int((_at(start.date(), numbers.until_hour) - start) / MINUTE)
    if minutes < left:
        return start + minutes * MINUTE
    days, rest = divmod(minutes - left, (numbers.until_hour - numbers.from_hour) * 60)
    return _at(start.date() + timedelta(days=days + 1), numbers.from_hour) + rest * MINUTE


def _in_hours(moment: datetime) -> datetime:
    """The moment itself, or the next morning."""
    numbers = kinds.numbers()
    if moment.hour >= numbers.until_hour:
        return _at(moment.date() + timedelta(days=1), numbers.from_hour)
    return max(moment, _at(moment.date(), numbers.from_hour))


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), get_current_timezone())

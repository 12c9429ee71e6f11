"""What may be known of a made-up person on the day on which the demo is made. Everything is drawn with one seed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

from eligibility.rules.dates import month_of
from eligibility.rules.facts import NEVER

YEAR = 365


class Held(NamedTuple):
    """A ground of a ministry's list."""

    code: str
    starts: date
    ends: date | None = None


class Job(NamedTuple):
    kind: str
    starts: date
    ends: date | None
    income: int | None


class Months(NamedTuple):
    """Paid months, both ends included, as year × 12 + month − 1."""

    kind: str
    first: int
    last: int


@dataclass(frozen=True)
class Situation:
    """``fields`` are those of the citizen's row; ``complete``: nothing else is so but what stands here."""

    age: tuple[int, int]
    fields: Mapping[str, Any] = field(default_factory=dict)
    held: tuple[Held, ...] = ()
    jobs: tuple[Job, ...] = ()
    paid: tuple[Months, ...] = ()
    attached: bool = True
    complete: bool = True


Made = Callable[[date, Random], Situation]


def child(today: date, chance: Random) -> Situation:
    return Situation((0, 17))


def nearly_grown(today: date, chance: Random) -> Situation:
    """Seventeen, with a disability until the eighteenth birthday or a little later."""
    starts = today - timedelta(days=10 * YEAR)
    return Situation((17, 17), held=(Held("disability", starts, today + timedelta(days=chance.randint(20, 200))),))


def pensioner(today: date, chance: Random) -> Situation:
    return Situation((63, 88), held=(Held("pensioner", today - timedelta(days=chance.randint(30, 10 * YEAR))),))


def disability(today: date, chance: Random) -> Situation:
    starts = today - timedelta(days=chance.randint(200, 3 * YEAR))
    return Situation((20, 60), held=(Held("disability", starts, today + timedelta(days=chance.randint(10, YEAR))),))


def student(today: date, chance: Random) -> Situation:
    return Situation(
        (18, 23), held=(Held("full_time_student", date(today.year - 1, 9, 1), date(today.year + 1, 6, 30)),)
    )


def mother(today: date, chance: Random) -> Situation:
    born = today - timedelta(days=chance.randint(30, 3 * YEAR - 20))
    return Situation((20, 42), held=(Held("parent_of_child_under_3", born),))


def unemployed(today: date, chance: Random) -> Situation:
    return Situation((20, 58), held=(Held("registered_unemployed", today - timedelta(days=chance.randint(5, 300))),))


def assisted(today: date, chance: Random) -> Situation:
    return Situation(
        (22, 55), held=(Held("targeted_assistance", today - timedelta(days=60), today + timedelta(days=30)),)
    )


def employee(today: date, chance: Random) -> Situation:
    starts = today - timedelta(days=chance.randint(200, 9 * YEAR))
    this = month_of(today.toordinal())
    job = Job("employee", starts, None, chance.randrange(90_000, 700_000, 5_000))
    paid = Months("employee", month_of(starts.toordinal()), this - 1)
    return Situation((20, 62), {"last_pension_month": this - 1}, jobs=(job,), paid=(paid,))


def entrepreneur(today: date, chance: Random) -> Situation:
    starts = today - timedelta(days=chance.randint(400, 4 * YEAR))
    this = month_of(today.toordinal())
    job = Job("entrepreneur", starts, None, None)
    paid = Months("entrepreneur", month_of(starts.toordinal()), this - chance.randint(1, 6))
    return Situation((24, 60), {"last_pension_month": this - 2}, jobs=(job,), paid=(paid,))


def self_payer(today: date, chance: Random) -> Situation:
    this = month_of(today.toordinal())
    return Situation((25, 60), paid=(Months("self_payer", this - chance.randint(12, 30), this - 1),))


def lost_job(today: date, chance: Random) -> Situation:
    """Paid until some months ago: the status is kept for a while, or was."""
    ended = today - timedelta(days=chance.randint(20, 240))
    starts = ended - timedelta(days=chance.randint(YEAR, 8 * YEAR))
    last = month_of(ended.toordinal())
    paid = Months("employee", month_of(starts.toordinal()), last)
    return Situation(
        (22, 60), {"last_pension_month": last}, jobs=(Job("employee", starts, ended, 180_000),), paid=(paid,)
    )


def crisis(today: date, chance: Random) -> Situation:
    """Level D by the family card, which nobody has confirmed yet."""
    return Situation((22, 60), {"wellbeing_level": "D"}, attached=chance.random() < 0.85)


def emergency(today: date, chance: Random) -> Situation:
    return Situation((22, 60), {"wellbeing_level": "E"}, attached=chance.random() < 0.8)


def crisis_seen(today: date, chance: Random) -> Situation:
    """Level D confirmed; care is sought at the desk, see desk.py."""
    held = Held("wellbeing_crisis", date(today.year, 1, 1) + timedelta(days=chance.randint(0, 9)))
    return Situation((22, 60), {"wellbeing_level": "D"}, held=(held,))


def crisis_unseen(today: date, chance: Random) -> Situation:
    """The same, and nobody came yet: to be tried out at the desk."""
    return crisis_seen(today, chance)


def uninsured(today: date, chance: Random) -> Situation:
    return Situation((22, 60), {"wellbeing_level": chance.choice("BC")}, attached=chance.random() < 0.7)


def hardly_known(today: date, chance: Random) -> Situation:
    return Situation((18, 70), {"last_pension_month": None, "residence": ""}, attached=False, complete=False)


SHARES: Mapping[Made, int] = {
    child: 74,
    nearly_grown: 4,
    pensioner: 38,
    disability: 14,
    student: 22,
    mother: 18,
    unemployed: 12,
    assisted: 6,
    employee: 70,
    entrepreneur: 12,
    self_payer: 6,
    lost_job: 12,
    crisis: 16,
    emergency: 6,
    crisis_seen: 6,
    uninsured: 18,
    hardly_known: 10,
    crisis_unseen: 6,
}
"""How many people of each kind the demo has."""

NOTHING_PAID = {"last_pension_month": NEVER, "residence": "citizen"}
"""Of whoever's situation says nothing else."""

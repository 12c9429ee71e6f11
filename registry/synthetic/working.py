"""Work and paid months. Periods are made backwards from the present; those of one kind never touch or overlap."""

from datetime import date
from functools import cache
from math import exp
from random import Random

from .activities import HOME, WORK
from .days import first_of, month, text
from .people import ADULT, Person
from .rows import Row, Rows
from .setting import Setting
from .shares import Choice, lives, pairs

NEVER = -1
"""As Citizen.last_pension_month has it: none was ever paid."""
PAYMENT_OF = {"subsidised_job": "employee", "private_practice": "entrepreneur"}
"""Work → the kind of its payments, where they have another name."""
PENSION = frozenset(("employee", "entrepreneur", "civil_contract", "self_employed_regime"))
"""Payments beside which there is one for the pension."""
BEFORE = frozenset((HOME, "unemployed", "assisted", "convict"))
"""Who may have had a job."""
FIRST_YEAR = 2000
"""What was before is not in the lists."""


class Tables:
    """The shares that are asked here."""

    def __init__(self) -> None:
        found = lives()
        work, behind = found["work"], found["behind"]
        self.longest, self.income = float(work["longest"]), work["income"]
        self.spread: float = work["income_spread"]
        self.earlier, self.gap, self.before = work["earlier"], work["gap"], work["before"]
        self.between, self.gap_months = work["between"], work["gap_months"]
        self.ended: Choice[int] = pairs(work, "ended_months")
        self.behind = {kind: Choice(behind["months"], behind[kind]) for kind in behind if kind != "months"}
        self.ahead: float = found["self_payer"]["ahead"]
        self.paying: list[int] = found["self_payer"]["months"]
        since: date = work["regime_since"]
        self.regime_since = since.year * 12 + since.month - 1


@cache
def tables() -> Tables:
    return Tables()


class Working:
    """Makes the rows of one cell's people. ``last_pension``: of the person whose rows were made last."""

    def __init__(self, random: Random, setting: Setting, rows: Rows) -> None:
        self.random, self.setting, self.tables = random, setting, tables()
        self.chance = random.random
        self.works: list[Row] = rows.tables["workperiod"]
        self.paid: list[Row] = rows.tables["contribution"]
        self.due = setting.month - (1 if int(text(setting.today)[8:]) > setting.due_day else 2)
        self.last_pension = NEVER

    def person(self, pk: int, person: Person, leave: int | None) -> None:
        """``leave``: the first day of a leave for a child that goes on."""
        self.last_pension = NEVER
        self.earliest = max(month(person.birth) + ADULT * 12, FIRST_YEAR * 12)
        if person.activity in WORK:
            self._present(pk, person.activity, leave)
        elif person.activity == "self_payer":
            self._self_payer(pk)
        elif person.activity in BEFORE and self.chance() < self.tables.before:
            self._past(pk, self.setting.month - self._ended())

    def _ended(self) -> int:
        """Months since the last work ended."""
        most = self.tables.ended.draw(self.chance)
        return most - int(self.chance() * most / 2)

    def _present(self, pk: int, kind: str, leave: int | None) -> None:
        this, chance = self.setting.month, self.chance
        earliest = max(self.earliest, self.tables.regime_since if kind == "self_employed_regime" else 0)
        starts = this - 1 - int(self.tables.longest * chance() ** 2.5)
        last = self.due + int(chance() * 1.6) - self.tables.behind[kind].draw(chance)
        last = min(last, this - 1)
        if leave is not None:
            last = month(leave) - 1
            starts = min(starts, last - 10)
        starts = min(max(starts, earliest), this)
        if starts > last and leave is not None:
            return
        day = min(first_of(starts) + int(chance() * 25), self.setting.today)
        suspended = kind == "entrepreneur" and last < self.due - 6 and chance() < 0.5
        self.works.append((pk, kind, text(day), None, self._income(), suspended))
        if last >= starts:
            self._months(pk, PAYMENT_OF.get(kind, kind), starts, last)
        self._earlier(pk, starts, last)

    def _earlier(self, pk: int, starts: int, last: int) -> None:
        low, high = self.tables.between
        ended = starts - low - int(self.chance() * (high - low))
        if self.chance() < self.tables.earlier and ended - 3 > self.earliest:
            pension = self.last_pension
            self._past(pk, ended)
            self.last_pension = max(pension, self.last_pension)

    def _past(self, pk: int, ended: int) -> None:
        """A job that ended in the month ``ended``."""
        chance = self.chance
        starts = max(ended - 2 - int(chance() * self.tables.longest * 0.4), self.earliest)
        if starts > ended:
            return
        first = first_of(starts) + int(chance() * 25)
        last = first_of(ended) + int(chance() * 27)
        self.works.append((pk, "employee", text(min(first, last)), text(last), self._income(), False))
        self._months(pk, "employee", starts, ended)

    def _months(self, pk: int, kind: str, first: int, last: int) -> None:
        """Paid, but for a gap where there is one."""
        chance, months = self.chance, last - first + 1
        if months > 12 and chance() < self.tables.gap:
            low, high = self.tables.gap_months
            gap = low + int(chance() * (high - low))
            before = 1 + int(chance() * (months - gap - 3))
            self.paid.append((pk, kind, first, first + before - 1))
            first += before + gap
        self.paid.append((pk, kind, first, last))
        if kind in PENSION:
            self.last_pension = last

    def _self_payer(self, pk: int) -> None:
        this, chance = self.setting.month, self.chance
        if chance() < self.tables.ahead:
            year = this // 12 * 12
            self.paid.append((pk, "self_payer", year - (12 if chance() < 0.5 else 0), year + 11))
            return
        low, high = self.tables.paying
        last = this - int(chance() * 1.5) - self.tables.behind["self_payer"].draw(chance)
        self.paid.append((pk, "self_payer", last - low - int(chance() * (high - low)), last))

    def _income(self) -> int | None:
        """Whole thousands of ₸ a month; of some it is not known."""
        chance = self.chance
        if chance() < 0.12:
            return None
        normal = chance() + chance() + chance() - 1.5  # about -1.5 … 1.5, most in the middle
        return int(self.tables.income * exp(2 * self.tables.spread * normal) / 1000) * 1000

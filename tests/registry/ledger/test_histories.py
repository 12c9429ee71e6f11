"""Random histories of visits, withdrawals and corrections: whatever happens, what is booked is what is owed.

The recount knows nothing of the ledger's code: it looks at obligations and approved wages alone. HISTORIES=500 tries
as many as the criterion asks for."""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from random import Random
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Sum
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.ledger import registers
from registry.models import Citizen, LedgerEntry, Obligation, RegionalWage, Register, Visit
from registry.refusals import Refused
from tests.registry.world import who

from .world import Ledger

HISTORIES = int(os.environ.get("HISTORIES", "15"))
JANUARY, DECEMBER = 2026 * 12, 2026 * 12 + 11
PEOPLE = 4
ACTIONS = (
    *("visit", "visit", "unemployed", "strike", "revoke", "deregister", "move", "wage"),
    *("draft", "draft", "approve", "approve", "book", "book", "book", "send", "paid", "returned", "returned", "drop"),
    "month",
)
Steps = list[tuple[str, int]]


class NothingLeft(Exception):
    pass


@contextmanager
def nothing_left() -> Iterator[None]:
    try:
        yield
    except Refused as refused:
        if refused.code == "nothing_due":
            raise NothingLeft from None
        raise


class History:
    """What happens to a few people of two regions in a year, and what their finance departments do about it."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger, self.month = ledger, JANUARY
        self.people = [ledger.citizen(region=(ledger.home, ledger.abroad)[place % 2]) for place in range(PEOPLE)]
        self.grounds = [ledger.ground(person, "wellbeing_crisis", date(2026, 1, 1)) for person in self.people]
        self.seen: Counter[str] = Counter()
        for region, wage in ((ledger.home, 464_000), (ledger.abroad, 381_333)):
            ledger.wage(wage, region, self.now)
        for person, ground in list(zip(self.people, self.grounds, strict=True))[:2]:
            visit = Visit.objects.create(citizen=person, polyclinic=ledger.polyclinic, day=date(2026, 1, 12))
            ledger.obliged(person, ground, JANUARY, DECEMBER, visit=visit, made_at=self.now)

    @property
    def now(self) -> datetime:
        return datetime(2026, self.month % 12 + 1, 20, 6, tzinfo=UTC)

    def step(self, action: str, number: int) -> None:
        try:
            with transaction.atomic():
                getattr(self, f"_{action}")(Random(number))
            self.seen[action] += 1
        except Refused:
            self.seen["refused"] += 1

    def _month(self, random: Random) -> None:
        self.month = min(self.month + 1, DECEMBER)

    def _visit(self, random: Random) -> None:
        place = random.randrange(PEOPLE)
        person, ground = self.people[place], self.grounds[place]
        if ground.void or person.obligations.filter(kind="wellbeing", ended_at=None).exists():
            return
        day = date(2026, random.randint(1, self.month % 12 + 1), random.randint(1, 19))
        where: Any = {"citizen": person, "polyclinic": self.ledger.polyclinic, "day": day, "struck_at": None}
        visit, _new = Visit.objects.get_or_create(**where)
        first = 2026 * 12 + day.month - 1
        self.ledger.obliged(person, ground, first, DECEMBER, visit=visit, made_at=self.now)

    def _unemployed(self, random: Random) -> None:
        person = random.choice(self.people)
        first = random.randint(JANUARY, self.month)
        day = date(2026, first % 12 + 1, 1)
        if person.confirmed_grounds.filter(code="registered_unemployed").exists():
            return
        ground = self.ledger.ground(person, "registered_unemployed", day)
        self.ledger.obliged(person, ground, first, random.randint(first, DECEMBER), made_at=self.now)

    def _strike(self, random: Random) -> None:
        live = list(Obligation.objects.filter(kind="wellbeing", ended_at=None))
        if live:
            chosen = random.choice(live)
            Visit.objects.filter(obligations=chosen).update(struck_at=self.now, struck_because="mistake")
            self._end([chosen])

    def _revoke(self, random: Random) -> None:
        if random.random() < 0.3:
            place = random.randrange(PEOPLE)
            self.grounds[place].void = True
            self.grounds[place].save()
            self._end(list(self.grounds[place].obligations.filter(ended_at=None)))

    def _deregister(self, random: Random) -> None:
        """The months of an unemployed person become fewer: one obligation ends, another takes its place."""
        live = list(Obligation.objects.filter(kind="unemployed", ended_at=None))
        if live:
            old = random.choice(live)
            self._end([old])
            last = random.randint(old.first_month, old.last_month)
            self.ledger.obliged(old.citizen, old.ground, old.first_month, last, region=old.region, made_at=self.now)

    def _end(self, rows: list[Obligation]) -> None:
        Obligation.objects.filter(pk__in=[row.pk for row in rows]).update(ended_at=self.now, ended_because="x")

    def _move(self, random: Random) -> None:
        person: Citizen = random.choice(self.people)
        person.region = self.ledger.abroad if person.region == self.ledger.home else self.ledger.home
        person.save()

    def _wage(self, random: Random) -> None:
        region = random.choice((self.ledger.home, self.ledger.abroad))
        self.ledger.wage(random.randint(300_000, 500_000), region, self.now)

    def _draft(self, random: Random) -> None:
        month = random.choice((self.month, self.month, random.randint(JANUARY, self.month)))
        registers.draft(who(random.choice(self._pair(random)), now=self.now), month)

    def _book(self, random: Random) -> None:
        region = random.choice((self.ledger.home, self.ledger.abroad))
        row = self.ledger.approved(self.month, region, self.now)
        if random.random() < 0.7:
            registers.send(self._by(row), row, row.version)

    def _pair(self, random: Random) -> list[Any]:
        return self.ledger.pair(random.choice((self.ledger.home, self.ledger.abroad)))

    def _approve(self, random: Random) -> None:
        row = self._some(random, "drafted")
        if row:
            registers.approve(self._by(row, other=True), row, row.version)
            self.check_everything_of(row.region_id, row.month)

    def _drop(self, random: Random) -> None:
        row = self._some(random, "drafted")
        if row:
            registers.drop(self._by(row), row, row.version)

    def _send(self, random: Random) -> None:
        row = self._some(random, "approved")
        if row:
            registers.send(self._by(row), row, row.version)

    def _paid(self, random: Random) -> None:
        row = self._some(random, "sent")
        if row:
            registers.paid(self._by(row), row, row.version, "№ 1")

    def _returned(self, random: Random) -> None:
        row = self._some(random, "sent")
        if row:
            registers.returned(self._by(row), row, row.version, "Реквизиттер қате")

    def _some(self, random: Random, state: str) -> Register | None:
        rows = list(Register.objects.filter(state=state).order_by("pk"))
        return random.choice(rows) if rows else None

    def _by(self, row: Register, other: bool = False) -> Any:
        drafted = row.drafted_by_id
        found = [account for account in self.ledger.pair(row.region) if (account.pk == drafted) != other]
        return who(found[0], now=self.now)

    # The end of the year: everything that is under way comes to its end, and each region drafts what is left.

    def settle(self) -> None:
        self.month = DECEMBER
        for _ in range(3):  # what one region takes back, the other may then charge
            for state, act in (("drafted", registers.drop), ("approved", registers.send)):
                for row in Register.objects.filter(state=state):
                    act(self._by(row), row, row.version)
            for row in Register.objects.filter(state="sent"):
                registers.paid(self._by(row), row, row.version, "№ 2")
            for region in (self.ledger.home, self.ledger.abroad):
                with suppress(NothingLeft), nothing_left():
                    self.ledger.paid(DECEMBER, region, self.now)

    # The recount

    def owed(self, until: int) -> Iterator[tuple[int, int, set[str]]]:
        """Person, month, the regions that owe it."""
        live = list(
            Obligation.objects.filter(ended_at=None).values_list("citizen", "first_month", "last_month", "region")
        )
        for person in self.people:
            for month in range(JANUARY, until + 1):
                regions = {at for citizen, first, last, at in live if citizen == person.pk and first <= month <= last}
                if regions:
                    yield person.pk, month, regions

    def check_everything_of(self, region: str, until: int) -> None:
        """What the region has booked up to the month is what it owes: told while nothing else is under way."""
        under_way = Register.objects.filter(state__in=["approved", "sent"]).count()
        owed = list(self.owed(DECEMBER))
        if under_way > 1 or any(len(regions) > 1 for _, _, regions in owed) or self._booked_elsewhere(region):
            return
        wage = RegionalWage.objects.get(region=region, state="approved").amount
        expected = sum(wage * 2 for _, month, regions in owed if regions == {region} and month <= until)
        booked = LedgerEntry.objects.filter(obligation__region=region, month__lte=until)
        assert (booked.aggregate(sum=Sum("amount"))["sum"] or 0) == expected
        self.seen["recounted at once"] += 1

    def _booked_elsewhere(self, region: str) -> bool:
        """Whether the other region still has a month that this one owes now: then that is taken back first."""
        entries = LedgerEntry.objects.exclude(obligation__region=region).order_by()
        sums = entries.values("citizen", "month").annotate(sum=Sum("amount"))
        return any(row["sum"] for row in sums)

    def check_sums(self) -> None:
        """Of every register the entries add up to its total; of a returned one, to nothing."""
        for row in Register.objects.all():
            added = row.entries.aggregate(sum=Sum("amount"))["sum"] or 0
            assert added == (row.total if row.state in ("approved", "sent", "paid") else 0), row.state

    def check_end(self) -> None:
        undone = set(LedgerEntry.objects.filter(kind="reversal").values_list("reverses", flat=True))
        standing = [
            row
            for row in LedgerEntry.objects.filter(kind="charge").select_related("obligation")
            if row.pk not in undone
        ]
        owed = {(person, month): regions for person, month, regions in self.owed(DECEMBER)}
        assert Counter((row.citizen_id, row.month) for row in standing) == Counter(owed.keys())
        wages = {row.region_id: row.amount for row in RegionalWage.objects.filter(state="approved")}
        paid: Counter[str] = Counter()
        for row in standing:
            assert row.obligation.region_id in owed[row.citizen_id, row.month]
            assert row.obligation.ended_at is None
            paid[row.obligation.region_id] += wages[row.obligation.region_id] * 2
        for region in (self.ledger.home, self.ledger.abroad):
            total = Register.objects.filter(region=region, state="paid").aggregate(sum=Sum("total"))["sum"] or 0
            assert total == paid[region.pk]

    def check_traces(self) -> None:
        """Entry → obligation → visit and ground, of the same person; reversal → charge of the opposite amount."""
        rows = LedgerEntry.objects.select_related("obligation__visit", "obligation__ground", "reverses", "wage")
        for row in rows:
            found = row.obligation
            assert row.citizen_id == found.citizen_id == found.ground.citizen_id
            assert found.first_month <= row.month <= found.last_month
            assert (row.wage.region_id, row.wage.year) == (found.region_id, row.month // 12)
            assert abs(row.amount) == row.wage.amount * 2
            assert found.visit is None or found.visit.citizen_id == row.citizen_id
            assert (found.visit is None) == (found.kind == "unemployed")
            if row.reverses:
                whose = (row.reverses.citizen_id, row.reverses.month, row.reverses.number, -row.reverses.amount)
                assert whose == (row.citizen_id, row.month, row.number, row.amount)


SEEN: Counter[str] = Counter()


@pytest.fixture
def told() -> Iterator[None]:
    """That the histories are not all empty ones."""
    SEEN.clear()
    yield
    if connection.vendor == "sqlite":  # on PostgreSQL, where each step takes longer, there are too few for all of it
        assert min(SEEN[name] for name in ("approve", "paid", "returned", "drop", "strike", "recounted at once")) > 0, (
            SEEN
        )
    print(dict(SEEN))


@pytest.mark.django_db
def test_what_is_booked_is_what_is_owed(told: None) -> None:
    @settings(
        max_examples=HISTORIES if connection.vendor == "sqlite" else HISTORIES // 5,
        deadline=None,
        database=None,
        derandomize=True,
    )
    @given(st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 10**6)), min_size=30, max_size=60))
    def check(steps: Steps) -> None:
        with transaction.atomic():
            history = History(Ledger())
            for action, number in steps:
                history.step(action, number)
                history.check_sums()
            history.settle()
            history.check_sums()
            history.check_end()
            history.check_traces()
            SEEN.update(history.seen)
            SEEN["histories"] += 1
            SEEN["entries"] += LedgerEntry.objects.count()
            transaction.set_rollback(True)

    check()

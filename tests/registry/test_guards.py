"""What the databases themselves hold: periods that do not overlap, and a log that only grows."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.db.models import Model

from registry import guards
from registry.log import Verb, write
from registry.models import (
    Attachment,
    Citizen,
    ConfirmedGround,
    Contribution,
    Determination,
    LogEntry,
    LogSeal,
    Polyclinic,
)
from tests.registry.world import NOW, World, who

BASE = date(2026, 3, 1)
MONTH = 2026 * 12
Period = tuple[int, int | None]


@contextmanager
def refused() -> Iterator[None]:
    with pytest.raises(IntegrityError), transaction.atomic():
        yield


class Kind:
    """How a row of each guarded table is made for a period of days (or months) counted from a beginning."""

    def __init__(self, world: World, name: str) -> None:
        self.world, self.name = world, name
        self.citizen, self.other = world.citizen(), world.citizen()
        self.make: Callable[..., Model] = getattr(self, f"_{name}")

    def _ground(self, first: Any, last: Any, citizen: Citizen, same: bool, counts: bool) -> Model:
        code = "pensioner" if same else "disability"
        row = ConfirmedGround(citizen=citizen, code=code, starts=first, ends=last, void=not counts)
        row.source, row.confirmed_at = ConfirmedGround.Source.MINISTRY, NOW
        return row

    def _contribution(self, first: Any, last: Any, citizen: Citizen, same: bool, counts: bool) -> Model:
        kind = "employee" if same else "self_payer"
        return Contribution(citizen=citizen, kind=kind, first_month=first, last_month=last)

    def _attachment(self, first: Any, last: Any, citizen: Citizen, same: bool, counts: bool) -> Model:
        polyclinic: Polyclinic = self.world.polyclinic if same else self.world.other_polyclinic
        return Attachment(citizen=citizen, polyclinic=polyclinic, starts=first, ends=last)

    def _determination(self, first: Any, last: Any, citizen: Citizen, same: bool, counts: bool) -> Model:
        return Determination(
            citizen=citizen,
            starts=first,
            ends=last,
            superseded=not counts,
            status="insured" if same else "not_insured",
            facts={},
            facts_digest="",
            law_digest="",
            determined_at=NOW,
        )

    @property
    def counted_in_months(self) -> bool:
        return self.name == "contribution"

    def put(self, period: Period, *, citizen: Citizen | None = None, same: bool = True, counts: bool = True) -> Model:
        first, last = (self.at(end) for end in period)
        row = self.make(first, last, citizen or self.citizen, same, counts)
        row.save()
        return row

    def at(self, place: int | None) -> Any:
        if place is None:
            return None
        return MONTH + place if self.counted_in_months else BASE + timedelta(days=place)

    def move(self, row: Model, period: Period) -> None:
        names = ("first_month", "last_month") if self.counted_in_months else ("starts", "ends")
        values = dict(zip(names, (self.at(end) for end in period), strict=True))
        type(row)._default_manager.filter(pk=row.pk).update(**values)


@pytest.fixture(params=["ground", "contribution", "attachment", "determination"])
def kind(request: pytest.FixtureRequest, world: World) -> Kind:
    return Kind(world, request.param)


@pytest.mark.parametrize("second", [(0, 9), (9, 12), (-3, 0), (3, 5), (-5, 20), (5, 5), (9, 9), (0, 0)])
def test_periods_that_share_a_day_are_refused(kind: Kind, second: Period):
    kind.put((0, 9))
    with refused():
        kind.put(second)


@pytest.mark.parametrize("second", [(10, 12), (-3, -1), (10, 10)])
def test_periods_side_by_side_are_taken(kind: Kind, second: Period):
    kind.put((0, 9))
    kind.put(second)


@pytest.mark.parametrize(("first", "second"), [((0, None), (5, 9)), ((5, 9), (0, None)), ((0, None), (99_999, 99_999))])
def test_an_open_end_reaches_everything_after_it(kind: Kind, first: Period, second: Period):
    if kind.counted_in_months:
        pytest.skip("months always have an end")
    kind.put(first)
    with refused():
        kind.put(second)


def test_an_open_end_reaches_nothing_before_it(kind: Kind):
    if kind.counted_in_months:
        pytest.skip("months always have an end")
    kind.put((0, None))
    kind.put((-9, -1))


def test_a_period_is_not_moved_onto_another_but_may_be_moved_within_its_own(kind: Kind):
    kind.put((0, 9))
    row = kind.put((20, 29))
    for period in ((9, 29), (0, 0), (-5, 40)):
        with refused():
            kind.move(row, period)
    kind.move(row, (10, 25))
    row.refresh_from_db()
    row.save()


def test_a_foreign_period_does_not_matter(kind: Kind):
    kind.put((0, 9))
    kind.put((0, 9), citizen=kind.other)
    row = kind.put((20, 29), citizen=kind.other)
    with refused():
        type(row)._default_manager.filter(pk=row.pk).update(citizen=kind.citizen, **_days(kind))


def _days(kind: Kind) -> dict[str, Any]:
    names = ("first_month", "last_month") if kind.counted_in_months else ("starts", "ends")
    return dict(zip(names, (kind.at(0), kind.at(5)), strict=True))


def test_periods_of_another_kind_overlap_where_that_is_meant(kind: Kind):
    """Two grounds at once, or two kinds of payments: yes. Two polyclinics, two answers: no."""
    kind.put((0, 9))
    if kind.name in ("ground", "contribution"):
        kind.put((0, 9), same=False)
    else:
        with refused():
            kind.put((0, 9), same=False)


@pytest.mark.parametrize("name", ["ground", "determination"])
def test_what_does_not_count_overlaps_with_anything(world: World, name: str):
    kind = Kind(world, name)
    kind.put((0, 9))
    row = kind.put((3, 5), counts=False)
    with refused():  # but not when it is made to count again
        type(row)._default_manager.filter(pk=row.pk).update(**_counting(name, True))
    first = type(row)._default_manager.order_by("pk")[0]
    type(row)._default_manager.filter(pk=first.pk).update(**_counting(name, False))
    type(row)._default_manager.filter(pk=row.pk).update(**_counting(name, True))


def _counting(name: str, counts: bool) -> dict[str, bool]:
    return {"void": not counts} if name == "ground" else {"superseded": not counts}


def test_many_rows_at_once_are_looked_at_one_by_one(kind: Kind):
    rows = [kind.make(kind.at(0), kind.at(9), kind.citizen, True, True) for _ in range(2)]
    with refused():
        type(rows[0])._default_manager.bulk_create(rows)


@pytest.fixture
def log(db: None) -> LogEntry:
    LogSeal.objects.create(first=1, last=1, count=1, digest="0" * 64, sealed_at=NOW)
    return write(who(), Verb.REFERENCE_CHANGED)


TAMPERING = {
    "update": "UPDATE {table} SET {column} = {column}",
    "delete": "DELETE FROM {table}",
    "replace": "INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
    "truncate": "TRUNCATE {table} CASCADE",
}


@pytest.mark.parametrize(("table", "column"), [("registry_logentry", "verb"), ("registry_logseal", "digest")])
@pytest.mark.parametrize("how", TAMPERING)
def test_the_log_is_neither_changed_nor_emptied(log: LogEntry, table: str, column: str, how: str):
    if (connection.vendor, how) in (("sqlite", "truncate"), ("postgresql", "replace")):
        pytest.skip("this database has no such statement")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(TAMPERING[how].format(table=table, column=column))
    assert LogEntry.objects.filter(pk=log.pk, verb=Verb.REFERENCE_CHANGED).exists()


def test_the_log_grows(log: LogEntry):
    write(who(), Verb.SEARCHED)
    assert LogEntry.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_guards_are_back_after_a_table_was_rebuilt():
    """As a migration does it: SQLite makes a new table, and the triggers of the old one are gone."""
    field = models.CharField(max_length=41)
    field.set_attributes_from_name("code")
    old = ConfirmedGround._meta.get_field("code")
    with connection.schema_editor() as editor:
        editor.alter_field(ConfirmedGround, old, field)
        editor.alter_field(ConfirmedGround, field, old)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM sqlite_master WHERE name LIKE 'registry_confirmedground_disjoint%%'")
            assert cursor.fetchone() == (0,)
    guards.after_migrate()
    kind = Kind(World(), "ground")
    kind.put((0, 9))
    with refused():
        kind.put((9, 12))


def test_installing_again_changes_nothing(db: None):
    guards.install(connection)
    guards.install(connection)

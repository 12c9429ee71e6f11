"""Many synthetic people in PostgreSQL, within a minute or so: copied in as they are, without the application.

Nothing is left to chance: the same number of people is always the same town. Needs a database of its own and the
right to switch off triggers there.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db import connection, transaction

from eligibility.rules.facts import NEVER
from registry import guards
from registry.demo.names import MEN, SURNAMES, WOMEN
from registry.iin import FIRST_WEIGHTS, MODULUS, SECOND_WEIGHTS
from registry.kazakh import fold
from registry.models import Polyclinic, Region

REGIONS, ATTACHED_TO_ONE = 20, 2500
SERIALS = 10_000
BORN, STRIDE = date(1936, 1, 1), 7919
BIG = ("citizen", "attachment", "confirmedground", "workperiod", "contribution", "visit", "diagnosis")
"""The tables that grow with the people."""


class Kind(NamedTuple):
    """People of the same situation: so many of a hundred, with these rows (SQL over ``c``, a citizen)."""

    share: int
    rows: tuple[str, ...]
    complete: bool = True


def ground(code: str) -> str:
    return (
        "INSERT INTO registry_confirmedground"
        " (citizen_id, code, starts, source, evidence, verified, confirmed_at, void, version)"
        f" SELECT c.id, '{code}', %(year)s, 'ministry', '', '{{}}', %(year)s, FALSE, 0 FROM {{of}}"
    )


def paid(kind: str, first: str, last: str) -> str:
    return (
        "INSERT INTO registry_contribution (citizen_id, kind, first_month, last_month)"
        f" SELECT c.id, '{kind}', {first}, {last} FROM {{of}}"
    )


JOB = (
    "INSERT INTO registry_workperiod (citizen_id, kind, starts, suspended)"
    " SELECT c.id, 'employee', DATE '2023-02-01', FALSE FROM {of}"
)
VISIT = (
    "INSERT INTO registry_visit (citizen_id, polyclinic_id, day, struck_because)"
    " SELECT c.id, 1 + c.id %% %(polyclinics)s, %(today)s - {ago} - (c.id %% 25)::int, '' FROM {of}"
)
KINDS = (
    Kind(30, (JOB, paid("employee", "2023*12", "2024*12+11"), paid("employee", "%(month)s-14", "%(month)s"))),
    Kind(10, (ground("pensioner"),)),
    Kind(5, (ground("disability"),)),
    Kind(6, (paid("self_payer", "%(month)s-5", "%(month)s+6"),)),
    Kind(7, (ground("wellbeing_crisis"),)),
    Kind(3, (ground("wellbeing_emergency"), VISIT.replace("{ago}", "30"))),
    Kind(6, (ground("full_time_student"),)),
    Kind(4, (ground("registered_unemployed"),)),
    Kind(4, (paid("employee", "%(month)s-20", "%(month)s-5"),)),
    Kind(12, (), complete=False),
    Kind(13, ()),
)
BY_PLACE = [kind for kind in KINDS for _ in range(kind.share)]
SPREAD = "c.id * 40503 %% 65536 * 100 / 65536"
"""0 to 99, whatever the polyclinic: for ``kind_of`` in SQL."""
EVERYWHERE = (
    "INSERT INTO registry_attachment (citizen_id, polyclinic_id, starts)"
    " SELECT c.id, 1 + c.id %% %(polyclinics)s, DATE '2022-01-01' FROM registry_citizen c WHERE c.id %% 23 > 0",
    VISIT.format(ago=80, of="registry_citizen c WHERE c.id %% 3 = 0"),
    VISIT.format(ago=200, of="registry_citizen c WHERE c.id %% 11 = 0"),
    "INSERT INTO registry_diagnosis"
    " (citizen_id, polyclinic_id, icd10, since, suspected, orphan, sensitive, closed_because)"
    " SELECT c.id, 1 + c.id %% %(polyclinics)s, (ARRAY['I10', 'E11.9', 'J45.0', 'I21.4', 'G80.1'])[1 + c.id / 7 %% 5],"
    " %(today)s - 300, FALSE, FALSE, FALSE, '' FROM registry_citizen c WHERE c.id %% 7 = 0",
)


def build(people: int, today: date) -> int:
    """Make the town in an empty database; the number of its polyclinics, whose rows are 1, 2, 3 …"""
    polyclinics = max(REGIONS, people // ATTACHED_TO_ONE)
    _places(polyclinics)
    values: dict[str, int | date] = {
        "polyclinics": polyclinics,
        "today": today,
        "year": date(today.year, 1, 1),
        "month": today.year * 12 + today.month - 1,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for item in guards.DISJOINT:
            cursor.execute(f"ALTER TABLE {item.table} DROP CONSTRAINT IF EXISTS {item.table}_disjoint")
        _copy(cursor, people, today)
        for statement in (*EVERYWHERE, *_statements()):
            cursor.execute(statement, values)
    guards.install(connection)
    with connection.cursor() as cursor:
        for name in BIG:
            table = f"registry_{name}"
            last = f"(SELECT max(id) FROM {table})"
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {last})")
            if connection.in_atomic_block:
                cursor.execute(f"ANALYZE {table}")
            else:
                cursor.execute(f"VACUUM ANALYZE {table}")
    return polyclinics


def _places(polyclinics: int) -> None:
    codes = [f"{10 + number}" for number in range(REGIONS)]
    Region.objects.bulk_create([Region(code=code, **_named(f"Region {code}")) for code in codes])
    rows = [
        Polyclinic(pk=number, region_id=codes[number % REGIONS], **_named(f"Polyclinic {number}"))
        for number in range(1, polyclinics + 1)
    ]
    Polyclinic.objects.bulk_create(rows)


def _named(name: str) -> dict[str, str]:
    return {"name_kk": name, "name_ru": name, "name_en": name}


def _statements() -> Iterator[str]:
    first = 0
    for kind in KINDS:
        of = f"registry_citizen c WHERE {SPREAD} BETWEEN {first} AND {first + kind.share - 1}"
        yield from (row.replace("{of}", of) for row in kind.rows)
        first += kind.share


def polyclinic_of(row: int, polyclinics: int) -> int | None:
    """To which the person is attached: as EVERYWHERE has it."""
    return 1 + row % polyclinics if row % 23 else None


def kind_of(row: int) -> Kind:
    return BY_PLACE[row * 40503 % 65536 * 100 // 65536]


SEXES = (MEN, WOMEN)
COLUMNS = (
    *("id", "iin", "surname", "given_name", "patronymic", "name_key", "birth_date", "sex", "residence", "region_id"),
    *("phone", "email", "language", "wellbeing_level", "last_pension_month", "complete_from"),
    *("contributions_complete_from", "blocked"),
)


def _copy(cursor: Any, people: int, today: date) -> None:
    month = today.year * 12 + today.month - 2
    names = [[(s[sex], g, fold(f"{s[sex]} {g}")) for s in SURNAMES for g in given] for sex, given in enumerate(SEXES)]
    with cursor.copy(f"COPY registry_citizen ({', '.join(COLUMNS)}) FROM STDIN") as rows:
        for number, (iin, born, sex) in enumerate(_numbers(people, today), 1):
            surname, given, key = names[sex][number % len(names[sex])]
            kind = kind_of(number)
            paid_last = month if JOB in kind.rows else NEVER
            rows.write_row(
                (
                    *(number, iin, surname, given, "", key, born, ("male", "female")[sex], "citizen"),
                    *(f"{10 + number % REGIONS}", "", "", "kk", ""),
                    paid_last if kind.complete else None,
                    "2015-01-01" if kind.complete else None,
                    2015 * 12 if kind.complete else None,
                    False,
                )
            )


def numbers(people: int, today: date) -> list[str]:
    """Of everybody, in the order of the rows."""
    return [iin for iin, _, _ in _numbers(people, today)]


def nobody(count: int, people: int, today: date) -> list[str]:
    """Well-formed numbers that nobody of the town has."""
    found = _numbers(people + count, today)
    return [iin for place, (iin, _, _) in enumerate(found) if place >= people]


def _numbers(people: int, today: date) -> Iterator[tuple[str, date, int]]:
    """Number, birth date and sex; the seventh digit, 1 or 2, is of the 19th century: nobody living has it."""
    past = (today - BORN).days
    days = [BORN + timedelta(days=place * STRIDE % past) for place in range(past)]  # old and young in turn
    heads = [(day, day.strftime("%y%m%d")) for day in days]
    sums = [[_sum(head, weights, 0) for weights in (FIRST_WEIGHTS, SECOND_WEIGHTS)] for _, head in heads]
    made = 0
    for serial in range(2 * SERIALS):
        sex, tail = serial % 2, f"{serial % 2 + 1}{serial // 2:04}"
        rest = [_sum(tail, weights, 6) for weights in (FIRST_WEIGHTS, SECOND_WEIGHTS)]
        for (day, head), before in zip(heads, sums, strict=True):
            digit = (before[0] + rest[0]) % MODULUS
            digit = (before[1] + rest[1]) % MODULUS if digit == 10 else digit
            if digit == 10:
                continue
            yield f"{head}{tail}{digit}", day, sex
            made += 1
            if made == people:
                return


def _sum(digits: str, weights: Sequence[int], first: int) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights[first:], strict=False))

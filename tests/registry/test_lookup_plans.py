"""On PostgreSQL, with tens of thousands of people, a look-up and its card read no big table from end to end."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench import town
from registry import unusual
from registry.models import Account, Role
from tests.registry.world import client_of

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="these are PostgreSQL's plans")

PEOPLE, FEW = 20_000, 2_000
BIG = {f"registry_{name}" for name in town.BIG} | {"registry_logentry"}
BY_INDEX = {"Index Scan", "Index Only Scan", "Bitmap Heap Scan"}
READ = BIG - {"registry_diagnosis", "registry_logentry"}
LOOK_UP, CARD = 8, 11
"""Queries. Look-up: session, account, person, his attachments, what counts already and one more of it, the entry in the
log, session; card: session, account, person with his rows, polyclinic, session."""


class Town:
    def __init__(self, people: int) -> None:
        self.today = timezone.localdate()
        self.polyclinics = town.build(people, self.today)
        self.numbers = town.numbers(people, self.today)
        account = Account(username="registrar", full_name="–", role=Role.REGISTRAR, polyclinic_id=5)
        account.set_unusable_password()
        account.save()
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO registry_logentry"
                " (at, actor_kind, actor_id, role, verb, citizen_id, purpose, address, details)"
                " SELECT now() - n * interval '1 minute', 'staff', %s, 'registrar', 'looked_up', 1 + n %% %s,"
                " '', '', '{}'"
                " FROM generate_series(1, %s) n",
                [account.pk, people, people],
            )
            cursor.execute("ANALYZE registry_logentry")
        self.client = client_of(account)

    def person(self, here: bool, place: int) -> str:
        rows = (row for row in range(1, len(self.numbers)) if (town.polyclinic_of(row, self.polyclinics) == 5) == here)
        return self.numbers[[row for row, _ in zip(rows, range(place + 1), strict=False)][place] - 1]

    def look_up(self, number: str) -> tuple[list[str], list[str]]:
        """The statements of the look-up, and those of the card."""
        return self._asked("/desk/", {"iin": number, "purpose": "visit"}, 302), self._asked("/desk/card/", None, 200)

    def _asked(self, address: str, form: dict[str, str] | None, status: int) -> list[str]:
        with CaptureQueriesContext(connection) as queries:
            answer = self.client.post(address, form) if form else self.client.get(address)
        assert answer.status_code == status
        return [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]


def explained(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}")
        return cursor.fetchone()[0]


def scans(plans: Any) -> Iterator[tuple[str, str]]:
    """Every part of a plan that reads a big table: which, and how."""
    todo = [plan["Plan"] for plan in (json.loads(plans) if isinstance(plans, str) else plans)]
    while todo:
        plan = todo.pop()
        todo += plan.get("Plans", [])
        if plan.get("Relation Name") in BIG:
            yield plan["Relation Name"], plan["Node Type"]


def test_big_tables_are_read_by_their_indexes(db: None):
    people = Town(PEOPLE)
    asked = [
        statement
        for number in (people.person(True, 3), people.person(False, 5), *town.nobody(1, PEOPLE, people.today))
        for part in people.look_up(number)
        for statement in part
        if statement.startswith("SELECT")
    ]
    found = {scan for statement in asked for scan in scans(explained(statement))}
    assert {table for table, _ in found} >= READ
    assert {how for _, how in found} <= BY_INDEX

    day = unusual.Day(people.today - 2 * unusual.DAY, timezone.now())
    watched = [day.readings(), unusual._at_night(day), unusual._refusals(day), unusual._looked_up(day.day)]
    found = {scan for rows in watched for scan in scans(rows.explain(format="json"))}
    assert {"registry_logentry", "registry_visit"} <= {table for table, _ in found}
    assert {how for _, how in found} <= BY_INDEX

    # what reads a table from end to end would be seen
    by_phone = "SELECT * FROM registry_citizen WHERE phone = '1'"
    assert set(scans(explained(by_phone))) == {("registry_citizen", "Seq Scan")}


def test_it_asks_as_often_whoever_is_looked_up(db: None):
    """Who is attached here is not counted by the limit: two less."""
    people = Town(FEW)
    strangers = (people.person(False, 1), people.person(False, 2), *town.nobody(2, FEW, people.today))
    own = [people.person(True, place) for place in range(4)]
    people.look_up(own.pop())  # the first one of a session keeps the person in hand anew
    for numbers, look_up in ((strangers, LOOK_UP), (own, LOOK_UP - 2)):
        assert {tuple(map(len, people.look_up(number))) for number in numbers} == {(look_up, CARD)}

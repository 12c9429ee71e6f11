"""What the database itself holds and Django's constraints cannot say: no overlaps, a log that only grows, and a note of
every person whose facts changed, whoever changed them.

The guards are put in after every migration, because SQLite loses triggers whenever Django rebuilds a table.
"""

from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

DETERMINATION = "registry_determination"
"""Written by the hundred thousand: PostgreSQL looks for overlaps once a statement, because an index of ranges takes
longer than all the rest. Two who write at the same time are kept apart by the lock of the citizen's row, and by the
index that lets no two determinations of a person be open."""


class Disjoint(NamedTuple):
    """Rows with equal ``same`` columns must not overlap between ``first`` and ``last`` (closed; an empty end is open),
    where ``counts`` holds (a condition with {row} for the row's prefix)."""

    table: str
    same: tuple[str, ...]
    first: str
    last: str
    range_type: str
    counts: str


DISJOINT = (
    Disjoint("registry_confirmedground", ("citizen_id", "code"), "starts", "ends", "daterange", "NOT {row}void"),
    Disjoint("registry_contribution", ("citizen_id", "kind"), "first_month", "last_month", "int4range", "TRUE"),
    Disjoint("registry_attachment", ("citizen_id",), "starts", "ends", "daterange", "TRUE"),
    Disjoint(DETERMINATION, ("citizen_id",), "starts", "ends", "daterange", "NOT {row}superseded"),
)
ONLY_GROWS = ("registry_logentry", "registry_logseal", "registry_ledgerentry")
UNIQUE: dict[str, tuple[tuple[str, ...], ...]] = {
    "registry_logentry": (("id",),),
    "registry_logseal": (("id",), ("last",)),
    # a reversal has the number of the charge that it reverses, so that these four are as unique for it
    "registry_ledgerentry": (("id",), ("reverses_id",), ("citizen_id", "month", "number", "kind")),
}
"""Columns by which SQLite's INSERT OR REPLACE finds the row that it silently takes out."""
FAR = "'9999-12-31'"
FACTS = (
    *("registry_workperiod", "registry_contribution", "registry_confirmedground"),
    *("registry_attachment", "registry_visit"),
)
"""Tables that registry/facts.py reads, with a person in ``citizen_id``."""
CITIZEN = "registry_citizen"
CITIZEN_FACTS = (
    *("birth_date", "residence", "wellbeing_level", "wellbeing_level_since", "last_pension_month"),
    *("complete_from", "contributions_complete_from"),
)
"""Columns of a citizen that it reads; a new name or phone changes no facts."""
CHANGES = "registry_factchange"


def after_migrate(using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Connected to ``post_migrate``. Leaves alone a database in which the tables are not there (yet)."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    if {item.table for item in DISJOINT} | {*ONLY_GROWS, *FACTS, CITIZEN, CHANGES} <= tables:
        install(connection)


def install(connection: BaseDatabaseWrapper) -> None:
    """Put in every guard that is not there. Safe to repeat."""
    made = _postgresql() if connection.vendor == "postgresql" else _sqlite()
    with connection.cursor() as cursor:
        for statement in made:
            cursor.execute(statement)


def _sqlite() -> list[str]:
    found = []
    for item in DISJOINT:
        open_end = FAR if item.range_type == "daterange" else "9223372036854775807"
        same = " AND ".join(f"other.{column} = NEW.{column}" for column in item.same)
        overlap = (
            f"{same} AND other.{item.first} <= COALESCE(NEW.{item.last}, {open_end})"
            f" AND NEW.{item.first} <= COALESCE(other.{item.last}, {open_end})"
            f" AND {item.counts.format(row='other.')} AND {item.counts.format(row='NEW.')}"
        )
        for event, others in (("INSERT", "TRUE"), ("UPDATE", "other.id <> NEW.id")):
            found.append(
                f"CREATE TRIGGER IF NOT EXISTS {item.table}_disjoint_{event.lower()} BEFORE {event} ON {item.table}"
                f" WHEN EXISTS (SELECT 1 FROM {item.table} AS other WHERE {overlap} AND {others})"
                f" BEGIN SELECT RAISE(ABORT, 'overlap in {item.table}'); END"
            )
    found += [
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_{event.lower()} BEFORE {event} ON {table}"
        f" BEGIN SELECT RAISE(ABORT, '{table} only grows'); END"
        for table in ONLY_GROWS
        for event in ("UPDATE", "DELETE")
    ]
    found += [
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_replace BEFORE INSERT ON {table}"
        f" WHEN EXISTS (SELECT 1 FROM {table} AS other"
        f" WHERE {' OR '.join(map(_same, UNIQUE[table]))})"
        f" BEGIN SELECT RAISE(ABORT, '{table} only grows'); END"
        for table in ONLY_GROWS
    ]
    return found + _sqlite_changes()


def _sqlite_changes() -> list[str]:
    def trigger(table: str, event: str, when: str, citizens: str) -> str:
        return (
            f"CREATE TRIGGER IF NOT EXISTS {table}_changed_{event.lower()} AFTER {event} ON {table}{when}"
            f" BEGIN INSERT INTO {CHANGES} (citizen_id) {citizens}; END"
        )

    differs = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in CITIZEN_FACTS)
    citizens = {
        "INSERT": "VALUES (NEW.citizen_id)",
        "UPDATE": "SELECT NEW.citizen_id UNION SELECT OLD.citizen_id",
        "DELETE": "VALUES (OLD.citizen_id)",
    }
    return [
        trigger(CITIZEN, "INSERT", "", "VALUES (NEW.id)"),
        trigger(CITIZEN, "UPDATE", f" WHEN {differs}", "VALUES (NEW.id)"),
        *(trigger(table, event, "", whose) for table in FACTS for event, whose in citizens.items()),
    ]


def _same(columns: tuple[str, ...]) -> str:
    return f"({' AND '.join(f'other.{column} = NEW.{column}' for column in columns)})"


def _postgresql() -> list[str]:
    found = ["CREATE EXTENSION IF NOT EXISTS btree_gist"]
    for item in DISJOINT:
        if item.table == DETERMINATION:
            found += _postgresql_disjoint_by_statement(item)
            continue
        same = ", ".join(f"{column} WITH =" for column in item.same)
        name = f"{item.table}_disjoint"
        found.append(
            f"DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = '{name}') THEN"
            f" ALTER TABLE {item.table} ADD CONSTRAINT {name} EXCLUDE USING gist ({same},"
            f" {item.range_type}({item.first}, {item.last}, '[]') WITH &&) WHERE ({item.counts.format(row='')});"
            f" END IF; END $$"
        )
    found.append(
        "CREATE OR REPLACE FUNCTION registry_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " RAISE EXCEPTION '% only grows', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for table in ONLY_GROWS:
        for event, each in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
            name = f"{table}_only_grows_{each.lower()}"
            found.append(
                f"DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_trigger WHERE tgname = '{name}') THEN"
                f" CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {each}"
                f" EXECUTE FUNCTION registry_only_grows(); END IF; END $$"
            )
    return found + _postgresql_changes()


def _postgresql_disjoint_by_statement(item: Disjoint) -> list[str]:
    """Row by row through the index of the person: the planner, which does not know how many rows a statement has and
    keeps a plan made when the table was empty, would compare each with all."""
    same = " AND ".join(f"other.{column} = after.{column}" for column in item.same)
    found = [
        f"CREATE OR REPLACE FUNCTION {item.table}_disjoint() RETURNS trigger LANGUAGE plpgsql"
        " SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET enable_material = off"
        f" AS $$ BEGIN IF EXISTS (SELECT 1 FROM after JOIN {item.table} AS other ON {same} AND other.id <> after.id"
        f" WHERE other.{item.first} <= COALESCE(after.{item.last}, 'infinity')"
        f" AND after.{item.first} <= COALESCE(other.{item.last}, 'infinity')"
        f" AND {item.counts.format(row='other.')} AND {item.counts.format(row='after.')}) THEN"
        f" RAISE EXCEPTION 'overlap in {item.table}' USING ERRCODE = 'exclusion_violation'; END IF;"
        " RETURN NULL; END $$"
    ]
    for event in ("INSERT", "UPDATE"):
        name = f"{item.table}_disjoint_{event.lower()}"
        found.append(
            f"DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_trigger WHERE tgname = '{name}') THEN"
            f" CREATE TRIGGER {name} AFTER {event} ON {item.table} REFERENCING NEW TABLE AS after"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {item.table}_disjoint(); END IF; END $$"
        )
    return [*found, f"ALTER TABLE {item.table} DROP CONSTRAINT IF EXISTS {item.table}_disjoint"]


def _postgresql_changes() -> list[str]:
    """Once a statement and not once a row: a list of a hundred thousand is one more insert."""
    of_old = ", ".join(f"before.{column}" for column in CITIZEN_FACTS)
    of_new = ", ".join(f"after.{column}" for column in CITIZEN_FACTS)
    written = ("INSERT", "NEW TABLE AS after")
    changed = ("UPDATE", "OLD TABLE AS before NEW TABLE AS after")
    deleted = ("DELETE", "OLD TABLE AS before")
    whose = {
        written: "SELECT DISTINCT citizen_id FROM after",
        changed: "SELECT citizen_id FROM after UNION SELECT citizen_id FROM before",
        deleted: "SELECT DISTINCT citizen_id FROM before",
    }
    of_citizens = {
        written: "SELECT id FROM after",
        changed: f"SELECT id FROM after JOIN before USING (id) WHERE ({of_old}) IS DISTINCT FROM ({of_new})",
    }
    found = []
    for tables, queries in ((FACTS, whose), ((CITIZEN,), of_citizens)):
        for (event, rows), query in queries.items():
            function = f"{'citizen' if tables == (CITIZEN,) else 'facts'}_changed_{event.lower()}"
            found.append(
                f"CREATE OR REPLACE FUNCTION registry_{function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                f" INSERT INTO {CHANGES} (citizen_id) {query}; RETURN NULL; END $$"
            )
            for table in tables:
                name = f"{table}_changed_{event.lower()}"
                found.append(
                    f"DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_trigger WHERE tgname = '{name}') THEN"
                    f" CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {rows}"
                    f" FOR EACH STATEMENT EXECUTE FUNCTION registry_{function}(); END IF; END $$"
                )
    return found

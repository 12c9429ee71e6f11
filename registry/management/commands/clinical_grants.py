"""``manage.py clinical_grants ROLE``: the second line of defence, for whoever runs officers' pages in a process of its
own. Prints SQL that lets a role of PostgreSQL work with everything but illnesses: piped into psql by the owner."""

from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

from registry.guards import ONLY_GROWS
from registry.models import Diagnosis, DiagnosisGrant

CLINICAL = (Diagnosis, DiagnosisGrant)
"""Visits are not among them: whether a level D or E is covered hangs on the days of care."""


def statements(role: str) -> list[str]:
    """To be repeated after every migration: tables that are new belong to their owner alone."""
    name = connection.ops.quote_name(role)
    clinical = _listed(model._meta.db_table for model in CLINICAL)
    return [
        f"GRANT USAGE ON SCHEMA public TO {name}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}",
        f"REVOKE DELETE ON {_listed(ONLY_GROWS)} FROM {name}",
        f"REVOKE ALL ON {clinical} FROM {name}",
    ]


def _listed(tables: Iterable[str]) -> str:
    return ", ".join(map(connection.ops.quote_name, tables))


class Command(BaseCommand):
    help = "Print SQL that gives a database role everything but the tables of illnesses."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("BEGIN;")
        for statement in statements(options["role"]):
            self.stdout.write(f"{statement};")
        self.stdout.write("COMMIT;")

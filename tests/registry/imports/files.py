"""Files of the kind family_card, and bringing them as the pages do."""

import hashlib
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from registry.imports import bringing, staging, store
from registry.imports.kinds import KINDS
from registry.imports.kinds.base import Kind
from registry.imports.receiving import Received
from registry.log import Who
from registry.models import Citizen, Import
from tests.registry.world import NOW, TODAY, World

CARD = KINDS["family_card"]
WHO = Who(now=NOW)
SINCE = TODAY.replace(day=1).isoformat()


def people(world: World, count: int, **fields: Any) -> list[Citizen]:
    """Of the home region, about whom nothing else is known."""
    rows = [
        Citizen(iin=next(world.numbers), surname="Кәнерейқызы", given_name="Айгүл", **{"region": world.home, **fields})
        for _ in range(count)
    ]
    return Citizen.objects.bulk_create(rows)


def csv_of(rows: Iterable[Iterable[str]], heading: str = "iin;level;since") -> bytes:
    return "\n".join([heading, *(";".join(row) for row in rows)]).encode()


def card(someone: Citizen, level: str = "D", since: str = SINCE) -> tuple[str, str, str]:
    return someone.iin, level, since


def xlsx_of(rows: Iterable[Iterable[Any]], path: Path | None = None) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(list(row))
    made = BytesIO()
    book.save(path or made)
    return made.getvalue()


def received(content: bytes, name: str = "card.csv") -> Received:
    key, file = store.begin()
    with file:
        file.write(content)
    return Received(key, f"sha256:{hashlib.sha256(content).hexdigest()}", name=name, size=len(content))


def brought(content: bytes, who: Who = WHO, region: str | None = "43", kind: Kind = CARD) -> Import:
    file = received(content)
    try:
        return bringing.bring(who, kind, file, region)
    finally:
        file.close()


def staged(content: bytes, who: Who = WHO, region: str | None = "43") -> Import:
    return staging.stage(brought(content, who, region).pk, who)


def problems(row: Import) -> dict[int, list[tuple[str, str]]]:
    """Of the bad rows: line → column and code."""
    return {
        item.line: [(problem["column"], problem["code"]) for problem in item.problems]
        for item in row.rows.filter(difference="bad")
    }


def counts(row: Import) -> tuple[int, int, int, int]:
    return row.new, row.changed, row.same, row.bad

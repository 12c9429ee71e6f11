"""Determining everybody, and what stands in the table afterwards."""

import os
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from eligibility.rules import law as law_module
from registry.bulk.deciding import Counted, decided
from registry.bulk.touched import note, take
from registry.bulk.writing import Written, write
from registry.models import Citizen, ConfirmedGround, Determination

from ..world import NOW

LAW = law_module.load()
DAY = timedelta(days=1)
EVERYBODY = (1, 2**62)
PEOPLE = int(os.environ.get("PEOPLE", "60"))
"""PEOPLE=10000 for the whole proof."""
DAYS = int(os.environ.get("DAYS", "10"))
"""DAYS=365 for a year."""
COLUMNS = [field.attname for field in Determination._meta.fields if field.name not in ("id", "run")]


@transaction.atomic
def run(on: date, everybody: bool = True) -> tuple[Counted, Written]:
    counted = Counted()
    only = take(*EVERYBODY, on, everybody)
    done = write(decided(*EVERYBODY, on, LAW, only, counted=counted), on, LAW.digest, NOW)
    note(counted.left)
    return counted, done


def rows() -> list[dict[str, Any]]:
    return list(Determination.objects.order_by("citizen", "starts", "pk").values(*COLUMNS))


def rolled_back(act: Callable[..., object], *given: Any) -> list[dict[str, Any]]:
    """What stands in the table after it; nothing of it stays."""
    with transaction.atomic():
        act(*given)
        found = rows()
        transaction.set_rollback(True)
    return found


def confirm(citizen: Citizen, code: str, starts: date, ends: date | None = None) -> Citizen:
    ConfirmedGround.objects.create(
        citizen=citizen, code=code, starts=starts, ends=ends, source="ministry", confirmed_at=NOW
    )
    return citizen

"""Two files about the same person are taken in at the same time."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import connection, transaction

from registry.imports.kinds import KINDS
from registry.imports.kinds.base import Scope, Staged, Values
from registry.models import Contribution

from ..world import TODAY, World, who

JANUARY = 2026 * 12
PAID = KINDS["contributions"]


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite lets only one write at a time")
@pytest.mark.django_db(transaction=True)
def test_the_second_waits_and_adds_to_what_the_first_has_written():
    world = World()
    citizen = world.citizen()
    Contribution.objects.create(citizen=citizen, kind="employee", first_month=JANUARY, last_month=JANUARY)
    scope = Scope(who(world.officer), "43", TODAY, writing=True)

    def bring(month: int, **more: bool) -> None:
        values: Values = {"iin": citizen.iin, "kind": "employee", "first_month": month, **more}
        PAID.write(PAID.plan([Staged(2, values)], scope), scope)

    def beside() -> None:
        try:
            with transaction.atomic():
                bring(JANUARY + 1)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            bring(JANUARY, returned=True)
            second = pool.submit(beside)
            with suppress(TimeoutError):
                second.result(timeout=0.3)
        second.result()
    assert list(Contribution.objects.values_list("first_month", "last_month")) == [(JANUARY + 1, JANUARY + 1)]

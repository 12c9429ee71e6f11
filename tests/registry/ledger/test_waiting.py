"""Who waits for whom while a register is worked out."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection, transaction

from registry.ledger.frame import locked_region
from tests.registry.world import World


@pytest.mark.django_db(transaction=True)
def test_people_come_to_the_desk_while_a_register_is_worked_out():
    if connection.vendor != "postgresql":
        pytest.skip("a writer has all of SQLite to himself")
    world = World()

    def newcomer() -> str:
        try:
            connection.cursor().execute("SET lock_timeout = '1s'")
            return world.citizen().surname
        finally:
            connection.close()

    def second_register() -> None:
        try:
            connection.cursor().execute("SET lock_timeout = '100ms'")
            with transaction.atomic():
                locked_region(world.home.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        locked_region(world.home.pk)
        assert pool.submit(newcomer).result()
        with pytest.raises(OperationalError):
            pool.submit(second_register).result()

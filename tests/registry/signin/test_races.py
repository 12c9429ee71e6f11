"""Two at once with one code. On PostgreSQL only: SQLite in memory has no second connection, and one writer anyway."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import connection

from registry.models import Account, Role
from registry.signin import codes

NOW = datetime(2026, 3, 16, 5, 0, 3, tzinfo=UTC)
THREADS = 6


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
@pytest.mark.parametrize("kind", ["app", "recovery"])
def test_of_many_at_once_one_gets_in(transactional_db: None, kind: str) -> None:
    account = Account.objects.create_user("boss", full_name="Айгүл Әбенова", role=Role.ADMINISTRATOR)
    secret = codes.new_secret()
    recovery = codes.enrol(account, secret, 0)
    code = codes.code_at(secret, NOW) if kind == "app" else recovery[0]
    together = Barrier(THREADS)

    def use(_number: int) -> bool:
        try:
            connection.ensure_connection()
            together.wait()
            return codes.use(account, code, NOW) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        assert sum(pool.map(use, range(THREADS))) == 1

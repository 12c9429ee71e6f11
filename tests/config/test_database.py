"""The database connection is really the one that the settings ask for."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.db.utils import ConnectionHandler

from config.environment import database


@pytest.mark.django_db
def test_the_database_of_this_run_answers():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
    assert connection.vendor in settings.DATABASES["default"]["ENGINE"]


@pytest.mark.django_db
def test_a_database_file_lets_readers_read_while_one_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/kepil.sqlite3")
    file = ConnectionHandler({"default": database("DATABASE_URL", default="")})["default"]
    with file.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        assert cursor.fetchone() == ("wal",)
        cursor.execute("PRAGMA busy_timeout")
        assert cursor.fetchone() == (20_000,)
    file.close()

"""A desk determines somebody while his range is being written."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from registry.bulk import writing
from registry.bulk.deciding import decided
from registry.bulk.writing import Written, write
from registry.determine import determine
from registry.models import Citizen, FactChange

from ..world import NOW, TODAY, World, who
from .running import DAY, EVERYBODY, LAW, confirm, rows, run


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite lets only one write at a time")
@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    @pytest.fixture
    def citizen(self) -> Citizen:
        """Determined; what was known of him has changed since."""
        citizen = World().known_citizen(wellbeing_level="B", wellbeing_level_since=date(2020, 1, 1))
        run(TODAY)
        return confirm(citizen, "pensioner", TODAY)

    def desk(self, citizen: Citizen) -> str:
        try:
            return "written" if determine(who(), citizen, TODAY + DAY) else "unchanged"
        except (IntegrityError, OperationalError):
            return "refused"
        finally:
            connection.close()

    def desk_first(self, citizen: Citizen) -> Written:
        with ThreadPoolExecutor(1) as pool, transaction.atomic():
            changes = list(decided(*EVERYBODY, TODAY + DAY, LAW))
            assert pool.submit(self.desk, citizen).result() == "written"
            return write(changes, TODAY + DAY, LAW.digest, NOW)

    def test_without_a_look_at_who_was_determined_meanwhile_the_database_refuses(
        self, citizen: Citizen, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr(writing, "_leave_out_determined", lambda *_: [])
        with pytest.raises(IntegrityError):
            self.desk_first(citizen)

    def test_what_a_desk_has_written_meanwhile_stays(self, citizen: Citizen):
        FactChange.objects.all().delete()
        assert self.desk_first(citizen) == Written(0, 1)
        assert [row["ends"] for row in rows()] == [TODAY, None]
        assert list(FactChange.objects.values_list("citizen_id", flat=True)) == [citizen.pk]  # he is looked at again

    def desk_second(self, citizen: Citizen) -> str:
        with ThreadPoolExecutor(1) as pool:
            with transaction.atomic():
                done = write(decided(*EVERYBODY, TODAY + DAY, LAW), TODAY + DAY, LAW.digest, NOW)
                assert done == Written(1, 0)
                desk = pool.submit(self.desk, citizen)
                with suppress(TimeoutError):
                    desk.result(timeout=0.3)
            return desk.result()

    def test_without_the_lock_they_wait_for_each_other(self, citizen: Citizen, monkeypatch: pytest.MonkeyPatch):
        """Which of the two the database then gives up is left to it."""
        monkeypatch.setattr(writing, "_lock", lambda *_: None)
        try:
            outcome = self.desk_second(citizen)
        except OperationalError:
            outcome = "refused"
        assert outcome == "refused"

    def test_with_it_the_desk_waits_and_finds_nothing_to_write(self, citizen: Citizen):
        assert self.desk_second(citizen) == "unchanged"
        assert [row["ends"] for row in rows()] == [TODAY, None]

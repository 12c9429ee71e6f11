"""Writes at the desk by several people at once while somebody stops and starts the database, and afterwards looks at
what is there. Every write goes through the whole application, as a request.

    python -m tests.registry.killing WRITES

On the database of DATABASE_URL, which it migrates. It prints "ready", after each hundredth part of the writes a line
with their number, and at last what came of it as JSON.
"""

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from threading import Lock
from typing import Any
from urllib.parse import urlencode

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.contrib.sessions.backends.base import UpdateError  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import DatabaseError, InterfaceError, close_old_connections  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.test import RequestFactory, override_settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from registry import iin  # noqa: E402
from registry.desk import in_hand  # noqa: E402
from registry.log import Verb  # noqa: E402
from registry.models import (  # noqa: E402
    Account,
    Attachment,
    Citizen,
    ConfirmedGround,
    LogEntry,
    Obligation,
    Role,
    Visit,
)
from registry.working_days import day_of  # noqa: E402
from tests.registry.world import World, client_of  # noqa: E402

PEOPLE = 4
"""Who write at the same time."""
PAUSE = 0.1
"""Seconds that somebody waits who was told that nothing was saved."""
CSRF = "a" * 32
DOCUMENT = {"surname": "Серікова", "given_name": "Мөлдір", "patronymic": "", "place": "43"} | {
    f"birth_date_{part}": value for part, value in (("day", "9"), ("month", "9"), ("year", "1990"))
}
application = WSGIHandler()


@dataclass
class Write:
    """``kind``: a key of KINDS. ``told``: the status of each answer, in their order."""

    kind: str
    number: str
    told: list[int] = field(default_factory=list)

    @property
    def acknowledged(self) -> bool:
        return bool(self.told) and self.told[-1] == 302


class Writer:
    """A registrar with a session of his own."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.session = client_of(account).session.session_key

    def take(self, write: Write) -> None:
        """The person in hand; what a look-up would have left in the session."""
        citizen = Citizen.objects.filter(iin=write.number).first()
        store = SessionStore(self.session)
        who = {"citizen": citizen.pk} if citizen else {"number": write.number}
        store[in_hand.KEY] = {**who, "purpose": "visit", "seen": timezone.now().timestamp(), "fresh": False}
        store.save()

    def send(self, path: str, data: dict[str, str]) -> int:
        """The status of the answer."""
        environ = (
            RequestFactory()
            .generic("POST", path, urlencode(data), content_type="application/x-www-form-urlencoded")
            .environ
        )
        environ["HTTP_COOKIE"] = f"kepil_session={self.session}; kepil_csrf={CSRF}"
        environ["HTTP_X_CSRFTOKEN"] = CSRF
        told: list[int] = []

        def start(status: str, headers: Any, error: Any = None) -> Any:
            told.append(int(status[:3]))

        response = application(environ, start)
        response.close()
        return told[0]


def visit(write: Write) -> tuple[str, dict[str, str]]:
    return "/desk/visit/", {}


def new_person(write: Write) -> tuple[str, dict[str, str]]:
    known = Citizen.objects.filter(iin=write.number).exists()  # it had been saved, and nobody was told
    return ("/desk/visit/", {}) if known else ("/desk/visit/new-person/", DOCUMENT)


def strike(write: Write) -> tuple[str, dict[str, str]]:
    row = Visit.objects.filter(citizen__iin=write.number).latest("pk")
    return "/desk/visit/strike/", {"visit": str(row.pk), "because": "visit_of_somebody_else"}


KINDS: dict[str, Callable[[Write], tuple[str, dict[str, str]]]] = {
    "visit": visit,
    "strike": strike,
    "new_person": new_person,
}


def until_answered(act: Callable[[], Any]) -> Any:
    """What is no write of a registrar is tried until the database answers."""
    while True:
        close_old_connections()
        try:
            return act()
        except (DatabaseError, InterfaceError, UpdateError):
            time.sleep(PAUSE)


def do(writer: Writer, write: Write, again: bool) -> None:
    """``again``: press the button of the page until it is saved."""
    while True:
        until_answered(lambda: writer.take(write))
        path, data = until_answered(lambda: KINDS[write.kind](write))
        write.told.append(writer.send(path, data))
        if write.told[-1] != 503:
            return
        time.sleep(PAUSE)
        if not again:
            return


def people(world: World, count: int) -> list[str]:
    """Numbers of people of level D of whom everything is known."""
    day = day_of(timezone.now())
    known: dict[str, Any] = {"birth_date": "1988-04-02", "residence": "citizen", "complete_from": "2015-01-01"}
    known |= {"contributions_complete_from": 2015 * 12, "last_pension_month": -1, "region": world.home}
    rows = Citizen.objects.bulk_create(
        Citizen(iin=number, surname="Әбенова", given_name="Айгүл", name_key="x", **known)
        for number in islice(world.numbers, count)
    )
    Attachment.objects.bulk_create(
        Attachment(citizen=row, polyclinic=world.polyclinic, starts="2020-01-01") for row in rows
    )
    ConfirmedGround.objects.bulk_create(
        ConfirmedGround(
            citizen=row,
            code="wellbeing_crisis",
            starts=day.replace(month=1, day=1),
            source=ConfirmedGround.Source.MINISTRY,
            confirmed_at=timezone.now(),
        )
        for row in rows
    )
    return [row.iin for row in rows]


def planned(world: World, count: int) -> list[list[Write]]:
    """What each of PEOPLE does: of five writes three are visits, one strikes the last of them, one is of somebody whom
    no registry knows."""
    fifth = count // 5
    known, unknown = people(world, 3 * fifth), list(islice(iin.synthetic(), 500_000, 500_000 + fifth))
    plans: list[list[Write]] = [[] for _ in range(PEOPLE)]
    for number in range(fifth):
        three = known[3 * number : 3 * number + 3]
        plan = plans[number % PEOPLE]
        plan += [Write("visit", item) for item in three]
        plan += [Write("strike", three[-1]), Write("new_person", unknown[number])]
    return plans


def run(world: World, plans: list[list[Write]]) -> list[Write]:
    lock, done = Lock(), Counter[str]()
    every = max(1, sum(map(len, plans)) // 100)
    writers = [Writer(world.staff(f"desk-{number}", Role.REGISTRAR)) for number in range(len(plans))]

    def work(writer: Writer, plan: list[Write]) -> None:
        for number, write in enumerate(plan):
            do(writer, write, again=write.kind == "visit" or number % 2 == 0)
            with lock:
                done["writes"] += 1
                if done["writes"] % every == 0:
                    print(done["writes"], flush=True)

    with ThreadPoolExecutor(PEOPLE) as pool:
        list(pool.map(work, writers, plans))
    return [write for plan in plans for write in plan]


def looked_at(writes: list[Write]) -> dict[str, int]:
    """What is there, against what was told."""
    close_old_connections()
    counts: Counter[str] = Counter()
    rows = {row["citizen__iin"]: row for row in _rows()}
    for write in writes:
        row = rows.get(write.number, {"visits": 0, "struck": 0})
        there = row["struck"] if write.kind == "strike" else row["visits"]
        counts["acknowledged"] += write.acknowledged
        counts["told not saved"] += 503 in write.told
        counts["saved at a second try"] += write.acknowledged and 503 in write.told
        counts["other answers"] += any(status not in (302, 503) for status in write.told)
        counts["lost"] += write.acknowledged and not there
        counts["twice"] += there > 1
        counts["not told"] += not write.acknowledged and bool(there)
    told = ("acknowledged", "told not saved", "saved at a second try", "other answers", "lost", "twice", "not told")
    return {"writes": len(writes), **{name: counts[name] for name in told}, **_half()}


def _rows() -> Any:
    return Visit.objects.values("citizen__iin").annotate(visits=Count("pk"), struck=Count("struck_at"))


def _half() -> dict[str, int]:
    """Whether anything is there without what belongs to it."""
    standing = Visit.objects.filter(struck_at=None)
    poor = ConfirmedGround.objects.values("citizen")
    owed = Obligation.objects.filter(ended_at=None)
    entries = LogEntry.objects.filter
    made, struck = standing.filter(citizen__in=poor), Visit.objects.exclude(struck_at=None)
    return {
        "visits without their entry": Visit.objects.count() - entries(verb=Verb.VISIT_RECORDED).count(),
        "struck without their entry": struck.count() - entries(verb=Verb.VISIT_STRUCK).count(),
        "visits without their obligation": made.count() - owed.count(),
        "obligations without their entry": Obligation.objects.count() - entries(verb=Verb.OBLIGATION_MADE).count(),
        "owed twice": owed.values("citizen").annotate(n=Count("pk")).filter(n__gt=1).count(),
        "people without their visit": Citizen.objects.filter(surname=DOCUMENT["surname"], visits=None).count(),
    }


def main(count: int) -> dict[str, int]:
    call_command("migrate", run_syncdb=True, verbosity=0)
    world = World()
    plans = planned(world, count)
    print("ready", flush=True)
    with override_settings(DEBUG=False, ALLOWED_HOSTS=["testserver"], LOGGING_CONFIG=None):
        writes = run(world, plans)
    return looked_at(writes)


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))

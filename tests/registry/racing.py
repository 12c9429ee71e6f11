"""Lets two people do opposite things with the same application at the same moment, many times, and prints what came
of it as JSON.

    python -m tests.registry.racing careless=PAIRS decide=PAIRS submit=PAIRS

On the database of DATABASE_URL: a file of SQLite, which it migrates, or the test database of PostgreSQL. ``careless``
is the same with the two guards switched off: each acts on the row as his page had it, whatever its version is now.
"""

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from copy import deepcopy
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Barrier
from typing import Any
from unittest import mock

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import IntegrityError, connection  # noqa: E402
from django.test import override_settings  # noqa: E402

from registry import applying, decisions  # noqa: E402
from registry.decisions import NotAllowed, Stale, engine, frame  # noqa: E402
from registry.documents.inspection import Clean, Kind  # noqa: E402
from registry.log import Verb  # noqa: E402
from registry.models import Application, ConfirmedGround, Decision, Document, LogEntry, Role, State  # noqa: E402
from tests.registry.world import NOW, TODAY, World, who  # noqa: E402

YES = engine.Judged("yes", (), (), (), (), "sha256:law", "sha256:facts")
YEAR_END = date(2026, 12, 31)
RACE = "race"
PAPER = 5
"""Every so many applications come with a document."""
Act = Callable[[], Any]


class Contest:
    """One application and two people with opposite intentions."""

    KINDS = ("approve or return", "confirm or withdraw", "confirm or refuse", "take or take", "confirm or hand over")

    def __init__(self, world: World, number: int) -> None:
        self.kind = self.KINDS[number % len(self.KINDS)]
        held: dict[str, Any] = {}
        if self.kind != "take or take":
            held = {"state": State.IN_REVIEW, "officer": world.officer, "identity_confirmed_at": NOW}
        self.row = world.application(world.known_citizen(), **held)
        self.people = [world.officer, world.approver]
        self.whos = [who(account, now=NOW + timedelta(minutes=place)) for place, account in enumerate(self.people)]
        getattr(self, "_" + self.kind.replace(" ", "_"))(world)

    def _approve_or_return(self, world: World) -> None:
        proposal = decisions.propose_refusal(self.whos[0], self.row, 0, ["identity_not_proven"])
        self.row.refresh_from_db()
        self._by(world.approver, world.second)  # type: ignore[attr-defined]
        self.acts: list[Act] = [
            lambda: decisions.approve_refusal(self.whos[0], deepcopy(proposal)),
            lambda: decisions.return_refusal(self.whos[1], deepcopy(proposal), "Тексеріңіз"),
        ]

    def _confirm_or_withdraw(self, world: World) -> None:
        self.whos[1] = who(applicant=True, now=NOW + timedelta(minutes=1))
        self.acts = [self._confirm, lambda: applying.withdraw(self.whos[1], deepcopy(self.row))]

    def _confirm_or_refuse(self, world: World) -> None:
        self._by(world.officer, world.officer)
        self.acts = [
            self._confirm,
            lambda: decisions.propose_refusal(self.whos[1], deepcopy(self.row), 0, ["identity_not_proven"]),
        ]

    def _take_or_take(self, world: World) -> None:
        self._by(world.officer, world.colleague)
        self.acts = [
            lambda: decisions.take(self.whos[0], deepcopy(self.row), 0),
            lambda: decisions.take(self.whos[1], deepcopy(self.row), 0),
        ]

    def _confirm_or_hand_over(self, world: World) -> None:
        self.acts = [
            self._confirm,
            lambda: decisions.hand_over(self.whos[1], deepcopy(self.row), 0, world.colleague),
        ]

    def _by(self, *people: Any) -> None:
        self.whos = [who(account, now=NOW + timedelta(minutes=place)) for place, account in enumerate(people)]

    def _confirm(self) -> Any:
        return decisions.confirm(self.whos[0], deepcopy(self.row), 0, TODAY, YEAR_END)

    def told(self, refused: Exception, winner: int) -> bool:
        """Whether the loser hears by whom and when he was overtaken; an applicant, that it is too late."""
        if isinstance(refused, Stale):
            return (refused.by, refused.at) == (self.whos[winner].account, self.whos[winner].now)
        return isinstance(refused, NotAllowed) and self.whos[1 - winner].applicant and refused.code == "decided"

    def kept_apart(self, done: list[int]) -> bool:
        """Whether the database holds the winner's act and nothing of the other."""
        row = Application.objects.get(pk=self.row.pk)
        acts = LogEntry.objects.filter(application=row, at__gte=NOW).exclude(verb="rejected_attempt")
        last = [entry.at for entry in acts.order_by("pk")][-1]
        decided = Decision.objects.filter(application=row).count()
        grounds = ConfirmedGround.objects.filter(decision__application=row).count()
        return (
            len(done) == 1
            and row.version == acts.count()
            and last == self.whos[done[0]].now
            and decided == (row.state in ("confirmed", "refused"))
            and grounds == (row.state == "confirmed")
        )


@contextmanager
def guarded(contest: Contest) -> Iterator[None]:
    yield


@contextmanager
def careless(contest: Contest) -> Iterator[None]:
    """Without the lock and without the version: the row as the page had it."""
    seen = Application.objects.select_related("citizen").get(pk=contest.row.pk)

    def as_seen(*_: Any) -> Application:
        return deepcopy(seen)

    with mock.patch.object(frame, "locked", as_seen), mock.patch.object(frame, "check_version"):
        yield


Guards = Callable[[Contest], AbstractContextManager[None]]


def together(pool: ThreadPoolExecutor, acts: list[Act]) -> list[Any]:
    start = Barrier(len(acts))

    def run(act: Act) -> Any:
        connection.ensure_connection()
        start.wait()
        try:
            return act()
        except Exception as error:
            return error

    return list(pool.map(run, acts))


def decide(world: World, pairs: int, guards: Guards = guarded) -> dict[str, int]:
    counts: Counter[str] = Counter()
    with ThreadPoolExecutor(2) as pool:
        for number in range(pairs):
            contest = Contest(world, number)
            with guards(contest):
                results = together(pool, contest.acts)
            done = [place for place, result in enumerate(results) if not isinstance(result, Exception)]
            counts["pairs"] += 1
            counts["both"] += len(done) == 2
            counts["crashed"] += any(isinstance(result, IntegrityError) for result in results)
            if len(done) == 1:
                counts["one"] += 1
                counts[f"won by {'first' if done == [0] else 'second'}"] += 1
                counts["told"] += contest.told(results[1 - done[0]], done[0])
            counts["kept apart"] += contest.kept_apart(done)
        list(pool.map(lambda _: connection.close(), range(2)))
    return counts


def submit(world: World, pairs: int) -> dict[str, int]:
    counts: Counter[str] = Counter()
    with TemporaryDirectory() as folder, override_settings(DOCUMENTS_ROOT=folder), ThreadPoolExecutor(2) as pool:
        for number in range(pairs):
            sent = world.draft(phone="+77010000000", email="", purpose=RACE)
            papers = [] if number % PAPER else [Clean(b"%d" % number, Kind.PDF, "Анықтама", 1, None, None)]

            def send(sent: applying.Draft = sent, papers: Sequence[Clean] = papers) -> Any:
                return applying.submit(who(applicant=True), sent, papers)

            results = together(pool, [send, send])
            counts["pairs"] += 1
            fine = [result for result in results if isinstance(result, applying.Submitted)]
            counts["answered"] += len(fine) == 2 and fine[0].application.pk == fine[1].application.pk
            counts["one secret"] += sum(result.secret is not None for result in fine) == 1
        list(pool.map(lambda _: connection.close(), range(2)))
        counts["files"] = sum(path.is_file() for path in Path(folder).rglob("*"))
    counts["applications"] = Application.objects.filter(purpose=RACE).count()
    counts["documents"] = Document.objects.count()
    counts["entries"] = LogEntry.objects.filter(verb=Verb.SUBMITTED).count()
    return counts


def main(wanted: dict[str, int]) -> dict[str, dict[str, int]]:
    if not connection.introspection.table_names():  # a new file
        call_command("migrate", run_syncdb=True, verbosity=0)
    world = World()
    world.second = world.staff("second-approver", Role.APPROVER)  # type: ignore[attr-defined]
    kinds: dict[str, Callable[[int], dict[str, int]]] = {
        "careless": lambda pairs: decide(world, pairs, careless),
        "decide": lambda pairs: decide(world, pairs),
        "submit": lambda pairs: submit(world, pairs),
    }
    with mock.patch.object(engine, "judge", return_value=YES), mock.patch.object(engine, "determine"):
        return {kind: kinds[kind](pairs) for kind, pairs in wanted.items()}


if __name__ == "__main__":
    asked = (argument.split("=") for argument in sys.argv[1:])
    print(json.dumps(main({kind: int(pairs) for kind, pairs in asked})))

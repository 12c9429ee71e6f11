"""Lets the same application for attachment be sent twice at the same moment, and two people decide on it, many times;
prints what came of it as JSON.

    python -m tests.registry.racing_attachment careless_ask=PAIRS careless_decide=PAIRS ask=PAIRS decide=PAIRS

On the database of DATABASE_URL, as tests/registry/racing.py. ``careless…`` is the same with the guards switched off:
without the constraint of one open application; and each deciding on the row as his page had it.
"""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import replace
from functools import partial
from typing import Any
from unittest import mock
from uuid import uuid4

from django.core.management import call_command
from django.db import IntegrityError, connection

from tests.registry.racing import Act, together  # also sets Django up

from registry import attaching  # isort: skip
from registry.attaching import Asked, Confirmed, Draft, frame  # isort: skip
from registry.log import Verb, Who  # isort: skip
from registry.models import Attachment, AttachmentRequest, LogEntry, Notice, Role  # isort: skip
from registry.refusals import Refused  # isort: skip
from tests.registry.test_attaching import of  # isort: skip
from tests.registry.world import World, who  # isort: skip

APPLICANT = who(applicant=True)
SEEN = Confirmed(identity_seen=True)


def new_draft(world: World) -> Draft:
    """Of somebody who is attached to the other polyclinic."""
    citizen = world.known_citizen()
    return of(world, citizen, polyclinic=world.other_polyclinic)


def ask(world: World, pairs: int) -> dict[str, int]:
    """Every second pair sends two forms about one person; the others one form twice."""
    counts: Counter[str] = Counter()
    with ThreadPoolExecutor(2) as pool:
        for number in range(pairs):
            sent = new_draft(world)
            forms = [sent, replace(sent, token=uuid4()) if number % 2 else sent]
            results = together(pool, [lambda form=form: attaching.ask(APPLICANT, form) for form in forms])  # type: ignore[misc]
            fine = [result for result in results if isinstance(result, Asked)]
            refused = [result.code for result in results if isinstance(result, Refused)]
            rows = AttachmentRequest.objects.filter(iin=sent.iin)
            counts["pairs"] += 1
            counts["one"] += rows.count() == 1
            counts["double"] += rows.count() == 2
            counts["told"] += refused == ["already_asked"] if number % 2 else len({row.request.pk for row in fine}) == 1
            counts["one secret"] += sum(result.secret is not None for result in fine) == 1
            entries = LogEntry.objects.filter(verb=Verb.ATTACHMENT_ASKED, details__attachment_request=rows[0].pk)
            counts["one entry"] += entries.count() == 1
        list(pool.map(lambda _: connection.close(), range(2)))
    return counts


def careless_ask(world: World, pairs: int) -> dict[str, int]:
    guard = next(item for item in AttachmentRequest._meta.constraints if item.name == "one_open_attachment_request")
    with connection.schema_editor() as editor:
        editor.remove_constraint(AttachmentRequest, guard)
    found = ask(world, pairs)
    AttachmentRequest.objects.update(state="withdrawn", closed_at=APPLICANT.now)
    with connection.schema_editor() as editor:
        editor.add_constraint(AttachmentRequest, guard)
    return found


@contextmanager
def careless(request: AttachmentRequest) -> Iterator[None]:
    """Without the lock of the row and without the version: the row as the page had it."""
    seen = AttachmentRequest.objects.select_related("polyclinic").get(pk=request.pk)

    def as_seen(*_: Any) -> AttachmentRequest:
        return deepcopy(seen)

    with mock.patch.object(frame, "locked", as_seen), mock.patch.object(frame, "check_version"):
        yield


def decide(world: World, pairs: int, guards: Callable[[AttachmentRequest], Any] | None = None) -> dict[str, int]:
    """Two registrars accept; or one accepts and the other refuses, or the applicant withdraws."""
    counts: Counter[str] = Counter()
    people = [who(world.other_registrar), who(world.second)]  # type: ignore[attr-defined]
    with ThreadPoolExecutor(2) as pool:
        for number in range(pairs):
            row = attaching.ask(APPLICANT, new_draft(world)).request
            acts: list[Act] = [partial(act, *args) for act, args in _opposite(people, row, number)]
            if guards:
                with guards(row):
                    results = together(pool, acts)
            else:
                results = together(pool, acts)
            _count(counts, row, results)
        list(pool.map(lambda _: connection.close(), range(2)))
    return counts


def _opposite(
    people: list[Who], row: AttachmentRequest, number: int
) -> list[tuple[Callable[..., Any], tuple[Any, ...]]]:
    """What each of the two does, with the row as his page had it."""
    others: list[tuple[Callable[..., Any], tuple[Any, ...]]] = [
        (attaching.accept, (people[1], deepcopy(row), 0, SEEN)),
        (attaching.refuse, (people[1], deepcopy(row), 0, ["attachment_identity"])),
        (attaching.withdraw, (APPLICANT, deepcopy(row))),
    ]
    return [(attaching.accept, (people[0], deepcopy(row), 0, SEEN)), others[number % len(others)]]


def _count(counts: Counter[str], row: AttachmentRequest, results: list[Any]) -> None:
    done = sum(not isinstance(result, Exception) for result in results)
    row = AttachmentRequest.objects.get(pk=row.pk)
    acts = LogEntry.objects.filter(details__attachment_request=row.pk, verb__in=frame.LOGGED.values()).count()
    made = Attachment.objects.filter(request=row).count()
    active = Attachment.objects.filter(citizen=row.citizen, ends=None).count()
    notices = Notice.objects.filter(key__in=[f"attachment_decided:{row.pk}", f"attachment_withdrawn:{row.pk}"]).count()
    counts["pairs"] += 1
    counts["one"] += done == 1
    counts["both"] += done == 2
    counts["crashed"] += any(isinstance(result, IntegrityError) for result in results)
    counts["told"] += sum(isinstance(result, Refused) for result in results) == 1
    apart = acts == notices == row.version == 1 and made == (row.state == "accepted") and active == 1
    counts["kept apart"] += apart


def main(wanted: dict[str, int]) -> dict[str, dict[str, int]]:
    if not connection.introspection.table_names():  # a new file
        call_command("migrate", run_syncdb=True, verbosity=0)
    world = World()
    world.second = world.staff("second", Role.REGISTRAR, polyclinic=world.other_polyclinic)  # type: ignore[attr-defined]
    kinds: dict[str, Callable[[int], dict[str, int]]] = {
        "careless_ask": lambda pairs: careless_ask(world, pairs),
        "careless_decide": lambda pairs: decide(world, pairs, careless),
        "ask": lambda pairs: ask(world, pairs),
        "decide": lambda pairs: decide(world, pairs),
    }
    return {kind: kinds[kind](pairs) for kind, pairs in wanted.items()}


if __name__ == "__main__":
    asked = (argument.split("=") for argument in sys.argv[1:])
    print(json.dumps(main({kind: int(pairs) for kind, pairs in asked})))

"""After an abuse the list of those concerned is whole: nobody is missing, nobody is on it by mistake."""

import csv
import json
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from registry import breach
from registry.log import Verb, write
from registry.management.commands.breach import COLUMNS, until
from registry.models import LogEntry

from .world import NOW, World, who

DAY = timedelta(days=1)


def numbers(world: World, account: Any, since: datetime = NOW - DAY, until: datetime = NOW + DAY) -> list[str]:
    return [person.iin for person in breach.affected(account, since, until).people]


def test_every_verb_is_known_here():
    assert set(breach.SEEN) | breach.NOBODY == set(Verb)
    assert not set(breach.SEEN) & breach.NOBODY


def test_everybody_of_a_seeded_abuse_and_nobody_else(world: World):
    random = Random(3)
    people = [world.citizen() for _ in range(30)]
    cases = [world.application(random.choice((None, *people))) for _ in range(15)]
    seen: set[str] = set()
    for _ in range(120):
        account = random.choice((world.officer, world.officer, world.colleague))
        now = NOW + timedelta(minutes=random.randint(-90, 60))
        counts = account is world.officer and NOW <= now < NOW + timedelta(hours=1)
        by = who(account, now=now)
        some = random.sample(people, 2)
        case = random.choice(cases)
        found: list[Any] = []
        match random.randint(0, 5):
            case 0:
                write(by, Verb.READ_CITIZEN, citizen=some[0])
                found = some[:1]
            case 1:
                write(by, Verb.SEARCHED, details={"by": "name", "rows": [person.pk for person in some]})
                found = some
            case 2:
                write(by, Verb.READ_APPLICATION, details={"rows": [case.pk]})
                found = [case]
            case 3:
                write(by, random.choice((Verb.READ_APPLICATION, Verb.TAKEN, Verb.READ_DOCUMENT)), application=case)
                found = [case]
            case 4:
                write(by, Verb.LOOKED_UP, details={"found": 0})
            case 5:
                write(by, Verb.REJECTED_ATTEMPT, citizen=some[0], details={"blocked": True})
        if counts:
            seen |= {row.iin for row in found}
    assert len(seen) > 10
    assert numbers(world, world.officer, NOW, NOW + timedelta(hours=1)) == sorted(seen)


def test_an_account_that_read_nothing_concerns_nobody(world: World):
    write(who(world.officer), Verb.SIGNED_IN)
    found = breach.affected(world.officer, NOW - DAY, NOW + DAY)
    assert (found.people, found.entries, found.first) == ([], 0, None)


def test_the_first_moment_belongs_to_it_and_the_last_does_not(world: World):
    write(who(world.officer), Verb.READ_CITIZEN, citizen=world.citizen())
    assert len(numbers(world, world.officer, NOW, NOW + DAY)) == 1
    assert numbers(world, world.officer, NOW - DAY, NOW) == []


def test_one_person_stands_once_with_everything_that_was_seen(world: World):
    citizen = world.citizen(phone="+77010000001")
    application = world.application(citizen)
    write(who(world.officer), Verb.READ_CITIZEN, citizen=citizen)
    write(who(world.officer, now=NOW + DAY), Verb.READ_IIN, application=application)
    [person] = breach.affected(world.officer, NOW, NOW + 2 * DAY).people
    assert (person.first, person.last, person.times) == (NOW, NOW + DAY, 2)
    assert (person.verbs, person.applications) == ({"read_citizen", "read_iin"}, {application.reference})
    assert person.groups == {"identity", "contacts", "status", "ground", "application", "iin"}


def test_a_role_saw_no_more_than_it_may(world: World):
    write(who(world.auditor), Verb.READ_CITIZEN, citizen=world.citizen())
    [person] = breach.affected(world.auditor, NOW, NOW + DAY).people
    assert person.groups == {"identity", "ground"}


def test_the_rows_of_diagnoses_are_nobodys_else(world: World):
    """What a clinician read are numbers of diagnoses, which may be those of other people's rows by chance."""
    bystander, patient = world.citizen(), world.citizen()
    write(who(world.clinician), Verb.READ_DIAGNOSES, citizen=patient, details={"rows": [bystander.pk, 987]})
    write(who(world.clinician), Verb.READ_DIAGNOSES, details={"rows": []})
    assert numbers(world, world.clinician) == [patient.iin]
    assert breach.affected(world.clinician, NOW - DAY, NOW + DAY).gone == []


def test_a_row_that_is_gone_is_told(world: World):
    write(who(world.officer), Verb.SEARCHED, details={"rows": [987]})
    assert breach.affected(world.officer, NOW, NOW + DAY).gone == ["citizen 987"]


# The command


def call(*arguments: str) -> str:
    out = StringIO()
    call_command("breach", *arguments, stdout=out, stderr=out)
    return out.getvalue()


@pytest.fixture
def read(world: World, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(hours=2))
    citizen = world.citizen("=Ғабитов", phone="+77010000009", email="a@example.kz")
    write(who(world.officer), Verb.READ_CITIZEN, citizen=citizen)
    return citizen


def test_the_names_go_into_the_file_alone(read: Any, tmp_path: Path, world: World):
    file = tmp_path / "people.csv"
    told = call("--account", "officer", "--since", "2026-03-16", "--output", str(file))
    assert "people: 1\n" in told
    assert "verb read_citizen: 1" in told
    assert not any(secret in told for secret in (read.iin, "Ғабитов", read.phone, read.email))
    assert file.stat().st_mode & 0o777 == 0o600
    [line] = csv.DictReader(StringIO(file.read_text("utf-8")))
    assert tuple(line) == COLUMNS
    assert (line["iin"], line["surname"], line["phone"]) == (read.iin, "'=Ғабитов", "+77010000009")
    entry = LogEntry.objects.latest("pk")
    assert (entry.verb, entry.account, entry.details["people"]) == ("exported", world.officer, 1)
    assert read.iin not in str(entry.details)


def test_as_json(read: Any, tmp_path: Path):
    file = tmp_path / "people.json"
    call("--account", "officer", "--since", "2026-03-16", "--format", "json", "--output", str(file))
    [line] = json.loads(file.read_text("utf-8"))
    assert (line["surname"], line["verbs"]) == ("=Ғабитов", ["read_citizen"])


def test_without_a_file_there_are_only_counts(read: Any):
    assert read.iin not in call("--account", "officer", "--since", "2026-03-16")


def test_a_file_that_is_there_is_kept_and_nothing_is_logged(read: Any, tmp_path: Path):
    file = tmp_path / "people.csv"
    file.write_text("kept")
    before = LogEntry.objects.count()
    with pytest.raises(CommandError, match="File exists"):
        call("--account", "officer", "--since", "2026-03-16", "--output", str(file))
    assert (file.read_text(), LogEntry.objects.count()) == ("kept", before)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--account", "nobody", "--since", "2026-03-16"),
        ("--account", "officer", "--since", "yesterday"),
        ("--account", "officer"),
    ],
)
def test_what_cannot_be_asked(world: World, arguments: tuple[str, ...]):
    with pytest.raises(CommandError):
        call(*arguments)


def test_the_last_day_belongs_to_it():
    assert until("2026-03-16") == datetime(2026, 3, 16, 19, tzinfo=UTC)
    assert until("2026-03-16T10:00") == datetime(2026, 3, 16, 5, tzinfo=UTC)

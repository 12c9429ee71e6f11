"""Reminders of terms of care that end: in time, once for each day, and without a word of what it is about."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from eligibility.rules import law as law_module
from registry.models import Citizen, Diagnosis, Notice
from registry.notices.care_reminders import remind
from registry.notices.texts import EMAIL, SMS, message
from tests.registry.world import World

LAST = date(2026, 4, 9)
"""The last day of the six months after ONSET."""
ONSET = date(2025, 10, 10)


def patient(world: World, icd10: str = "I21.0", since: date | None = ONSET, **fields: Any) -> Citizen:
    known = {name: fields.pop(name) for name in ("suspected", "closed_on") if name in fields}
    citizen = world.known_citizen(**({"phone": "+77010000000"} | fields))
    Diagnosis.objects.create(citizen=citizen, polyclinic=world.polyclinic, icd10=icd10, since=since, **known)
    return citizen


def told(on: date, days: int = 30, batch: int = 500) -> int:
    return remind(datetime(on.year, on.month, on.day, 7, tzinfo=UTC), on, days, law_module.load(), batch)


@pytest.mark.parametrize(("days_before", "expected"), [(31, 0), (30, 1), (1, 1), (0, 1), (-1, 0)])
@pytest.mark.parametrize(("icd10", "since"), [("I21.0", ONSET), ("I63.9", date(2025, 4, 10))])
def test_who_is_told_on_which_day(world: World, icd10: str, since: date, days_before: int, expected: int):
    patient(world, icd10, since)
    assert told(LAST - timedelta(days=days_before)) == expected
    assert [row.values for row in Notice.objects.all()] == [{"ends": "2026-04-09"}] * expected


@pytest.mark.parametrize(
    ("since", "last"),
    [(date(2025, 8, 31), "2026-02-27"), (date(2025, 9, 30), "2026-03-29"), (date(2026, 8, 31), "2027-02-27")],
)
def test_months_of_different_length(world: World, since: date, last: str):
    patient(world, since=since)
    assert told(date.fromisoformat(last)) == 1
    assert told(date.fromisoformat(last) + timedelta(days=1)) == 0
    assert told(date.fromisoformat(last) - timedelta(days=30)) == 1
    assert Notice.objects.get().values == {"ends": last}


def test_once_for_each_day_however_often_and_for_however_many_illnesses(world: World):
    citizen = patient(world)
    Diagnosis.objects.create(citizen=citizen, polyclinic=world.other_polyclinic, icd10="I22.0", since=ONSET)
    assert [told(LAST - timedelta(days=day), batch=1) for day in (20, 19)] == [1, 1]
    row = Notice.objects.get()
    assert (row.key, row.kind, row.to) == (f"care_changes:{citizen.pk}:2026-04-09", "care_changes", "+77010000000")


@pytest.mark.parametrize(
    "fields",
    [
        {"suspected": True},
        {"closed_on": date(2026, 3, 1)},
        {"since": None},
        {"icd10": "G40"},
        {"blocked": True},
        {"phone": ""},
        {"residence": "foreigner"},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_nobody_else_is_told(world: World, fields: dict[str, Any]):
    patient(world, **fields)
    assert told(LAST) == 0
    assert not Notice.objects.exists()


def test_insured_or_not_it_is_the_same(world: World):
    insured, other = patient(world), patient(world)
    world.ground(insured, "disability", date(2020, 1, 1))
    assert told(LAST) == 2
    said = {row.citizen_id: (row.kind, row.values, row.channel) for row in Notice.objects.all()}
    assert said[insured.pk] == said[other.pk]


@pytest.mark.parametrize("channel", [SMS, EMAIL])
def test_the_text_names_nothing_and_is_the_same_after_every_illness(channel: str):
    forbidden = ("ГОБМП", "ТМККК", "ОСМС", "МӘМС", "инфаркт", "инсульт", "free", "тегін", "бесплат")
    for language in ("kk", "ru", "en"):
        text = message("care_changes", channel, language, {"ends": "2026-04-09"}, "https://kepil.kz")
        assert not [word for word in forbidden if word.lower() in f"{text.subject} {text.body}".lower()]


def test_the_number_of_queries_follows_the_batches(world: World, django_assert_num_queries: Any):
    for _ in range(5):
        patient(world)
    with django_assert_num_queries(3):  # the rows, the notices, no more rows
        assert told(LAST) == 5


def test_the_command(world: World, monkeypatch: pytest.MonkeyPatch):
    patient(world)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: LAST)
    out = StringIO()
    call_command("remind_free_care_ends", stdout=out)
    assert "within 30 days: 1 notices" in out.getvalue()

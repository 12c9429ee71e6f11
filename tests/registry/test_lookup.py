"""What the desk is told of a person: by day, by payer, by what the polyclinic has to do with him."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from eligibility.rules.law import LawRangeError
from registry import lookup, reading_limits
from registry.log import Verb, Who
from registry.lookup import Found, Lacking
from registry.models import Attachment, Citizen, Contribution, Diagnosis, LogEntry, Visit, WorkPeriod
from registry.reading_limits import TooMany
from tests.registry.world import NOW, TODAY, World, who

NOON = time(7, tzinfo=UTC)
"""Of Asia/Almaty."""
MARCH = 2026 * 12 + 2


def on(world: World, day: date = TODAY) -> Who:
    return who(world.registrar, now=datetime.combine(day, NOON))


def read(world: World, citizen: Citizen | None, day: date = TODAY) -> Found:
    return lookup.read(on(world, day), Citizen.objects.get(pk=citizen.pk) if citizen else None)


def grounded(world: World, code: str, starts: date, ends: date | None = None, **fields: Any) -> Citizen:
    citizen = world.known_citizen(**fields)
    world.ground(citizen, code, starts, ends)
    return citizen


def ready(world: World, **fields: Any) -> Citizen:
    """Of level D, with nothing lacking but coming for care."""
    return grounded(world, "wellbeing_crisis", date(2026, 1, 1), **fields)


def visit(world: World, citizen: Citizen, day: date = TODAY, **fields: Any) -> Visit:
    return Visit.objects.create(**{"citizen": citizen, "polyclinic": world.polyclinic, "day": day} | fields)


# The answer


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (date(2026, 2, 28), "not_insured"),
        (date(2026, 3, 1), "insured"),
        (date(2026, 3, 31), "insured"),
        (date(2026, 4, 1), "unclear"),  # whether cover goes on after the state's months, the law does not say
    ],
)
def test_the_state_pays_from_the_first_day_to_the_last(world: World, day: date, status: str):
    citizen = grounded(world, "disability", date(2026, 3, 1), date(2026, 3, 31), wellbeing_level="A")
    found = read(world, citizen, day)
    assert found.status == status
    if status == "insured":
        assert (found.since, found.until) == (date(2026, 3, 1), date(2026, 3, 31))
        assert (found.payer, found.ends_by) == ("republican_budget", "state_period")
    else:
        assert (found.since, found.until, found.payer, found.ends_by) == (None, None, "", "")


def test_own_months_run_out(world: World):
    citizen = world.known_citizen()
    Contribution.objects.create(citizen=citizen, kind="self_payer", first_month=MARCH - 14, last_month=MARCH)
    found = read(world, citizen)
    assert (found.status, found.payer, found.ends_by) == ("insured", "self", "own_months")
    assert found.until
    assert found.until > date(2026, 3, 31)


def test_the_cover_of_a_level_ends_with_the_year(world: World):
    citizen = ready(world)
    visit(world, citizen)
    found = read(world, citizen)
    assert (found.status, found.payer, found.ends_by) == ("insured", "local_budget", "year_end")
    assert (found.since, found.until) == (TODAY, date(2026, 12, 31))
    assert found.notes == ("wellbeing_end",)  # the law that is known breaks off there
    assert found.lacking == ()
    assert not found.ready


def test_an_open_ground_has_no_end(world: World):
    found = read(world, grounded(world, "disability", date(2026, 1, 1)))
    assert (found.status, found.until, found.ends_by) == ("insured", None, "")
    assert found.notes == ("horizon_ends_with_law",)


@pytest.mark.parametrize(
    ("moment", "status"),
    [
        (datetime(2026, 12, 31, 18, 59, 59, tzinfo=UTC), "insured"),
        (datetime(2026, 12, 31, 19, 0, 0, tzinfo=UTC), "not_insured"),
    ],
)
def test_the_year_turns_at_midnight_of_the_offices(world: World, moment: datetime, status: str):
    citizen = ready(world)
    visit(world, citizen)
    assert lookup.read(who(world.registrar, now=moment), citizen).status == status


def test_a_law_without_an_answer_is_said_to_be_so(world: World):
    citizen = grounded(world, "disability", date(2026, 1, 1), residence="foreigner")
    found = read(world, citizen)
    assert (found.status, found.since, found.payer) == ("unclear", None, "")


def test_a_day_outside_the_known_law_is_no_answer(world: World):
    with pytest.raises(LawRangeError):
        read(world, world.known_citizen(), date(2199, 1, 1))


def test_nothing_known_is_not_no(world: World):
    found = read(world, world.citizen())
    assert (found.status, found.attached, found.lacking) == ("unknown", "unknown", ())


def test_nobody_is_answered_as_one_of_whom_nothing_is_known(world: World):
    assert read(world, None) == read(world, world.citizen()) == read(world, world.citizen("Басқа", region=world.abroad))


def test_a_record_that_cannot_be_read_says_nothing(world: World):
    assert read(world, world.citizen(birth_date=date(2026, 3, 17))) == read(world, None)


# What hangs on the polyclinic


def test_where_a_person_is_attached(world: World):
    here, elsewhere = world.known_citizen(), world.known_citizen()
    Attachment.objects.filter(citizen=elsewhere).update(polyclinic=world.other_polyclinic)
    nowhere = world.known_citizen()
    Attachment.objects.filter(citizen=nowhere).update(ends=date(2026, 3, 15))
    people = (here, elsewhere, nowhere, world.citizen())
    assert [read(world, person).attached for person in people] == ["here", "elsewhere", "nowhere", "unknown"]


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({}, True),
        ({"day": date(2026, 3, 15)}, False),
        ({"struck_at": NOW}, False),
        ({"polyclinic": "other"}, False),
    ],
)
def test_a_visit_here_today_gives_the_name(world: World, fields: dict[str, Any], shown: bool):
    citizen = world.citizen(birth_date=date(1988, 4, 2))
    if "polyclinic" in fields:
        fields = {"polyclinic": world.other_polyclinic}
    visit(world, citizen, **fields)
    found = read(world, citizen)
    assert found.visit_today == found.to_treat == shown
    assert (found.name, found.birth_date) == (("Әбенова Айгүл", date(1988, 4, 2)) if shown else ("", None))


def test_the_token_is_for_whoever_treats(world: World):
    stranger, own = world.citizen(), world.known_citizen()
    for person in (stranger, own):
        Diagnosis.objects.create(citizen=person, polyclinic=world.other_polyclinic, icd10="A15.0")
    assert (read(world, stranger).token.outcome, read(world, own).token.outcome) == ("no", "yes")
    assert read(world, stranger) == read(world, None)


def test_the_first_day_of_a_child_is_told_to_whoever_treats(world: World):
    born = date(2025, 5, 3)
    child = world.citizen(birth_date=born, residence="citizen")
    assert (read(world, child).status, read(world, child).since) == ("insured", None)
    Attachment.objects.create(citizen=child, polyclinic=world.polyclinic, starts=born)
    assert read(world, child).since == born


@pytest.mark.parametrize("code", ["full_time_student", "disability", "wellbeing_crisis", "registered_unemployed"])
def test_the_ways_of_whom_a_budget_covers_do_not_tell_the_ground(world: World, code: str):
    citizen = grounded(world, code, date(2026, 1, 1), date(2026, 12, 31))
    visit(world, citizen)
    found = read(world, citizen)
    assert (found.status, found.more_ways) == ("insured", True)
    assert found.routes == ()  # nor to ask the Fund: that is for whoever has no clear answer


def test_whoever_pays_himself_is_told_every_way(world: World):
    citizen = world.known_citizen()
    Contribution.objects.create(citizen=citizen, kind="self_payer", first_month=MARCH - 14, last_month=MARCH - 1)
    found = read(world, citizen)
    assert (found.status, found.more_ways) == ("insured", False)
    assert {"pay_arrears", "pay_advance"} <= set(found.routes)


def test_a_cover_that_goes_on_asks_for_nothing(world: World):
    found = read(world, grounded(world, "disability", date(2026, 1, 1)))
    assert (found.routes, found.more_ways) == (("nothing_to_do",), False)


# Article 26-1


def test_only_the_visit_is_lacking(world: World):
    found = read(world, ready(world))
    assert (found.status, found.lacking, found.ready) == ("not_insured", (), True)


def lacking_pension(world: World) -> Citizen:
    return ready(world, last_pension_month=MARCH - 2)


def lacking_attachment(world: World) -> Citizen:
    citizen = ready(world)
    citizen.attachments.all().delete()
    return citizen


def lacking_idleness(world: World) -> Citizen:
    citizen = ready(world)
    WorkPeriod.objects.create(citizen=citizen, kind="entrepreneur", starts=date(2026, 1, 1))
    return citizen


def lacking_confirmation(world: World) -> Citizen:
    return world.known_citizen(wellbeing_level="D")


def lacking_residence(world: World) -> Citizen:
    return ready(world, residence="foreigner")


@pytest.mark.parametrize(
    ("person", "lacking"),
    [
        (lacking_pension, Lacking("pension_free", "no", date(2026, 5, 1))),
        (lacking_attachment, Lacking("attached", "no", None)),
        (lacking_idleness, Lacking("not_working", "no", None)),
        (lacking_confirmation, Lacking("level", "unknown", None)),
        (lacking_residence, Lacking("residence", "unclear", None)),
    ],
)
def test_the_card_says_which_condition_fails(world: World, person: Any, lacking: Lacking):
    found = read(world, person(world))
    assert (found.lacking, found.ready) == ((lacking,), False)
    assert found.status != "insured"


def test_what_is_not_known_of_a_level_is_not_no(world: World):
    citizen = world.citizen()
    world.ground(citizen, "wellbeing_emergency", date(2026, 1, 1))
    found = read(world, citizen)
    assert {item.outcome for item in found.lacking} == {"unknown"}
    assert {"attached", "pension_free", "not_working"} <= {item.code for item in found.lacking}


def test_before_the_article_there_was_nothing_to_lack(world: World):
    found = read(world, ready(world), date(2025, 12, 31))
    assert (found.lacking, found.ready) == ((), False)


# Looking up


def test_a_look_up_is_one_entry_with_its_reason(world: World):
    citizen = world.citizen()
    asking = who(world.registrar, purpose="call")
    assert lookup.look_up(asking, citizen.iin) == citizen
    assert lookup.look_up(asking, next(world.numbers)) is None
    entries = LogEntry.objects.order_by("pk").values_list("verb", "citizen", "purpose", "details")
    assert list(entries) == [(Verb.LOOKED_UP, citizen.pk, "call", {}), (Verb.LOOKED_UP, None, "call", {})]


def test_a_blocked_record_is_not_there_and_the_attempt_is_told(world: World):
    citizen = world.citizen(blocked=True)
    assert lookup.look_up(who(world.registrar), citizen.iin) is None
    entry = LogEntry.objects.get()
    assert (entry.verb, entry.citizen_id, entry.details) == (Verb.REJECTED_ATTEMPT, citizen.pk, {"blocked": True})


def test_those_who_are_attached_here_are_not_counted(world: World, monkeypatch: pytest.MonkeyPatch):
    counted: list[bool] = []
    monkeypatch.setattr(reading_limits, "check", lambda _who, attached_here: counted.append(attached_here))
    own, former, blocked = world.known_citizen(), world.known_citizen(), world.known_citizen(blocked=True)
    Attachment.objects.filter(citizen=former).update(ends=date(2026, 3, 15))
    for number in (own.iin, former.iin, blocked.iin, world.citizen().iin, next(world.numbers)):
        lookup.look_up(who(world.registrar), number)
    assert counted == [True, False, False, False, False]


def test_too_many_look_ups_find_nobody(world: World, monkeypatch: pytest.MonkeyPatch):
    def full(_who: Who, attached_here: bool) -> None:
        raise TooMany(NOW)

    monkeypatch.setattr(reading_limits, "check", full)
    with pytest.raises(TooMany):
        lookup.look_up(who(world.registrar), world.citizen().iin)
    assert not LogEntry.objects.exists()

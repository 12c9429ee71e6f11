"""Who registers, closes and reads diagnoses: each once, sensitive ones by named people alone, none in the log."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from registry import access, diagnosing, illnesses
from registry.log import Verb, Who
from registry.models import (
    Account,
    Attachment,
    Citizen,
    Diagnosis,
    DiagnosisGrant,
    LogEntry,
    Role,
    Visit,
)
from registry.refusals import NotAllowed
from tests.registry.world import NOW, TODAY, World, who

SENSITIVE = ("B20", "F32.1", "Z21", "R75")
ORDINARY = ("G40", "E11.9", "A15.0")


@pytest.fixture
def patient(world: World) -> Citizen:
    return world.known_citizen()


@pytest.fixture
def colleague(world: World) -> Account:
    return world.staff("second-clinician", Role.CLINICIAN)


def registered(
    world: World, citizen: Citizen, code: str = "G40", by: Account | None = None, **fields: Any
) -> Diagnosis:
    entry: dict[str, Any] = {"since": None, "suspected": False} | fields
    return diagnosing.register(who(by or world.clinician), citizen, code, **entry)


def read(account: Account, citizen: Citizen, on: date = TODAY) -> list[str]:
    return sorted(row.icd10 for row in diagnosing.readable(account, citizen, on))


def refused(act: Any) -> str:
    with pytest.raises(NotAllowed) as caught:
        act()
    return caught.value.code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("I21.0", "I21.0"),
        ("i210", "I21.0"),
        (" I 21,0 ", "I21.0"),
        ("Е11.9", "E11.9"),  # Cyrillic
        ("е119", "E11.9"),
        ("с50", "C50"),
        ("В20", "B20"),
        ("І63.9", "I63.9"),  # the Kazakh letter
        ("G4O", "G40"),
        ("G63.2*", "G63.2"),
        ("A17.0†", "A17.0"),
        ("I21-0", "I21.0"),
        ("", ""),
        ("42", "42"),
    ],
)
def test_how_a_code_is_read(typed: str, code: str):
    assert illnesses.code_of(typed) == code


@pytest.mark.parametrize("code", ["", "грипп", "U99", "A1", "I21.000"])
def test_what_is_no_code_is_not_registered(world: World, patient: Citizen, code: str):
    assert refused(lambda: registered(world, patient, code)) == "icd10"
    assert not Diagnosis.objects.exists()


def test_which_are_sensitive():
    assert all(map(illnesses.is_sensitive, SENSITIVE))
    assert not any(map(illnesses.is_sensitive, ORDINARY))


def test_a_diagnosis_is_registered_once_and_said_in_the_log_without_the_illness(world: World, patient: Citizen):
    row = registered(world, patient, "I21.0", since=date(2026, 2, 1))
    again = registered(world, patient, "i 21,0", since=date(2026, 2, 1))
    assert again == row
    assert (row.icd10, row.polyclinic, row.registered_by) == ("I21.0", world.polyclinic, world.clinician)
    entry = LogEntry.objects.get(verb=Verb.DIAGNOSIS_REGISTERED)
    assert (entry.citizen, entry.details) == (patient, {"diagnosis": row.pk})


def test_a_colleague_who_registers_the_same_gets_the_same(world: World, patient: Citizen, colleague: Account):
    assert registered(world, patient, by=colleague) == registered(world, patient)
    assert Diagnosis.objects.count() == 1


@pytest.mark.parametrize("other", [{"since": date(2026, 1, 1)}, {"suspected": True}, {"orphan": True}])
def test_other_data_are_not_passed_over(world: World, patient: Citizen, other: dict[str, Any]):
    row = registered(world, patient)
    assert refused(lambda: registered(world, patient, **other)) == "other_data"
    diagnosing.close(who(world.clinician), row, TODAY, "registered_anew")
    assert registered(world, patient, **other) != row


def test_the_database_itself_holds_one(world: World, patient: Citizen):
    registered(world, patient)
    with pytest.raises(IntegrityError), transaction.atomic():
        Diagnosis.objects.create(citizen=patient, polyclinic=world.polyclinic, icd10="G40")


def test_whoever_registers_a_sensitive_one_does_not_learn_that_it_is_there(
    world: World, patient: Citizen, colleague: Account
):
    first = registered(world, patient, "F32.1", since=date(2026, 1, 5))
    second = registered(world, patient, "F32.1", by=colleague)
    assert second != first
    assert diagnosing.readable(colleague, patient, TODAY) == [second]
    assert registered(world, patient, "F32.1", by=colleague) == second


@pytest.mark.parametrize("role", [role for role in Role if role != Role.CLINICIAN])
def test_nobody_but_clinicians(world: World, patient: Citizen, role: Role):
    account = world.staff("other", role)
    row = registered(world, patient)
    assert read(account, patient) == []
    assert refused(lambda: registered(world, patient, by=account)) == "account"
    assert refused(lambda: diagnosing.close(who(account), row, TODAY, "over")) == "account"
    assert refused(lambda: diagnosing.grant(who(account), row, world.clinician, TODAY)) == "account"


def test_nobody_who_is_not_signed_in(world: World, patient: Citizen):
    assert refused(lambda: diagnosing.register(who(), patient, "G40", None, False)) == "account"


def test_an_account_that_was_disabled_meanwhile(world: World, patient: Citizen):
    Account.objects.filter(pk=world.clinician.pk).update(is_active=False)
    assert refused(lambda: registered(world, patient)) == "account"


def test_nobody_outside_the_polyclinic_that_treats(world: World, patient: Citizen):
    stranger = world.staff("stranger", Role.CLINICIAN, polyclinic=world.other_polyclinic)
    row = registered(world, patient)
    assert read(stranger, patient) == []
    assert refused(lambda: registered(world, patient, by=stranger)) == "not_in_treatment"
    assert refused(lambda: diagnosing.close(who(stranger), row, TODAY, "over")) == "not_registered_by_you"
    attempts = LogEntry.objects.filter(verb=Verb.REJECTED_ATTEMPT, citizen=patient)
    assert [entry.details["code"] for entry in attempts.order_by("pk")] == ["not_in_treatment", "not_registered_by_you"]


@pytest.mark.parametrize(("days_ago", "treats"), [(0, True), (30, True), (31, False)])
def test_a_visit_opens_the_record_for_a_time(world: World, patient: Citizen, days_ago: int, treats: bool):
    stranger = world.staff("stranger", Role.CLINICIAN, polyclinic=world.other_polyclinic)
    visit = Visit.objects.create(
        citizen=patient, polyclinic=world.other_polyclinic, day=TODAY - timedelta(days=days_ago)
    )
    assert diagnosing.may_treat(stranger.polyclinic_id, patient, TODAY) == treats
    Visit.objects.filter(pk=visit.pk).update(struck_at=NOW)
    assert not diagnosing.may_treat(stranger.polyclinic_id, patient, TODAY)


def test_an_attachment_that_ended_is_none(world: World, patient: Citizen, colleague: Account):
    registered(world, patient, "G40")
    registered(world, patient, "E11.9", by=colleague)
    Attachment.objects.filter(citizen=patient).update(ends=TODAY - timedelta(days=1))
    assert read(world.clinician, patient) == ["G40"]  # what he registered himself he can still close
    assert refused(lambda: registered(world, patient, "A15")) == "not_in_treatment"


@pytest.mark.parametrize("whose", ["own", "household"])
def test_not_the_own_case_nor_that_of_the_household(world: World, patient: Citizen, whose: str):
    registered(world, patient, by=world.staff("second", Role.CLINICIAN))
    own = patient if whose == "own" else world.citizen("Туыс", "Асан")
    if whose == "household":
        world.household(patient, own)
    world.clinician.citizen = own
    world.clinician.save()
    patient.refresh_from_db()
    assert read(world.clinician, patient) == []
    assert refused(lambda: registered(world, patient)) == "own_case"


def test_a_blocked_record(world: World, patient: Citizen):
    row = registered(world, patient)
    Citizen.objects.filter(pk=patient.pk).update(blocked=True)
    assert read(world.clinician, patient) == []
    assert refused(lambda: registered(world, patient, "E11")) == "blocked"
    assert refused(lambda: diagnosing.close(who(world.clinician), row, TODAY, "over")) == "blocked"


@pytest.mark.parametrize(
    ("since", "fits"),
    [(TODAY, True), (TODAY + timedelta(days=1), False), (date(1988, 4, 2), True), (date(1988, 4, 1), False)],
)
def test_the_onset_lies_between_birth_and_today(world: World, patient: Citizen, since: date, fits: bool):
    if fits:
        assert registered(world, patient, since=since).since == since
    else:
        assert refused(lambda: registered(world, patient, since=since)) == "onset"


def test_the_day_is_that_of_kazakhstan(world: World, patient: Citizen):
    late = Who(now=datetime.fromisoformat("2026-03-16T18:59:59+00:00"), account=world.clinician)
    with pytest.raises(NotAllowed):
        diagnosing.register(late, patient, "G40", date(2026, 3, 17), False)
    midnight = Who(now=datetime.fromisoformat("2026-03-16T19:00:00+00:00"), account=world.clinician)
    assert diagnosing.register(midnight, patient, "G40", date(2026, 3, 17), False).pk


def test_sensitive_ones_are_read_by_whoever_registered_them_and_whom_he_names(
    world: World, patient: Citizen, colleague: Account
):
    rows = {code: registered(world, patient, code) for code in (*SENSITIVE, *ORDINARY)}
    assert read(world.clinician, patient) == sorted(rows)
    assert read(colleague, patient) == sorted(ORDINARY)
    diagnosing.grant(who(world.clinician), rows["F32.1"], colleague, TODAY + timedelta(days=2))
    assert read(colleague, patient) == sorted(("F32.1", *ORDINARY))
    assert read(colleague, patient, TODAY + timedelta(days=2)) == sorted(("F32.1", *ORDINARY))
    assert read(colleague, patient, TODAY + timedelta(days=3)) == sorted(ORDINARY)


def test_one_that_came_with_a_list_and_is_sensitive_is_read_by_nobody(world: World, patient: Citizen):
    Diagnosis.objects.create(citizen=patient, polyclinic=world.polyclinic, icd10="F20.0")
    Diagnosis.objects.create(citizen=patient, polyclinic=world.polyclinic, icd10="G40")
    assert read(world.clinician, patient) == ["G40"]


def test_what_was_sensitive_when_it_was_registered_remains_so(world: World, patient: Citizen, colleague: Account):
    Diagnosis.objects.filter(pk=registered(world, patient).pk).update(sensitive=True)
    assert read(colleague, patient) == []


def test_a_grant_is_given_once_changed_and_ended(world: World, patient: Citizen, colleague: Account):
    row, by = registered(world, patient, "B20"), who(world.clinician)
    first = diagnosing.grant(by, row, colleague, TODAY)
    assert diagnosing.grant(by, row, colleague, TODAY) == first
    second = diagnosing.grant(by, row, colleague, TODAY + timedelta(days=30))
    assert [item.ended_at is None for item in DiagnosisGrant.objects.order_by("pk")] == [False, True]
    diagnosing.end_grant(by, second)
    diagnosing.end_grant(by, second)
    assert read(colleague, patient) == []
    verbs = [Verb.DIAGNOSIS_GRANTED, Verb.DIAGNOSIS_GRANT_ENDED] * 2
    written = LogEntry.objects.filter(verb__in=set(verbs)).order_by("pk")
    assert [entry.verb for entry in written] == [verbs[0], verbs[1], verbs[2], verbs[3]]
    assert {entry.account for entry in written} == {colleague}


@pytest.mark.parametrize("days", [-1, 31])
def test_a_grant_is_for_a_short_time(world: World, patient: Citizen, colleague: Account, days: int):
    row = registered(world, patient, "B20")
    until = TODAY + timedelta(days=days)
    assert refused(lambda: diagnosing.grant(who(world.clinician), row, colleague, until)) == "grant_day"


def test_whom_nobody_can_name(world: World, patient: Citizen):
    row = registered(world, patient, "B20")
    relative = world.staff("relative", Role.CLINICIAN, citizen=world.citizen("Туыс", "Асан"))
    world.household(patient, relative.citizen)  # type: ignore[arg-type]
    patient.refresh_from_db()
    elsewhere = world.staff("elsewhere", Role.CLINICIAN, polyclinic=world.other_polyclinic)
    away = world.staff("away", Role.CLINICIAN, is_active=False)
    for account in (relative, elsewhere, away, world.registrar, world.officer, world.clinician):
        assert refused(lambda: diagnosing.grant(who(world.clinician), row, account, TODAY)) == "clinician"  # noqa: B023
    assert diagnosing.colleagues(world.clinician, patient) == []


def test_only_whoever_registered_it_names_people_or_closes_it(world: World, patient: Citizen, colleague: Account):
    row, day = registered(world, patient, "B20"), TODAY + timedelta(days=1)
    third = world.staff("third", Role.CLINICIAN)
    given = diagnosing.grant(who(world.clinician), row, colleague, day)
    assert refused(lambda: diagnosing.grant(who(colleague), row, third, day)) == "not_registered_by_you"
    assert refused(lambda: diagnosing.close(who(colleague), row, TODAY, "over")) == "not_registered_by_you"
    assert refused(lambda: diagnosing.end_grant(who(third), given)) == "not_registered_by_you"
    ordinary = registered(world, patient, "G40")
    assert refused(lambda: diagnosing.grant(who(world.clinician), ordinary, colleague, day)) == "not_registered_by_you"


def test_closing(world: World, patient: Citizen, colleague: Account):
    row = registered(world, patient, since=date(2026, 2, 1))
    by = who(colleague)
    assert refused(lambda: diagnosing.close(by, row, TODAY, "bored")) == "closing_reason"
    assert refused(lambda: diagnosing.close(by, row, TODAY + timedelta(days=1), "over")) == "closing_day"
    assert refused(lambda: diagnosing.close(by, row, date(2026, 1, 31), "over")) == "closing_day"
    diagnosing.close(by, row, TODAY, "over")
    diagnosing.close(who(world.clinician), row, TODAY, "mistake")
    row.refresh_from_db()
    assert (row.closed_on, row.closed_by, row.closed_because) == (TODAY, colleague, "over")
    entry = LogEntry.objects.get(verb=Verb.DIAGNOSIS_CLOSED)
    assert entry.details == {"diagnosis": row.pk, "because": "over"}
    assert registered(world, patient, since=date(2026, 3, 1)) != row


def test_reading_takes_the_same_few_queries(
    world: World, patient: Citizen, colleague: Account, django_assert_max_num_queries: Any
):
    for number in range(8):
        diagnosing.grant(who(world.clinician), registered(world, patient, f"F3{number % 4}.{number}"), colleague, TODAY)
    world.clinician.refresh_from_db()
    with django_assert_max_num_queries(5):
        assert len(diagnosing.readable(world.clinician, patient, TODAY)) == 8


def test_no_illness_is_in_the_log(world: World, patient: Citizen, colleague: Account):
    for code in (*SENSITIVE, *ORDINARY):
        row = registered(world, patient, code)
        if code in SENSITIVE:
            diagnosing.end_grant(who(world.clinician), diagnosing.grant(who(world.clinician), row, colleague, TODAY))
        diagnosing.close(who(world.clinician), row, TODAY, "mistake")
    text = str(list(LogEntry.objects.values()))
    assert not [code for code in (*SENSITIVE, *ORDINARY) if code in text]


def test_a_clinician_may_and_a_registrar_sees_a_token(world: World):
    assert access.may(world.clinician, "diagnosis", access.Action.WRITE)
    assert access.right(world.registrar, "diagnosis") == access.TOKEN

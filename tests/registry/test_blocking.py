"""A blocked record is there for nobody: no role, no table, no search; whoever tries leaves an entry."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Model
from django.http import Http404
from django.urls import reverse

from registry import access, blocking, decisions, search
from registry.access import visible
from registry.belonging import PERSON_OF
from registry.log import Verb
from registry.management.commands import block_data
from registry.models import (
    Account,
    Application,
    Attachment,
    AttachmentRequest,
    Certificate,
    Citizen,
    ConfirmedGround,
    Contribution,
    CoverEnd,
    Decision,
    Diagnosis,
    DiagnosisGrant,
    Document,
    LedgerEntry,
    LogEntry,
    Notice,
    Obligation,
    PaperRequest,
    Proposal,
    RegionalWage,
    Register,
    Role,
    Visit,
    WorkPeriod,
)
from registry.refusals import NotAllowed

from .test_decisions_table import verbs
from .world import NOW, TODAY, World, client_of, who

REASON = blocking.BlockReason.WRITTEN_REQUEST
BY_APPLICANT = ("add_document", "give_papers", "withdraw")


@pytest.fixture
def rows(world: World) -> list[Model]:
    """One row of every table that leads to the person; the person himself first."""
    citizen = world.known_citizen()
    application = world.application(citizen)
    ground = world.ground(citizen, "pensioner", TODAY)
    common: dict[str, Any] = {"citizen": citizen}
    by: dict[str, Any] = {"proposed_by": world.officer, "proposed_at": NOW}
    decided: dict[str, Any] = {"law_digest": "", "facts_digest": "", "verdict": {}, "decided_at": NOW}
    notice: dict[str, Any] = {"to": "", "language": "kk", "created_at": NOW, "not_before": NOW}
    stored: dict[str, Any] = {"size": 1, "digest": "a", "added_at": NOW, "scan": Document.Scan.CLEAN}
    determined: dict[str, Any] = {"facts": {}, "facts_digest": "", "law_digest": "", "determined_at": NOW}
    diagnosis = Diagnosis.objects.create(polyclinic=world.polyclinic, icd10="G80", **common)
    asked: dict[str, Any] = {
        "reference": "A",
        "token": uuid4(),
        "channel": "desk",
        "due_on": TODAY,
        "submitted_at": NOW,
    }
    asked |= {"purpose": "attachment", "purpose_version": 1, "consented_at": NOW}
    ending: dict[str, Any] = {"last_day": TODAY, "kind": "ground_ends", "ground": "pensioner", "sure": True}
    entry = booked(world, citizen, ground)
    return [
        citizen,
        application,
        ground,
        Attachment.objects.get(**common),
        Document.objects.create(application=application, key="a", **stored),
        PaperRequest.objects.create(application=application, asked_by=world.officer, asked_at=NOW, due_on=TODAY),
        Decision.objects.create(application=application, outcome="confirmed", decided_by=world.officer, **decided),
        Proposal.objects.create(kind="refusal", application=application, **by),
        Proposal.objects.create(kind="revocation", ground=ground, **by),
        Notice.objects.create(key="a", application=application, **notice),
        Notice.objects.create(key="b", citizen=citizen, **notice),
        WorkPeriod.objects.create(kind="employee", starts=TODAY, **common),
        Contribution.objects.create(kind="employer", first_month=1, last_month=2, **common),
        citizen.determinations.create(starts=date(2026, 1, 1), status="insured", **determined),
        Visit.objects.create(polyclinic=world.polyclinic, day=TODAY, **common),
        diagnosis,
        DiagnosisGrant.objects.create(
            diagnosis=diagnosis, account=world.registrar, until=TODAY, granted_by=world.clinician, granted_at=NOW
        ),
        AttachmentRequest.objects.create(
            citizen=citizen, iin=citizen.iin, birth_date=TODAY, polyclinic=world.polyclinic, **asked
        ),
        Certificate.objects.create(citizen=citizen, day=TODAY, last_day=TODAY, issued_at=NOW),
        CoverEnd.objects.create(worked_out_on=TODAY, **ending, **common),
        entry.obligation,
        entry,
    ]


def booked(world: World, citizen: Citizen, ground: ConfirmedGround) -> LedgerEntry:
    """An entry of the ledger with all that it needs."""
    region, months = citizen.region, {"year": 2026, "first_month": 24312, "last_month": 24312}
    wage = RegionalWage.objects.create(region=region, year=2026, amount=1, proposed_by=world.finance, proposed_at=NOW)
    drafted = {"number": 1, "total": 1, "people": 1, "drafted_by": world.finance, "drafted_at": NOW}
    whose = {"citizen": citizen, "made_at": NOW}
    return LedgerEntry.objects.create(
        kind="charge",
        register=Register.objects.create(region=region, month=24312, **drafted),
        obligation=Obligation.objects.create(kind="unemployed", region=region, ground=ground, **whose, **months),
        month=24312,
        number=1,
        amount=1,
        wage=wage,
        **whose,
    )


def reached(rows: list[Model], accounts: list[Account]) -> int:
    """How many of the rows, all accounts together, can be seen."""
    return sum(
        visible(account, type(row)._default_manager.filter(pk=row.pk)).count() for account in accounts for row in rows
    )


def test_an_application_for_attachment_from_before_the_registry_knew_the_person_is_hidden_too(world: World):
    citizen = world.citizen()
    told: dict[str, Any] = {"reference": "A", "token": uuid4(), "channel": "portal", "iin": citizen.iin}
    told |= {"purpose": "attach", "purpose_version": 1, "consented_at": NOW, "submitted_at": NOW, "due_on": TODAY}
    row = AttachmentRequest.objects.create(polyclinic=world.polyclinic, birth_date=TODAY, **told)
    assert reached([row], [world.registrar]) == 1
    blocking.block(who(world.approver), citizen, REASON)
    assert reached([row], [world.registrar]) == 0


def test_there_are_no_rows_for_any_role(world: World, rows: list[Model]):
    assert {type(row) for row in rows} == set(PERSON_OF)
    accounts = list(Account.objects.all())
    assert {account.role for account in accounts} == set(Role)
    before = reached(rows, accounts)
    blocking.block(who(world.approver), rows[0], REASON)  # type: ignore[arg-type]
    assert before > 30
    assert reached(rows, accounts) == 0
    for row in rows:
        with pytest.raises(Http404):
            access.find(world.officer, type(row)._default_manager.all(), row.pk)
    blocking.unblock(who(world.approver), rows[0], REASON)  # type: ignore[arg-type]
    assert reached(rows, accounts) == before


def test_no_search_finds_the_person(world: World):
    citizen = world.citizen("Ғабитова")
    blocking.block(who(world.approver), citizen, REASON)
    assert not search.by_number(world.officer, citizen.iin).exists()
    assert not search.by_name(world.officer, "Ғабитова").exists()


def test_an_application_from_before_the_person_was_registered_is_hidden_too(world: World):
    application = world.application()
    citizen = world.citizen(iin=application.iin)
    blocking.block(who(world.approver), citizen, REASON)
    assert not visible(world.officer, Application.objects.all()).exists()


def test_every_try_is_logged(world: World):
    citizen = world.known_citizen()
    application = world.application(citizen)
    blocking.block(who(world.approver), citizen, REASON)
    client = client_of(world.officer)
    for url in (
        reverse("admin:registry_citizen_change", args=[citizen.pk]),
        reverse("admin:registry_application_change", args=[application.pk]),
    ):
        assert client.get(url).status_code == 404
    tried = LogEntry.objects.filter(verb=Verb.REJECTED_ATTEMPT, actor=world.officer, citizen=citizen)
    assert [entry.details for entry in tried] == [{"blocked": True}] * 2


@pytest.mark.parametrize("linked", [True, False])
def test_no_verb_does_anything_with_the_case(world: World, linked: bool):
    """Also with one that was opened before; and the applicant, who asked for it, still may."""
    citizen = world.known_citizen()
    application = world.application(citizen, state="in_review", officer=world.officer, identity_confirmed_at=NOW)
    blocking.block(who(world.approver), citizen, REASON)
    if not linked:
        Application.objects.update(citizen=None)
        application.refresh_from_db()
    tried = {name: act for name, act in verbs(world, application).items() if name not in BY_APPLICANT}
    for act in tried.values():
        with pytest.raises(NotAllowed) as refused:
            act(who(world.officer))
        assert refused.value.code == "blocked"
    assert decisions.allowed(application, world.officer) == frozenset()
    entries = LogEntry.objects.filter(verb=Verb.REJECTED_ATTEMPT, application=application)
    assert [entry.details["code"] for entry in entries] == ["blocked"] * len(tried)
    verbs(world, application)["withdraw"](who(applicant=True))


def test_no_verb_does_anything_with_the_ground(world: World):
    citizen = world.known_citizen()
    ground = world.ground(citizen, "pensioner", TODAY)
    by = {"proposed_by": world.officer, "proposed_at": NOW}
    proposal = Proposal.objects.create(kind="revocation", ground=ground, reasons=["other"], **by)
    blocking.block(who(world.approver), citizen, REASON)
    for act in (
        lambda: decisions.propose_revocation(who(world.officer), ground, ground.version, ["other"], "–", None),
        lambda: decisions.approve_revocation(who(world.approver), proposal),
        lambda: decisions.return_revocation(who(world.approver), proposal, "–"),
    ):
        with pytest.raises(NotAllowed) as refused:
            act()
        assert refused.value.code == "blocked"
    assert LogEntry.objects.filter(verb=Verb.REJECTED_ATTEMPT, citizen=citizen).count() == 3
    assert decisions.allowed_on_ground(ground, world.approver) == frozenset()


@pytest.mark.parametrize("linked", [True, False])
def test_many_at_once_say_of_it_what_they_say_of_none(world: World, linked: bool):
    citizen = world.known_citizen()
    application = world.application(citizen, state="in_review", officer=world.officer, identity_confirmed_at=NOW)
    blocking.block(who(world.approver), citizen, REASON)
    if not linked:
        Application.objects.update(citizen=None)
    for verb in (decisions.preview_many, decisions.confirm_many):
        blocked, unknown = verb(who(world.officer), [(application.pk, 0), (999_999, 0)], TODAY, None)
        assert blocked == unknown
    entries = LogEntry.objects.filter(verb=Verb.REJECTED_ATTEMPT, application=application, actor=world.officer)
    assert [entry.details["code"] for entry in entries] == ["blocked", "blocked"]


def test_blocking_and_opening_leave_one_entry_each(world: World):
    citizen = world.citizen()
    for verb in (blocking.block, blocking.block, blocking.unblock, blocking.unblock):
        verb(who(world.approver), citizen, REASON)
    entries = LogEntry.objects.order_by("pk")
    assert [entry.verb for entry in entries] == [Verb.BLOCKED, Verb.UNBLOCKED]
    assert {(entry.citizen_id, entry.actor_id) for entry in entries} == {(citizen.pk, world.approver.pk)}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("officer", "approver_only"),
        ("foreign", "other_region"),
        ("registrar", "account"),
        ("auditor", "account"),
        ("administrator", "account"),
        ("nobody", "account"),
        ("relative", "own_case"),
    ],
)
def test_who_may_not_block(world: World, name: str, code: str):
    citizen = world.citizen()
    accounts: dict[str, Any] = {
        "foreign": lambda: world.staff("foreign-approver", Role.APPROVER, region=world.abroad),
        "relative": lambda: world.staff("relative", Role.APPROVER, citizen=citizen),
        "nobody": lambda: None,
    }
    account = accounts[name]() if name in accounts else getattr(world, name)
    for verb in (blocking.block, blocking.unblock):
        with pytest.raises(NotAllowed) as refused:
            verb(who(account), citizen, REASON)
        assert refused.value.code == code
    citizen.refresh_from_db()
    assert not citizen.blocked


def test_a_reason_has_to_be_one_of_the_list(world: World):
    with pytest.raises(NotAllowed, match="reasons"):
        blocking.block(who(world.approver), world.citizen(), "because")


def test_the_command_asks_for_the_number(world: World, monkeypatch: pytest.MonkeyPatch):
    citizen = world.citizen()
    monkeypatch.setattr(block_data, "getpass", lambda prompt: f" {citizen.iin} ")
    for further, blocked in (([], True), (["--lift"], False)):
        call_command("block_data", "--account", "approver", "--reason", REASON, *further)
        citizen.refresh_from_db()
        assert citizen.blocked is blocked
    with pytest.raises(CommandError, match="may not do this"):
        call_command("block_data", "--account", "officer", "--reason", REASON)

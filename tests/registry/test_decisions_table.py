"""The table of transitions, exhaustively: every verb in every state by everybody, allowed exactly where it says so."""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import product
from typing import Any

import pytest
from django.db import transaction

from registry import applying, decisions
from registry.decisions import TRANSITIONS, NotAllowed, engine
from registry.models import FINAL, Account, Application, Decision, LogEntry, PaperRequest, Proposal, State

from .world import NOW, TODAY, World, who

# Written down once more, apart from the product's own table: verb → states before, who may, state after.
OFFICERS = {"officer", "colleague", "approver", "other_approver"}
HOLDERS = {"officer"}
SECOND = {"approver", "other_approver"}
UNDER_REVIEW = {"in_review", "papers_wanted"}
EXPECTED: dict[str, tuple[set[str], set[str], str]] = {
    "take": ({"received"}, OFFICERS, "in_review"),
    "hand_over": (UNDER_REVIEW, HOLDERS | SECOND, "same"),
    "hand_back": ({"in_review"}, HOLDERS | SECOND, "received"),
    "ask_papers": ({"in_review"}, HOLDERS, "papers_wanted"),
    "stop_waiting": ({"papers_wanted"}, HOLDERS, "in_review"),
    "confirm_identity": (UNDER_REVIEW, HOLDERS, "same"),
    "confirm": ({"in_review"}, HOLDERS, "confirmed"),
    "propose_refusal": ({"in_review"}, HOLDERS, "refusal_proposed"),
    "approve_refusal": ({"refusal_proposed"}, SECOND, "refused"),
    "return_refusal": ({"refusal_proposed"}, SECOND, "in_review"),
    "add_document": ({"received", "in_review", "papers_wanted", "refusal_proposed"}, {"applicant"}, "same"),
    "give_papers": ({"papers_wanted"}, {"applicant"}, "in_review"),
    "withdraw": ({"received", "in_review", "papers_wanted", "refusal_proposed"}, {"applicant"}, "withdrawn"),
}
STAFF = (
    "officer",
    "colleague",
    "approver",
    "other_approver",
    "foreign_officer",
    "registrar",
    "clinician",
    "analyst",
    "auditor",
    "administrator",
)
YES = engine.Judged("yes", (), (), (), (), "sha256:law", "sha256:facts")


@pytest.fixture(autouse=True)
def _engine_says_yes(monkeypatch: pytest.MonkeyPatch, tmp_path: Any, settings: Any) -> None:
    settings.DOCUMENTS_ROOT = tmp_path
    monkeypatch.setattr(engine, "judge", lambda *_: YES)
    monkeypatch.setattr(engine, "determine", lambda *_: None)


@pytest.fixture
def cases(world: World) -> dict[str, Application]:
    """An application in every state, in the hands of ``officer`` where somebody has it."""
    world.other_approver = world.staff("other-approver", "approver")  # type: ignore[attr-defined,arg-type]
    held = {"officer": world.officer, "taken_at": NOW, "identity_confirmed_at": NOW}
    found = {}
    for state in State:
        fields: dict[str, Any] = {} if state is State.RECEIVED else dict(held)
        if state in FINAL:
            fields["closed_at"] = NOW
        found[state.value] = world.application(world.known_citizen(), state=state, **fields)
    PaperRequest.objects.create(
        application=found["papers_wanted"], asked_by=world.officer, asked_at=NOW, due_on=TODAY, wanted=["other_paper"]
    )
    refusal(found["refusal_proposed"], world.officer, "open")
    refusal(found["refused"], world.officer, "approved", closed_by=world.approver, closed_at=NOW)
    return found


def refusal(application: Application, officer: Account, outcome: str, **fields: Any) -> Proposal:
    return Proposal.objects.create(
        kind="refusal",
        application=application,
        reasons=["identity_not_proven"],
        proposed_by=officer,
        proposed_at=NOW,
        outcome=outcome,
        **fields,
    )


def verbs(world: World, application: Application) -> dict[str, Callable[[Any], Any]]:
    """Verb → the act, for a Who."""
    at = application.version
    proposal = application.proposals.first() or Proposal(pk=0, application=application)
    return {
        "take": lambda who: decisions.take(who, application, at),
        "hand_over": lambda who: decisions.hand_over(who, application, at, world.colleague),
        "hand_back": lambda who: decisions.hand_over(who, application, at, None),
        "ask_papers": lambda who: decisions.ask_papers(who, application, at, ["polyclinic_attachment"]),
        "stop_waiting": lambda who: decisions.stop_waiting(who, application, at),
        "confirm_identity": lambda who: decisions.confirm_identity(who, application, at),
        "confirm": lambda who: decisions.confirm(who, application, at, TODAY, date(2026, 12, 31)),
        "propose_refusal": lambda who: decisions.propose_refusal(who, application, at, ["identity_not_proven"]),
        "approve_refusal": lambda who: decisions.approve_refusal(who, proposal),
        "return_refusal": lambda who: decisions.return_refusal(who, proposal, "Анықтаңыз"),
        "add_document": lambda who: applying.add_document(who, application, clean(b"%PDF-"), "Анықтама"),
        "give_papers": lambda who: applying.give_papers(who, application, "Міне"),
        "withdraw": lambda who: applying.withdraw(who, application),
    }


def clean(content: bytes) -> Any:
    from registry.documents.inspection import Clean, Kind

    return Clean(content, Kind.PDF, "Анықтама", 1, None, None)


def everybody(world: World) -> Iterator[tuple[str, Any]]:
    for name in STAFF:
        yield name, who(getattr(world, name))
    yield "applicant", who(applicant=True)
    yield "nobody", who()


def test_the_table_holds_the_verbs_that_are_written_down_here():
    assert set(TRANSITIONS) == set(EXPECTED)


def test_every_verb_in_every_state_by_everybody(world: World, cases: dict[str, Application]):
    tried = 0
    assert not LogEntry.objects.exists()  # what is found below was written by the act: after each all is rolled back
    for (name, actor), state, verb in product(everybody(world), State, EXPECTED):
        before, by, after = EXPECTED[verb]
        may = state in before and name in by
        application = cases[state]
        buttons = (
            decisions.allowed_to_applicant(application)
            if name == "applicant"
            else decisions.allowed(application, actor.account)
            if actor.account
            else frozenset()
        )
        assert (verb in buttons) == may, (name, state, verb)
        point = transaction.savepoint()
        try:
            verbs(world, application)[verb](actor)
            done = True
        except decisions.Refused:
            done = False
        assert done == may, (name, state, verb)
        now = Application.objects.get(pk=application.pk)
        assert now.state == ((state if after == "same" else after) if done else state)
        assert now.version == application.version + done
        written = LogEntry.objects.order_by("pk")
        acts = [entry for entry in written if entry.verb != "rejected_attempt"]
        assert [entry.verb for entry in acts] == ([TRANSITIONS[verb].logged] if done else [])
        transaction.savepoint_rollback(point)
        tried += 1
    assert tried == 12 * 7 * 13


def test_a_disabled_account_may_nothing(world: World, cases: dict[str, Application]):
    Account.objects.filter(pk=world.officer.pk).update(is_active=False)
    # the account of the request still believes to be active
    for verb, act in verbs(world, cases["in_review"]).items():
        if "applicant" not in EXPECTED[verb][1]:
            with pytest.raises(decisions.Refused) as refused:
                act(who(world.officer))
            assert refused.value.code in ("account", "stale"), verb
    world.officer.refresh_from_db()
    assert decisions.allowed(cases["in_review"], world.officer) == frozenset()


def test_an_officer_who_moved_away_may_nothing(world: World, cases: dict[str, Application]):
    Account.objects.filter(pk=world.officer.pk).update(region=world.abroad)
    with pytest.raises(NotAllowed) as refused:
        decisions.confirm_identity(who(world.officer), cases["in_review"], 0)
    assert refused.value.code == "other_region"


@pytest.mark.parametrize("relation", ["own", "household", "household_without_row"])
def test_nobody_acts_on_his_own_or_his_households_case(world: World, cases: dict[str, Application], relation: str):
    own, partner = world.citizen("Ерлан"), world.citizen("Ләззат")
    world.household(own, partner)
    for account in (world.officer, world.approver):
        Account.objects.filter(citizen=own).update(citizen=None)
        Account.objects.filter(pk=account.pk).update(citizen=own)
        account.refresh_from_db()
        for state, application in cases.items():
            whose = own if relation == "own" else partner
            application.iin = whose.iin
            application.citizen = None if relation == "household_without_row" else whose
            application.save()
            assert decisions.allowed(application, account) == frozenset()
            for verb, act in verbs(world, application).items():
                if "applicant" in EXPECTED[verb][1] or state not in EXPECTED[verb][0]:
                    continue
                with pytest.raises(NotAllowed) as refused:
                    act(who(account))
                assert refused.value.code == "own_case", (verb, state)
    assert set(LogEntry.objects.values_list("verb", flat=True)) == {"rejected_attempt"}


def test_a_case_is_not_handed_to_a_member_of_the_household(world: World, cases: dict[str, Application]):
    own, partner = world.citizen("Ерлан"), world.citizen("Ләззат")
    world.household(own, partner)
    Account.objects.filter(pk=world.colleague.pk).update(citizen=own)
    application = cases["in_review"]
    Application.objects.filter(pk=application.pk).update(iin=partner.iin, citizen=partner)
    with pytest.raises(NotAllowed) as refused:
        decisions.hand_over(who(world.officer), application, 0, world.colleague)
    assert refused.value.code == "colleague"


def test_a_case_is_handed_only_to_active_officers_of_the_region(world: World, cases: dict[str, Application]):
    gone = world.staff("gone", "officer", is_active=False)  # type: ignore[arg-type]
    for to in (world.foreign_officer, world.registrar, world.auditor, gone, world.officer):
        with pytest.raises(NotAllowed) as refused:
            decisions.hand_over(who(world.approver), cases["in_review"], 0, to)
        assert refused.value.code == "colleague"


def test_the_proposer_does_not_approve_even_as_an_approver(world: World, cases: dict[str, Application]):
    application = cases["in_review"]
    handed = decisions.hand_over(who(world.officer), application, 0, world.approver, "Туысым екен")
    assert (handed.officer, handed.remark, handed.state) == (world.approver, "Туысым екен", "in_review")
    proposal = decisions.propose_refusal(who(world.approver), handed, handed.version, ["identity_not_proven"])
    for act in (decisions.approve_refusal, decisions.return_refusal):
        with pytest.raises(NotAllowed) as refused:
            act(who(world.approver), proposal, "Иә")
        assert refused.value.code == "own_proposal"
    decision = decisions.approve_refusal(who(world.other_approver), proposal)  # type: ignore[attr-defined]
    assert (decision.proposed_by, decision.decided_by) == (world.approver, world.other_approver)  # type: ignore[attr-defined]
    assert Decision.objects.count() == 1
